"""Names of files: those that systems and office programs leave behind, and how a folder itself spells a name."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from fnmatch import translate
from os.path import lexists
from pathlib import Path

# in small letters
MADE_BY_SYSTEMS = (
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
    # disks in the network
    "@eadir",
    # hidden on Linux and macOS
    ".*",
)
_MADE_BY_SYSTEMS = re.compile("|".join(map(translate, MADE_BY_SYSTEMS)))


def is_made_by_system(name: str) -> bool:
    """Whether a file or folder of this name was left behind by a system or a program, and is nobody's content."""
    return bool(_MADE_BY_SYSTEMS.match(name.lower()))


def made_by_systems(_: object, names: Iterable[str]) -> set[str]:
    """Those of these names, as ``shutil.copytree`` asks for what it shall ignore."""
    return {name for name in names if is_made_by_system(name)}


def list_folder(folder: Path) -> list[Path]:
    """What people put into a folder, by name; nothing where there is no such folder."""
    try:
        paths = [path for path in folder.iterdir() if not is_made_by_system(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(paths, key=lambda path: path.name)


def list_tree(folder: Path) -> list[Path]:
    """What people put into a folder and all folders below it, in the order of the paths."""
    paths = []
    for path in list_folder(folder):
        paths.append(path)
        if path.is_dir() and not path.is_symlink():
            paths += list_tree(path)
    return sorted(paths)


def tells_capitals(path: Path) -> bool:
    """Whether the disk does not open this by other capitals: then what is there has this very name."""
    folder, name = os.path.split(path)
    return not lexists(f"{folder}{os.sep}{name.swapcase()}")


def spelling(path: Path) -> str:
    """The name as the folder spells it, capitals and accents aside; empty where nothing there has this name.

    Windows and macOS open ``Cover.PNG`` by the name ``cover.png`` too, and the same site fails to build on Linux.
    """
    name = path.name
    if tells_capitals(path) and lexists(path):
        # to list a large folder takes long
        return name
    try:
        names = [each.name for each in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    return name if name in names else next((each for each in sorted(names) if _folded(each) == _folded(name)), "")


def other_spelling(path: Path) -> str:
    """The name as the folder spells it, where that is another than this."""
    found = spelling(path)
    return "" if found == path.name else found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
