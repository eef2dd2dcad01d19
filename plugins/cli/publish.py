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
from plugins.publishing import doctor as doctor_checks
from plugins.publishing import publish as steps
from plugins.publishing import verify
from plugins.publishing.archive import freeze
from plugins.publishing.archive import lay_out as lay_out_archives
from plugins.publishing.build_input import SiteBuild
from plugins.publishing.cdn.purge import make_purge_request, merge_records
from plugins.publishing.cdn.purge import purge as let_forget
from plugins.publishing.config import Configured, load_target_config, make_policy, make_target
from plugins.publishing.messages import message, publish_error
from plugins.publishing.publish import PublishRequest, PublishResult
from plugins.publishing.release import ARCHIVE
from plugins.publishing.target_state import AuditRecord
from tools import local_cdn


def publish(
    build: SiteBuild,
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
        settings = load_target_config(name, file)
        target, policy = make_target(name, settings), make_policy(settings)
        request = PublishRequest(_who(), datetime.now(UTC), allow_backward, allow_deletes)
        if dry_run:
            console.show_plan(steps.plan_publication(target, build, policy, request), lang)
            return 0
        with console.progress(lang) as on_progress:
            result = steps.publish(target, build, policy, request, lambda said: console.tell(said, lang), on_progress)
        return _finished(result, name, settings, lang)

    return console.run(command, lang)


def rollback(release: str, name: str, file: Path, lang: str) -> int:
    """Make a former release public again."""

    def command() -> int:
        settings = load_target_config(name, file)
        target, policy, request = make_target(name, settings), make_policy(settings), PublishRequest(_who(), datetime.now(UTC))
        with console.progress(lang) as on_progress:
            result = steps.rollback(target, release, policy, request, lambda said: console.tell(said, lang), on_progress)
        return _finished(result, name, settings, lang)

    return console.run(command, lang)


def archive(site: Path, stage: str, archives: Path, lang: str) -> int:
    """Keep a frozen build of a stage as a zip among the archives."""

    def command() -> int:
        path = freeze(site, stage, archives)
        size, where = f"{path.stat().st_size / 1e6:.1f}", f"/{ARCHIVE}/{stage}/"
        console.tell(message("archived", path=path, size=size, where=where), lang)
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
        target = make_target(name, load_target_config(name, file))
        console.show_records(target.load_records(), target.load_state().release, lang)
        return 0

    return console.run(command, lang)


def address(name: str, file: Path, lang: str) -> str:
    """The public address of a target that this computer can publish to; empty where it cannot, which was said."""
    found: list[str] = []

    def command() -> int:
        settings = load_target_config(name, file)
        # whatever hinders is said before a build that takes minutes
        make_target(name, settings)
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
        settings = load_target_config(name, file)
        records = make_target(name, settings).load_records()
        chosen = [record for record in records if record.sequence >= since] if since else records[-1:]
        if not chosen:
            raise publish_error("nothing_published", target=name)
        return _purged(merge_records(chosen), name, settings, lang)

    return console.run(command, lang)


def verify_live(name: str, file: Path, lang: str) -> int:
    """Look at everything through the public address."""

    def command() -> int:
        settings = load_target_config(name, file)
        target = make_target(name, settings)
        release = target.load_release(target.load_state().release)
        if release is None:
            raise publish_error("nothing_published", target=name)
        kept = [kept for each in target.load_records() if (kept := target.load_release(each.release))]
        with console.progress(lang) as on_progress:
            found = verify.verify_site(release, verify.find_embargoed_paths(release, kept), settings.address, on_progress)
        for each in found.messages:
            console.tell(each, lang)
        console.tell(found.summary, lang)
        return 1 if found.messages else 0

    return console.run(command, lang)


def doctor(name: str, file: Path, lang: str) -> int:
    """Try whether a target can do what publishing needs."""

    def command() -> int:
        settings = load_target_config(name, file)
        findings = doctor_checks.run_doctor(make_target(name, settings), settings)
        for each in findings:
            console.tell(each, lang)
        return 1 if any(each.code == "doctor_bad" for each in findings) else 0

    return console.run(command, lang)


def _finished(result: PublishResult, name: str, settings: Configured, lang: str) -> int:
    if result.record is None:
        console.tell(message("nothing_to_do", release=result.release.id), lang)
        return 0
    console.show_plan(result, lang)
    number, address = result.record.sequence, settings.address
    console.tell(message("published", release=result.release.id, address=address, number=number), lang)
    return _purged(result.record, name, settings, lang)


def _purged(record: AuditRecord, name: str, settings: Configured, lang: str) -> int:
    if settings.purge is None:
        return 0
    forget = make_purge_request(record, settings, settings.purge)
    failed = let_forget(forget, name, settings.purge)
    console.tell(failed or message("purged", count=len(forget.urls) + len(forget.folders)), lang)
    return 1 if failed else 0


def _who() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # a user who has no name, as in a container
        name = "?"
    return f"{name}@{platform.node()}"
