"""Format the project's commands as a person types them on this system, for messages."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from plugins.paths import ROOT

IS_WINDOWS = os.name == "nt"
# characters without a special meaning in cmd and PowerShell
PLAIN_ON_WINDOWS = re.compile(r"[\w@+=:,./\\-]+")
PLAIN = re.compile(r"[\w@%+=:,./-]+")


def tasks() -> str:
    """Format the beginning of every command, relative to the current folder."""
    try:
        is_at_root = Path.cwd() == ROOT
    except OSError:
        is_at_root = False
    return f"{'py' if IS_WINDOWS else 'python3'} {quote('tasks.py' if is_at_root else str(ROOT / 'tasks.py'))}"


def command(*arguments: str | Path) -> str:
    """Format a task with its arguments."""
    return " ".join([tasks(), *(quote(str(argument)) for argument in arguments)])


def quote(argument: str) -> str:
    """Quote an argument for this system's shell."""
    if (PLAIN_ON_WINDOWS if IS_WINDOWS else PLAIN).fullmatch(argument):
        return argument
    if not IS_WINDOWS:
        return shlex.quote(argument)
    # a backslash before the closing quote would escape it
    end = "\\" if argument.endswith("\\") else ""
    return f'"{argument}{end}"'
