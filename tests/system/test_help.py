"""``python3 tasks.py TASK --help`` helps for every task and changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import environment
import tasks as project
from tests.support.builds import files

ROOT = Path(__file__).resolve().parents[2]
TASKS = [each for each in vars(project).values() if type(each).__name__ == "Task"]
NAMES = sorted({each.name.replace("_", "-") for each in TASKS})


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("name", NAMES)
def test_every_task_helps_and_changes_nothing(tmp_path: Path, name: str) -> None:
    done = _run(tmp_path, name, "--help")
    first, _, _, docstring, *_ = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    # quoted where the path has a blank
    assert f"tasks.py [--core-opts] {name} " in first.replace("'", "")
    assert docstring.strip()
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["import", "--help"], ["--help", "import"]),
        (["import", "-h"], ["--help", "import"]),
        (["order", "--day", "2024-03-11", "-h", "water"], ["order", "--day", "2024-03-11", "-h", "water"]),
        (["--help"], ["--help"]),
        (["--list"], ["--list"]),
        ([], []),
    ],
)
def test_help_after_a_task_is_read_as_help_for_it(given: list[str], read: list[str]) -> None:
    assert environment.help_first(given) == read


def test_importing_what_is_not_there_writes_nothing(tiny: Path, tmp_path: Path) -> None:
    before = files(tmp_path)
    done = _run(tmp_path, "import", "nowhere.xlsx", "--content", str(tiny), "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("nowhere.xlsx:")
    assert files(tmp_path) == before
