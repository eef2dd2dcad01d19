"""Fingerprints of files and folders from what the file system reports, and the digest of this program's code."""

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
# some file systems store times in steps of two seconds: within one, a file can change twice and look the same
RACY_WINDOW_NS = 2_000_000_000


class UnstableFileError(OSError):
    """The file system cannot tell whether this file has changed: it is a link, or changed just now."""


def folder_signature(folder: Path) -> str | None:
    """The names, sizes, times and inodes of a folder's files.

    None where that does not prove that nothing changed: a link, an unreadable folder, a change within the racy window.
    """
    newest = _newest_stable_time()
    try:
        return "\n".join([_stat_fingerprint("", os.lstat(folder), newest), *_list_folder(str(folder), newest, [])])
    except OSError:
        return None


def file_signature(file: Path) -> str | None:
    """The same of one file; "none" for a file that does not exist."""
    try:
        return _stat_fingerprint("", os.lstat(file), _newest_stable_time())
    except FileNotFoundError:
        return "none"
    except OSError:
        return None


def tree_signature(folder: Path) -> str | None:
    """A hash of the same of all files below a folder; None also where the folder does not exist."""
    newest, folders = _newest_stable_time(), [str(folder)]
    try:
        digest = hashlib.sha256(_stat_fingerprint("", os.lstat(folder), newest).encode())
        while folders:
            fingerprints = _list_folder(folders.pop(), newest, folders)
            digest.update("\n".join(["", str(len(fingerprints)), *fingerprints]).encode())
    except OSError:
        return None
    return digest.hexdigest()


def _newest_stable_time() -> int:
    return time.time_ns() - RACY_WINDOW_NS


def _list_folder(folder: str, newest: int, folders: list[str]) -> list[str]:
    """The fingerprints of everything in a folder, in one pass; its subfolders are appended to ``folders``."""
    fingerprints = []
    with os.scandir(folder) as listing:
        for entry in sorted(listing, key=attrgetter("name")):
            status = entry.stat(follow_symlinks=False)
            fingerprints.append(_stat_fingerprint(entry.name, status, newest))
            if stat.S_ISDIR(status.st_mode):
                folders.append(entry.path)
    return fingerprints


def _stat_fingerprint(name: str, status: os.stat_result, newest: int) -> str:
    if stat.S_ISLNK(status.st_mode) or status.st_ctime_ns >= newest:
        raise UnstableFileError(name)
    return f"{name!r} {status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


@cache
def code_digest() -> str:
    """The hash of this program's code and settings and of all libraries' versions, as they were when it started."""
    digest = hashlib.sha256(sys.version.encode())
    for path in [path for name in CODE for path in sorted(_files(ROOT / name))]:
        data = textfile.read_bytes(Path(path))
        digest.update(f"{path}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _files(path: Path) -> list[str]:
    if path.is_file():
        return [str(path)]
    # os.walk, because Path.rglob takes longer than reading these hundreds of files
    paths = [f"{folder}/{name}" for folder, _, names in os.walk(path) for name in names if not name.endswith(".pyc")]
    return [path for path in paths if Path(path).is_file()]
