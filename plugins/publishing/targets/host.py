"""The interface of a machine with a folder that a web server shows, and what all such machines have in common."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import brotli

from plugins.publishing.files import File
from plugins.publishing.headers import is_text
from plugins.publishing.messages import Notify, message, publish_error
from plugins.publishing.targets.lease import LockOwner, parse_lock_owner
from plugins.publishing.targets.target import Lock, ProgressCallback

Held = TypeVar("Held")
BLOBS, TREES, CURRENT = "private/blobs", "releases", "current"
# what is not complete yet, on the disk of the rest
INCOMING, DAMAGED = "private/incoming", "private/damaged"
# the only folders from which anything is removed
EMPTIED = (BLOBS, TREES)
# publishers on the machine and over ssh lock the same file and write the same owner
LOCK_FILE, OWNER_FILE = "private/lock", "private/holder"
POLL_S = 0.2
COMPRESSED_SUFFIXES = (".gz", ".br")
# a smaller response fits into one packet anyway
MIN_COMPRESSED_BYTES = 1000
# the best Brotli quality takes seconds for a larger file
MAX_BEST_BROTLI_BYTES = 200_000


@dataclass(frozen=True)
class StoredFile:
    """A file in a tree: ``size`` in bytes, ``modified`` as its machine formats it."""

    size: int
    modified: str


class Host(Protocol):
    """A machine. Names have slashes and are relative to the target's folder. Methods may raise ``PublishError``."""

    def read_file(self, name: str) -> bytes | None:
        """The contents of a small file, or ``None`` if there is none."""

    def write_file(self, name: str, data: bytes) -> None:
        """Replace a small file atomically."""

    def list_names(self, folder: str) -> list[str]:
        """The names in a folder, sorted."""

    def list_tree(self, folder: str) -> Mapping[str, StoredFile]:
        """All files below a folder, by their paths; symbolic links in it count as files."""

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        """Store files and their compressed variants as blobs."""

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        """Create a tree in which each path is a hard link to the file of that name."""

    def activate(self, tree: str) -> None:
        """Atomically point the ``current`` link at this tree."""

    def remove(self, folder: str, names: Iterable[str]) -> None:
        """Remove files and whole folders that are directly in one of the folders ``EMPTIED``."""

    def set_aside(self, name: str) -> None:
        """Move a file to ``DAMAGED``, where nothing reads it."""

    def lock(self, owner: LockOwner, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        """Keep other publishers out; wait at most ``wait`` seconds for another to finish."""


def wait_for_lock(host: Host, try_lock: Callable[[], Held | None], wait: float, notify: Notify) -> Held:
    """What ``try_lock`` returns once it has the lock. Raises ``PublishError`` if that takes over ``wait`` seconds."""
    deadline, is_notified = time.monotonic() + wait, False
    while (held := try_lock()) is None:
        other = parse_lock_owner(host.read_file(OWNER_FILE))
        if time.monotonic() >= deadline:
            raise publish_error("locked", name=other.name, since=other.since, until="—")
        if not is_notified:
            notify(message("waiting", name=other.name, since=other.since))
        is_notified = True
        time.sleep(POLL_S)
    return held


def check_names(folder: str, names: Iterable[str]) -> list[str]:
    """The names that are to be removed from a folder. Raises ``ValueError`` if one would lead out of it."""
    listed = list(names)
    wrong = [name for name in listed if name in {"", ".", ".."} or "/" in name or "\0" in name]
    if wrong or folder not in EMPTIED:
        raise ValueError(f"not to be removed from {folder}: {wrong}")
    return listed


def aside_name(name: str) -> str:
    """The name of a file that is set aside."""
    return f"{DAMAGED}/{name.removeprefix('private/').replace('/', '-')}"


def has_variants(file: File) -> bool:
    """Whether a file is stored with its compressed forms."""
    return is_text(file.path) and file.size >= MIN_COMPRESSED_BYTES


def compressed_variants(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and, for web servers that send them as they are, its compressed forms; each with a suffix for its name."""
    yield "", data
    if is_text(path) and len(data) >= MIN_COMPRESSED_BYTES:
        yield ".gz", gzip.compress(data, 9, mtime=0)
        yield ".br", brotli.compress(data, quality=11 if len(data) < MAX_BEST_BROTLI_BYTES else 9)
