"""The project's commands as a person types them on this system, for messages."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from plugins.paths import ROOT

IS_WINDOWS = os.name == "nt"
# neither cmd nor PowerShell makes anything of these
PLAIN_ON_WINDOWS = re.compile(r"[\w@+=:,./\\-]+")
PLAIN = re.compile(r"[\w@%+=:,./-]+")


def tasks() -> str:
    """What every command begins with, from the folder in which the person is."""
    return f"{'py' if IS_WINDOWS else 'python3'} {quoted(_path())}"


def command(*arguments: str | Path) -> str:
    """A task with its arguments."""
    return " ".join([tasks(), *(quoted(str(each)) for each in arguments)])


def quoted(argument: str) -> str:
    """An argument as this system's shell takes it for one."""
    if (PLAIN_ON_WINDOWS if IS_WINDOWS else PLAIN).fullmatch(argument):
        return argument
    if not IS_WINDOWS:
        return shlex.quote(argument)
    # a backslash before the closing quote would be taken for a part of the quote
    end = "\\" if argument.endswith("\\") else ""
    return f'"{argument}{end}"'


def _path() -> str:
    try:
        here = Path.cwd()
    except OSError:
        return str(ROOT / "tasks.py")
    return "tasks.py" if here == ROOT else str(ROOT / "tasks.py")
