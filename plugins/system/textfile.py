"""Text files are the same on every system: UTF-8, LF, no byte order mark."""

from __future__ import annotations

import codecs
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from plugins.system.disk import hash_file

MARKUP = (".md", ".html", ".xml", ".svg", ".vtt", ".txt")
DATA = (".yaml", ".json", ".csv", ".toml", ".lock", ".conf")
# a multiple of what disks read at once
PIECE_BYTES = 1 << 20
CODE = (".py", ".css", ".js")
TEXT_SUFFIXES = frozenset((*MARKUP, *DATA, *CODE))


def normalize_newlines(data: bytes) -> bytes:
    """Convert line ends to LF and remove a byte order mark; for UTF-8 or another extension of ASCII."""
    return normalize_line_ends(data.removeprefix(codecs.BOM_UTF8))


def normalize_line_ends(data: bytes) -> bytes:
    """Convert line ends to LF."""
    # most files have none to convert, and looking for one is fast
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def is_text(path: str | Path) -> bool:
    """Check whether files of this name are text files."""
    return Path(path).suffix.lower() in TEXT_SUFFIXES


def read_bytes(path: Path) -> bytes:
    """Read a file as it is hashed, compared and published: a text with normalized newlines, any other unchanged."""
    data = path.read_bytes()
    # a zero byte means UTF-16, whose line ends are other bytes
    return normalize_newlines(data) if is_text(path) and b"\0" not in data else data


def read_text(path: Path, errors: str = "strict") -> str:
    """Read a UTF-8 text file."""
    return normalize_newlines(path.read_bytes()).decode("utf-8", errors)


def write_text(path: Path, text: str) -> None:
    """Write a text file with the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def digest(path: Path) -> str:
    """Compute the SHA-256 of a file as ``read_bytes`` returns it, in pieces: a table of votes has gigabytes."""
    with path.open("rb") as file:
        if is_text(path) and not any(b"\0" in piece for piece in _pieces(file)):
            file.seek(0)
            return _digest_text(file)
    return hash_file(path)


def _digest_text(file: BinaryIO) -> str:
    """Hash a text with normalized newlines; a CR at the end of a piece waits for what follows."""
    result, waiting = hashlib.sha256(), b""
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    for piece in _pieces(file):
        data = waiting + piece
        waiting = b"\r" if data.endswith(b"\r") else b""
        result.update(normalize_line_ends(data.removesuffix(b"\r")))
    result.update(normalize_line_ends(waiting))
    return result.hexdigest()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        yield piece


def copy(source: str | Path, target: str | Path) -> None:
    """Copy a file, a text as ``read_bytes`` returns it."""
    if is_text(source):
        Path(target).write_bytes(read_bytes(Path(source)))
    else:
        shutil.copyfile(source, target)
