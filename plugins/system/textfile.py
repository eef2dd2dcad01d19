"""Texts are the same whatever editor, archive, mail or checkout they came through: LF, UTF-8, no byte order mark."""

from __future__ import annotations

import codecs
import hashlib
import shutil
from pathlib import Path

MARKUP = (".md", ".html", ".xml", ".svg", ".vtt", ".txt")
DATA = (".yaml", ".json", ".csv", ".toml", ".lock", ".conf")
CODE = (".py", ".css", ".js")
TEXTS = frozenset((*MARKUP, *DATA, *CODE))


def with_lf(data: bytes) -> bytes:
    """The bytes of a text in UTF-8 or another extension of ASCII with LF at its line ends and no mark before it."""
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def is_text(path: str | Path) -> bool:
    """Whether files of this name are texts."""
    return Path(path).suffix.lower() in TEXTS


def read_bytes(path: Path) -> bytes:
    """A file as it is hashed, compared and published: a text as ``with_lf`` has it, any other as it lies there."""
    data = path.read_bytes()
    # a zero byte is in no text but UTF-16, whose line ends are other bytes
    return with_lf(data) if is_text(path) and b"\0" not in data else data


def read_text(path: Path, errors: str = "strict") -> str:
    """The words of a text in UTF-8."""
    return with_lf(path.read_bytes()).decode("utf-8", errors)


def write_text(path: Path, text: str) -> None:
    """Write a text with the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def digest(path: Path) -> str:
    """The SHA-256 of a file as ``read_bytes`` has it; only texts are held in memory as a whole."""
    if is_text(path):
        return hashlib.sha256(read_bytes(path)).hexdigest()
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def copy(source: str | Path, target: str | Path) -> None:
    """Copy a file, a text as ``read_bytes`` has it."""
    if is_text(source):
        Path(target).write_bytes(read_bytes(Path(source)))
    else:
        shutil.copyfile(source, target)
