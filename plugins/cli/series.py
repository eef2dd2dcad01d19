"""What commands do for a series: its front page beside the edition that is published, checks and builds of all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from plugins.cli.console import report, report_build, spinner, text
from plugins.cli.stages import print_leaks
from plugins.content.load import load
from plugins.content.problems import ContentError
from plugins.content.series.record import Series, read_series
from plugins.embargo.compare import list_files
from plugins.publishing.editions import public_editions
from plugins.publishing.messages import publish_error
from plugins.publishing.release import SiteBuild
from plugins.publishing.target_state import State
from plugins.release.series import SeriesFront, add_edition, build_series, check_front_for_leaks, moved_pages


def add_series(
    series: Series, edition: str, build: SiteBuild, state: State, address: str, lang: str
) -> SiteBuild | None:
    """Put the front page above the build of an edition, and check it; None where it shows something early.

    It is written beside the build. Raises ``PublishError`` for an edition that is not published any more.
    """
    public = public_editions(state)
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


def check_series(folder: Path, lang: str) -> int:
    """Print all problems of a series and of its editions; return the exit status, 1 where there are errors."""
    try:
        series = read_series(folder)
    except ContentError as error:
        report(error.problems, folder, lang)
        return 1
    has_errors = False
    for record in series.record.editions:
        loaded = load(series.content(record.id))
        report(loaded.problems, series.content(record.id), lang)
        has_errors = has_errors or bool(loaded.errors)
    if not has_errors:
        print(text("check_good", lang))
    return 1 if has_errors else 0


def build_all_editions(folder: Path, output: Path, site_url: str | None, lang: str) -> int:
    """Build the front page and all editions of a series; return the exit status."""
    try:
        with spinner("series_running", lang):
            results = build_series(read_series(folder), output, site_url)
    except ContentError as error:
        report(error.problems, folder, lang)
        return 1
    statuses = [report_build(result, folder / result.output.name, lang) for result in results]
    if not any(statuses):
        print(text("series_done", lang, count=len(results), output=output))
    return max(statuses)
