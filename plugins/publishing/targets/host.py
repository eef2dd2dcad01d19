"""The interface of a machine with a folder that a web server shows, and what all such machines have in common."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import brotli

from plugins.publishing.headers import is_text
from plugins.publishing.messages import Notify
from plugins.publishing.release import File
from plugins.publishing.targets.lease import LockOwner
from plugins.publishing.targets.target import Lock, ProgressCallback

BLOBS, TREES, CURRENT = "private/blobs", "releases", "current"
# publishers on the machine and over ssh lock the same file and write the same owner
LOCK_FILE, OWNER_FILE = "private/lock", "private/holder"
POLL_S = 0.2
# how long a lock of the operating system is certainly held: as long as its process lives
PROCESS_LOCK_S = 60
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
        """All files below a folder, by their paths."""

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        """Store files and their compressed variants as blobs."""

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        """Create a tree in which each path is a hard link to the blob of that name."""

    def activate(self, tree: str) -> None:
        """Atomically point the ``current`` link at this tree."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files and whole folders."""

    def lock(self, owner: LockOwner, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        """Keep other publishers out; wait at most ``wait`` seconds for another to finish."""


def parse_lock_owner(data: bytes | None) -> LockOwner:
    """The owner of a lock as it is stored; one with unknown values if it is not written yet."""
    try:
        return LockOwner(**json.loads(data or b""))
    except ValueError:
        return LockOwner("?", "?", "?", "", "", "")


def compressed_variants(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and, for web servers that send them as they are, its compressed forms; each with a suffix for its name."""
    yield "", data
    if is_text(path) and len(data) >= MIN_COMPRESSED_BYTES:
        yield ".gz", gzip.compress(data, 9, mtime=0)
        yield ".br", brotli.compress(data, quality=11 if len(data) < MAX_BEST_BROTLI_BYTES else 9)
