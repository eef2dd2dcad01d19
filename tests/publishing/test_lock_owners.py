"""Who holds a lock: what is stored of an owner, and whether that process has certainly ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from plugins.publishing.targets.lease import (
    UNKNOWN,
    LockOwner,
    is_dead,
    lock_owner,
    parse_lock_owner,
    process_id,
    process_space,
)

OWNER = LockOwner("Mu Mu", "2026-11-28T09:00:00+00:00", "2026-11-28T09:10:00+00:00", "m", "1@2", "n")


def test_owner_is_read_back_as_it_was_stored() -> None:
    assert parse_lock_owner(OWNER.to_json()) == OWNER
    # a lock that is being taken has no end yet
    assert parse_lock_owner(replace(OWNER, until="").to_json()).until == ""


@pytest.mark.parametrize(
    "data",
    [None, b"", b"[]", b'{"name": "x"}', json.dumps({**asdict(OWNER), "until": "2026-11-28T09:10:00"}).encode(),
     json.dumps({**asdict(OWNER), "until": "soon"}).encode()],
    ids=["none", "empty", "list", "part", "no-zone", "no-time"],
)  # fmt: skip
def test_anything_else_is_an_owner_that_is_not_known(data: bytes | None) -> None:
    assert parse_lock_owner(data) == UNKNOWN


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of processes")
def test_process_is_dead_only_where_that_is_certain() -> None:
    ours = lock_owner("Mu Mu")
    assert (ours.machine, ours.process) == (process_space(), process_id(os.getpid()))
    assert ours.machine
    assert not ours.released
    pid, _, start = ours.process.partition("@")
    assert not is_dead(ours)
    assert is_dead(replace(ours, process=f"{pid}@{int(start) + 1}"))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        other = replace(ours, process=process_id(process.pid))
        assert not is_dead(other)
        process.kill()
    assert is_dead(other)
    assert is_dead(replace(ours, process=f"{'9' * 30}@1"))
    for unknown in ({"machine": ""}, {"machine": "elsewhere"}, {"process": pid}, {"process": f"x@{start}"}):
        assert not is_dead(replace(other, **unknown))
