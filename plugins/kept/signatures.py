"""Whether a file is still as it was, by what the disk says of it; and which code it was that made a thing."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("plugins", "pelicanconf.py", "publishconf.py", "requirements")
# some disks count time in steps of two seconds: within one a file can change twice and look the same; in nanoseconds
TOO_FRESH = 2_000_000_000


def folder_signature(folder: Path, *, fresh: bool = False) -> str:
    """The names, sizes, times and places of a folder's files; empty where they do not tell whether it has changed.

    They do not for links, for what cannot be listed, and, unless ``fresh`` says that we have just written it all
    ourselves, for what changed within the last tick of the disk's clock.
    """
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found)
        said = [_said(f"{folder}/{name}", fresh) for name in ["", *names]]
    except OSError:
        return ""
    return "\n".join([repr(names), *said]) if all(said) else ""


def file_signature(file: Path) -> str:
    """The same of one file; of one that is not there it says that."""
    try:
        return _said(str(file), fresh=False)
    except FileNotFoundError:
        return "none"
    except OSError:
        return ""


def tree_signature(folder: Path, *, fresh: bool = False) -> str:
    """The same of all files below a folder; empty also where there is no folder."""
    folders = sorted(path for path, _, _ in os.walk(folder))
    said = [folder_signature(Path(each), fresh=fresh) for each in folders]
    return hashlib.sha256("\n\n".join(said).encode()).hexdigest() if said and all(said) else ""


def _said(path: str, fresh: bool) -> str:
    seen = os.lstat(path.rstrip("/"))
    if stat.S_ISLNK(seen.st_mode) or not (fresh or time.time_ns() - seen.st_ctime_ns > TOO_FRESH):
        return ""
    return f"{seen.st_mode} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}"


@cache
def code_digest() -> str:
    """The hash of our code, our settings and the versions of all libraries, as they were when this process began."""
    return _digest(sys.version, *(path for name in CODE for path in sorted(_files(ROOT / name))))


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return (each for each in path.rglob("*") if each.is_file() and each.suffix != ".pyc")


def _digest(*parts: str | Path) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode()
        name = part.as_posix() if isinstance(part, Path) else ""
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
