"""Measure a command: wall clock, CPU seconds of all its processes, and the memory of the largest one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TIMEOUT_S = 1800
"""Seconds after which a command is ended, so that a measurement is bounded."""
# Linux counts the memory in KiB
UNIT = 1024 if sys.platform == "linux" else 1


@dataclass(frozen=True)
class Cost:
    """Seconds, seconds, and megabytes."""

    wall: float
    processor: float
    memory: float


def measure_command(command: tuple[str, ...], folder: Path) -> Cost:
    """Run a command in a folder; a command that fails or does not end tells why and ends the measurement."""
    launch = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), *command)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        process = subprocess.Popen(
            launch, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
        try:
            printed, _ = process.communicate(timeout=TIMEOUT_S)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        status, wall, processor, memory = json.loads(printed)
        if status:
            errors.seek(0)
            sys.exit(f"{' '.join(command)}: status {status} after {wall:.0f} s\n{errors.read()[-2000:]}")
    return Cost(wall, processor, memory * UNIT / 1e6)


def median_measure(costs: list[Cost], what: str) -> float:
    """The median of one measure."""
    return float(median(getattr(cost, what) for cost in costs))


def ratio(ours: list[Cost], theirs: list[Cost], what: str) -> float:
    """The median of the ratios of paired runs; a rival that ran less often is paired with our first runs."""
    pairs = zip(ours, theirs, strict=False)
    return float(median(getattr(one, what) / getattr(other, what) for one, other in pairs))
