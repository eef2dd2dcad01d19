"""The output folder is replaced whole: at no instant, whatever goes wrong, is there half a site or none."""

from __future__ import annotations

import ctypes
import os
import pickle
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

from plugins.exhibition.outputs import Output
from plugins.kept.files import key
from plugins.kept.shelf import SHELF

# of Linux: the folder that the paths start from is the present one; two names change places at once
AT_FDCWD, RENAME_EXCHANGE = -100, 2

Seen = tuple[int, int, int]
Standing = dict[str, tuple[str, Seen | None]]


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
            standing = _write(outputs, fresh, folder)
            _swap(fresh, folder)
            SHELF.put({_key(folder): pickle.dumps(standing, pickle.HIGHEST_PROTOCOL)})
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _clear_up(folder: Path) -> None:
    """What builds left that were killed: under the lock it is nobody's."""
    former = folder.with_name(f".{folder.name}-old")
    if former.exists() and not folder.exists():
        former.rename(folder)
    for left in (former, *folder.parent.glob(f".{folder.name}-new-*")):
        shutil.rmtree(left, ignore_errors=True)


def _write(outputs: Iterable[Output], fresh: Path, former: Path) -> Standing:
    """Write what is new; what stands in the former site already is the same file under a second name."""
    before, now, made = _standing(former), {}, {str(fresh)}
    for output in outputs:
        target, old = f"{fresh}/{output.path}", f"{former}/{output.path}"
        if ".." in output.path.split("/") or output.path.startswith("/"):
            raise ValueError(f"{output.path} leads out of the output folder")
        _make_folder(target.rpartition("/")[0], made)
        stands = output.path in before and before[output.path] == (output.name, _seen(old))
        if not (stands and _linked(old, target)):
            Path(target).write_bytes(output.data)
        now[output.path] = (output.name, _seen(target))
    return now


def _make_folder(folder: str, made: set[str]) -> None:
    if folder not in made:
        Path(folder).mkdir(parents=True, exist_ok=True)
        made.add(folder)


def _seen(file: str) -> Seen | None:
    """What stays as it is when a file gets a second name, and does not when it is written anew."""
    try:
        seen = os.lstat(file)
    except OSError:
        return None
    return (seen.st_size, seen.st_mtime_ns, seen.st_ino)


def _linked(old: str, new: str) -> bool:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        return False
    return True


def _standing(folder: Path) -> Standing:
    """What the last build wrote here: each file's name, and how the disk saw it then."""
    kept = SHELF.found([_key(folder)])
    standing: Standing = pickle.loads(kept[_key(folder)]) if kept else {}
    return standing


def _key(folder: Path) -> str:
    return key("standing", str(folder.resolve()))


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
