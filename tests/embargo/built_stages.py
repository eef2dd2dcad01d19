"""Builds in a forked process: what is imported once need not be imported for every one of a thousand builds."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from plugins.site.build import build


def build_here(content: Path, output: Path, stage: str) -> None:
    """Build this content; fails the test where the build fails."""
    child = os.fork()
    if child == 0:
        os._exit(_build(content, output, stage))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _build(content: Path, output: Path, stage: str) -> int:
    try:
        given = {"content": str(content), "output": str(output), "stage": stage, "site_url": None, "lang": "en"}
        build(**given, quiet=True)  # type: ignore[arg-type] # each is what the build takes under this name
    except BaseException:
        # a fork must not return into the test process, whatever happens in it
        traceback.print_exc()
        return 1
    return 0
