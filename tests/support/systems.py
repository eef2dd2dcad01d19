"""Imitate other systems: without fork, and Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

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
    command = [sys.executable, str(ROOT / "tests" / "support" / "windows_like.py"), *map(str, task)]
    variables = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=300)
