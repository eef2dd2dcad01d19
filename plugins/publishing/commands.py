"""The publishers' commands, as ``tasks.py`` calls them: each returns an exit status and lets no traceback out."""

from __future__ import annotations

import getpass
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

from plugins.publishing import loopback, telling
from plugins.publishing import publish as steps
from plugins.publishing.handover import Built
from plugins.publishing.messages import note
from plugins.publishing.publish import Order, Outcome
from plugins.publishing.targets import configured, rules_of, target_of


def publish(
    built: Built,
    name: str,
    file: Path,
    lang: str,
    *,
    dry_run: bool = False,
    allow_backward: bool = False,
    allow_deletes: bool = False,
) -> int:
    """Make a build public at this target, or show what that would change."""

    def command() -> int:
        settings = configured(name, file)
        target, rules = target_of(name, settings), rules_of(settings)
        order = Order(_who(), datetime.now(UTC), allow_backward, allow_deletes)
        if dry_run:
            telling.show_plan(steps.prepare(target, built, rules, order), lang)
            return 0
        with telling.progress(lang) as tick:
            outcome = steps.publish(target, built, rules, order, lambda said: telling.tell(said, lang), tick)
        return _finished(outcome, settings.address, lang)

    return telling.run(command, lang)


def rollback(release: str, name: str, file: Path, lang: str) -> int:
    """Make a former release public again."""

    def command() -> int:
        settings = configured(name, file)
        target, rules, order = target_of(name, settings), rules_of(settings), Order(_who(), datetime.now(UTC))
        with telling.progress(lang) as tick:
            outcome = steps.rollback(target, release, rules, order, lambda said: telling.tell(said, lang), tick)
        return _finished(outcome, settings.address, lang)

    return telling.run(command, lang)


def releases(name: str, file: Path, lang: str) -> int:
    """Show what was published when, and by whom."""

    def command() -> int:
        target = target_of(name, configured(name, file))
        telling.show_records(target.records(), target.state().release, lang)
        return 0

    return telling.run(command, lang)


def address(name: str, file: Path, lang: str) -> str:
    """The public address of a target; empty where there is none, which was said."""
    found: list[str] = []

    def command() -> int:
        found.append(configured(name, file).address)
        return 0

    telling.run(command, lang)
    return "".join(found)


def cdn(folder: Path, lang: str) -> int:
    """Run a store and an edge on this machine until somebody presses Ctrl-C."""

    def command() -> int:
        with loopback.cdn(folder.resolve()) as running:
            print(telling.words("cdn_runs", lang).format(**vars(running), **_loopback()), flush=True)
            threading.Event().wait()
        return 0

    return telling.run(command, lang)


def _loopback() -> dict[str, str]:
    keys = loopback.CREDENTIALS
    return {"bucket": loopback.BUCKET, "key": keys.key, "secret": keys.secret}


def _finished(outcome: Outcome, address: str, lang: str) -> int:
    if outcome.record is None:
        telling.tell(note("nothing_to_do", release=outcome.release.id), lang)
        return 0
    telling.show_plan(outcome, lang)
    telling.tell(note("published", release=outcome.release.id, address=address, number=outcome.record.sequence), lang)
    return 0


def _who() -> str:
    return f"{getpass.getuser()}@{os.uname().nodename}"
