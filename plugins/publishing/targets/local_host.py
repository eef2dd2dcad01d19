"""This machine as a host: a folder, hard links, and a symbolic link ``current``."""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from plugins.publishing.messages import Notify, message, publish_error
from plugins.publishing.release import File
from plugins.publishing.targets.host import (
    BLOBS,
    CURRENT,
    LOCK_FILE,
    OWNER_FILE,
    POLL_S,
    PROCESS_LOCK_S,
    TREES,
    StoredFile,
    aside_name,
    check_names,
    compressed_variants,
)
from plugins.publishing.targets.lease import LockOwner, parse_lock_owner
from plugins.publishing.targets.target import Lock, ProgressCallback
from plugins.system.disk import write_atomically

# errors of disks without links
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class ProcessLock:
    """A lock of the operating system: it is held until the process ends."""

    def remaining_seconds(self) -> int:
        """A constant, as the lock cannot be lost."""
        return PROCESS_LOCK_S


@dataclass(frozen=True)
class LocalHost:
    """This machine; ``root`` is the target's folder."""

    root: Path

    def read_file(self, name: str) -> bytes | None:
        path = self.root / name
        return path.read_bytes() if path.is_file() else None

    def write_file(self, name: str, data: bytes) -> None:
        _write(self.root / name, data)

    def list_names(self, folder: str) -> list[str]:
        path = self.root / folder
        return sorted(entry.name for entry in path.iterdir()) if path.is_dir() else []

    def list_tree(self, folder: str) -> Mapping[str, StoredFile]:
        return dict(_walk((self.root / folder).resolve(), ""))

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        listed = list(files)
        for number, file in enumerate(listed, 1):
            for suffix, data in compressed_variants(file.path, (source / file.path).read_bytes()):
                _write(self.root / BLOBS / f"{file.blob}{suffix}", data, mode=0o444)
            on_progress(number, len(listed))
        # once for all files: they are on the disk before anything public refers to them
        os.sync()

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        root = self.root / TREES / tree
        with _disk_errors(root):
            for folder in _folders_of(links):
                (root / folder).mkdir(parents=True, exist_ok=True)
                # the web server is another user, whatever our umask
                (root / folder).chmod(0o755)
            root.parent.chmod(0o755)
            for path, source in links.items():
                os.link(self.root / source, root / path, follow_symlinks=False)

    def activate(self, tree: str) -> None:
        temporary = self.root / f".{CURRENT}-new"
        with _disk_errors(temporary):
            temporary.unlink(missing_ok=True)
            temporary.symlink_to(f"{TREES}/{tree}")
            temporary.replace(self.root / CURRENT)

    def remove(self, folder: str, names: Iterable[str]) -> None:
        for name in check_names(folder, names):
            path = self.root / folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def set_aside(self, name: str) -> None:
        path = self.root / aside_name(name)
        with _disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).replace(path)

    @contextmanager
    def lock(self, owner: LockOwner, wait: float, notify: Notify) -> Iterator[Lock]:
        folder = (self.root / LOCK_FILE).parent
        with _disk_errors(folder):
            if not self.root.exists():
                self.root.mkdir(parents=True)
                self.root.chmod(0o755)
            folder.mkdir(exist_ok=True)
            # other users of this machine must not read what is embargoed
            folder.chmod(0o700)
        with self._acquire(wait, notify):
            since = datetime.now(UTC).isoformat(timespec="seconds")
            self.write_file(OWNER_FILE, replace(owner, since=since).to_json())
            yield ProcessLock()

    def _acquire(self, wait: float, notify: Notify) -> AbstractContextManager[object]:
        lock, deadline, is_notified = FileLock(self.root / LOCK_FILE, mode=0o600), time.monotonic() + wait, False
        while True:
            with _disk_errors(self.root / LOCK_FILE), suppress(Timeout):
                return lock.acquire(timeout=0)
            other = parse_lock_owner(self.read_file(OWNER_FILE))
            if time.monotonic() >= deadline:
                raise publish_error("locked", name=other.name, since=other.since, until="—")
            if not is_notified:
                notify(message("waiting", name=other.name, since=other.since))
            is_notified = True
            time.sleep(POLL_S)


def _folders_of(paths: Iterable[str]) -> list[str]:
    """All folders that these paths are in, each after the one that it is in; the first is the root's, ``""``."""
    folders = {""}
    for path in paths:
        folder = posixpath.dirname(path)
        while folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    return sorted(folders)


def _write(path: Path, data: bytes, mode: int = 0o644) -> None:
    with _disk_errors(path):
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        write_atomically(path, data, mode)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Raise ``PublishError`` for an error of the disk."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_LINKS:
            raise publish_error("no_links", path=path, why=error.strerror) from None
        raise publish_error("disk", path=path, why=error.strerror or error) from None


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, StoredFile]]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        # links of others are listed, not followed
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            status = entry.stat(follow_symlinks=False)
            yield prefix + entry.name, StoredFile(status.st_size, str(status.st_mtime_ns))
