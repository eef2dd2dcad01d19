"""Run a preview server as a subprocess."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.builders import Builder

ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+/[a-z/]*")
SLOWEST = 600
"""Seconds after which a server that has not said its address is given up."""


@contextmanager
def run_preview(builder: Builder) -> Iterator[str]:
    """The address that the program's preview prints, once it prints it."""
    log = builder.folder / "server.log"
    command = [part.format(port=_free_port()) for part in builder.server]
    with log.open("wb") as output:
        # a group of its own: what a server starts ends with it
        process = subprocess.Popen(command, cwd=builder.folder, stdout=output, stderr=output, start_new_session=True)
    try:
        yield _address(process, log)
    finally:
        _end(process)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + SLOWEST
    while time.monotonic() < until and process.poll() is None:
        if match := ADDRESS.search(log.read_text(encoding="utf-8", errors="replace")):
            return match[0]
        time.sleep(0.05)
    sys.exit(f"no address was printed\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
