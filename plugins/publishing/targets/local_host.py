"""A machine with a folder that a web server shows: what a directory target asks of it, and this machine itself."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from plugins.publishing.messages import note, stopped
from plugins.publishing.release import File
from plugins.publishing.targets.compression import variants
from plugins.publishing.targets.lease import Holder, Say
from plugins.publishing.targets.target import Lock, Tick

POLL = 0.2
BLOBS, TREES, CURRENT = "private/blobs", "releases", "current"
# who locks a folder here and who does over ssh lock the same file, and write the same one
LOCK, HOLDER = "private/lock", "private/holder"
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True)
class Stored:
    """A file in a tree; ``modified`` as its machine tells it."""

    size: int
    modified: str


class Host(Protocol):
    """The machine. Names have slashes and are relative to the target's folder."""

    def read(self, name: str) -> bytes | None:
        """A small file."""

    def write(self, name: str, data: bytes) -> None:
        """Replace a small file at once."""

    def names(self, folder: str) -> list[str]:
        """What is in a folder, sorted."""

    def tree(self, folder: str) -> Mapping[str, Stored]:
        """All files below a folder, by their paths."""

    def upload(self, files: Iterable[File], source: Path, tick: Tick) -> None:
        """Bring files and their compressed siblings among the blobs."""

    def grow(self, tree: str, links: Mapping[str, str]) -> None:
        """Make a tree in which each path is the blob of that name."""

    def flip(self, tree: str) -> None:
        """Let ``current`` be this tree from one moment to the next."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files and whole folders."""

    def locked(self, me: Holder, wait: float, say: Say) -> AbstractContextManager[Lock]:
        """A context in which nobody else publishes."""


class Held:
    """A lock that the system keeps for as long as the process lives: it is never lost."""

    def left(self) -> int:
        return 60


@dataclass(frozen=True)
class Here:
    """This machine."""

    root: Path

    def read(self, name: str) -> bytes | None:
        path = self.root / name
        return path.read_bytes() if path.is_file() else None

    def write(self, name: str, data: bytes) -> None:
        _write(self.root / name, data)

    def names(self, folder: str) -> list[str]:
        path = self.root / folder
        return sorted(each.name for each in path.iterdir()) if path.is_dir() else []

    def tree(self, folder: str) -> Mapping[str, Stored]:
        root = (self.root / folder).resolve()
        return dict(_walked(root, ""))

    def upload(self, files: Iterable[File], source: Path, tick: Tick) -> None:
        listed = list(files)
        for number, file in enumerate(listed):
            for suffix, data in variants(file.path, (source / file.path).read_bytes()):
                _write(self.root / BLOBS / f"{file.blob}{suffix}", data, mode=0o444)
            tick(number + 1, len(listed))
        # once for all: the disk has them before anything public names them
        os.sync()

    def grow(self, tree: str, links: Mapping[str, str]) -> None:
        folder = self.root / TREES / tree
        with _obeyed(folder):
            for made in sorted({(folder / path).parent for path in links}):
                made.mkdir(parents=True, exist_ok=True)
            for path, blob in links.items():
                os.link(self.root / BLOBS / blob, folder / path)

    def flip(self, tree: str) -> None:
        fresh = self.root / f".{CURRENT}-new"
        with _obeyed(fresh):
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(f"{TREES}/{tree}")
            fresh.replace(self.root / CURRENT)

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            path = self.root / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    @contextmanager
    def locked(self, me: Holder, wait: float, say: Say) -> Iterator[Lock]:
        folder = (self.root / LOCK).parent
        with _obeyed(folder):
            folder.mkdir(parents=True, exist_ok=True)
            # others on this machine must not read what is embargoed
            folder.chmod(0o700)
        with self._acquired(wait, say):
            self.write(HOLDER, replace(me, since=datetime.now(UTC).isoformat(timespec="seconds")).written())
            yield Held()

    def _acquired(self, wait: float, say: Say) -> AbstractContextManager[object]:
        lock, deadline, is_told = FileLock(self.root / LOCK), time.monotonic() + wait, False
        while True:
            with _obeyed(self.root / LOCK), suppress(Timeout):
                return lock.acquire(timeout=0)
            other = holder_in(self.read(HOLDER) or b"")
            if time.monotonic() >= deadline:
                raise stopped("locked", name=other.name, since=other.since, until="—")
            if not is_told:
                say(note("waiting", name=other.name, since=other.since))
            is_told = True
            time.sleep(POLL)


def holder_in(data: bytes) -> Holder:
    """Whoever wrote this into the lock; nobody yet, where it is empty."""
    try:
        return Holder(**json.loads(data))
    except ValueError:
        return Holder("?", "?", "?", "", "", "")


def _write(path: Path, data: bytes, mode: int = 0o644) -> None:
    with _obeyed(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            fresh.write_bytes(data)
            fresh.chmod(mode)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def _obeyed(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in NO_LINKS:
            raise stopped("no_links", path=path, why=error.strerror) from None
        raise stopped("disk", path=path, why=error.strerror or error) from None


def _walked(folder: Path, prefix: str) -> Iterator[tuple[str, Stored]]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _walked(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            found = entry.stat()
            yield prefix + entry.name, Stored(found.st_size, str(found.st_mtime_ns))
