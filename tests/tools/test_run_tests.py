"""The ``test`` command: missing tools are installed or listed, and skipped tests are counted at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.paths import ROOT
from tools import programs, run_tests
from tools.programs import TOOLS, Tool, find_program, missing_tools, tools_to_install

THING = Tool("a thing", ("no-such-program",), debian=("thing",))
LIKE_OURS = """
import pytest

@pytest.mark.skip(reason="needs a thing")
def test_one(): pass

@pytest.mark.parametrize("number", [1, 2])
def test_two(number): pytest.skip("needs another")

def test_three(): pass
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that lacks one thing, with an apt that writes down what it is asked for."""
    asked = tmp_path / "asked"
    for name in ("apt-get", "apt-cache"):
        script = tmp_path / name
        script.write_text(f'#!/bin/sh\necho {name} "$@" >> {asked}\necho "Package: thing"\n')
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(programs, "TOOLS", {"thing": THING})
    return asked


@pytest.mark.posix
def test_root_installs_missing_tools_after_announcing_them(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{bare.parent}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    run_tests.install_tools()
    installs = [line for line in bare.read_text().splitlines() if line.startswith("apt-get")]
    assert installs == ["apt-get update -qq", "apt-get install -y -qq --no-install-recommends thing"]
    assert capsys.readouterr().err.startswith(
        "正在安装测试所用的 a thing：thing / Installing a thing for the tests: thing\n"
    )


@pytest.mark.posix
def test_ordinary_user_gets_the_install_command(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{bare.parent}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    run_tests.install_tools()
    assert "apt-get" not in (bare.read_text() if bare.exists() else "")
    assert capsys.readouterr().err.splitlines() == [
        "没有 a thing，用到它们的测试将跳过。/ Without a thing, the tests that need them are skipped.",
        "安装 / To install: sudo apt-get update && sudo apt-get install -y --no-install-recommends thing",
    ]


def test_nothing_is_printed_if_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(programs, "TOOLS", {"python": Tool("Python", files=(sys.executable,))})
    run_tests.install_tools()
    assert missing_tools() == []
    assert capsys.readouterr() == ("", "")


def test_tool_is_found_by_any_of_its_names_or_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fonts" / "deep").mkdir(parents=True)
    (tmp_path / "fonts" / "deep" / "SomeCJK.ttc").touch()
    tried = {
        "program": Tool("a", ("no-such-program", Path(sys.executable).name)),
        "file": Tool("b", files=(f"{tmp_path}/fonts/**/*CJK*",)),
        "neither": Tool("c", ("no-such-program",), (f"{tmp_path}/fonts/*.woff2",)),
        "elsewhere": Tool("d", only_on="another system"),
    }
    monkeypatch.setattr(programs, "TOOLS", tried)
    monkeypatch.setattr(programs, "PATH", str(Path(sys.executable).parent))
    assert [key for key in tried if find_program(key)] == ["program", "file", "elsewhere"]


def test_root_installs_the_first_choice_though_another_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    python = Path(sys.executable).name
    tried = {
        "first": Tool("a", (python, "no-such-program"), debian=("a",)),
        "second": Tool("b", ("no-such-program", python), debian=("b",)),
        "file": Tool("c", ("no-such-program",), (sys.executable,), debian=("c",)),
        "missing": Tool("d", ("no-such-program",), debian=("d",)),
        "npm": Tool("e", ("no-such-program",), npm="e"),
        "elsewhere": Tool("f", ("no-such-program",), debian=("f",), only_on="another system"),
    }
    monkeypatch.setattr(programs, "TOOLS", tried)
    monkeypatch.setattr(programs, "PATH", str(Path(sys.executable).parent))
    assert [tool.name for tool in tools_to_install()] == ["b", "d"]
    assert [tool.name for tool in missing_tools()] == ["d", "e"]


def test_every_tool_has_a_package() -> None:
    assert [key for key, tool in TOOLS.items() if not (tool.debian or tool.npm)] == []


def test_run_ends_with_skipped_tests_counted_by_reason(tmp_path: Path) -> None:
    (tmp_path / "test_like_ours.py").write_text(LIKE_OURS)
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-p", "tests.conftest", str(tmp_path)]
    environment = {**os.environ, "PYTEST_XDIST_AUTO_NUM_WORKERS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    # one process more than there are processors
    assert "2 workers [4 items]" in lines
    start = next(number for number, line in enumerate(lines) if "not tried on this machine" in line)
    assert lines[start + 1 : start + 3] == ["     1  needs a thing", "     2  needs another"]
