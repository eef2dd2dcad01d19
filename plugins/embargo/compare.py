"""Compares two built sites byte by byte, and hashes files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from plugins.system import textfile

# bytes of context on each side of a difference
CONTEXT_BYTES = 40


@dataclass(frozen=True, order=True)
class Difference:
    """The first byte at which a file differs between two sites, with its context in each; empty if it is missing."""

    path: str
    byte: int
    one: str
    other: str


def find_differences(one: Path, other: Path) -> tuple[Difference, ...]:
    """Compare two folders; return one difference for each file that differs or exists in one only, sorted by path."""
    paths = sorted({*list_files(one), *list_files(other)})
    differences = (_compare_files(path, one / path, other / path) for path in paths)
    return tuple(difference for difference in differences if difference)


def list_files(folder: Path) -> list[str]:
    """List every file below a folder by its relative path, sorted."""
    paths = []
    for directory, _, names in os.walk(folder):
        relative = Path(directory).relative_to(folder).as_posix()
        paths += [name if relative == "." else f"{relative}/{name}" for name in names]
    return sorted(paths)


def hash_files(folder: Path, paths: Iterable[str]) -> str:
    """Hash these files of a folder, with their paths, into one SHA-256."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{textfile.digest(folder / path)}  {path}\n".encode())
    return total.hexdigest()


def _compare_files(path: str, one: Path, other: Path) -> Difference | None:
    one_data = one.read_bytes() if one.exists() else b""
    other_data = other.read_bytes() if other.exists() else b""
    if one_data == other_data and one.exists() == other.exists():
        return None
    pairs = enumerate(zip_longest(one_data, other_data))
    offset = next((offset for offset, (a, b) in pairs if a != b), 0)
    return Difference(path, offset, _context(one_data, offset), _context(other_data, offset))


def _context(data: bytes, offset: int) -> str:
    return data[max(0, offset - CONTEXT_BYTES) : offset + CONTEXT_BYTES].decode("utf-8", "replace")
