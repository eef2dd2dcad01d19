"""What a command costs: wall clock, processor seconds of all its processes, and the memory of its largest one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LONGEST = 900
"""Seconds after which a command is ended, so that a measurement is bounded."""
# Linux counts the memory in KiB
UNIT = 1024 if sys.platform == "linux" else 1


@dataclass(frozen=True)
class Cost:
    """Seconds, seconds, and megabytes."""

    wall: float
    processor: float
    memory: float


def measured(command: tuple[str, ...], folder: Path) -> Cost:
    """Run a command in a folder; a command that fails or does not end tells why and ends the measurement."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, start_new_session=True)
        watch = threading.Timer(LONGEST, os.killpg, (process.pid, signal.SIGKILL))
        watch.start()
        # wait4 adds up the process and every descendant that was waited for
        try:
            _, status, used = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            watch.cancel()
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: status {process.returncode} after {wall:.0f} s\n{said.read()[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * UNIT / 1e6)


def middle(costs: list[Cost], what: str) -> float:
    """The median of one measure."""
    return float(median(getattr(cost, what) for cost in costs))


def ratio(ours: list[Cost], theirs: list[Cost], what: str) -> float:
    """The median of the ratios of paired runs; a rival that ran less often is paired with our first runs."""
    pairs = zip(ours, theirs, strict=False)
    return float(median(getattr(one, what) / getattr(other, what) for one, other in pairs))
