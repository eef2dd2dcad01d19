"""Other systems, as far as one can be made to look like them: where no process can be forked, and Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.builds import ROOT

BUILDING = Path("plugins/preview/build/run.py")
BY_SYSTEM = 'START_METHOD = "fork" if sys.platform == "linux" else "spawn"\n'


def force_spawn(project: Path) -> None:
    """Have the preview of this copy of the project start its processes as on Windows and macOS."""
    text = (project / BUILDING).read_text(encoding="utf-8")
    assert BY_SYSTEM in text
    (project / BUILDING).write_text(text.replace(BY_SYSTEM, 'START_METHOD = "spawn"\n'), encoding="utf-8", newline="\n")


def as_on_windows(*task: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a task of this project without what Windows lacks."""
    command = [sys.executable, str(ROOT / "tests" / "sites" / "windows_like.py"), *map(str, task)]
    variables = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=300)
