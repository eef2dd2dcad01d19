"""Work by all processors: the same results in the same order, however many there are and however they begin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.cache import parallel
from plugins.cache.parallel import by_all_cores

THINGS = range(250)


def _square(thing: int) -> tuple[int, int]:
    return thing * thing, os.getpid()


def _refuse(thing: int) -> int:
    if thing == 240:
        raise OSError(f"{thing} refused")
    return thing


@pytest.fixture(params=["forked", "spawned"])
def begin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that begin as copies of this one, where there are such, or from nothing."""
    forked = request.param == "forked"
    if forked and not parallel.FORKS:
        pytest.skip("this system makes no safe copies of a process")
    monkeypatch.setattr(parallel, "FORKS", forked)
    monkeypatch.setattr(parallel, "MIN_THINGS_SPAWNED", 100)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.usefixtures("begin")
def test_results_are_in_order_and_come_from_other_processes(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(parallel, "count_cores", lambda: count)
    meanwhile: list[int] = []
    made = by_all_cores(_square, THINGS, lambda: meanwhile.append(os.getpid()))
    assert [square for square, _ in made] == [thing * thing for thing in THINGS]
    assert meanwhile == [os.getpid()]
    assert ({process for _, process in made} == {os.getpid()}) == (count == 1)


@pytest.mark.usefixtures("begin")
def test_failure_of_one_is_the_failure_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    with pytest.raises(OSError, match="240 refused"):
        by_all_cores(_refuse, THINGS)
    assert [square for square, _ in by_all_cores(_square, THINGS)] == [thing * thing for thing in THINGS]


@pytest.mark.usefixtures("begin")
def test_failure_meanwhile_is_told_and_leaves_no_work_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    with pytest.raises(OSError, match="disk full"):
        by_all_cores(_square, THINGS, fail)
    assert parallel._WORK == {}


def test_small_work_stays_in_this_process() -> None:
    assert by_all_cores(_square, range(99)) == [(thing * thing, os.getpid()) for thing in range(99)]


def test_work_for_processes_from_nothing_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parallel, "FORKS", False)
    monkeypatch.setattr(parallel, "MIN_THINGS_SPAWNED", 100)
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    by_all_cores(_square, THINGS)
    assert list(tmp_path.iterdir()) == []
