"""Builds in processes of their own: a second one in the same process would see what the first one left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from plugins.cache.parallel import FORKS, count_cores
from plugins.content.load import LoadResult, check_and_resolve, load
from plugins.content.sources import RawContent
from plugins.paths import PROGRAM
from plugins.site.build import build, warm_up

Finish = Callable[[], bool]
"""Waits until a build has ended, and says whether it worked."""


def build_stages(papers: RawContent, folders: Mapping[str, Path], site_url: str, lang: str) -> bool:
    """Build these stages of content that was read once, each into its folder; errors are said."""
    waiting = list(folders)
    while waiting:
        now, waiting = waiting[: count_cores()], waiting[count_cores() :]
        builds = [
            start_build(papers.content, folders[each], each, site_url, lang, loaded=check_and_resolve(papers, each))
            for each in now
        ]
        # all are waited for, also behind one that failed
        if [finish for finish in builds if not finish()]:
            return False
    return True


def start_build(
    content: Path,
    output: Path,
    stage: str | None,
    site_url: str,
    lang: str,
    *,
    loaded: LoadResult | None = None,
    silent: bool = False,
) -> Finish:
    """Begin to build a stage of content that is ``loaded`` for it or is read now; ``silent`` says no error."""
    if not FORKS:
        return _spawn(content, output, stage, site_url, lang, silent)
    from multiprocessing import get_context

    # done in this process, once: whatever is forked from it has that at hand
    warm_up()
    given: dict[str, Any] = {"content": str(content), "output": str(output), "stage": stage}
    given |= {"site_url": site_url or None, "lang": lang, "quiet": True, "loaded": loaded or load(content, stage)}
    process = get_context("fork").Process(target=_build, args=(given, silent))
    process.start()

    def finish() -> bool:
        process.join()
        return process.exitcode == 0

    return finish


def _build(given: dict[str, Any], silent: bool) -> None:
    if silent:
        with (
            Path(os.devnull).open("w", encoding="utf-8", newline="\n") as nobody,
            redirect_stdout(nobody),
            redirect_stderr(nobody),
        ):
            build(**given)
    else:
        build(**given)


def _spawn(content: Path, output: Path, stage: str | None, site_url: str, lang: str, silent: bool) -> Finish:
    command = [sys.executable, str(PROGRAM), "build", "--quiet", "--lang", lang]
    command += ["--content", str(content), "--output", str(output)]
    command += ["--stage", stage] if stage else []
    command += ["--site-url", site_url] if site_url else []
    told = subprocess.DEVNULL if silent else None
    process = subprocess.Popen(command, stdout=told, stderr=told)
    return lambda: process.wait() == 0
