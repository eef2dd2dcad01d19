"""This machine as a host: a folder, hard links, and a symbolic link ``current``."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from plugins.publishing.files import File
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.targets.host import (
    BLOBS,
    CURRENT,
    LOCK_FILE,
    OWNER_FILE,
    TREES,
    Host,
    StoredFile,
    aside_name,
    check_names,
    compressed_variants,
    wait_for_lock,
)
from plugins.publishing.targets.lease import LockOwner
from plugins.publishing.targets.target import Lock, ProgressCallback, SteadyLock
from plugins.system.disk import write_atomically

# errors of disks without links
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True)
class LocalHost(Host):
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
            for folder in sorted({folder for path in links for folder in PurePosixPath(path).parents}):
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
            path.parent.mkdir(exist_ok=True)
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
        with wait_for_lock(self, self._try_lock, wait, notify):
            since = datetime.now(UTC).isoformat(timespec="seconds")
            self.write_file(OWNER_FILE, replace(owner, since=since).to_json())
            yield SteadyLock()

    def _try_lock(self) -> AbstractContextManager[object] | None:
        path = self.root / LOCK_FILE
        with _disk_errors(path), suppress(Timeout):
            return FileLock(path, mode=0o600).acquire(timeout=0)
        return None


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
