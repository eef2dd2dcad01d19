"""A line to a server that is cut after a number of bytes: the server reads the end of a file, we read nothing more."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.support.programs import write_program

# stands for ssh: after its options and the name of a host come words that a login shell there would run
SHIM = """import contextlib, fcntl, os, subprocess, sys, threading

count, limit, folder = {count!r}, {limit}, {folder!r}
words = sys.argv[1:]
while words[0].startswith("-"):
    words.pop(0)
script = " ".join(words[1:])


def allow(wanted):
    # how many of these bytes still arrive, over all connections
    with open(count, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sent = int(file.read())
        file.seek(0)
        file.write(str(sent + wanted))
        return max(0, min(wanted, limit - sent))


if allow(len(script)) < len(script):
    sys.exit(255)
far = subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, cwd=folder)
cuts = []


def forward():
    while data := os.read(0, 65536):
        arriving = allow(len(data))
        try:
            far.stdin.write(data[:arriving])
            far.stdin.flush()
        except BrokenPipeError:
            return
        if arriving < len(data):
            cuts.append(arriving)
            break
    with contextlib.suppress(BrokenPipeError):
        far.stdin.close()


threading.Thread(target=forward, daemon=True).start()
status = far.wait()
sys.stdout.flush()
os._exit(255 if cuts else status)
"""


@dataclass(frozen=True)
class Line:
    """A line to this machine as if it were another; ``programs`` is the folder of its ``ssh``."""

    programs: Path
    server: Path

    @property
    def _count(self) -> Path:
        return self.programs / "bytes"

    @property
    def bytes_sent(self) -> int:
        return int(self._count.read_text())

    def cut_after(self, limit: int) -> None:
        """Let this number of bytes pass from now on, scripts and their input together."""
        self._count.write_text("0")
        values = {"count": str(self._count), "limit": limit, "folder": str(self.server)}
        write_program(self.programs / "ssh", SHIM.format(**values), "-IS")

    def mend(self) -> None:
        """Let everything pass."""
        self.cut_after(1 << 60)


def new_line(folder: Path) -> Line:
    """A line that lets everything pass."""
    line = Line(folder / "programs", folder / "server")
    for path in (line.programs, line.server):
        path.mkdir(parents=True)
    line.mend()
    return line


def search_path(line: Line) -> str:
    """``PATH`` with the line's ``ssh`` first."""
    return f"{line.programs}{os.pathsep}{os.environ['PATH']}"
