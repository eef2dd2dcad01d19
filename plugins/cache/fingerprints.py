"""Whether a file is still as it was, by what the disk says of it; and which code it was that made a thing."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from functools import cache
from operator import attrgetter
from pathlib import Path

from plugins.paths import ROOT
from plugins.system import textfile

CODE = ("plugins", "pelicanconf.py", "publishconf.py", "requirements")
# some disks count time in steps of two seconds: within one a file can change twice and look the same; in nanoseconds
TOO_FRESH = 2_000_000_000


class Untold(OSError):
    """The disk does not tell whether this has changed."""


def folder_signature(folder: Path) -> str:
    """The names, sizes, times and places of a folder's files; empty where they do not tell whether it has changed.

    They do not for links, for what cannot be listed, and for what changed within the last tick of the disk's clock.
    """
    before = _last_tick()
    try:
        return "\n".join([_said("", os.lstat(folder), before), *_listed(str(folder), before, [])])
    except OSError:
        return ""


def file_signature(file: Path) -> str:
    """The same of one file; of one that is not there it says that."""
    try:
        return _said("", os.lstat(file), _last_tick())
    except FileNotFoundError:
        return "none"
    except OSError:
        return ""


def tree_signature(folder: Path) -> str:
    """The same of all files below a folder; empty also where there is no folder."""
    before, folders = _last_tick(), [str(folder)]
    try:
        digest = hashlib.sha256(_said("", os.lstat(folder), before).encode())
        while folders:
            said = _listed(folders.pop(), before, folders)
            digest.update("\n".join(["", str(len(said)), *said]).encode())
    except OSError:
        return ""
    return digest.hexdigest()


def _last_tick() -> int:
    return time.time_ns() - TOO_FRESH


def _listed(folder: str, before: int, folders: list[str]) -> list[str]:
    """What the disk says of each thing in a folder, in one pass; the folders among them are added to the list."""
    said = []
    with os.scandir(folder) as found:
        for entry in sorted(found, key=attrgetter("name")):
            seen = entry.stat(follow_symlinks=False)
            said.append(_said(entry.name, seen, before))
            if stat.S_ISDIR(seen.st_mode):
                folders.append(entry.path)
    return said


def _said(name: str, seen: os.stat_result, before: int) -> str:
    if stat.S_ISLNK(seen.st_mode) or seen.st_ctime_ns >= before:
        raise Untold(name)
    return f"{name!r} {seen.st_mode} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}"


@cache
def code_digest() -> str:
    """The hash of our code, our settings and the versions of all libraries, as they were when this process began."""
    digest = hashlib.sha256(sys.version.encode())
    for path in [path for name in CODE for path in sorted(_files(ROOT / name))]:
        data = textfile.read_bytes(Path(path))
        digest.update(f"{path}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _files(path: Path) -> list[str]:
    if path.is_file():
        return [str(path)]
    # hundreds of files at each start: to look for them with Path.rglob takes longer than to read them
    found = [f"{folder}/{name}" for folder, _, names in os.walk(path) for name in names if not name.endswith(".pyc")]
    return [each for each in found if Path(each).is_file()]
