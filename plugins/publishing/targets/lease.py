"""The lock of a bucket, a lease: the creator of the highest numbered object holds it, and renews it until released.

It needs only writes that do not replace an object, which every store has in some form. Nobody writes another's object,
so a late write of a suspended process changes nothing; its public writes expire before anyone else can take the lock.
"""

from __future__ import annotations

import json
import math
import os
import platform
import re
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from plugins.publishing.messages import Notify, PublishError, message, publish_error
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3

# how long an expired lease is left alone: clocks differ a little
GRACE_S = 6
POLL_S = 0.2
# renewals within the time of a lease
RENEWALS_PER_LEASE = 3
# the longest lease that settings allow: a lock that cannot be read is over then
MAX_LEASE_S = 600
# states of processes that do nothing any more, see proc(5)
ENDED_STATES = {"Z", "X", "x"}
# the names of a lock's objects; others are not ours
NUMBER = re.compile(r"\d{8}")


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


OWNERS = TypeAdapter(LockOwner)
UNKNOWN = LockOwner("?", "?", "?", "", "", "")


def parse_lock_owner(data: bytes | None) -> LockOwner:
    """The owner of a lock as it is stored; ``UNKNOWN`` if it is not written yet, or something else was."""
    try:
        owner = OWNERS.validate_json(data or b"")
        return owner if not owner.until or datetime.fromisoformat(owner.until).tzinfo else UNKNOWN
    except ValueError:
        return UNKNOWN


def lock_owner(name: str) -> LockOwner:
    """This process as the owner of a lock."""
    return LockOwner(name, "", "", process_space(), process_id(os.getpid()), uuid.uuid4().hex)


def process_space() -> str:
    """A name for all processes that a number tells apart: machine, boot and pid namespace; ``""`` if unknown.

    Containers have the host's boot, and often one host name for several, but numbers of their own.
    """
    try:
        # the files may be those of another namespace
        if Path("/proc/self").readlink().name != str(os.getpid()):
            return ""
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{platform.node()}/{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def process_id(pid: int) -> str:
    """A process by its number and start time; ``""`` if that is unknown."""
    return f"{pid}@{status[1]}" if (status := _process_status(pid)) else ""


def is_dead(owner: LockOwner) -> bool:
    """Whether the owner's process ran where this one does and has certainly ended."""
    pid, _, start_time = owner.process.partition("@")
    if not (owner.machine and start_time and pid.isdecimal()) or owner.machine != process_space():
        return False
    if status := _process_status(int(pid)):
        return status[0] in ENDED_STATES or status[1] != start_time
    # what cannot be read has ended, or is another user's, which a system may hide
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


def _process_status(pid: int) -> tuple[str, str] | None:
    """State and start time of a process, as far as they can be read."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return fields[0], fields[19]
    except (OSError, IndexError):
        return None


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
    objects = {name: info for name, info in store.list_objects(folder).items() if NUMBER.fullmatch(name)}
    if not objects:
        return 0, None
    name = max(objects)
    if (data := store.get(f"{folder}{name}")) is None:
        return int(name), None
    owner = parse_lock_owner(data)
    if owner.until in {"", "?"}:
        owner = replace(UNKNOWN, until=_last_possible_end(objects[name], store.now()))
    return int(name), owner


def _last_possible_end(info: ObjectInfo, now: datetime) -> str:
    """When a lock that cannot be read is over at the latest; never if the time of its writing is unknown, too."""
    try:
        written = datetime.fromisoformat(info.modified)
        return (written + timedelta(seconds=MAX_LEASE_S)).astimezone(UTC).isoformat(timespec="seconds")
    except ValueError:
        return (now + timedelta(seconds=MAX_LEASE_S)).isoformat(timespec="seconds")


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
    names = _list_with(lease)
    if int(names[-1]) == number:
        return replace(lease, earlier=tuple(names[:-1]))
    store.delete(_key(folder, number))
    return None


def _list_with(lease: Lease) -> list[str]:
    """The names of a lock's objects, once a listing has that of this lease: it may lag behind what was written."""
    while True:
        names = sorted(filter(NUMBER.fullmatch, lease.store.list_objects(lease.folder)))
        if names and int(names[-1]) >= lease.number:
            return names
        lease.remaining_seconds()
        time.sleep(POLL_S)


def _expiry(store: S3, seconds: int) -> str:
    return (store.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")


def _key(folder: str, number: int) -> str:
    return f"{folder}{number:08}"
