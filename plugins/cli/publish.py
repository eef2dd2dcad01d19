"""The publishers' commands, as ``tasks.py`` calls them: each returns an exit status and lets no traceback out."""

from __future__ import annotations

import getpass
import platform
import signal
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from plugins.cli import publish_console as console
from plugins.publishing import verify
from plugins.publishing import doctor as examination
from plugins.publishing import publish as steps
from plugins.publishing.archive import freeze
from plugins.publishing.archive import lay_out as lay_out_archives
from plugins.publishing.build_input import Built
from plugins.publishing.cdn.purge import forget_of, merged
from plugins.publishing.cdn.purge import purge as let_forget
from plugins.publishing.config import Configured, configured, rules_of, target_of
from plugins.publishing.messages import note, stopped
from plugins.publishing.publish import Order, Outcome
from plugins.publishing.release import ARCHIVE
from plugins.publishing.target_state import Record
from tools import local_cdn


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
            console.show_plan(steps.prepare(target, built, rules, order), lang)
            return 0
        with console.progress(lang) as tick:
            outcome = steps.publish(target, built, rules, order, lambda said: console.tell(said, lang), tick)
        return _finished(outcome, name, settings, lang)

    return console.run(command, lang)


def rollback(release: str, name: str, file: Path, lang: str) -> int:
    """Make a former release public again."""

    def command() -> int:
        settings = configured(name, file)
        target, rules, order = target_of(name, settings), rules_of(settings), Order(_who(), datetime.now(UTC))
        with console.progress(lang) as tick:
            outcome = steps.rollback(target, release, rules, order, lambda said: console.tell(said, lang), tick)
        return _finished(outcome, name, settings, lang)

    return console.run(command, lang)


def archive(site: Path, stage: str, archives: Path, lang: str) -> int:
    """Keep a frozen build of a stage as a zip among the archives."""

    def command() -> int:
        path = freeze(site, stage, archives)
        size, where = f"{path.stat().st_size / 1e6:.1f}", f"/{ARCHIVE}/{stage}/"
        console.tell(note("archived", path=path, size=size, where=where), lang)
        return 0

    return console.run(command, lang)


def lay_out(archives: Path, stages: Iterable[str], site: Path, unfit: bytes, lang: str) -> Mapping[str, str] | None:
    """Put the archives of these stages into a built site; ``None`` where one is unfit, which was said."""
    placed: list[Mapping[str, str]] = []

    def command() -> int:
        placed.append(lay_out_archives(archives, stages, site, unfit))
        return 0

    return placed[0] if console.run(command, lang) == 0 else None


def releases(name: str, file: Path, lang: str) -> int:
    """Show what was published when, and by whom."""

    def command() -> int:
        target = target_of(name, configured(name, file))
        console.show_records(target.records(), target.state().release, lang)
        return 0

    return console.run(command, lang)


def address(name: str, file: Path, lang: str) -> str:
    """The public address of a target that this computer can publish to; empty where it cannot, which was said."""
    found: list[str] = []

    def command() -> int:
        settings = configured(name, file)
        # whatever hinders is said before a build that takes minutes
        target_of(name, settings)
        found.append(settings.address)
        return 0

    console.run(command, lang)
    return "".join(found)


def cdn(folder: Path, lang: str) -> int:
    """Run a store and an edge on this machine until somebody presses Ctrl-C."""

    def command() -> int:
        # whoever ends it in another way must not leave store and edge behind
        for name in {"SIGTERM", "SIGBREAK"} & set(dir(signal)):
            signal.signal(getattr(signal, name), signal.default_int_handler)
        with local_cdn.cdn(folder.resolve()) as running:
            print(console.words("cdn_runs", lang).format(**vars(running), **_loopback()), flush=True)
            threading.Event().wait()
        return 0

    return console.run(command, lang)


def _loopback() -> dict[str, str]:
    keys = local_cdn.CREDENTIALS
    return {"bucket": local_cdn.BUCKET, "key": keys.key, "secret": keys.secret}


def purge(name: str, since: int, file: Path, lang: str) -> int:
    """Let the edge forget again what the publications from this number on have changed; 0 means the last one."""

    def command() -> int:
        settings = configured(name, file)
        records = target_of(name, settings).records()
        chosen = [record for record in records if record.sequence >= since] if since else records[-1:]
        if not chosen:
            raise stopped("nothing_published", target=name)
        return _purged(merged(chosen), name, settings, lang)

    return console.run(command, lang)


def verify_live(name: str, file: Path, lang: str) -> int:
    """Look at everything through the public address."""

    def command() -> int:
        settings = configured(name, file)
        target = target_of(name, settings)
        release = target.release(target.state().release)
        if release is None:
            raise stopped("nothing_published", target=name)
        kept = [kept for each in target.records() if (kept := target.release(each.release))]
        with console.progress(lang) as tick:
            found = verify.verify(release, verify.embargoed(release, kept), settings.address, tick)
        for each in found.notes:
            console.tell(each, lang)
        console.tell(found.summary, lang)
        return 1 if found.notes else 0

    return console.run(command, lang)


def doctor(name: str, file: Path, lang: str) -> int:
    """Try whether a target can do what publishing needs."""

    def command() -> int:
        settings = configured(name, file)
        findings = examination.examine(target_of(name, settings), settings)
        for each in findings:
            console.tell(each, lang)
        return 1 if any(each.code == "doctor_bad" for each in findings) else 0

    return console.run(command, lang)


def _finished(outcome: Outcome, name: str, settings: Configured, lang: str) -> int:
    if outcome.record is None:
        console.tell(note("nothing_to_do", release=outcome.release.id), lang)
        return 0
    console.show_plan(outcome, lang)
    number, address = outcome.record.sequence, settings.address
    console.tell(note("published", release=outcome.release.id, address=address, number=number), lang)
    return _purged(outcome.record, name, settings, lang)


def _purged(record: Record, name: str, settings: Configured, lang: str) -> int:
    if settings.purge is None:
        return 0
    forget = forget_of(record, settings, settings.purge)
    failed = let_forget(forget, name, settings.purge)
    console.tell(failed or note("purged", count=len(forget.urls) + len(forget.folders)), lang)
    return 1 if failed else 0


def _who() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # a user who has no name, as in a container
        name = "?"
    return f"{name}@{platform.node()}"
