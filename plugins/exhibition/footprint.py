"""What a build left in a folder, by which the next knows what still stands there as it was written."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.kept.files import key
from plugins.kept.shelf import SHELF

Seen = tuple[int, int, int]


@dataclass(frozen=True)
class Footprint:
    """The name of each file that was written and how the disk saw it then, and how it saw each folder."""

    files: Mapping[str, tuple[str, Seen | None]]
    folders: Mapping[str, Seen | None]

    def is_in(self, folder: Path) -> bool:
        """Whether all folders are as they were left; a file that came or went would show in one."""
        return bool(self.folders) and all(seen(f"{folder}/{each}") == left for each, left in self.folders.items())


NOTHING = Footprint({}, {})


def seen(path: str) -> Seen | None:
    """What stays as it is when a file gets a second name, and does not when it is written anew."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def footprint_of(folder: Path) -> Footprint:
    """What the last build that wrote here left."""
    data = _found(folder)
    return Footprint(*pickle.loads(data)) if data else NOTHING


def name_of(folder: Path) -> str:
    """A name for what the last build left here; empty where that is not known."""
    data = _found(folder)
    return hashlib.sha256(data).hexdigest() if data else ""


def is_untouched(folder: Path) -> bool:
    """Whether all that the last build left here is as it was, and nothing else came."""
    left = footprint_of(folder)
    return left.is_in(folder) and all(seen(f"{folder}/{path}") == was for path, (_, was) in left.files.items())


def remember(footprints: Mapping[Path, Footprint]) -> None:
    """Note what was left in these folders, all at once."""
    SHELF.put({_key(folder): pickle.dumps((left.files, left.folders)) for folder, left in footprints.items()})


def _found(folder: Path) -> bytes:
    return SHELF.found([_key(folder)]).get(_key(folder), b"")


def _key(folder: Path) -> str:
    return key("footprint", str(folder.resolve()))
