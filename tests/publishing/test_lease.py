"""The lock of a bucket: never two holders, and nothing of a sleeper's after somebody else took over."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier

import pytest

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.lease import GRACE_S, Lease, hold_lease, holder
from tests.publishing.conftest import bucket_at
from tests.publishing.invariants import seen
from tests.publishing.proxy import Fault, run_proxy
from tests.publishing.publisher import ENDS, POLICY, REQUEST, start_publisher, through
from tests.publishing.site_factory import WINNERS, paths

pytestmark = pytest.mark.posix

_numbers = itertools.count()


def _target(endpoint: str) -> Bucket:
    return bucket_at(endpoint, f"lease{next(_numbers)}")


def _race(target: Bucket, name: str, start: Barrier, rounds: int) -> None:
    """Take the lock as often as it is to be had, and leave a note if another was inside at the same time."""
    store = S3(target.store.config, target.store.credentials)
    inside, clash = f"{target.layout.private}inside/", f"{target.layout.private}clash/"
    for _ in range(rounds):
        start.wait()
        try:
            with hold_lease(store, target.layout.lock, holder(name), 5, 0, lambda _: None):
                store.put(f"{inside}{name}", b"", {})
                if len(store.list_objects(inside)) > 1:
                    store.put(f"{clash}{name}", b"", {})
                store.put(f"{target.layout.private}won/{name}-{time.time_ns()}", b"", {})
                store.delete(f"{inside}{name}")
        except PublishError as caught:
            assert [note.code for note in caught.messages] == ["locked"]
    os._exit(0)


@pytest.mark.parametrize("races", [10, pytest.param(50, marks=pytest.mark.exhaustive)])
def test_two_publishers_in_a_race_never_both_hold(endpoint: str, races: int) -> None:
    target, context = _target(endpoint), multiprocessing.get_context("fork")
    start = context.Barrier(2)
    racers = [context.Process(target=_race, args=(target, name, start, races)) for name in ("Mu Mu", "Li Jialang")]
    for each in racers:
        each.start()
    for each in racers:
        each.join(120)
    assert [each.exitcode for each in racers] == [0, 0]
    assert target.store.list_objects(f"{target.layout.private}clash/") == {}
    # in each race at least one of the two got it
    assert len(target.store.list_objects(f"{target.layout.private}won/")) >= races


def test_second_publisher_is_told_name_and_time(endpoint: str, site_a: SiteBuild) -> None:
    target = _target(endpoint)
    with (
        hold_lease(target.store, target.layout.lock, holder("Liu Xinshe"), 30, 0, lambda _: None),
        pytest.raises(PublishError) as caught,
    ):
        publish(target, site_a, POLICY, REQUEST)
    values = dict(caught.value.messages[0].values)
    assert (caught.value.messages[0].code, values["name"]) == ("locked", "Liu Xinshe")
    assert datetime.now(UTC) - datetime.fromisoformat(values["since"]) < timedelta(minutes=1)


def test_lock_of_a_dead_process_is_taken_at_once(endpoint: str, site_a: SiteBuild) -> None:
    target = _target(endpoint)
    with run_proxy(endpoint) as proxy:
        process = start_publisher(through(target, proxy.address), site_a)
        proxy.choice = lambda number, *_: Fault(kill=process.pid or 0) if number == 10 else None
        process.join(30)
    assert process.exitcode == -signal.SIGKILL
    publish(target, site_a, POLICY, REQUEST)
    assert set(seen(target)) == paths(site_a.folder)


def test_lost_reply_of_the_own_lock_is_not_taken_for_anothers(endpoint: str, site_a: SiteBuild) -> None:
    target = _target(endpoint)
    lost = []

    def choice(number: int, method: str, path: str) -> Fault | None:
        if method == "PUT" and "/lock/" in path and not lost:
            lost.append(number)
            return Fault(lost=True)
        return None

    with run_proxy(endpoint, choice) as proxy:
        publish(through(target, proxy.address), site_a, POLICY, REQUEST)
    assert len(lost) == 1


def _sleep_through(
    target: Bucket, asleep_at: int, dreamt: SiteBuild, other: SiteBuild
) -> tuple[int | None, dict[str, bytes]]:
    """A publisher falls asleep at this request, another takes over, the first wakes; its end, and what was public."""
    with run_proxy(target.store.config.endpoint) as proxy:
        sleeper = start_publisher(through(target, proxy.address, workers=2), dreamt)
        pid = sleeper.pid or 0
        proxy.choice = lambda number, *_: Fault(kill=pid, signal=signal.SIGSTOP) if number == asleep_at else None
        time.sleep(3 + GRACE_S + 2)
        publish(target, other, replace(POLICY, wait=20), replace(REQUEST, allow_deletes=True))
        before = seen(target)
        os.kill(pid, signal.SIGCONT)
        sleeper.join(60)
    return sleeper.exitcode, before


@pytest.mark.parametrize(
    "asleep_at", [25, *(pytest.param(each, marks=pytest.mark.exhaustive) for each in range(8, 44, 3))]
)
def test_sleeper_writes_nothing_after_the_takeover(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, asleep_at: int
) -> None:
    target = replace(_target(endpoint), seconds=3)
    publish(target, site_a, POLICY, REQUEST)
    # the other goes on with the old stage, which the sleeper must not overwrite
    end, before = _sleep_through(target, asleep_at, site_b, site_a)
    assert end in {ENDS["lock_lost"], ENDS["refused"]}
    assert seen(target) == before
    assert WINNERS not in before


@pytest.mark.exhaustive
@pytest.mark.parametrize("asleep_at", range(8, 30, 4))
def test_sleeper_of_a_first_publication_writes_nothing(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, asleep_at: int
) -> None:
    target = replace(_target(endpoint), seconds=3)
    end, before = _sleep_through(target, asleep_at, site_b, site_a)
    assert end in {ENDS["lock_lost"], ENDS["refused"]}
    assert seen(target) == before


def test_request_that_slept_is_refused_by_the_store(endpoint: str) -> None:
    target = _target(endpoint)
    target.store.put(f"{target.layout.blobs}x", b"x", {})
    with run_proxy(endpoint, lambda *_: Fault(delay=3)) as proxy, pytest.raises(PublishError) as caught:
        through(target, proxy.address).store.copy(f"{target.layout.blobs}x", f"{target.layout.public}x", lambda: 1)
    assert [note.code for note in caught.value.messages] == ["refused"]
    assert seen(target) == {}


@pytest.mark.parametrize(("system", "clock"), [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC")])
def test_lease_runs_out_while_the_machine_sleeps(monkeypatch: pytest.MonkeyPatch, system: str, clock: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(time, "clock_gettime", lambda which: 1000.0 if which == getattr(time, clock) else 0.0)
    assert Lease(S3.__new__(S3), "", 1, holder("Mu Mu"), 30, 1012.5).remaining_seconds() == 12
