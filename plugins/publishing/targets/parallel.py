"""Many requests at once."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event

from plugins.publishing.targets.target import ProgressCallback

# a connection costs more than a request: each worker is to have several
ACTIONS_PER_WORKER = 4
# how often progress is reported
PROGRESS_INTERVAL_S = 0.2


def run_all(actions: Sequence[Callable[[], object]], workers: int, on_progress: ProgressCallback) -> None:
    """Run all actions in at most this many threads; after a failure, none starts that has not started."""
    todo: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
    for action in actions:
        todo.put(action)
    workers, stop = min(workers, 1 + len(actions) // ACTIONS_PER_WORKER), Event()
    with ThreadPoolExecutor(workers) as pool:
        # a future for each of thousands of actions would cost more than to wait for them
        pending = {pool.submit(_work, todo, stop) for _ in range(workers)}
        try:
            while pending:
                done, pending = wait(pending, PROGRESS_INTERVAL_S, FIRST_EXCEPTION)
                for future in done:
                    future.result()
                on_progress(len(actions) - todo.qsize(), len(actions))
        finally:
            stop.set()


def _work(todo: queue.SimpleQueue[Callable[[], object]], stop: Event) -> None:
    while not stop.is_set():
        try:
            action = todo.get_nowait()
        except queue.Empty:
            return
        try:
            action()
        except BaseException:
            stop.set()
            raise
