"""Many requests at once: all are made, progress is reported, and nothing begins after a failure."""

from __future__ import annotations

import threading

import pytest

from plugins.publishing.targets.parallel import run_all


@pytest.mark.parametrize(("count", "workers", "threads"), [(0, 8, 0), (1, 8, 1), (3, 8, 1), (4, 8, 2), (100, 3, 3)])
def test_every_action_is_done_by_no_more_threads_than_pay(count: int, workers: int, threads: int) -> None:
    done: list[int] = []
    names: set[int] = set()
    progress: list[tuple[int, int]] = []
    wanted = threading.Barrier(threads) if threads else None

    def act(number: int) -> None:
        # as many as there may be are at work at the same time
        if wanted and number < threads:
            wanted.wait(60)
        names.add(threading.get_ident())
        done.append(number)

    actions = [lambda number=number: act(number) for number in range(count)]
    run_all(actions, workers, lambda number, total: progress.append((number, total)))
    assert sorted(done) == list(range(count))
    assert len(names) <= threads
    assert progress[-1] == (count, count)


def test_nothing_begins_after_a_failure() -> None:
    done: list[int] = []

    def act(number: int) -> None:
        done.append(number)
        if number == 2:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        run_all([lambda number=number: act(number) for number in range(9)], 1, lambda *_: None)
    assert done == [0, 1, 2]
