"""The commands ``check`` and ``build``."""

from __future__ import annotations

import atexit
import gc
import tempfile
from pathlib import Path

from plugins.cli.console import text
from plugins.content.report import report


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
        return _build_with_fake_results(content, output, stage, lang)
    from plugins.site.build import build as build_site

    build_site(
        content=str(content),
        output=str(output),
        stage=stage,
        site_url=site_url,
        lang=lang,
        quiet=quiet,
        preview=preview,
        trial_poll=trial_poll,
    )
    return 0


def disable_gc() -> None:
    """Turn the garbage collector off: a build keeps nearly all it allocates, and collecting costs 1/6 of the run."""
    gc.disable()
    # the interpreter collects once more at exit what is not frozen
    atexit.register(gc.freeze)


def _build_with_fake_results(content: Path, output: Path, stage: str | None, lang: str) -> int:
    from plugins.embargo.fake_results import write_content_with_fake_results
    from plugins.site.build import build as build_site

    with tempfile.TemporaryDirectory() as folder:
        made_up = write_content_with_fake_results(content, stage, Path(folder) / "content")
        build_site(
            content=str(made_up),
            output=str(output),
            stage=stage,
            site_url=None,
            lang=lang,
            quiet=True,
            rehearsal=True,
        )
    print(text("embargo_rehearsed", lang, path=output))
    return 0
