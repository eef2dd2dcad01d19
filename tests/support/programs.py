"""Programs that stand in for others on the PATH."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def write_program(path: Path, source: str, *options: str) -> None:
    """Write Python source that runs as a program; the line ``#!`` would take no path with a blank to Python."""
    script = path.with_name(f"{path.name}.py")
    script.write_text(source, encoding="utf-8")
    command = shlex.join([sys.executable, *options, str(script)])
    path.unlink(missing_ok=True)
    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
