"""Two checkouts of one commit, one of them on the Windows computer, and what is run in both."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from machine import Machine

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = str(Path(__file__).resolve().with_name("samples.py"))
WINDOWS, LINUX = Path("办公 电脑/巡展"), Path("linux")
TOWN, NOTEPAD = "trial/小城", "trial/记事本"
TEXTS = {".csv", ".json", ".md", ".yaml"}
MAX_TASK_S = 900
# in a step's arguments: the release that the step "publish" made
FIRST_RELEASE = "(first release)"
TARGET = """targets:
  public:
    {{kind: s3, profile: seaweedfs, endpoint: "{0}", bucket: xunzhan, region: us-east-1, public: site/{1}/,
     private: private/{1}/, address: "{2}{1}/", rehearsal: true, purge: {{provider: nginx}}}}
"""


@dataclass(frozen=True)
class Step:
    """A task, and the file or folder it writes; ``notepad`` first saves all texts as Windows Notepad does."""

    name: str
    arguments: tuple[str, ...]
    makes: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    notepad: bool = False


def task(name: str, *arguments: str, makes: str = "", **more: Any) -> Step:
    """Make a step of a task of ``tasks.py``."""
    return Step(name, ("tasks.py", *arguments), makes, **more)


@dataclass(frozen=True)
class Run:
    """The result of a step."""

    status: int
    seconds: float
    output: bytes


class Trial:
    """Two checkouts of one commit: by Git for Windows' own settings under a path of an office, and by Linux's."""

    def __init__(self, machine: Machine, source: Path) -> None:
        self.machine, self.source = machine, source
        self.windows, self.linux = machine.folder / WINDOWS, machine.folder / LINUX
        self.logs = machine.folder / "logs"

    def check_out(self) -> None:
        """Create both checkouts again; environments of an earlier trial are kept if their locks are unchanged."""
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir()
        for checkout, settings in ((self.windows, ["core.autocrlf=true"]), (self.linux, ["core.autocrlf=false"])):
            venv = self.machine.folder / "kept"
            if (checkout / ".venv").exists():
                (checkout / ".venv").rename(venv)
            shutil.rmtree(checkout, ignore_errors=True)
            checkout.parent.mkdir(parents=True, exist_ok=True)
            _call(["git", "-c", *settings, "clone", "--quiet", str(self.source), str(checkout)], ROOT)
            if venv.exists():
                venv.rename(checkout / ".venv")
        _call([sys.executable, "-c", "import environment; environment.prepare('test')"], self.linux)
        _call([self._linux_python, SAMPLES, "trial"], self.linux)
        shutil.copytree(self.linux / "trial", self.windows / "trial")

    @property
    def _linux_python(self) -> str:
        return str(self.linux / ".venv" / "bin" / "python")

    @contextmanager
    def store(self) -> Iterator[None]:
        """Run a store and an edge on Linux, which both publish to."""
        command = [self._linux_python, SAMPLES]
        where = {**os.environ, "PYTHONPATH": str(self.linux)}
        with subprocess.Popen(
            command, cwd=self.linux, env=where, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as store:
            assert store.stdin and store.stdout
            endpoint, edge = store.stdout.readline().split()
            for checkout, name in ((self.windows, "windows"), (self.linux, "linux")):
                (checkout / "publish.yaml").write_text(TARGET.format(endpoint, name, edge), encoding="utf-8")
            yield
            store.stdin.close()

    def save_anew(self) -> None:
        """Copy the competition as Notepad saves it on Windows: with its line ends."""
        for checkout in (self.linux, self.windows):
            shutil.copytree(checkout / TOWN, checkout / NOTEPAD)
        for file in (self.windows / NOTEPAD).rglob("*"):
            if file.suffix in TEXTS:
                file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def on_windows(self, step: Step, limit: float = MAX_TASK_S, program: str = "py.exe") -> Run:
        """Run a step there and keep what it says."""
        began = time.monotonic()
        done = self.machine.run([program, *self._arguments("windows", step)], self.windows, limit, step.environment)
        run = Run(done.returncode, time.monotonic() - began, done.stdout)
        self.keep("windows", step, run)
        return run

    def on_linux(self, step: Step) -> Run:
        """Run the same step here."""
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, *self._arguments("linux", step)],
            cwd=self.linux,
            env={**os.environ, **step.environment, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=MAX_TASK_S,
            check=False,
        )
        run = Run(done.returncode, time.monotonic() - began, done.stdout)
        self.keep("linux", step, run)
        return run

    def _arguments(self, system: str, step: Step) -> Iterator[str]:
        for argument in step.arguments:
            yield self._first_release(system) if argument == FIRST_RELEASE else argument

    def _first_release(self, system: str) -> str:
        """Its id is another on both systems, since it is published to another address."""
        file = self.logs / f"publish.{system}.txt"
        match = re.search("已发布：(\\S+) → ", file.read_text(encoding="utf-8")) if file.exists() else None
        return match[1] if match else "none"

    def compare(self, step: Step) -> tuple[int, list[str]]:
        """Return the number of files a step made, and the paths of those that are not the same."""
        if not step.makes:
            return 0, []
        on_linux, on_windows = _digests(self.linux, step.makes), _digests(self.windows, step.makes)
        both = sorted({*on_linux, *on_windows})
        return len(both), [path for path in both if on_linux.get(path) != on_windows.get(path)]

    def keep(self, system: str, step: Step, run: Run) -> None:
        """Write what a step said."""
        (self.logs / f"{step.name.replace(' ', '-')}.{system}.txt").write_text(
            f"{' '.join(step.arguments)}\n{run.status}\n{_text(run.output)}", encoding="utf-8"
        )


def _call(command: list[str], folder: Path) -> None:
    where = {**os.environ, "PYTHONPATH": str(folder)}
    subprocess.run(command, cwd=folder, env=where, stdin=subprocess.DEVNULL, timeout=MAX_TASK_S, check=True)


def _text(output: bytes) -> str:
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError:
        return output.decode("gbk", "replace")


def _digests(folder: Path, name: str) -> dict[str, str]:
    paths = [path for path in (folder / name, *(folder / name).rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
