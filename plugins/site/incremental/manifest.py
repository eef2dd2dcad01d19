"""Manifests of output folders, by which the next build detects which files are unchanged on disk."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.cache.files import cache_key
from plugins.cache.sqlite import CACHE

StatKey = tuple[int, int, int]
"""Size, modification time in nanoseconds and inode of a file or folder."""


@dataclass(frozen=True)
class OutputManifest:
    """The key and the stat key of each written file, and the stat key of each folder.

    ``pickled_requests`` is the list of files that each page requests, unpickled only on demand: a page with the same
    key was written by the same code, which can read it.
    """

    files: Mapping[str, tuple[str, StatKey | None]]
    folders: Mapping[str, StatKey | None]
    pickled_requests: bytes = b""

    def has_same_folders(self, folder: Path) -> bool:
        """Whether all folders are as they were written, so that no file was added or removed."""
        return bool(self.folders) and all(
            stat_key(f"{folder}/{path}") == expected for path, expected in self.folders.items()
        )

    @cached_property
    def requests(self) -> Mapping[str, list[Any]]:
        """The files that each page requests, by its path."""
        requests: Mapping[str, list[Any]] = pickle.loads(self.pickled_requests) if self.pickled_requests else {}
        return requests


EMPTY_MANIFEST = OutputManifest({}, {})


def stat_key(path: str) -> StatKey | None:
    """What changes when a file is written again, but not when it gets a second hard link; None if there is no file."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def load_manifest(folder: Path) -> OutputManifest:
    """The manifest of the last build into this folder; empty if it is unknown."""
    data = _load(folder)
    return OutputManifest(*pickle.loads(data)) if data else EMPTY_MANIFEST


def manifest_digest(folder: Path) -> str | None:
    """The hash of the manifest of the last build into this folder; None if it is unknown."""
    data = _load(folder)
    return hashlib.sha256(data).hexdigest() if data else None


def is_unmodified(folder: Path) -> bool:
    """Whether the folder holds exactly what the last build wrote."""
    manifest = load_manifest(folder)
    return manifest.has_same_folders(folder) and all(
        stat_key(f"{folder}/{path}") == expected for path, (_, expected) in manifest.files.items()
    )


def save_manifests(manifests: Mapping[Path, OutputManifest]) -> None:
    """Save the manifests of these folders in one transaction."""
    parts = {
        _key(folder): (manifest.files, manifest.folders, manifest.pickled_requests)
        for folder, manifest in manifests.items()
    }
    CACHE.set_many({key: pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for key, part in parts.items()})


def _load(folder: Path) -> bytes | None:
    key = _key(folder)
    return CACHE.get_many([key]).get(key)


def _key(folder: Path) -> str:
    return cache_key("footprint", str(folder.resolve()))
