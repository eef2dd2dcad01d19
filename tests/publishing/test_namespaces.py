"""Publishers in two containers with one host name: a process that one cannot see is not dead for that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import pytest

from plugins.paths import ROOT
from plugins.publishing.messages import PublishError
from plugins.publishing.targets import lease
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.lease import LockOwner, is_dead, lock_owner
from tests.publishing.buckets import new_bucket

pytestmark = pytest.mark.posix

RACER = """
import sys
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.targets.lease import hold_lease, lock_owner
from tools import local_cdn

endpoint, private, name, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
store = S3(BucketConfig(endpoint, local_cdn.BUCKET, "us-east-1", path_style=True), local_cdn.CREDENTIALS)
for number in range(rounds):
    with hold_lease(store, f"{private}lock/", lock_owner(name), 60, 120, lambda _: None):
        store.put(f"{private}inside/{name}", b"", {})
        if len(store.list_objects(f"{private}inside/")) > 1:
            store.put(f"{private}clash/{name}-{number}", b"", {})
        store.put(f"{private}won/{name}-{number}", b"", {})
        store.delete(f"{private}inside/{name}")
"""
OWNER = """
import sys
from plugins.publishing.targets.lease import lock_owner
sys.stdout.write(lock_owner("Mu Mu").to_json().decode())
"""


@cache
def _namespace_command() -> tuple[str, ...]:
    """A command that runs another in a pid namespace of its own, as a container does; empty where it is not allowed."""
    plain = ("unshare", "--pid", "--fork", "--mount-proc")
    for command in (plain, (*plain, "--map-root-user")):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except FileNotFoundError:
            break
    return ()


@pytest.fixture
def namespace() -> tuple[str, ...]:
    """The command, or a skipped test."""
    command = _namespace_command()
    if not command:
        pytest.skip("needs the right to make pid namespaces (unshare)")
    return command


def _start(namespace: tuple[str, ...], script: str, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*namespace, sys.executable, "-c", script, *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _races(target: Bucket, namespace: tuple[str, ...], rounds: int) -> None:
    private = target.layout.private
    arguments = (target.store.config.endpoint, private)
    racers = [_start(namespace, RACER, *arguments, name, str(rounds)) for name in ("one", "two")]
    assert [racer.wait(600) for racer in racers] == [0, 0]
    assert target.store.list_objects(f"{private}clash/") == {}
    assert len(target.store.list_objects(f"{private}won/")) == 2 * rounds


@pytest.mark.parametrize("rounds", [4, pytest.param(50, marks=pytest.mark.exhaustive)])
def test_two_namespaces_of_one_host_name_never_both_hold(
    endpoint: str, namespace: tuple[str, ...], rounds: int
) -> None:
    _races(new_bucket(endpoint), namespace, rounds)


def _owner_elsewhere(namespace: tuple[str, ...]) -> LockOwner:
    output, _ = _start(namespace, OWNER).communicate(timeout=60)
    return LockOwner(**json.loads(output))


def test_process_of_another_namespace_is_not_dead(namespace: tuple[str, ...]) -> None:
    other = _owner_elsewhere(namespace)
    here = lock_owner("Mu Mu")
    # only the namespace differs: host name and boot are one
    assert other.machine.rpartition("/")[0] == here.machine.rpartition("/")[0]
    assert not is_dead(other)


def _dead_owner() -> LockOwner:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        owner = replace(lock_owner("Mu Mu"), process=lease.process_id(process.pid))
        assert not is_dead(owner)
        process.communicate(b"\n")
    return owner


def test_process_of_this_namespace_that_has_ended_is_dead() -> None:
    assert is_dead(_dead_owner())


@pytest.mark.parametrize("change", ["host", "boot", "namespace"])
def test_ended_process_of_another_host_boot_or_namespace_is_not_dead(change: str) -> None:
    owner = _dead_owner()
    host, boot, space = owner.machine.split("/")
    parts = {"host": host, "boot": boot, "namespace": space} | {change: "other"}
    assert not is_dead(replace(owner, machine="/".join(parts.values())))


def test_number_of_a_process_that_was_given_again_is_dead() -> None:
    owner = lock_owner("Mu Mu")
    assert is_dead(replace(owner, process=f"{os.getpid()}@1"))
    assert not is_dead(owner)


@pytest.mark.parametrize("process", ["", "?", "1", "x@y", "-1@5", "@5"])
def test_unreadable_process_is_not_dead(process: str) -> None:
    assert not is_dead(replace(lock_owner("Mu Mu"), process=process))


def test_process_that_the_system_hides_is_not_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = lock_owner("Mu Mu")
    monkeypatch.setattr(lease, "_process_status", lambda _: None)
    assert not is_dead(owner)
    monkeypatch.setattr(os, "kill", _refuse)
    assert not is_dead(owner)


def _refuse(pid: int, signal: int) -> None:
    raise PermissionError(pid, signal)


def test_namespace_whose_processes_are_unseen_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1 << 30)
    owner = lock_owner("Mu Mu")
    assert owner.machine == ""
    assert not is_dead(replace(owner, process="999999@1"))


@pytest.mark.parametrize("data", [b"", b"{", b"{}", b"[]", b"null", b'{"name": 1}', b"\x00\xff", b"<Error/>", b'"a"'])
def test_lock_that_cannot_be_read_is_of_somebody_unknown(data: bytes) -> None:
    assert lease.parse_lock_owner(data) == lease.UNKNOWN


@pytest.mark.parametrize("until", ["soon", "2026-11-23T09:00:00", "9" * 30])
def test_lock_without_a_readable_end_is_of_somebody_unknown(until: str) -> None:
    assert lease.parse_lock_owner(replace(lock_owner("Mu Mu"), until=until).to_json()) == lease.UNKNOWN


def test_truncated_lock_is_reported_and_keeps_others_out(bucket: Bucket) -> None:
    bucket.store.put(f"{bucket.layout.lock}00000001", b'{"name": "Mu', {})
    bucket.store.put(f"{bucket.layout.lock}readme.txt", b"not a lock", {})
    with pytest.raises(PublishError) as caught, bucket.lock("Li Jialang", 0, lambda _: None):
        pass
    problem = caught.value.messages[0]
    assert (problem.code, dict(problem.values)["name"]) == ("locked", "?")
    assert dict(problem.values)["until"] > bucket.store.now().isoformat()
