"""The commands ``bundle`` and ``review``: a stage, or what a change does, for a reviewer without tools."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cli.console import fail, report, report_errors, spinner
from plugins.content.reader import read_competition_config
from plugins.content.report import display_path
from plugins.preview.bundle import mark_pages
from plugins.preview.messages import say
from plugins.publishing.archive import zip_site
from plugins.release.archive import build_archive
from plugins.review.page import say as review_text
from plugins.review.review import make_review


@report_errors
def bundle(content: Path, stage: str | None, expires: str, reader: str, output: str | None, lang: str) -> int:
    """Build and pack a stage, the current one if none is named, for a reader until a day; return the exit status."""
    config = read_competition_config(content)
    stage = stage or (config.current_stage if config else "")
    # of a file that cannot be read the build reports the problems
    zone = config.zone if config else UTC
    today = datetime.now(zone).date()
    if _is_over(expires, today):
        return fail(say("over", lang, until=expires, today=today))
    path = Path(output or f"preview-{stage}.zip")
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        report(build_archive(content, stage, expires, site).problems, content, lang)
        mark_pages(site, stage, reader, expires, lang, zone)
        data = zip_site(site, f"preview-{stage}")
        return _write(data, path, say("bundled", lang, path=path, size=f"{len(data) / 1e6:.1f}", until=expires), lang)


@report_errors
def review(content: Path, since: str, stage: str | None, output: Path, lang: str) -> int:
    """Write a page with every difference between the site of now and that of a revision; return the exit status."""
    with spinner("review_building", lang):
        result = make_review(content, since, stage, lang)
    values = {"path": display_path(output), "count": result.count, "number": result.number}
    return _write(result.page, output, review_text("review_written", lang, **values), lang)


def _is_over(expires: str, today: date) -> bool:
    try:
        return date.fromisoformat(expires) < today
    except ValueError:
        # build_archive explains it
        return False


def _write(data: bytes, path: Path, sentence: str, lang: str) -> int:
    """Write a file and print the sentence about it; return the exit status."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        return fail(say("not_written", lang, path=path, reason=error.strerror or error))
    print(sentence)
    return 0
