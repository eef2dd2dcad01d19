"""File names: recognise files that systems and office programs create, and find the actual spelling of a name."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from fnmatch import translate
from os.path import lexists
from pathlib import Path

# patterns in lower case
SYSTEM_FILES = (
    # Windows
    "thumbs.db",
    "ehthumbs*.db",
    "desktop.ini",
    "$recycle.bin",
    "system volume information",
    # macOS, of which every other name begins with a dot: .DS_Store, ._cover.png
    "icon\r",
    "__macosx",
    # Microsoft Office; LibreOffice's locks begin with a dot
    "~$*",
    "*.tmp",
    # network disks
    "@eadir",
    # hidden on Linux and macOS
    ".*",
)
_SYSTEM_FILE_PATTERN = re.compile("|".join(map(translate, SYSTEM_FILES)))


def is_system_file(name: str) -> bool:
    """Check whether a file or folder of this name was created by a system or a program and is not content."""
    return bool(_SYSTEM_FILE_PATTERN.match(name.lower()))


def ignore_system_files(_: object, names: Iterable[str]) -> set[str]:
    """Select the names of system files; an ``ignore`` function for ``shutil.copytree``."""
    return {name for name in names if is_system_file(name)}


def list_folder(folder: Path) -> list[Path]:
    """List a folder by name without system files; empty if there is no such folder."""
    try:
        paths = [path for path in folder.iterdir() if not is_system_file(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(paths, key=lambda path: path.name)


def list_tree(folder: Path) -> list[Path]:
    """List a folder and all folders below it in the order of the paths, without system files."""
    paths = []
    for path in list_folder(folder):
        paths.append(path)
        if path.is_dir() and not path.is_symlink():
            paths += list_tree(path)
    return sorted(paths)


def is_case_sensitive(path: Path) -> bool:
    """Check that the disk does not open this path in other case; then an existing file has exactly this name."""
    folder, name = os.path.split(path)
    return not lexists(f"{folder}{os.sep}{name.swapcase()}")


def actual_spelling(path: Path) -> str:
    """Find the name as the folder spells it, ignoring case and Unicode normalization; empty if there is none.

    Windows and macOS open ``Cover.PNG`` by the name ``cover.png`` too, and the same site fails to build on Linux.
    """
    name = path.name
    if is_case_sensitive(path) and lexists(path):
        # faster than listing a large folder
        return name
    try:
        names = [candidate.name for candidate in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    return (
        name
        if name in names
        else next((candidate for candidate in sorted(names) if _fold(candidate) == _fold(name)), "")
    )


def differing_spelling(path: Path) -> str:
    """Find the folder's spelling of the name if it differs from this one; else empty."""
    actual = actual_spelling(path)
    return "" if actual == path.name else actual


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
