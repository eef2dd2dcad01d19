"""The output folder is replaced whole: at no instant, whatever goes wrong, is there half a site or none."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

from plugins.exhibition.outputs import Output

# of Linux: the folder that the paths start from is the present one; two names change places at once
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def replace_folder(outputs: Iterable[Output], folder: Path) -> None:
    """Write the files into a new folder beside this one, then let the two change places.

    Of two builds at once the second waits. Raises ``OSError`` where the disk does not obey; the former site is then
    as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}-lock"):
        _clear_up(folder)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
        try:
            fresh.chmod(0o755)
            _write(outputs, fresh)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _clear_up(folder: Path) -> None:
    """What builds left that were killed: under the lock it is nobody's."""
    former = folder.with_name(f".{folder.name}-old")
    if former.exists() and not folder.exists():
        former.rename(folder)
    for left in (former, *folder.parent.glob(f".{folder.name}-new-*")):
        shutil.rmtree(left, ignore_errors=True)


def _write(outputs: Iterable[Output], folder: Path) -> None:
    root = folder.resolve()
    for output in outputs:
        target = (root / output.path).resolve()
        if not target.is_relative_to(root):
            raise ValueError(f"{output.path} leads out of the output folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output.data)


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(fresh, folder):
        _swap_in_two_steps(fresh, folder)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, where the system and the disk can."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    arguments = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return rename is not None and rename(*arguments) == 0


def _swap_in_two_steps(fresh: Path, folder: Path) -> None:
    """Elsewhere there is an instant without a site; a build that is killed in it is mended by the next."""
    former = folder.with_name(f".{folder.name}-old")
    folder.rename(former)
    try:
        fresh.rename(folder)
    except OSError:
        former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)
