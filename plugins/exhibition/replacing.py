"""The output folder is replaced whole: at no instant, whatever goes wrong, is there half a site or none."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from filelock import FileLock

from plugins.exhibition.footprint import NOTHING, Footprint, footprint_of, remember, seen
from plugins.exhibition.outputs import Output
from plugins.system.disk import retry_in_use

# of Linux: the folder that the paths start from is the present one; two names change places at once
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def replace_folder(outputs: Sequence[Output], folder: Path) -> None:
    """Write the files into another folder beside this one, then let the two change places.

    The former site is kept as the spare that the next build begins with: making and removing ten thousand folders takes
    longer than all else. Of two builds at once the second waits. Raises ``OSError`` where the disk does not obey; the
    former site is then as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}-lock"):
        _clear_up(folder)
        fresh, spare = _begun(folder)
        try:
            former = footprint_of(folder)
            left = _write(outputs, fresh, spare, folder, former)
            _swap(fresh, folder)
            remember({folder: left, _spare(folder): former})
            if fresh.exists():
                # the site stands: what hinders this hinders only the speed of the next build
                with suppress(OSError):
                    retry_in_use(partial(fresh.rename, _spare(folder)))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _spare(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-spare")


def _clear_up(folder: Path) -> None:
    """What builds left that were killed: under the lock it is nobody's."""
    former = folder.with_name(f".{folder.name}-old")
    if former.exists() and not folder.exists():
        retry_in_use(partial(former.rename, folder))
    for left in (former, *folder.parent.glob(f".{folder.name}-new-*")):
        shutil.rmtree(left, ignore_errors=True)


def _begun(folder: Path) -> tuple[Path, Footprint]:
    """A folder to write into, and what stands in it: the spare if it is as it was left, or nothing."""
    fresh, spare = folder.with_name(f".{folder.name}-new-{os.getpid()}"), _spare(folder)
    left = footprint_of(spare)
    if left.is_in(spare):
        with suppress(OSError):
            retry_in_use(partial(spare.rename, fresh))
            return fresh, left
    shutil.rmtree(spare, ignore_errors=True)
    fresh.mkdir()
    # a web server must be able to read it; not made by tempfile, whose folders nobody else may open on Windows
    fresh.chmod(0o755)
    return fresh, NOTHING


def _write(outputs: Sequence[Output], fresh: Path, left: Footprint, folder: Path, former: Footprint) -> Footprint:
    """Write what is new; what stands in the former site already is the same file under a second name."""
    files = {}
    folders = _make_folders([output.path for output in outputs], fresh, left)
    for output in outputs:
        target, old = f"{fresh}/{output.path}", f"{folder}/{output.path}"
        if not _stands(output, target, left):
            # written over, it would change in the former site as well
            retry_in_use(partial(Path(target).unlink, missing_ok=True))
            if not (_stands(output, old, former) and _linked(old, target)):
                Path(target).write_bytes(output.data)
        files[output.path] = (output.name, seen(target))
    return Footprint(files, {each: seen(f"{fresh}/{each}") for each in folders})


def _stands(output: Output, file: str, left: Footprint) -> bool:
    known = left.files.get(output.path)
    return known is not None and known == (output.name, seen(file))


def _make_folders(paths: Sequence[str], fresh: Path, left: Footprint) -> set[str]:
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
        retry_in_use(partial((fresh / path).unlink, missing_ok=True))
    # whole names sort after those that they begin with
    for path in sorted(left.folders.keys() - needed, reverse=True):
        retry_in_use((fresh / path).rmdir)
    for path in sorted(needed - left.folders.keys() - {""}):
        (fresh / path).mkdir()
    return needed


def _linked(old: str, new: str) -> bool:
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # a disk or a system that knows no such links
        return False
    return True


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        retry_in_use(partial(fresh.rename, folder))
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
    retry_in_use(partial(folder.rename, former))
    try:
        retry_in_use(partial(fresh.rename, folder))
    except OSError:
        retry_in_use(partial(former.rename, folder))
        raise
    with suppress(OSError):
        retry_in_use(partial(former.rename, fresh))
