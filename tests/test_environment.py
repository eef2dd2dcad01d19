"""The way in for newcomers: ``tasks.py`` on a bare Python, and what it says when something is missing."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import environment

ROOT = Path(__file__).resolve().parents[1]


def test_set_up_needs_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "environment.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {str(name).split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_old_python_is_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    with pytest.raises(SystemExit) as said:
        environment.run_task(["build"])
    assert str(said.value).count("99.0") == 2


def test_missing_pip_is_told_in_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(environment.subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(SystemExit) as said:
        environment.prepare("site")
    assert str(said.value) == environment.NO_PIP


def test_a_changed_lock_is_installed_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock, calls = tmp_path / "site.lock", []
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", {**environment.LOCKS, "site": lock})
    monkeypatch.setattr(environment.venv.EnvBuilder, "create", lambda *_: None)
    monkeypatch.setattr(environment.subprocess, "call", lambda command, **_: calls.append(command) and None)
    for text in ("one", "one", "two"):
        lock.write_text(text, encoding="utf-8")
        environment.prepare("site")
    assert len([command for command in calls if "install" in command]) == 2


SLOW_TO_END = """
from invoke.tasks import task

@task
def serve(_):
    import pathlib, time
    try:
        print("serves", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        time.sleep(1.5)
        pathlib.Path("cleared").touch()
"""


@pytest.mark.skipif(os.name == "nt", reason="a process has no other's Ctrl+C there")
def test_interrupted_task_clears_up_before_its_starter_ends(tmp_path: Path) -> None:
    (tmp_path / "tasks.py").write_text(SLOW_TO_END, encoding="utf-8", newline="\n")
    start = "import environment, pathlib, sys\nenvironment.ROOT = pathlib.Path.cwd()\n"
    start += "environment.prepare = lambda _: sys.executable\nsys.exit(environment.run_task(['serve']))\n"
    starter = subprocess.Popen(
        [sys.executable, "-c", start],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with starter:
        assert starter.stdout
        assert starter.stdout.readline() == b"serves\n"
        # as a terminal does: to everybody in the foreground
        os.killpg(starter.pid, signal.SIGINT)
        assert starter.wait(30) == 0
    assert (tmp_path / "cleared").exists()


def test_locks_name_no_host_and_hash_every_package() -> None:
    for name in environment.LOCKS:
        text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        assert "://" not in text
        packages = [line for line in text.splitlines() if "==" in line]
        assert [line for line in packages if not line.rstrip().endswith("\\")] == []


def test_tasks_lists_every_command() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tasks.py"), "--list"], capture_output=True, text=True, check=False
    )
    named = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ") and line[2] != " "]
    assert {"build", "check", "lint", "lock", "serve", "test"} <= set(named)
