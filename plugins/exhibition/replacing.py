"""The output folder is replaced whole: at no instant, whatever goes wrong, is there half a site or none."""

from __future__ import annotations

import ctypes
import os
import pickle
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from plugins.exhibition.outputs import Output
from plugins.kept.files import key
from plugins.kept.shelf import SHELF

# of Linux: the folder that the paths start from is the present one; two names change places at once
AT_FDCWD, RENAME_EXCHANGE = -100, 2

Seen = tuple[int, int, int]


@dataclass(frozen=True)
class Standing:
    """What a build wrote into a folder: the name of each file and how the disk saw it, and how it saw each folder."""

    files: Mapping[str, tuple[str, Seen | None]]
    folders: Mapping[str, Seen | None]


NOTHING = Standing({}, {})


def replace_folder(outputs: Sequence[Output], folder: Path) -> None:
    """Write the files into another folder beside this one, then let the two change places.

    The former site is kept as the spare that the next build begins with: making and removing ten thousand folders takes
    longer than all else. Of two builds at once the second waits. Raises ``OSError`` where the disk does not obey; the
    former site is then as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}-lock"):
        _clear_up(folder)
        fresh, left = _begun(folder)
        try:
            former = _standing(folder)
            standing = _write(outputs, fresh, left, folder, former)
            _swap(fresh, folder)
            SHELF.put({_key(folder): _kept(standing), _key(_spare(folder)): _kept(former)})
            if fresh.exists():
                fresh.rename(_spare(folder))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _spare(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-spare")


def _clear_up(folder: Path) -> None:
    """What builds left that were killed: under the lock it is nobody's."""
    former = folder.with_name(f".{folder.name}-old")
    if former.exists() and not folder.exists():
        former.rename(folder)
    for left in (former, *folder.parent.glob(f".{folder.name}-new-*")):
        shutil.rmtree(left, ignore_errors=True)


def _begun(folder: Path) -> tuple[Path, Standing]:
    """A folder to write into, and what stands in it: the spare if it is as it was left, or nothing."""
    fresh, spare = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent)), _spare(folder)
    left = _standing(spare)
    if left.folders and all(_seen(f"{spare}/{each}") == seen for each, seen in left.folders.items()):
        fresh.rmdir()
        spare.rename(fresh)
        return fresh, left
    shutil.rmtree(spare, ignore_errors=True)
    fresh.chmod(0o755)
    return fresh, NOTHING


def _write(outputs: Sequence[Output], fresh: Path, left: Standing, folder: Path, former: Standing) -> Standing:
    """Write what is new; what stands in the former site already is the same file under a second name."""
    files = {}
    folders = _make_folders([output.path for output in outputs], fresh, left)
    for output in outputs:
        target, old = f"{fresh}/{output.path}", f"{folder}/{output.path}"
        if not _stands(output, target, left):
            # written over, it would change in the former site as well
            Path(target).unlink(missing_ok=True)
            if not (_stands(output, old, former) and _linked(old, target)):
                Path(target).write_bytes(output.data)
        files[output.path] = (output.name, _seen(target))
    return Standing(files, {each: _seen(f"{fresh}/{each}") for each in folders})


def _stands(output: Output, file: str, standing: Standing) -> bool:
    known = standing.files.get(output.path)
    return known is not None and known == (output.name, _seen(file))


def _make_folders(paths: Sequence[str], fresh: Path, left: Standing) -> set[str]:
    """Make the folders that these files need, and take away all that is left of others."""
    needed = {""}
    for path in paths:
        if ".." in path.split("/") or path.startswith("/"):
            raise ValueError(f"{path} leads out of the output folder")
        above = path.rpartition("/")[0]
        while above not in needed:
            needed.add(above)
            above = above.rpartition("/")[0]
    for path in left.files.keys() - set(paths):
        (fresh / path).unlink(missing_ok=True)
    # whole names sort after those that they begin with
    for path in sorted(left.folders.keys() - needed, reverse=True):
        (fresh / path).rmdir()
    for path in sorted(needed - left.folders.keys() - {""}):
        (fresh / path).mkdir()
    return needed


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
    """What the last build that wrote here left."""
    found = SHELF.found([_key(folder)])
    return Standing(*pickle.loads(found[_key(folder)])) if found else NOTHING


def _kept(standing: Standing) -> bytes:
    return pickle.dumps((standing.files, standing.folders), pickle.HIGHEST_PROTOCOL)


def _key(folder: Path) -> str:
    return key("written", str(folder.resolve()))


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
    former.rename(fresh)
