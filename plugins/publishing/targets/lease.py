"""The lock of a bucket, a lease: the creator of the highest numbered object holds it, and renews it until released.

It needs only writes that do not replace an object, which every store has in some form. Nobody writes another's object,
so a late write of a suspended process changes nothing; its public writes expire before anyone else can take the lock.
"""

from __future__ import annotations

import json
import math
import os
import platform
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from plugins.publishing.messages import Notify, PublishError, message, publish_error
from plugins.publishing.s3.client import S3

# how long an expired lease is left alone: clocks differ a little
GRACE_S = 6
POLL_S = 0.2
# renewals within the time of a lease
RENEWALS_PER_LEASE = 3


@dataclass(frozen=True)
class LockOwner:
    """Who holds a lock, until when by the store's clock, and in which process, so that its death can be noticed."""

    name: str
    since: str
    until: str
    machine: str
    process: str
    nonce: str
    released: bool = False

    def to_json(self) -> bytes:
        """The owner as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def lock_owner(name: str) -> LockOwner:
    """This process as the owner of a lock."""
    return LockOwner(name, "", "", machine_id(), process_id(os.getpid()), uuid.uuid4().hex)


def machine_id() -> str:
    """A name for this machine since its last boot."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{platform.node()}/{boot.read_text().strip() if boot.exists() else ''}"


def process_id(pid: int) -> str:
    """A process by its number and start time; ``""`` if there is none, or on a system without ``/proc``."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    state, start_time = fields[0], fields[19]
    return "" if state == "Z" else f"{pid}@{start_time}"


def is_dead(owner: LockOwner) -> bool:
    """Whether the owner's process ran on this machine and has ended."""
    pid = owner.process.partition("@")[0]
    return bool(pid) and owner.machine == machine_id() and process_id(int(pid)) != owner.process


def _clock() -> float:
    """A clock in seconds that goes on while the machine sleeps, as each system names it."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


@dataclass
class Lease:
    """A lease that is held: object ``number`` in ``folder``, until ``ends`` by this machine's clock.

    ``earlier`` are the names of objects before it, which are deleted when it is released.
    """

    store: S3
    folder: str
    number: int
    owner: LockOwner
    seconds: int
    ends: float
    earlier: tuple[str, ...] = ()
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def remaining_seconds(self) -> int:
        """For how long it is certainly held still, at least 1. Raises ``PublishError`` if it may be lost."""
        seconds = math.floor(self.ends - _clock())
        if seconds < 1:
            raise publish_error("lock_lost")
        return seconds

    def renew(self) -> None:
        """Hold it for the full time again. Raises ``PublishError`` if it is too late for that."""
        with self._writing:
            start = _clock()
            self._write(replace(self.owner, until=_expiry(self.store, self.seconds)))
            self.ends = start + self.seconds

    def release(self) -> None:
        """Let others have it."""
        with self._writing:
            self._write(replace(self.owner, released=True))
        for name in self.earlier:
            self.store.delete(f"{self.folder}{name}")

    def _write(self, owner: LockOwner) -> None:
        self.owner = owner
        self.store.put(_key(self.folder, self.number), owner.to_json(), {}, self.remaining_seconds)


@contextmanager
def hold_lease(store: S3, folder: str, owner: LockOwner, seconds: int, wait: float, notify: Notify) -> Iterator[Lease]:
    """Hold the lock. Raises ``PublishError`` if another holds it for ``wait`` seconds."""
    lease = _acquire(store, folder, owner, seconds, wait, notify)
    done = threading.Event()
    renewer = threading.Thread(target=_renew_until, args=(done, lease), daemon=True)
    renewer.start()
    try:
        yield lease
    finally:
        done.set()
        renewer.join()
        # a lease that cannot be released expires; that must not hide another error
        with suppress(PublishError):
            lease.release()


def _renew_until(done: threading.Event, lease: Lease) -> None:
    while not done.wait(lease.seconds / RENEWALS_PER_LEASE):
        try:
            lease.renew()
        except PublishError:
            return  # the next public write finds that the lease is lost


def _acquire(store: S3, folder: str, owner: LockOwner, seconds: int, wait: float, notify: Notify) -> Lease:
    deadline, notified_of = _clock() + wait, ""
    while True:
        number, other = _latest(store, folder)
        if other is None or _is_free(other, store.now()):
            if lease := _try_create(store, folder, number + 1, owner, seconds):
                return lease
        elif _clock() > deadline:
            raise publish_error("locked", name=other.name, since=other.since, until=other.until)
        elif notified_of != other.nonce:
            notified_of = other.nonce
            notify(message("waiting", name=other.name, since=other.since))
        time.sleep(POLL_S)


def _latest(store: S3, folder: str) -> tuple[int, LockOwner | None]:
    names = store.list_objects(folder)
    if not names:
        return 0, None
    number = max(int(name) for name in names)
    data = store.get(_key(folder, number))
    return number, LockOwner(**json.loads(data)) if data else None


def _is_free(owner: LockOwner, now: datetime) -> bool:
    expiry = datetime.fromisoformat(owner.until) + timedelta(seconds=GRACE_S)
    return owner.released or is_dead(owner) or now > expiry


def _try_create(store: S3, folder: str, number: int, owner: LockOwner, seconds: int) -> Lease | None:
    start = _clock()
    owner = replace(owner, since=store.now().isoformat(timespec="seconds"), until=_expiry(store, seconds))
    lease = Lease(store, folder, number, owner, seconds, start + seconds)
    if not store.create(_key(folder, number), owner.to_json(), lease.remaining_seconds):
        return None
    # a process that was suspended since it listed the objects may have created a number that was deleted meanwhile
    names = sorted(store.list_objects(folder))
    if int(names[-1]) == number:
        return replace(lease, earlier=tuple(names[:-1]))
    store.delete(_key(folder, number))
    return None


def _expiry(store: S3, seconds: int) -> str:
    return (store.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")


def _key(folder: str, number: int) -> str:
    return f"{folder}{number:08}"
