"""The commands ``check`` and ``build``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cli.console import report, report_build, spinner, text
from plugins.system.garbage import disable_gc


def check(content: Path, stage: str | None, lang: str) -> int:
    """Print all problems of the content; return the exit status, 1 where there are errors."""
    disable_gc()
    from plugins.content.load import load

    loaded = load(content, stage)
    report(loaded.problems, content, lang)
    if loaded.errors:
        return 1
    print(text("check_good", lang))
    return 0


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
        print(text("build_done", lang, count=result.count_files(), stage=result.stage, output=output))
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
