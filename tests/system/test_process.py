"""Output into files and pipes of any code page: every kind of printing ends well, and the work's exit status stays."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.cli.main import run
from plugins.paths import PROGRAM, ROOT
from plugins.system.process import disable_gc, printable
from tests.results.tally_inputs import with_tally
from tests.support.builds import TINY, run_in_fork

CODE_PAGES = ["cp1252", "cp936", "ascii", "utf-8"]
# plain texts, problems, tables of rich, the list of tasks, usage errors, the last words of a generator
PRINTING = {
    "problems": (("check", "--content", "nowhere"), 1),
    "good": (("check", "--content", str(TINY)), 0),
    "table": (("diff", "--from", "tour", "--to", "awards", "--content", str(TINY)), 0),
    "order": (("fair-order", "--content", str(TINY), "--date", "2024-03-11", "--track", "water"), 0),
    "headers": (("headers", "--output", "nowhere"), 1),
    "list": (("--list",), 0),
    "unknown task": (("检查✓",), 2),
    "end of a build": (("build", "--content", str(TINY), "--output", str(ROOT)), 1),
}
WITHOUT_CHINESE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(PROGRAM), *arguments]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, check=False)


def _print_in(code_page: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a task whose streams have a code page, in a fork where there are any."""
    if not hasattr(os, "fork"):
        done = _run(*arguments, PYTHONIOENCODING=code_page)
        texts = (data.decode(code_page) for data in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, *texts)

    def program() -> int:
        os.environ["PYTHONIOENCODING"] = code_page
        return run(arguments)

    return run_in_fork(program, encoding=code_page)


@pytest.mark.parametrize(
    ("kind", "code_page"),
    [
        # cp1252 has no Chinese, which is where commands failed
        pytest.param(kind, page, marks=[] if page == "cp1252" or kind == "problems" else [pytest.mark.exhaustive])
        for kind in PRINTING
        for page in CODE_PAGES
    ],
)
def test_output_works_in_every_code_page(kind: str, code_page: str) -> None:
    arguments, status = PRINTING[kind]
    completed = _print_in(code_page, *arguments)
    output = completed.stdout + completed.stderr
    assert (completed.returncode, "Traceback" in output, "\r" in completed.stdout) == (status, False, False)
    assert output.strip()


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_code_page_of_a_new_process_is_kept(code_page: str) -> None:
    completed = _run("check", "--content", "nowhere", PYTHONIOENCODING=code_page)
    assert completed.returncode == 1
    assert completed.stderr == _print_in(code_page, "check", "--content", "nowhere").stderr.encode(code_page)


@pytest.mark.parametrize("code_page", CODE_PAGES[:2])
def test_tally_output_works_in_every_code_page(tiny: Path, code_page: str) -> None:
    with_tally()(tiny)
    for arguments in (("tally",), ("tally", "--weights", "50/50"), ("tally", "--verify", "nowhere.json")):
        completed = _print_in(code_page, *arguments, "--content", str(tiny))
        assert "Traceback" not in completed.stderr
    assert completed.returncode == 1


def test_a_terminal_is_not_controlled_by_what_is_printed() -> None:
    assert printable("巡展 \x1b[2J\u202e'\n") == "巡展 \\x1b[2J\\u202e'\\n"


@pytest.mark.posix
def test_a_build_collects_no_garbage() -> None:
    def program() -> int:
        disable_gc()
        return int(gc.isenabled())

    assert run_in_fork(program).returncode == 0


@pytest.mark.skipif(not str(ROOT).isascii(), reason="needs a project under an ASCII path")
def test_utf_8_replaces_a_code_page_without_chinese() -> None:
    completed = _run("check", "--content", str(TINY), **WITHOUT_CHINESE)
    assert completed.stdout.decode("utf-8") == "没有发现错误。\n"


@pytest.mark.posix
def test_a_project_in_a_chinese_folder_works_in_a_locale_without_chinese(tmp_path: Path) -> None:
    project = tmp_path / "公开 文件"
    project.mkdir()
    for name in ("tasks.py", "environment.py"):
        shutil.copy(ROOT / name, project)
    for name in ("plugins", "theme", "requirements"):
        shutil.copytree(ROOT / name, project / name)
    (project / ".venv").symlink_to(ROOT / ".venv")
    command = [sys.executable, str(project / "tasks.py"), "check", "--content", str(TINY)]
    completed = subprocess.run(command, env={**os.environ, **WITHOUT_CHINESE}, capture_output=True, check=False)
    assert (completed.stdout.decode("utf-8"), completed.stderr) == ("没有发现错误。\n", b"")
