"""Reading and writing within the content: no link, no path out of it, whole files or nothing."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from plugins.content.parsing.files import exists_or_dangling
from plugins.content.problems import ContentError, problem
from plugins.scaffold.slugs import make_unique
from plugins.system.disk import retry_in_use, write_atomically

# in the content itself, so that a move needs no copy; nothing is read from it
BIN = "bin"


def plain_path(content: Path, file: str) -> Path:
    """The path of a file below the content, without any link in it. Raises ``ContentError`` for any other."""
    path = content
    for part in file.split("/"):
        path = path / part
        # Windows: a colon begins the path of a drive, or another stream of a file
        if part in {"", ".", ".."} or not {"\\", ":", "\0"}.isdisjoint(part) or path.is_symlink():
            raise ContentError(problem(file, 1, "outside_content", name=file))
    if path.exists() and not path.is_dir() and not stat.S_ISREG(path.stat().st_mode):
        raise ContentError(problem(file, 1, "outside_content", name=file))
    return path


def read_file(content: Path, file: str) -> bytes:
    """The bytes of a file; empty if it does not exist. Raises ``ContentError`` or ``OSError``."""
    path = plain_path(content, file)
    return path.read_bytes() if path.exists() else b""


def write_files(content: Path, files: Mapping[str, bytes | Path | None]) -> None:
    """Write files from bytes or copies, and remove those with ``None``: all of them, or as far as can be none.

    Everything is on the disk before the first file is replaced, so a full disk changes nothing. Raises ``OSError``.
    """
    paths = {plain_path(content, file): data for file, data in files.items()}
    folders = [folder for path in paths for folder in _missing_folders(path.parent)]
    staged: dict[Path, Path] = {}
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    replaced: list[Path] = []
    try:
        for path, data in paths.items():
            if data is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                staged[path] = path.with_name(f".{path.name}.new")
                _write(staged[path], data)
        for path in paths:
            _replace(path, staged.get(path))
            replaced.append(path)
    except OSError:
        for path in replaced:
            _restore(path, before[path])
        raise
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for folder in folders:
            # nothing was written into it
            with suppress(OSError):
                folder.rmdir()


def _missing_folders(folder: Path) -> list[Path]:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    return missing


def _write(path: Path, data: bytes | Path) -> None:
    """Write a new file that is on the disk, not only on its way there, when this returns."""
    # a process that was killed may have left one, and a link of this name would lead elsewhere
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        if isinstance(data, Path):
            with data.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, staged: Path | None) -> None:
    if staged:
        retry_in_use(partial(staged.replace, path))
    else:
        retry_in_use(partial(path.unlink, missing_ok=True))
        with suppress(OSError):
            # an entry that is undone leaves no empty folder
            path.parent.rmdir()


def _restore(path: Path, data: bytes | None) -> None:
    with suppress(OSError):
        if data is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, data)


def bin_place(content: Path, folder: str) -> str:
    """The place in the bin for the folder of a document."""
    kind, _, slug = folder.rpartition("/")
    inside = content / BIN / kind
    return f"{BIN}/{kind}/{make_unique(slug, {path.name for path in inside.iterdir()} if inside.is_dir() else set())}"


def move(content: Path, source: str, target: str) -> None:
    """Rename a folder within the content. Raises ``ContentError`` if something has the new name, or ``OSError``."""
    source_path, target_path = plain_path(content, source), plain_path(content, target)
    if exists_or_dangling(content, target):
        raise ContentError(problem(target, 1, "new_taken", given=target))
    # of a source that is gone no folder stays behind
    source_path.stat()
    target_path.parent.mkdir(parents=True, exist_ok=True)
    retry_in_use(partial(source_path.rename, target_path))


def list_bin(content: Path) -> list[str]:
    """The folders in the bin, such as ``entries/rain-garden``."""
    return sorted(
        f"{kind.name}/{path.name}"
        for kind in ((content / BIN).iterdir() if (content / BIN).is_dir() else ())
        if kind.is_dir() and not kind.is_symlink()
        for path in kind.iterdir()
        if path.is_dir() and not path.is_symlink()
    )
