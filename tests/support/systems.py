"""Imitate other systems: without fork, and Windows."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from plugins.paths import ROOT

PARALLEL = Path("plugins/cache/parallel.py")
BY_SYSTEM = 'FORKS = sys.platform == "linux"\n'


def force_spawn(project: Path) -> None:
    """Have the preview of this copy of the project start its processes as on Windows and macOS."""
    text = (project / PARALLEL).read_text(encoding="utf-8")
    assert BY_SYSTEM in text
    (project / PARALLEL).write_text(text.replace(BY_SYSTEM, "FORKS = False\n"), encoding="utf-8", newline="\n")


def run_as_windows(*task: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a task of this project without what Windows lacks."""
    machine = _start_windows()
    assert machine.stdin
    assert machine.stdout
    with NamedTemporaryFile() as output, NamedTemporaryFile() as errors:
        job = {
            "arguments": list(map(str, task)),
            "variables": {**os.environ, "PYTHONUTF8": "1", **(env or {})},
            "output": output.name,
            "errors": errors.name,
        }
        machine.stdin.write(json.dumps(job) + "\n")
        machine.stdin.flush()
        status = int(machine.stdout.readline())
        texts = (file.read().decode() for file in (output, errors))
        return subprocess.CompletedProcess(job["arguments"], status, *texts)


@cache
def _start_windows() -> subprocess.Popen[str]:
    """The machine of this test process; it ends with its input."""
    machine = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "support" / "windows_like.py")],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(machine.communicate)
    return machine
