"""Builds in a forked process, so that a thousand builds import everything only once."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from plugins.site.build import build_site, warm_up
from plugins.site.build_result import BuildOptions


def build_in_fork(content: Path, output: Path, stage: str) -> None:
    """Build this content; fail the test if the build fails."""
    warm_up()
    child = os.fork()
    if child == 0:
        os._exit(_build(content, output, stage))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _build(content: Path, output: Path, stage: str) -> int:
    try:
        result = build_site(BuildOptions(content=content, output=output, stage=stage))
    except BaseException:
        # a fork must never return into the test process
        traceback.print_exc()
        return 1
    return 0 if result.ok else 1
