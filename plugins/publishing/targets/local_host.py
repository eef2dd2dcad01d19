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

from plugins.publishing.messages import message, publish_error
from plugins.publishing.release import File
from plugins.publishing.targets.compression import variants
from plugins.publishing.targets.lease import LockOwner, Notify
from plugins.publishing.targets.target import Lock, ProgressCallback

POLL_S = 0.2
BLOBS, TREES, CURRENT = "private/blobs", "releases", "current"
# who locks a folder here and who does over ssh lock the same file, and write the same one
LOCK_FILE, OWNER_FILE = "private/lock", "private/holder"
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True)
class Stored:
    """A file in a tree; ``modified`` as its machine tells it."""

    size: int
    modified: str


class Host(Protocol):
    """The machine. Names have slashes and are relative to the target's folder."""

    def read_file(self, name: str) -> bytes | None:
        """A small file."""

    def write_file(self, name: str, data: bytes) -> None:
        """Replace a small file at once."""

    def list_names(self, folder: str) -> list[str]:
        """What is in a folder, sorted."""

    def list_tree(self, folder: str) -> Mapping[str, Stored]:
        """All files below a folder, by their paths."""

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        """Bring files and their compressed siblings among the blobs."""

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        """Make a tree in which each path is the blob of that name."""

    def activate(self, tree: str) -> None:
        """Let ``current`` be this tree from one moment to the next."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files and whole folders."""

    def lock(self, me: LockOwner, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        """A context in which nobody else publishes."""


class ProcessLock:
    """A lock that the system keeps for as long as the process lives: it is never lost."""

    def remaining_seconds(self) -> int:
        return 60


@dataclass(frozen=True)
class LocalHost:
    """This machine."""

    root: Path

    def read_file(self, name: str) -> bytes | None:
        path = self.root / name
        return path.read_bytes() if path.is_file() else None

    def write_file(self, name: str, data: bytes) -> None:
        _write(self.root / name, data)

    def list_names(self, folder: str) -> list[str]:
        path = self.root / folder
        return sorted(each.name for each in path.iterdir()) if path.is_dir() else []

    def list_tree(self, folder: str) -> Mapping[str, Stored]:
        root = (self.root / folder).resolve()
        return dict(_walk(root, ""))

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        listed = list(files)
        for number, file in enumerate(listed):
            for suffix, data in variants(file.path, (source / file.path).read_bytes()):
                _write(self.root / BLOBS / f"{file.blob}{suffix}", data, mode=0o444)
            on_progress(number + 1, len(listed))
        # once for all: the disk has them before anything public names them
        os.sync()

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        folder = self.root / TREES / tree
        with _disk_errors(folder):
            for made in sorted({(folder / path).parent for path in links}):
                made.mkdir(parents=True, exist_ok=True)
            for path, blob in links.items():
                os.link(self.root / BLOBS / blob, folder / path)

    def activate(self, tree: str) -> None:
        fresh = self.root / f".{CURRENT}-new"
        with _disk_errors(fresh):
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
    def lock(self, me: LockOwner, wait: float, notify: Notify) -> Iterator[Lock]:
        folder = (self.root / LOCK_FILE).parent
        with _disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            # others on this machine must not read what is embargoed
            folder.chmod(0o700)
        with self._acquire(wait, notify):
            self.write_file(OWNER_FILE, replace(me, since=datetime.now(UTC).isoformat(timespec="seconds")).to_json())
            yield ProcessLock()

    def _acquire(self, wait: float, notify: Notify) -> AbstractContextManager[object]:
        lock, deadline, is_told = FileLock(self.root / LOCK_FILE), time.monotonic() + wait, False
        while True:
            with _disk_errors(self.root / LOCK_FILE), suppress(Timeout):
                return lock.acquire(timeout=0)
            other = parse_lock_owner(self.read_file(OWNER_FILE) or b"")
            if time.monotonic() >= deadline:
                raise publish_error("locked", name=other.name, since=other.since, until="—")
            if not is_told:
                notify(message("waiting", name=other.name, since=other.since))
            is_told = True
            time.sleep(POLL_S)


def parse_lock_owner(data: bytes) -> LockOwner:
    """Whoever wrote this into the lock; nobody yet, where it is empty."""
    try:
        return LockOwner(**json.loads(data))
    except ValueError:
        return LockOwner("?", "?", "?", "", "", "")


def _write(path: Path, data: bytes, mode: int = 0o644) -> None:
    with _disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            fresh.write_bytes(data)
            fresh.chmod(mode)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in NO_LINKS:
            raise publish_error("no_links", path=path, why=error.strerror) from None
        raise publish_error("disk", path=path, why=error.strerror or error) from None


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Stored]]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            found = entry.stat()
            yield prefix + entry.name, Stored(found.st_size, str(found.st_mtime_ns))
