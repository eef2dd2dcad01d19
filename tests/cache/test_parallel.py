"""Parallel work: the same results in the same order, whatever the number of processes and however they start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from plugins.cache import parallel
from plugins.cache.parallel import count_cores, parallel_map

ITEMS = range(250)


def _square(item: int) -> tuple[int, int]:
    return item * item, os.getpid()


def _fail_at_240(item: int) -> int:
    if item == 240:
        raise OSError(f"{item} failed")
    return item


@pytest.fixture(params=["forked", "spawned"])
def start_method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes that are forked, where the system can, or spawned."""
    forked = request.param == "forked"
    if forked and not parallel.FORKS:
        pytest.skip("this system cannot fork safely")
    monkeypatch.setattr(parallel, "FORKS", forked)
    monkeypatch.setattr(parallel, "MIN_PARALLEL_ITEMS_SPAWNED", 100)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.usefixtures("start_method")
def test_results_are_in_order_and_come_from_other_processes(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(parallel, "count_cores", lambda: count)
    meanwhile: list[int] = []
    results = parallel_map(_square, ITEMS, lambda: meanwhile.append(os.getpid()))
    assert [square for square, _ in results] == [item * item for item in ITEMS]
    assert meanwhile == [os.getpid()]
    assert ({process for _, process in results} == {os.getpid()}) == (count == 1)


@pytest.mark.usefixtures("start_method")
def test_an_exception_in_a_worker_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    with pytest.raises(OSError, match="240 failed"):
        parallel_map(_fail_at_240, ITEMS)
    assert [square for square, _ in parallel_map(_square, ITEMS)] == [item * item for item in ITEMS]


@pytest.mark.usefixtures("start_method")
def test_an_exception_meanwhile_is_raised_and_leaves_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    with pytest.raises(OSError, match="disk full"):
        parallel_map(_square, ITEMS, fail)
    assert parallel._JOBS == {}


def test_only_linux_forks() -> None:
    assert parallel.FORKS is (sys.platform == "linux")


@pytest.mark.parametrize(("count", "is_here"), [(99, True), (100, False)])
def test_a_hundred_items_go_to_forks(monkeypatch: pytest.MonkeyPatch, count: int, is_here: bool) -> None:
    if not parallel.FORKS:
        pytest.skip("this system cannot fork safely")
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    results = parallel_map(_square, range(count))
    assert [square for square, _ in results] == [item * item for item in range(count)]
    assert ({process for _, process in results} == {os.getpid()}) is is_here


def test_processes_that_must_be_spawned_are_for_more_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "FORKS", False)
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    assert {process for _, process in parallel_map(_square, range(999))} == {os.getpid()}


def test_processors_that_this_process_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {2, 3, 5} if process == 0 else {0}, raising=False)
    assert count_cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert count_cores() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert count_cores() == 1


def test_spawned_work_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parallel, "FORKS", False)
    monkeypatch.setattr(parallel, "MIN_PARALLEL_ITEMS_SPAWNED", 100)
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    parallel_map(_square, ITEMS)
    assert list(tmp_path.iterdir()) == []
