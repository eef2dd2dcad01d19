"""The lock of a bucket: whoever creates the next numbered note holds it, for a time, and says so again and again.

Only writes that refuse to replace are needed, which every store has in some form. Nobody writes another's note, so
what a sleeper writes later changes nothing; and its public writes were signed to die before anyone may take over.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from plugins.publishing.messages import Message, PublishError, message, publish_error
from plugins.publishing.s3.client import S3

# how long past its end a lease is left alone, in seconds: clocks differ a little
GRACE_S = 6
POLL_S = 0.2
Notify = Callable[[Message], None]


@dataclass(frozen=True)
class LockOwner:
    """Who holds the lock, until when (by the store's clock), and in which process, so that its death can be seen."""

    name: str
    since: str
    until: str
    machine: str
    process: str
    nonce: str
    released: bool = False

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def holder(name: str) -> LockOwner:
    """This process as a holder."""
    return LockOwner(name, "", "", machine(), process(os.getpid()), uuid.uuid4().hex)


def machine() -> str:
    """A name for this machine since it was started."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{platform.node()}/{boot.read_text().strip() if boot.exists() else ''}"


def process(pid: int) -> str:
    """A process by its number and the time of its start; empty where there is none, or where nobody can tell."""
    try:
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if started[0] == "Z" else f"{pid}@{started[19]}"


def is_dead(other: LockOwner) -> bool:
    """Whether that process was one of this machine's and has ended."""
    pid = other.process.partition("@")[0]
    return bool(pid) and other.machine == machine() and process(int(pid)) != other.process


def _clock() -> float:
    """A clock that goes on while a machine sleeps: each system has one, under a name of its own."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


@dataclass
class Lease:
    """The lock while it is held."""

    store: S3
    folder: str
    number: int
    holder: LockOwner
    seconds: int
    ends: float
    former: tuple[str, ...] = ()
    _renewing: threading.Lock = field(default_factory=threading.Lock)

    def remaining_seconds(self) -> int:
        """Whole seconds for which it is surely held. Raises ``PublishError`` when that is none."""
        left = math.floor(self.ends - _clock())
        if left < 1:
            raise publish_error("lock_lost")
        return left

    def renew(self) -> None:
        """Hold it for the full time again. Raises ``PublishError`` where it is too late for that."""
        with self._renewing:
            begun = _clock()
            self.holder = replace(self.holder, until=_until(self.store, self.seconds))
            self.store.put(_key(self.folder, self.number), self.holder.to_json(), {}, self.remaining_seconds)
            self.ends = begun + self.seconds

    def release(self) -> None:
        """Let others have it; forget the notes before this one."""
        with self._renewing:
            self.holder = replace(self.holder, released=True)
            self.store.put(_key(self.folder, self.number), self.holder.to_json(), {}, self.remaining_seconds)
        for name in self.former:
            self.store.delete(f"{self.folder}{name}")


@contextmanager
def hold_lease(store: S3, folder: str, me: LockOwner, seconds: int, wait: float, notify: Notify) -> Iterator[Lease]:
    """Hold the lock. Raises ``PublishError`` with the other's name and time where that fails for ``wait`` seconds."""
    lease = _acquire(store, folder, me, seconds, wait, notify)
    done = threading.Event()
    keeper = threading.Thread(target=_keep, args=(lease, done), daemon=True)
    keeper.start()
    try:
        yield lease
    finally:
        done.set()
        keeper.join()
        # what cannot be given back runs out by itself; it must not hide what has happened
        with suppress(PublishError):
            lease.release()


def _keep(lease: Lease, done: threading.Event) -> None:
    while not done.wait(lease.seconds / 3):
        try:
            lease.renew()
        except PublishError:
            return  # the next public write finds out by itself


def _acquire(store: S3, folder: str, me: LockOwner, seconds: int, wait: float, notify: Notify) -> Lease:
    deadline, told = _clock() + wait, ""
    while True:
        number, other = _latest(store, folder)
        if other is None or _is_free(other, store.now()):
            if lease := _try_acquire(store, folder, number + 1, me, seconds):
                return lease
        elif _clock() > deadline:
            raise publish_error("locked", name=other.name, since=other.since, until=other.until)
        elif told != other.nonce:
            told = other.nonce
            notify(message("waiting", name=other.name, since=other.since))
        time.sleep(POLL_S)


def _latest(store: S3, folder: str) -> tuple[int, LockOwner | None]:
    names = store.list_objects(folder)
    if not names:
        return 0, None
    number = max(int(name) for name in names)
    data = store.get(_key(folder, number))
    return number, LockOwner(**json.loads(data)) if data else None


def _is_free(other: LockOwner, now: datetime) -> bool:
    return other.released or is_dead(other) or now > datetime.fromisoformat(other.until) + timedelta(seconds=GRACE_S)


def _try_acquire(store: S3, folder: str, number: int, me: LockOwner, seconds: int) -> Lease | None:
    begun = _clock()
    mine = replace(me, since=store.now().isoformat(timespec="seconds"), until=_until(store, seconds))
    lease = Lease(store, folder, number, mine, seconds, begun + seconds)
    if not store.create(_key(folder, number), mine.to_json(), lease.remaining_seconds):
        return None
    # who slept between looking and writing may have taken a number that was forgotten since
    names = sorted(store.list_objects(folder))
    if int(names[-1]) == number:
        return replace(lease, former=tuple(names[:-1]))
    store.delete(_key(folder, number))
    return None


def _until(store: S3, seconds: int) -> str:
    return (store.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")


def _key(folder: str, number: int) -> str:
    return f"{folder}{number:08}"
