"""The preview ends with whoever started it: nothing runs on, and no folder stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from plugins.paths import PROGRAM, ROOT
from tests.support.builds import TINY

SERVE = ("serve", "--content", str(TINY), "--port", "0")
# a build that has begun may end first
PATIENCE = 60


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_wholly_when_its_starter_is_told_to(how: signal.Signals) -> None:
    _end_serve([sys.executable, str(ROOT / "tasks.py"), *SERVE], ROOT, how)


def test_serve_ends_wholly_where_its_builds_were_not_forked(spawning: Path) -> None:
    _end_serve([sys.executable, str(spawning / PROGRAM.relative_to(ROOT)), *SERVE], spawning, signal.SIGTERM)


def _end_serve(command: Sequence[str], project: Path, how: signal.Signals) -> None:
    serve = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert serve.stdout
    # its address, what each stage reveals, and that it was built
    said = [next(serve.stdout) for _ in range(3)]
    port = said[0].partition("127.0.0.1:")[2].partition("/")[0]
    folder = project / ".cache" / "preview" / port
    try:
        assert folder.is_dir()
        # Ctrl+C comes to all of them
        (os.killpg if how == signal.SIGINT else os.kill)(serve.pid, how)
        # all that it started has its standard output, until it has ended
        rest, _ = serve.communicate(timeout=PATIENCE)
        assert rest == ""
        assert not folder.exists()
        assert _ends(serve.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(serve.pid, signal.SIGKILL)


def _ends(group: int) -> bool:
    """Whether nothing of a group of processes is left, after a moment in which the system buries the last."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
