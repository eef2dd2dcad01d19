"""The lock of a bucket: never two owners, and no public write of a suspended publisher after a takeover."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from urllib.parse import urlsplit

import pytest
import urllib3

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.s3.client import S3
from plugins.publishing.s3.signing import Signer
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.lease import GRACE_S, Lease, hold_lease, lock_owner
from tests.publishing.buckets import new_bucket, public_files, through
from tests.publishing.proxy import Fault, run_proxy
from tests.publishing.publisher import EXIT_STATUSES, POLICY, REQUEST, start_publisher
from tests.publishing.site_factory import WINNERS, paths

pytestmark = pytest.mark.posix

# a test waits until it is over, and a machine that stalls for half of it loses none
SHORT_LEASE_S = 8


def _race(target: Bucket, name: str, start: Barrier, rounds: int) -> None:
    """Try to take the lock in each round; leave a mark if another has it at the same time."""
    store = S3(target.store.config, target.store.credentials)
    inside, clash = f"{target.layout.private}inside/", f"{target.layout.private}clash/"
    for _ in range(rounds):
        start.wait()
        try:
            with hold_lease(store, target.layout.lock, lock_owner(name), 60, 0, lambda _: None):
                store.put(f"{inside}{name}", b"", {})
                if len(store.list_objects(inside)) > 1:
                    store.put(f"{clash}{name}", b"", {})
                store.put(f"{target.layout.private}won/{name}-{time.time_ns()}", b"", {})
                store.delete(f"{inside}{name}")
        except PublishError as caught:
            assert [message.code for message in caught.messages] == ["locked"]
    os._exit(0)


@pytest.mark.parametrize("races", [10, pytest.param(50, marks=pytest.mark.exhaustive)])
def test_two_publishers_in_a_race_never_both_hold(endpoint: str, races: int) -> None:
    target, context = new_bucket(endpoint), multiprocessing.get_context("fork")
    start = context.Barrier(2)
    racers = [context.Process(target=_race, args=(target, name, start, races)) for name in ("Mu Mu", "Li Jialang")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(120)
    assert [racer.exitcode for racer in racers] == [0, 0]
    assert target.store.list_objects(f"{target.layout.private}clash/") == {}
    # in each race at least one of the two got it
    assert len(target.store.list_objects(f"{target.layout.private}won/")) >= races


def test_second_publisher_gets_name_and_time_of_the_first(endpoint: str, site_a: SiteBuild) -> None:
    target = new_bucket(endpoint)
    with (
        hold_lease(target.store, target.layout.lock, lock_owner("Liu Xinshe"), 30, 0, lambda _: None),
        pytest.raises(PublishError) as caught,
    ):
        publish(target, site_a, POLICY, REQUEST)
    values = dict(caught.value.messages[0].values)
    assert (caught.value.messages[0].code, values["name"]) == ("locked", "Liu Xinshe")
    assert datetime.now(UTC) - datetime.fromisoformat(values["since"]) < timedelta(minutes=1)


def test_lock_of_a_dead_process_is_taken_immediately(endpoint: str, site_a: SiteBuild) -> None:
    target = new_bucket(endpoint)
    with run_proxy(endpoint) as proxy:
        process = start_publisher(through(target, proxy.address), site_a)
        proxy.rule = lambda number, *_: Fault(kill=process.pid or 0) if number == 10 else None
        process.join(60)
    assert process.exitcode == -signal.SIGKILL
    publish(target, site_a, POLICY, REQUEST)
    assert set(public_files(target)) == paths(site_a.folder)


def test_lock_is_recognized_after_a_lost_response(endpoint: str, site_a: SiteBuild) -> None:
    target = new_bucket(endpoint)
    lost: list[int] = []

    def rule(number: int, method: str, path: str) -> Fault | None:
        if method == "PUT" and "/lock/" in path and not lost:
            lost.append(number)
            return Fault(lost=True)
        return None

    with run_proxy(endpoint, rule) as proxy:
        publish(through(target, proxy.address), site_a, POLICY, REQUEST)
    assert len(lost) == 1


def _suspend_and_take_over(
    target: Bucket, suspended_at: int, first: SiteBuild, second: SiteBuild
) -> tuple[int | None, dict[str, bytes]]:
    """Suspend a publisher at this request, publish ``second`` when its lease is over, and resume it.

    Returns its exit status, and what was public before it was resumed.
    """
    with run_proxy(target.store.config.endpoint) as proxy:
        publisher = start_publisher(through(target, proxy.address, workers=2), first)
        pid = publisher.pid or 0
        proxy.rule = lambda number, *_: Fault(kill=pid, signal=signal.SIGSTOP) if number == suspended_at else None
        try:
            assert os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])
            # the lock can be taken only when the lease of the first is over
            wait = target.lease_seconds + GRACE_S + 60
            with hold_lease(target.store, target.layout.lock, lock_owner("Li Jialang"), 60, wait, lambda _: None):
                pass
            publish(target, second, POLICY, replace(REQUEST, allow_deletes=True))
            before = public_files(target)
        finally:
            os.kill(pid, signal.SIGCONT)
        publisher.join(60)
    return publisher.exitcode, before


@pytest.mark.parametrize(
    "suspended_at", [25, *(pytest.param(number, marks=pytest.mark.exhaustive) for number in range(8, 44, 3))]
)
def test_suspended_publisher_writes_nothing_after_a_takeover(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, suspended_at: int
) -> None:
    target = new_bucket(endpoint, lease_seconds=SHORT_LEASE_S)
    publish(target, site_a, POLICY, REQUEST)
    # the second publishes the old stage, which the first must not overwrite
    end, before = _suspend_and_take_over(target, suspended_at, site_b, site_a)
    assert end in {EXIT_STATUSES["lock_lost"], EXIT_STATUSES["refused"]}
    assert public_files(target) == before
    assert WINNERS not in before


@pytest.mark.exhaustive
@pytest.mark.parametrize("suspended_at", range(8, 30, 4))
def test_suspended_first_publication_writes_nothing_after_a_takeover(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, suspended_at: int
) -> None:
    target = new_bucket(endpoint, lease_seconds=SHORT_LEASE_S)
    end, before = _suspend_and_take_over(target, suspended_at, site_b, site_a)
    assert end in {EXIT_STATUSES["lock_lost"], EXIT_STATUSES["refused"]}
    assert public_files(target) == before


def test_store_refuses_an_expired_request(endpoint: str) -> None:
    target = new_bucket(endpoint)
    target.store.put(f"{target.layout.blobs}x", b"x", {})
    path = f"/{target.store.config.bucket}/{target.layout.public}x"
    source = {"x-amz-copy-source": f"/{target.store.config.bucket}/{target.layout.blobs}x"}
    signer = Signer(target.store.credentials, target.store.config.region)
    for age, status in ((61, 403), (0, 200)):
        now = datetime.now(UTC) - timedelta(seconds=age)
        query = signer.query("PUT", urlsplit(endpoint).netloc, path, {}, source, now, 60)
        assert urllib3.request("PUT", f"{endpoint}{path}?{query}", headers=source, retries=False).status == status
        assert (public_files(target) == {}) is (status == 403)


def test_request_is_given_up_when_it_expires(endpoint: str) -> None:
    target = new_bucket(endpoint)
    with run_proxy(endpoint, lambda *_: Fault(delay=2)) as proxy, pytest.raises(PublishError) as caught:
        store = S3(replace(target.store.config, endpoint=proxy.address, attempts=1), target.store.credentials)
        store.copy(f"{target.layout.blobs}x", f"{target.layout.public}x", lambda: 1)
    assert [message.code for message in caught.value.messages] == ["out_of_reach"]


@pytest.mark.parametrize(("system", "clock"), [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC")])
def test_lease_expires_while_the_machine_sleeps(monkeypatch: pytest.MonkeyPatch, system: str, clock: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(time, "clock_gettime", lambda which: 1000.0 if which == getattr(time, clock) else 0.0)
    assert Lease(S3.__new__(S3), "", 1, lock_owner("Mu Mu"), 30, 1012.5).remaining_seconds() == 12
