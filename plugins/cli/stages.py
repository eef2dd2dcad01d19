"""The commands ``diff`` and ``check-embargo``: what a stage reveals, and that it shows nothing early; and all of that
for the editions of a series and the front page above them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from plugins.cli.console import (
    print_table,
    report,
    report_build,
    report_check,
    report_errors,
    spinner,
    table_heads,
    text,
)
from plugins.content.load import check_and_resolve, load
from plugins.content.problems import ContentError, unknown
from plugins.content.reader import read_content
from plugins.content.series.record import Series, read_series
from plugins.embargo.check import LeakReport, check_for_leaks, write_report
from plugins.embargo.compare import list_files
from plugins.embargo.history import HistoryError, search_history
from plugins.publishing.messages import publish_error
from plugins.publishing.release import SiteBuild
from plugins.publishing.target_state import State
from plugins.release.series import SeriesFront, add_edition, build_series, check_front_for_leaks, moved_pages
from plugins.release.stage_diff import PageChange, compare_sites
from plugins.site.build_process import build_stages, start_build
from plugins.site.build_result import BuildOptions


def diff(content: Path, old: str, new: str, lang: str) -> int:
    """Print what changes for the public between two stages; return the exit status."""
    raw = read_content(content)
    loaded = check_and_resolve(raw, new)
    stages = [stage.id for stage in loaded.competition.config.stages] if loaded.competition else []
    problems = [unknown("competition.yaml", 1, "stage", stage, stages) for stage in (old, new) if stage not in stages]
    if loaded.errors or problems:
        report([*loaded.errors, *(problems if stages else [])], content, lang)
        return 1
    with tempfile.TemporaryDirectory() as folder, spinner("diff_building", lang):
        sites = {old: Path(folder) / "old", new: Path(folder) / "new"}
        if sum(report_build(result, content, lang) for result in build_stages(raw, sites, None)):
            return 1
        changes = list(compare_sites(sites[old], sites[new]))
    _print_changes(changes, old, new, lang)
    return 0


def _print_changes(changes: list[PageChange], old: str, new: str, lang: str) -> None:
    if not changes:
        print(text("diff_same", lang, old=old, new=new))
        return
    wordless = [change for change in changes if change.kind == "changed" and not change.words]
    rows = [
        (text(f"diff_{change.kind}", lang), change.path or "/", change.title, change.words)
        for change in changes
        if change not in wordless
    ]
    print_table(table_heads("diff_heads", lang), rows, f"{old} → {new}")
    if wordless:
        print(text("diff_rest", lang, count=len(wordless)))


MAX_LINES = 20


def check_embargo(
    content: Path, output: Path, stage: str | None, site_url: str | None, lang: str, *, history: bool = False
) -> int:
    """Build a stage, check it, and write the report beside the site; return the exit status.

    ``history`` checks the git history of the content instead: for a repository that others may read.
    """
    if history:
        return _check_history(content, stage, lang)
    result = start_build(BuildOptions(content=content, output=output, stage=stage, site_url=site_url))()
    if status := report_build(result, content, lang):
        return status
    return 0 if check_site(output, content, stage, site_url or "", lang) else 1


def _check_history(content: Path, stage: str | None, lang: str) -> int:
    """Print what the history of the content's repository has of what a stage hides; return the exit status."""
    try:
        with spinner("embargo_proving", lang):
            past = search_history(content, stage)
    except HistoryError as error:
        print(text(error.code, lang, content=content), file=sys.stderr)
        return 1
    if not past.leaks:
        print(text("embargo_history_passed", lang, **vars(past)))
        return 0
    print(text("embargo_history_failed", lang, stage=past.stage), file=sys.stderr)
    for leak in past.leaks[:MAX_LINES]:
        print(text("embargo_history_leak", lang, **vars(leak) | {"commit": leak.commit[:12]}), file=sys.stderr)
    if (more := len(past.leaks) - MAX_LINES) > 0:
        print(text("embargo_more", lang, count=more), file=sys.stderr)
    return 1


def check_site(
    site: Path,
    content: Path,
    stage: str | None,
    site_url: str,
    lang: str,
    *,
    archived: date | None = None,
    archives: Path | None = None,
) -> bool:
    """Check a built site, print the findings, and write the report beside it; true where there are none."""
    with spinner("embargo_proving", lang):
        leak_report = check_for_leaks(site, content, stage, site_url, archived=archived, archives=archives)
    return print_leaks(site, leak_report, lang)


def print_leaks(site: Path, leak_report: LeakReport, lang: str) -> bool:
    """Print what a check has found in a site, and write the report beside it; true where there is nothing."""
    report = write_report(site, leak_report)
    print("\n".join(_format(leak_report, lang)), file=sys.stdout if leak_report.passed else sys.stderr)
    print(text("embargo_report", lang, path=report))
    return leak_report.passed


def _format(report: LeakReport, lang: str) -> Iterator[str]:
    if report.passed:
        yield text("embargo_passed", lang, **vars(report))
        return
    yield text("embargo_failed", lang, stage=report.stage)
    if report.rehearsal:
        yield text("embargo_rehearsal", lang)
    if not report.replaced:
        yield text("embargo_unbuilt", lang)
    lines = [text("embargo_leak", lang, **vars(leak)) for leak in report.leaks]
    lines += [text("embargo_difference", lang, **vars(difference)) for difference in report.differences]
    yield from lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        yield text("embargo_more", lang, count=len(lines) - MAX_LINES)


def add_series(
    series: Series, edition: str, build: SiteBuild, state: State, address: str, lang: str
) -> SiteBuild | None:
    """Put the front page above the build of an edition, and check it; None where it shows something early.

    It is written beside the build. Raises ``PublishError`` for an edition that is not published any more.
    """
    public = state.editions
    if series.edition(edition).frozen and edition in public:
        raise publish_error("edition_frozen", edition=edition)
    former = series.record.formerly_at_root
    if state.current and former not in {None, edition, *public}:
        raise publish_error("edition_first", former=former)
    files = state.current.files if state.current and public else {}
    front = SeriesFront(
        series,
        {**{other: stage for other, (stage, _) in public.items()}, edition: build.stage},
        address.rstrip("/"),
        tuple(moved_pages(series, edition, list_files(build.folder), files)),
    )
    folder = Path(tempfile.mkdtemp(dir=build.folder.parent)) / "series"
    with spinner("series_running", lang):
        front.write(folder)
        leak_report = check_front_for_leaks(front, folder)
    if not print_leaks(folder, leak_report, lang):
        return None
    return add_edition(front, build, edition, folder)


def check_series(folder: Path, form: str, lang: str) -> int:
    """Print all problems of a series and of its editions; return the exit status, 1 where there are errors."""
    try:
        series = read_series(folder)
    except ContentError as error:
        return report_check([(error.problems, folder)], form, lang)
    contents = [series.content(record.id) for record in series.record.editions]
    return report_check([(load(content).problems, content) for content in contents], form, lang)


@report_errors
def build_all_editions(content: Path, output: Path, site_url: str | None, lang: str) -> int:
    """Build the front page and all editions of a series; return the exit status."""
    with spinner("series_running", lang):
        results = build_series(read_series(content), output, site_url)
    statuses = [report_build(result, content / result.output.name, lang) for result in results]
    if not any(statuses):
        print(text("series_done", lang, count=len(results), output=output))
    return max(statuses)
