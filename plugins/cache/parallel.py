"""Running a function over many items on all processors, with the results in the order of the items."""

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

Item = TypeVar("Item")
Result = TypeVar("Result")

# forking costs next to nothing; elsewhere than on Linux a process starts by importing everything again
FORKS = sys.platform == "linux"
# with fewer items other processes cost more than they save
MIN_PARALLEL_ITEMS, MIN_PARALLEL_ITEMS_SPAWNED = 100, 1000
# so many batches per process that all processes end at about the same time
BATCHES_PER_PROCESS = 8
# function and items by job: set before forking, so that workers inherit them; spawned workers read them from a file
_JOBS: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {}


def parallel_map(
    function: Callable[[Item], Result], items: Sequence[Item], meanwhile: Callable[[], object] = lambda: None
) -> list[Result]:
    """The function's result for each item, whatever the number of processors. All must be safe to pickle.

    ``meanwhile`` is called by this process while others work, or first of all where there are no others.
    """
    cores = count_cores()
    if cores == 1 or len(items) < (MIN_PARALLEL_ITEMS if FORKS else MIN_PARALLEL_ITEMS_SPAWNED):
        meanwhile()
        return [function(item) for item in items]
    with _open_pool(cores, function, items) as (pool, job):
        size = max(1, len(items) // (cores * BATCHES_PER_PROCESS))
        futures = [pool.submit(_run_batch, job, start, start + size) for start in range(0, len(items), size)]
        try:
            meanwhile()
            return [result for future in futures for result in future.result()]
        finally:
            for future in futures:
                future.cancel()


def count_cores() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _open_pool(cores: int, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[Executor, str]]:
    """A pool of processes, and the name under which they know this job."""
    # imported late: small builds never need them
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if FORKS:
        job = str(len(_JOBS))
        _JOBS[job] = function, items
        try:
            with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
                yield pool, job
        finally:
            del _JOBS[job]
        return
    descriptor, job = tempfile.mkstemp(prefix="xunzhan-work-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            pickle.dump((function, items), file, pickle.HIGHEST_PROTOCOL)
        yield _spawned_pool(cores), job
    finally:
        with suppress(OSError):
            Path(job).unlink()


@cache
def _spawned_pool(cores: int) -> Executor:
    """A pool kept for later jobs, because its processes have their imports done."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"))
    atexit.register(pool.shutdown)
    return pool


def _run_batch(job: str, start: int, end: int) -> list[Any]:
    if job not in _JOBS:
        _JOBS.clear()
        with Path(job).open("rb") as file:
            _JOBS[job] = pickle.load(file)
    function, items = _JOBS[job]
    return [function(item) for item in items[start:end]]
