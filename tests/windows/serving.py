"""``serve`` as an editor has it: from the first page over three saved changes to Ctrl+C in the console."""

from __future__ import annotations

import os
import pty
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from machine import Machine

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}/"
START_S, SAVED_S, END_S = 300.0, 60.0, 30.0
WORDS = ("雨水花园", "雨水公园", "雨水乐园", "雨水花园")
CTRL_C, RETURN = b"\x03", b"\r"


def try_serve(
    machine: Machine, checkout: Path, command: list[str], file: Path, page: str
) -> tuple[int, list[str], bytes]:
    """Start, save, end; return the status, what was seen with its seconds, and what the console showed."""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []
    server = subprocess.Popen(
        [machine.wine, *command],
        cwd=checkout,
        env=machine.environment,
        # without a terminal of its own, Ctrl+C is a letter
        preexec_fn=lambda: os.login_tty(theirs),
    )
    os.close(theirs)
    threading.Thread(target=_keep_shown, args=(ours, shown), daemon=True).start()
    timings: list[str] = []
    try:
        _time(timings, "first page", partial(_wait_for, page, WORDS[0], START_S))
        for old, new in pairwise(WORDS):
            file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
            _time(timings, "from saving to the page", partial(_wait_for, page, new, SAVED_S))
            time.sleep(2)
        _time(timings, "from Ctrl+C to the end", partial(_end, server, ours))
        return server.returncode, timings, b"".join(shown)
    except TimeoutError as error:
        return 1, [*timings, str(error)], b"".join(shown)
    finally:
        machine.stop()
        server.wait()
        os.close(ours)


def _time(timings: list[str], what: str, do: Callable[[], object]) -> None:
    began = time.monotonic()
    do()
    timings.append(f"{what}: {time.monotonic() - began:.2f} s")


def _wait_for(page: str, word: str, limit: float) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        try:
            with opener.open(ADDRESS + page, timeout=limit) as answer:
                if word in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{page} does not show {word} within {limit} s")


def _end(server: subprocess.Popen[bytes], console: int) -> None:
    os.write(console, CTRL_C)
    deadline = time.monotonic() + END_S
    while server.poll() is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"it did not end within {END_S} s after Ctrl+C")
        time.sleep(0.2)
        # what start.bat waits for
        os.write(console, RETURN)


def _keep_shown(console: int, shown: list[bytes]) -> None:
    while True:
        try:
            shown.append(os.read(console, 65536))
        except OSError:
            return
