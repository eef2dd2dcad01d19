"""Manifests of output folders, by which the next build detects what is unchanged on disk, or is skipped."""

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
from plugins.cache.fingerprints import code_digest, tree_signature
from plugins.cache.sqlite import CACHE
from plugins.content.problems import Problem

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


def save_manifests(manifests: Mapping[Path, OutputManifest]) -> None:
    """Save the manifests of these folders in one transaction."""
    parts = {
        _key(folder): (manifest.files, manifest.folders, manifest.pickled_requests)
        for folder, manifest in manifests.items()
    }
    CACHE.set_many({key: pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for key, part in parts.items()})


@dataclass(frozen=True)
class BuildStamp:
    """The outcome of a build: its stage, its warnings, and the hash of the manifest of its output folder."""

    stage: str
    problems: tuple[Problem, ...]
    manifest: str | None


def build_key(content: Path, settings: Mapping[str, Any]) -> str | None:
    """A hash of all inputs of a build; None if the file system cannot tell whether the content has changed."""
    signatures = [signature for folder in (content, Path(settings["THEME"])) if (signature := tree_signature(folder))]
    if len(signatures) < 2:
        return None
    return cache_key("order", code_digest(), repr(sorted(settings.items(), key=lambda item: item[0])), *signatures)


def find_up_to_date_build(key: str | None, output: Path) -> BuildStamp | None:
    """The stamp of the build with these inputs, if the output folder still holds exactly its files."""
    data = CACHE.get_many([key]).get(key) if key else None
    stamp: BuildStamp | None = pickle.loads(data) if data else None
    if stamp is None or stamp.manifest != _manifest_digest(output):
        return None
    manifest = load_manifest(output)
    is_unmodified = manifest.has_same_folders(output) and all(
        stat_key(f"{output}/{path}") == expected for path, (_, expected) in manifest.files.items()
    )
    return stamp if is_unmodified else None


def save_stamp(key: str | None, output: Path, stage: str, problems: tuple[Problem, ...]) -> None:
    """Record the outcome of a build, so that the next one with the same inputs can be skipped."""
    if key:
        stamp = BuildStamp(stage, problems, _manifest_digest(output))
        CACHE.set_many({key: pickle.dumps(stamp, pickle.HIGHEST_PROTOCOL)})


def _manifest_digest(folder: Path) -> str | None:
    data = _load(folder)
    return hashlib.sha256(data).hexdigest() if data else None


def _load(folder: Path) -> bytes | None:
    key = _key(folder)
    return CACHE.get_many([key]).get(key)


def _key(folder: Path) -> str:
    return cache_key("footprint", str(folder.resolve()))
