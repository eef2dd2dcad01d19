"""Builds that something happens to: at the n-th touch of the disk the process is killed, or the disk says no."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from plugins.site.build import warm_up

TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.listdir", "os.scandir", "os.link"}
TOUCHES |= {"sqlite3.connect"}
ACCIDENTS = {"killed": 0, "disk full": errno.ENOSPC, "disk broken": errno.EIO, "not allowed": errno.EACCES}


def build_until(content: Path, output: Path, cache: Path, touch_number: int, accident: str) -> tuple[int, int]:
    """Build in a fork; return its exit status (negative for a signal) and how often it touched these folders."""
    warm_up()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = _build(content, output, cache, touch_number, accident, writing)
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as counted:
        touches = len(counted.read())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), touches


def _build(content: Path, output: Path, cache: Path, touch_number: int, accident: str, counter: int) -> int:
    sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - it stays open until the fork ends
    watched = (str(output.parent), str(cache))
    touch_count = 0

    def count_touch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal touch_count
        if event not in TOUCHES or not any(str(item).startswith(watched) for item in arguments[:2] if item):
            return
        touch_count += 1
        os.write(counter, b".")
        if touch_count == touch_number and accident == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if touch_count == touch_number:
            raise OSError(ACCIDENTS[accident], os.strerror(ACCIDENTS[accident]), str(arguments[0]))

    sys.addaudithook(count_touch)
    try:
        _pelican(content, output, cache)
    except SystemExit as end:
        return 1 if end.code else 0
    except BaseException:
        traceback.print_exc()
        return 70
    return 0


def _pelican(content: Path, output: Path, cache: Path) -> None:
    from pelican import Pelican
    from pelican.settings import read_settings

    from plugins.cache.sqlite import CACHE
    from plugins.paths import ROOT

    # this fork's own, as its folder of pictures is
    object.__setattr__(CACHE, "file", cache / "values.sqlite")
    settings_override = {"PATH": str(content), "OUTPUT_PATH": str(output), "CACHE_PATH": str(cache), "STAGE": "vote"}
    Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=settings_override)).run()
