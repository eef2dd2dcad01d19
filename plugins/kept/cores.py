"""Work that is large enough goes to all processors; its results come back in the order of what it was made from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

# below this many things a second process costs more than it saves
WORTH_IT = 100
# what the processes of a pool work on: they are born with it, so it need not be sent to them
_WORK: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []


def by_all_cores(make: Callable[[Thing], Made], things: Sequence[Thing]) -> list[Made]:
    """What ``make`` makes of each thing, the same whatever the number of processors; it must be safe to pickle."""
    cores = os.cpu_count() or 1
    # elsewhere than on Linux a process begins by importing everything anew
    if len(things) < WORTH_IT or cores == 1 or sys.platform != "linux":
        return [make(thing) for thing in things]
    # loaded only for work that is worth it: an edit or a check of a small content never needs them
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    _WORK.append((make, things))
    try:
        with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_made, range(len(things)), chunksize=max(1, len(things) // (cores * 8))))
    finally:
        _WORK.pop()


def _made(number: int) -> Any:
    make, things = _WORK[-1]
    return make(things[number])
