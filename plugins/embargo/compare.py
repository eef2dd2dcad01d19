"""The comparison: the site, and the site of a content whose hidden part is another one, must be the same bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from plugins.system import textfile

AROUND = 40


@dataclass(frozen=True, order=True)
class Difference:
    """Where two sites differ first in a file: the byte, and what stands there in each; nothing where it is missing."""

    path: str
    byte: int
    one: str
    other: str


def find_differences(one: Path, other: Path) -> tuple[Difference, ...]:
    """Every file in which two folders differ."""
    paths = sorted({*files(one), *files(other)})
    return tuple(found for path in paths if (found := _difference(path, one / path, other / path)))


def files(folder: Path) -> list[str]:
    """Every file of a folder, by its path."""
    found = []
    for place, _, names in os.walk(folder):
        inside = Path(place).relative_to(folder).as_posix()
        found += [name if inside == "." else f"{inside}/{name}" for name in names]
    return sorted(found)


def hash_of(folder: Path, paths: Iterable[str]) -> str:
    """One hash of these files of a folder with their paths."""
    hashed = hashlib.sha256()
    for path in paths:
        hashed.update(f"{textfile.digest(folder / path)}  {path}\n".encode())
    return hashed.hexdigest()


def _difference(path: str, one: Path, other: Path) -> Difference | None:
    left = one.read_bytes() if one.exists() else b""
    right = other.read_bytes() if other.exists() else b""
    if left == right and one.exists() == other.exists():
        return None
    at = next((at for at, (a, b) in enumerate(zip_longest(left, right)) if a != b), 0)
    return Difference(path, at, _around(left, at), _around(right, at))


def _around(data: bytes, at: int) -> str:
    return data[max(0, at - AROUND) : at + AROUND].decode("utf-8", "replace")
