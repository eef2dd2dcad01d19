"""Work that is large enough goes to all processors; its results come back in the order of what it was made from."""

from __future__ import annotations

import atexit
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor

Thing = TypeVar("Thing")
Made = TypeVar("Made")

# a copy of this process costs next to nothing; elsewhere than on Linux a process begins by importing everything anew
FORKS = sys.platform == "linux"
# below so many things a second process costs more than it saves: one that is forked, one that is not
MIN_THINGS, MIN_THINGS_SPAWNED = 100, 1000
# how many portions each process gets, so that all end at about the same time
PORTIONS = 8
# what processes work on: forked ones are born with it, others read it once from a file
_WORK: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {}


def by_all_cores(
    make: Callable[[Thing], Made], things: Sequence[Thing], meanwhile: Callable[[], object] = lambda: None
) -> list[Made]:
    """What ``make`` makes of each thing, the same whatever the number of processors; all must be safe to pickle.

    ``meanwhile`` is what this process does while others work; where there are no others, it comes first.
    """
    cores = count_cores()
    if cores == 1 or len(things) < (MIN_THINGS if FORKS else MIN_THINGS_SPAWNED):
        meanwhile()
        return [make(thing) for thing in things]
    with _workers(cores, make, things) as (pool, work):
        portion = max(1, len(things) // (cores * PORTIONS))
        starts = range(0, len(things), portion)
        coming = [pool.submit(_portion, work, start, start + portion) for start in starts]
        try:
            meanwhile()
            return [made for part in coming for made in part.result()]
        finally:
            for part in coming:
                part.cancel()


def count_cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _workers(cores: int, make: Callable[[Any], Any], things: Sequence[Any]) -> Iterator[tuple[Executor, str]]:
    """Processes, and the name by which they know this work."""
    # loaded only for work that is worth it: an edit or a check of a small content never needs them
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if FORKS:
        born_with = str(len(_WORK))
        _WORK[born_with] = make, things
        try:
            with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
                yield pool, born_with
        finally:
            del _WORK[born_with]
        return
    number, work = tempfile.mkstemp(prefix="xunzhan-work-")
    try:
        with os.fdopen(number, "wb") as file:
            pickle.dump((make, things), file, pickle.HIGHEST_PROTOCOL)
        yield _spawned(cores), work
    finally:
        with suppress(OSError):
            Path(work).unlink()


@cache
def _spawned(cores: int) -> Executor:
    """Processes that stay for the next work: what they have imported is warm."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"))
    atexit.register(pool.shutdown)
    return pool


def _portion(work: str, start: int, end: int) -> list[Any]:
    if work not in _WORK:
        _WORK.clear()
        with Path(work).open("rb") as file:
            _WORK[work] = pickle.load(file)
    make, things = _WORK[work]
    return [make(thing) for thing in things[start:end]]
