"""An entry's folder as its files by name: texts at hand, pictures and films where they lie, for they can be large."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from plugins.system import textfile
from plugins.system.file_names import list_tree

Files = Mapping[str, bytes | Path]


def files_in(folder: Path) -> dict[str, bytes | Path]:
    """What lies in a folder. Whatever is no plain file counts as a change, too."""
    return {
        path.relative_to(folder).as_posix(): path if path.is_file() and not path.is_symlink() else b""
        for path in list_tree(folder)
    }


def digest(files: Files) -> str:
    """One for all files of a folder and their names."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name} {digest_of(data)}\n".encode())
    return total.hexdigest()[:32]


def digest_of(data: bytes | Path) -> str:
    """The hash of a file, the same whatever the line ends of a text; bytes at hand are as we write them."""
    return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else textfile.digest(data)


def text_of(data: bytes | Path) -> str:
    """A file's words. Raises ``UnicodeDecodeError``."""
    return data.decode("utf-8") if isinstance(data, bytes) else textfile.read_text(data)


def write_folder(folder: Path, files: Files, *, linked: bool = False) -> None:
    """Write the files into a folder that is not there yet; for a look alone, large ones are linked if they can be."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        if isinstance(data, bytes):
            (folder / name).write_bytes(data)
        elif not (linked and _link(data, folder / name)):
            textfile.copy(data, folder / name)


def _link(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:
        # on another disk, or one that knows no links
        return False
    return True
