"""The files to double-click: they start ``serve`` where they lie, and say in two languages that Python is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.paths import ROOT

WINDOWS = os.name == "nt"
NAME = "start.bat" if WINDOWS else "start.command"
TASKS = "import pathlib, sys\npathlib.Path('started.txt').write_text(repr(sys.argv[1:]), encoding='utf-8')\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder as an office names it, with the file to double-click and a ``tasks.py`` that only notes its start."""
    folder = tmp_path / "办公 电脑 (2)" / "巡展"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / NAME, folder)
    (folder / "tasks.py").write_text(TASKS, encoding="utf-8", newline="\n")
    return folder


def _start(project: Path, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[bytes]:
    # as the Explorer puts it: cmd takes the outer quotes off
    command: str | list[str] = [str(project / NAME), *arguments]
    if WINDOWS:
        command = f'cmd /c ""{project / NAME}" {" ".join(arguments)}"'
    environment = os.environ | ({} if path is None else {"PATH": path})
    return subprocess.run(
        command,
        cwd=project.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_start_serves_from_its_own_folder(project: Path) -> None:
    assert _start(project, "--port", "8001").returncode == 0
    assert (project / "started.txt").read_text(encoding="utf-8") == "['serve', '--port', '8001']"


def test_start_says_in_two_languages_that_python_is_missing(project: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    if not WINDOWS:
        (tools / "dirname").symlink_to(str(shutil.which("dirname")))
    done = _start(project, path=str(tools))
    # some of what is said is in the system's own code page
    printed = done.stdout.decode("utf-8", "replace")
    assert ("没有找到 Python" in printed, "not found. Install" in printed) == (True, True)
    assert not (project / "started.txt").exists()


def test_start_files_have_the_line_ends_of_their_systems() -> None:
    ends = {name: (ROOT / name).read_bytes() for name in ("start.bat", "start.command")}
    assert {name: data.count(b"\r\n") == data.count(b"\n") for name, data in ends.items()} == {
        "start.bat": True,
        "start.command": False,
    }
