"""The way in for newcomers: ``tasks.py`` on a bare Python, and what it says when something is missing."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import signal
import socket
import subprocess
import sys
import venv
import zipfile
from importlib.util import cache_from_source
from pathlib import Path

import pytest

import environment
from plugins.cli.main import TASKS
from plugins.paths import ROOT


def test_set_up_needs_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "environment.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {str(name).split(".")[0] for name in imported} - {"plugins"} <= set(sys.stdlib_module_names)


def test_old_python_is_reported_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    with pytest.raises(SystemExit) as raised:
        environment.run_task(["build"])
    assert str(raised.value).count("99.0") == 2


def test_missing_pip_is_reported_in_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(SystemExit) as raised:
        environment.prepare("site")
    assert str(raised.value) == environment.NO_PIP


def test_a_changed_lock_is_installed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock, calls = tmp_path / "site.lock", []
    monkeypatch.setattr(environment, "FOLDER", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", {**environment.LOCKS, "site": lock})
    monkeypatch.setattr(venv.EnvBuilder, "create", lambda *_: None)
    monkeypatch.setattr(environment, "_run_and_capture", lambda command: (calls.append(command) or 0, ""))
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    for text in ("one", "one", "two"):
        lock.write_text(text, encoding="utf-8")
        environment.prepare("site")
    assert len(calls) == 2


LOCK = f"six==1.17.0 --hash=sha256:{64 * '0'}\n"
SYSTEM = f"{platform.system()} {platform.machine()}"


def _index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **settings: str) -> None:
    """Have pip know nothing but these settings, and one small lock to install."""
    lock = tmp_path / "site.lock"
    lock.write_text(LOCK, encoding="utf-8")
    monkeypatch.setattr(environment, "FOLDER", tmp_path / "venv")
    monkeypatch.setattr(environment, "LOCKS", {**environment.LOCKS, "site": lock})
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in {"PIP_CONFIG_FILE": os.devnull, **settings}.items():
        monkeypatch.setenv(name, value)


def test_an_index_out_of_reach_is_reported_as_no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        _index(monkeypatch, tmp_path, PIP_INDEX_URL=address, PIP_RETRIES="1")
        with pytest.raises(SystemExit) as raised:
            environment.prepare("site")
    assert str(raised.value) == environment.NO_NETWORK


def test_an_index_without_a_package_for_this_computer_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _index(monkeypatch, tmp_path, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path / "empty"))
    with pytest.raises(SystemExit) as raised:
        environment.prepare("site")
    version = platform.python_version()
    assert str(raised.value) == environment.NO_PACKAGE.format("six==1.17.0", SYSTEM, version)


def test_a_file_with_another_hash_is_reported_as_neither(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "six-1.17.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("six-1.17.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: six\nVersion: 1.17.0\n")
        wheel.writestr("six-1.17.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("six-1.17.0.dist-info/RECORD", "")
    _index(monkeypatch, tmp_path, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    with pytest.raises(SystemExit) as raised:
        environment.prepare("site")
    assert str(raised.value) == environment.NOT_INSTALLED


def test_a_package_is_installed_with_its_bytecode_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = tmp_path / "six-1.17.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as files:
        needs = "Requires-Dist: no-such-package-of-the-lock\n"
        files.writestr("six.py", "")
        files.writestr("six-1.17.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: six\nVersion: 1.17.0\n{needs}")
        files.writestr("six-1.17.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        files.writestr("six-1.17.0.dist-info/RECORD", "")
    _index(monkeypatch, tmp_path, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    monkeypatch.setattr(environment, "COMPILE", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / "site.lock").write_text(f"six==1.17.0 --hash=sha256:{digest}\n", encoding="utf-8")
    environment.prepare("site")
    (module,) = (tmp_path / "venv").rglob("six.py")
    assert Path(cache_from_source(module)).exists()


SLOW_TO_END = """
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
    (tmp_path / "program.py").write_text(SLOW_TO_END, encoding="utf-8", newline="\n")
    start = "import environment, pathlib, sys\nenvironment.PROGRAM = pathlib.Path('program.py')\n"
    start += "environment.prepare = lambda _: pathlib.Path(sys.executable)\nsys.prefix = 'elsewhere'\n"
    start += "sys.exit(environment.run_task(['serve']))\n"
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
        assert starter.wait(60) == 0
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
    named = {line[2:].split("  ")[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert named == {task.name for task in TASKS}
