"""The way in for newcomers: ``tasks.py`` on a bare Python, and what it says when something is missing."""

from __future__ import annotations

import ast
import subprocess
import sys
import venv
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
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(SystemExit) as said:
        environment.prepare("site")
    assert str(said.value) == environment.NO_PIP


def test_a_changed_lock_is_installed_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock, calls = tmp_path / "site.lock", []
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", {**environment.LOCKS, "site": lock})
    monkeypatch.setattr(venv.EnvBuilder, "create", lambda *_: None)
    monkeypatch.setattr(subprocess, "call", lambda command, **_: calls.append(command) and None)
    for text in ("one", "one", "two"):
        lock.write_text(text, encoding="utf-8")
        environment.prepare("site")
    assert len([command for command in calls if "install" in command]) == 2


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
