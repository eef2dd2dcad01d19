"""The preview ends with the process that started it: no process and no folder is left."""

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
# a running build may finish first
TIMEOUT_S = 60


@pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT])
def test_serve_leaves_nothing_after_a_signal(stop_signal: signal.Signals) -> None:
    _end_serve([sys.executable, str(ROOT / "tasks.py"), *SERVE], ROOT, stop_signal)


def test_serve_leaves_nothing_where_builds_are_not_forked(spawning: Path) -> None:
    _end_serve([sys.executable, str(spawning / PROGRAM.relative_to(ROOT)), *SERVE], spawning, signal.SIGTERM)


def _end_serve(command: Sequence[str], project: Path, stop_signal: signal.Signals) -> None:
    serve = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert serve.stdout
    try:
        # its URL, that of the list of stages, and that the first stage is built
        lines = [next(serve.stdout) for _ in range(3)]
        port = lines[0].partition("127.0.0.1:")[2].partition("/")[0]
        folder = project / ".cache" / "preview" / port
        assert folder.is_dir()
        # Ctrl+C reaches all of them
        (os.killpg if stop_signal == signal.SIGINT else os.kill)(serve.pid, stop_signal)
        # its stdout is open until all processes that it started have ended
        rest, _ = serve.communicate(timeout=TIMEOUT_S)
        assert rest == ""
        assert not folder.exists()
        assert _ends(serve.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(serve.pid, signal.SIGKILL)


def _ends(group: int) -> bool:
    """Wait until a process group is gone: the system takes a moment to reap its last process."""
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
