"""What a build left in a folder, by which the next knows what still stands there as it was written."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.cache.files import key
from plugins.cache.sqlite import SHELF

Seen = tuple[int, int, int]


@dataclass(frozen=True)
class Footprint:
    """The name of each file that was written and how the disk saw it then, and how it saw each folder.

    ``pickled`` is what each page asked for: who finds the name of a page here has the code that can read it.
    """

    files: Mapping[str, tuple[str, Seen | None]]
    folders: Mapping[str, Seen | None]
    pickled: bytes = b""

    def is_in(self, folder: Path) -> bool:
        """Whether all folders are as they were left; a file that came or went would show in one."""
        return bool(self.folders) and all(seen(f"{folder}/{each}") == left for each, left in self.folders.items())

    @cached_property
    def asked(self) -> Mapping[str, list[Any]]:
        """The files that a page asked for, by its path."""
        asked: Mapping[str, list[Any]] = pickle.loads(self.pickled) if self.pickled else {}
        return asked


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
    kept = {_key(folder): (left.files, left.folders, left.pickled) for folder, left in footprints.items()}
    SHELF.put({name: pickle.dumps(left, pickle.HIGHEST_PROTOCOL) for name, left in kept.items()})


def _found(folder: Path) -> bytes:
    return SHELF.found([_key(folder)]).get(_key(folder), b"")


def _key(folder: Path) -> str:
    return key("footprint", str(folder.resolve()))
