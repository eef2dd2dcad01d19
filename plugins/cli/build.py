"""The commands ``check`` and ``build``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.cli.console import report_build, report_check, spinner, text
from plugins.content.languages.record import translation_file
from plugins.content.report import display_path
from plugins.paths import ROOT
from plugins.system.process import disable_gc

if TYPE_CHECKING:
    from plugins.content.problems import Problem
    from plugins.content.stage_view import Competition

THEME = ROOT / "theme"

SERIES_FILE = "series.yaml"


def check(content: Path, stage: str | None, form: str, lang: str) -> int:
    """Print all problems of the content in a format; return the exit status, 1 where there are errors."""
    disable_gc()
    if (content / SERIES_FILE).is_file():
        from plugins.cli.stages import check_series

        return check_series(content, form, lang)
    from plugins.content.load import load

    loaded = load(content, stage)
    phrases = _check_texts(content, loaded.competition, lang) if loaded.competition else ()
    return report_check([((*loaded.problems, *phrases), content)], form, lang)


def _check_texts(content: Path, competition: Competition, lang: str) -> tuple[Problem, ...]:
    """The problems of the site's phrases and of drawn texts.

    Phrases that a language lacks are written into its file, to be translated.
    """
    from plugins.site.files.undrawable import check_drawn_texts
    from plugins.site.phrases import check_phrases, complete_file

    problems = (*check_phrases(THEME, content, competition), *check_drawn_texts(content, competition))
    for language in competition.config.languages:
        if added := complete_file(THEME, content, language, competition.translations.get(language)):
            path = display_path(content / translation_file(language))
            print(text("check_completed", lang, count=len(added), path=path), file=sys.stderr)
    return problems


def build(
    content: Path,
    output: Path,
    stage: str | None,
    site_url: str | None,
    lang: str,
    *,
    fake_results: bool,
    quiet: bool,
    preview: bool,
    trial_poll: str,
) -> int:
    """Build a stage, with ``fake_results`` of a content whose results are made up; on errors nothing is written."""
    disable_gc()
    if fake_results:
        return build_with_fake_results(content, output, stage, lang)
    if (content / SERIES_FILE).is_file():
        from plugins.cli.stages import build_all_editions

        return build_all_editions(content, output, site_url, lang)
    from plugins.site.build import build_site
    from plugins.site.build_result import BuildOptions

    options = BuildOptions(
        content=content, output=output, stage=stage, site_url=site_url, preview=preview, trial_poll=trial_poll
    )
    with spinner("build_running", lang, quiet=quiet) as show:
        result = build_site(
            options, progress=lambda done, total: show(text("build_pictures", lang, done=done, total=total))
        )
    status = report_build(result, content, lang)
    if status == 0 and not quiet:
        count = sum(path.is_file() for path in output.rglob("*"))
        print(text("build_done", lang, count=count, stage=result.stage, output=output))
    return status


def build_with_fake_results(content: Path, output: Path, stage: str | None, lang: str) -> int:
    """Build a later stage with made-up results and a watermark on every page."""
    from plugins.embargo.fake_results import write_content_with_fake_results
    from plugins.site.build import build_site
    from plugins.site.build_result import BuildOptions

    with TemporaryDirectory() as folder:
        made_up = write_content_with_fake_results(content, stage, Path(folder) / "content")
        result = build_site(BuildOptions(content=made_up, output=output, stage=stage, rehearsal=True))
        status = report_build(result, made_up, lang)
    if status == 0:
        print(text("embargo_rehearsed", lang, path=output))
    return status
