"""The publishers' commands: each returns an exit status and prints what stops it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cli.console import fail, print_table, report, report_errors, text
from plugins.cli.stages import add_series, check_site
from plugins.cli.targets.doctor import print_foreign
from plugins.cli.targets.running import message_printer, operator_name, print_message, progress_bar
from plugins.content.parsing.archives import FOLDER as ARCHIVES
from plugins.content.parsing.archives import list_archives
from plugins.content.series.record import find_series
from plugins.embargo.check import report_path
from plugins.publishing import publish as steps
from plugins.publishing.archive import freeze
from plugins.publishing.cdn import header_formats, make_purge_request, merge_records, send_purge
from plugins.publishing.config import PagesTarget, TargetSettings, load_target_config, make_target
from plugins.publishing.headers import site_headers
from plugins.publishing.messages import message, publish_error
from plugins.publishing.plan import Change, Plan, Reason
from plugins.publishing.publish import PublishRequest, PublishResult
from plugins.publishing.release import ARCHIVE, Announcement, SiteBuild, find_silent_changes
from plugins.publishing.servers import server_formats
from plugins.publishing.target_state import AuditRecord
from plugins.release.archive import build_archive, write_manifest
from plugins.release.prepare import add_clearance, build_release
from plugins.release.statement import sign_site, write_statement
from plugins.system.signatures import SigningError, find_signer, signer_of

# pages that only change are listed up to this number; those that appear, go or are revealed always
MAX_ROWS = 40
# where the archives of all contests lay; read for one version
FORMER_ARCHIVES = Path("archives")


@report_errors
def publish(
    target: str,
    stage: str | None,
    content: Path,
    archives: str | None,
    config: Path,
    lang: str,
    *,
    dry_run: bool,
    allow_earlier_stage: bool,
    allow_deletes: bool,
    key: str | None = None,
) -> int:
    """Build a stage, check it and make it public at a target, or show what that would change."""
    settings = load_target_config(target, config, message_printer(lang))
    # before the build, which takes minutes: raises for a target that this computer cannot publish to
    store, signer = make_target(target, settings), require_signer(key)
    request = PublishRequest(operator_name(), datetime.now(UTC), allow_earlier_stage, allow_deletes)
    with TemporaryDirectory() as folder:
        series, old_archives = find_series(content), _find_archives(content, archives, lang)
        address = settings.address.rstrip("/") + (f"/{content.absolute().name}" if series else "")
        build = build_release(content, stage, Path(folder) / "stages", address, lang, old_archives)
        report(build.problems, content, lang)
        if not check_site(build.folder, content, build.stage, address, lang, archives=old_archives):
            return 1
        cleared: SiteBuild | None = add_clearance(build, report_path(build.folder))
        if series and cleared:
            state = store.load_state()
            cleared = add_series(series, content.absolute().name, cleared, state, settings.address, lang)
        if cleared is None:
            return 1
        sign_public_statements(cleared, signer)
        if dry_run:
            plan = steps.plan_publication(store, cleared, settings, request)
            _print_plan(plan, lang)
            _print_silent_changes(plan, lang)
            print_foreign(plan.foreign, lang)
            return 0
        with progress_bar(lang) as on_progress:
            result = steps.publish(store, cleared, settings, request, message_printer(lang), on_progress)
        status = save_statement(result, cleared, settings.address, signer, lang)
    return _finish(result, target, settings, lang) or status


def require_signer(key: str | None) -> Path | None:
    """The file of a key, if there is one. Raises ``PublishError`` if this machine cannot sign with it."""
    if not key:
        return None
    path = Path(key).expanduser()
    if not path.is_file():
        raise publish_error("no_key", key=key)
    if not find_signer(path):
        raise publish_error("no_signer", signer=signer_of(path))
    return path


def sign_public_statements(build: SiteBuild, key: Path | None) -> None:
    """Sign the statements that will be public, if there is a key. Raises ``PublishError`` if that fails."""
    if key:
        try:
            sign_site(build, key)
        except SigningError as error:
            raise publish_error("not_signed", key=key, why=error) from None


def save_statement(result: PublishResult, build: SiteBuild, address: str, key: Path | None, lang: str) -> int:
    """Write the statement of what was published, and say where it is; return the exit status."""
    try:
        path = write_statement(result.release, build, address, key)
    except SigningError as error:
        print_message(message("not_signed", key=key, why=error), lang)
        return 1
    print_message(message("statement", path=path), lang)
    return 0


@report_errors
def rollback(release: str, target: str, config: Path, lang: str) -> int:
    """Make an earlier release public again."""
    settings = load_target_config(target, config, message_printer(lang))
    store = make_target(target, settings)
    request = PublishRequest(operator_name(), datetime.now(UTC))
    with progress_bar(lang) as on_progress:
        result = steps.rollback(store, release, settings, request, message_printer(lang), on_progress)
    if isinstance(settings, PagesTarget):
        print_message(message("pages_history"), lang)
    return _finish(result, target, settings, lang)


@report_errors
def archive(stage: str, date: str, content: Path, archives: str | None, lang: str) -> int:
    """Build a stage as it was on a date, check it, and keep it as a zip with the content."""
    with TemporaryDirectory() as folder:
        build = build_archive(content, stage, date, Path(folder) / stage)
        report(build.problems, content, lang)
        if not check_site(build.folder, content, stage, build.address, lang, archived=build.day):
            return 1
        write_manifest(build)
        path = freeze(build.folder, stage, Path(archives) if archives else content / ARCHIVES)
        if build.findings:
            print(text("archive_not_public", lang, findings=", ".join(build.findings)), file=sys.stderr)
    size, where = f"{path.stat().st_size / 1e6:.1f}", f"/{ARCHIVE}/{stage}/"
    print_message(message("archived", path=path, size=size, where=where), lang)
    return 0


def _find_archives(content: Path, folder: str | None, lang: str) -> Path | None:
    """The folder of archives that is not in the content: one that was named, or the former place, with a hint."""
    if folder:
        return Path(folder)
    if not list_archives(FORMER_ARCHIVES):
        return None
    print(text("archives_moved", lang, old=FORMER_ARCHIVES, new=content / ARCHIVES), file=sys.stderr)
    return None if list_archives(content / ARCHIVES) else FORMER_ARCHIVES


@report_errors
def releases(target: str, config: Path, lang: str) -> int:
    """Show what was published when, and by whom."""
    store = make_target(target, load_target_config(target, config, message_printer(lang)))
    _print_records(store.load_records(), store.load_state().release, lang)
    return 0


@report_errors
def purge(target: str, since: int, config: Path, lang: str) -> int:
    """Purge again what the publications from this number on have changed; 0 means the last one."""
    settings = load_target_config(target, config, message_printer(lang))
    store = make_target(target, settings)
    if settings.purge is None:
        print_message(message("no_purge", target=target), lang)
        return 0
    records = store.load_records()
    chosen = [record for record in records if record.sequence >= since] if since else records[-1:]
    if not chosen:
        raise publish_error("nothing_published", target=target)
    return _purge(merge_records(chosen), target, settings, lang)


def headers(format: str, output: Path, lang: str) -> int:
    """Print the headers of a built site in the format of a server or CDN."""
    formats = header_formats() | server_formats()
    if format not in formats:
        return fail(text("headers_bad_format", lang, format=format, formats=", ".join(sorted(formats))))
    if not (output / "_headers").exists():
        return fail(text("headers_no_site", lang, path=output / "_headers"))
    print(formats[format](site_headers(output)), end="")
    return 0


def _finish(result: PublishResult, target: str, settings: TargetSettings, lang: str) -> int:
    if result.record is None:
        print_message(message("nothing_to_do", release=result.release.id), lang)
        return 0
    _print_plan(result, lang)
    number = result.record.sequence
    print_message(message("published", release=result.release.id, address=settings.address, number=number), lang)
    return _purge(result.record, target, settings, lang)


def _purge(record: AuditRecord, target: str, settings: TargetSettings, lang: str) -> int:
    if settings.purge is None:
        return 0
    request = make_purge_request(record, settings.address, settings.purge)
    failure = send_purge(request, target, settings.purge)
    print_message(failure or message("purged", count=len(request.urls) + len(request.folders)), lang)
    return 1 if failure else 0


def _print_plan(result: PublishResult, lang: str) -> None:
    """Print what appears, changes, goes and is revealed: pages one by one, other files as a number."""
    rows = []
    for code, changes in _group_pages(result.plan):
        shown = changes[:MAX_ROWS] if code == "plan_changed" else changes
        for change in shown:
            path = f"/{change.path.removesuffix('index.html')}"
            rows.append((text(code, lang), path, text(f"reason_{change.reason}", lang)))
        if len(changes) > len(shown):
            rows.append((text(code, lang), f"… +{len(changes) - len(shown)}", ""))
    title = text("plan_title", lang, former=result.former.release or "—", release=result.release.id)
    print_table([text(head, lang) for head in ("plan_what", "plan_page", "plan_why")], rows, title)
    others = sum(1 for change in result.plan if not change.path.endswith(".html"))
    print(text("plan_others", lang, count=others))


def _print_silent_changes(result: PublishResult, lang: str) -> None:
    """Print the stages whose times change without an announcement."""
    former, new = result.former.current, result.release
    for stage in find_silent_changes(former, new):
        before, after = (_times(release.announced[stage]) for release in (former, new) if release)
        print(text("dates_changed_silently", lang, stage=stage, before=before, after=after), file=sys.stderr)


def _times(item: Announcement) -> str:
    return f"{item.opens or '…'} – {item.closes or '…'}"


def _group_pages(plan: Plan) -> Iterator[tuple[str, Sequence[Change]]]:
    pages = [change for change in plan if change.path.endswith(".html")]
    yield "plan_revealed", [change for change in pages if change.is_revealed]
    yield "plan_new", [change for change in pages if change.reason is Reason.NEW and not change.is_revealed]
    yield "plan_changed", [change for change in pages if change.reason in {Reason.CHANGED, Reason.UNKNOWN}]
    yield "plan_gone", [change for change in pages if change.reason is Reason.GONE]


def _print_records(records: Sequence[AuditRecord], current: str, lang: str) -> None:
    """Print all publications, newest first; the release that is public now is marked."""
    heads = ("record_number", "record_when", "record_who", "record_action", "record_release", "record_changes")
    rows = []
    current_record = next((record for record in reversed(records) if record.release == current), None)
    for record in reversed(records):
        mark = " ←" if record is current_record else ""
        action = text(f"action_{record.action}", lang)
        changes = str(len(record.changes))
        rows.append((str(record.sequence), record.when, record.who, action, record.release + mark, changes))
    print_table([text(head, lang) for head in heads], rows)
