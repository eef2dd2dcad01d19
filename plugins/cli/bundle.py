"""The commands ``bundle`` and ``review``: a stage, or what a change does, for a reviewer without tools."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cli.console import fail, report, report_build, spinner
from plugins.content.problems import ContentError
from plugins.content.reader import read_competition_config
from plugins.content.report import display_path
from plugins.preview.bundle import mark_pages
from plugins.preview.messages import say
from plugins.publishing.archive import zip_site
from plugins.release.archive import ArchiveError, build_archive
from plugins.review.earlier_content import RevisionError
from plugins.review.messages import say as review_text
from plugins.review.review import make_review
from plugins.site.build_result import BuildError


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
        try:
            report(build_archive(content, stage, expires, site).problems, content, lang)
        except ContentError as error:
            report(error.problems, content, lang)
            return 1
        except ArchiveError as error:
            return fail(error.text(lang))
        except BuildError as error:
            return report_build(error.result, content, lang)
        mark_pages(site, stage, reader, expires, lang, zone)
        data = zip_site(site, f"preview-{stage}")
        return _write(data, path, say("bundled", lang, path=path, size=f"{len(data) / 1e6:.1f}", until=expires), lang)


def review(content: Path, since: str, stage: str | None, output: Path, lang: str) -> int:
    """Write a page with every difference between the site of now and that of a revision; return the exit status."""
    try:
        with spinner("review_building", lang):
            result = make_review(content, since, stage, lang)
    except ContentError as error:
        report(error.problems, content, lang)
        return 1
    except BuildError as error:
        return report_build(error.result, content, lang)
    except RevisionError as error:
        return fail(error.text(lang))
    values = {"path": display_path(output), "count": result.count, "number": result.number}
    return _write(result.page.encode(), output, review_text("review_written", lang, **values), lang)


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
