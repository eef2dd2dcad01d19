"""The output folder is replaced whole: at no instant, whatever goes wrong, is there half a site or none."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from filelock import FileLock

from plugins.site.incremental.manifest import NOTHING, Footprint, footprint_of, remember
from plugins.site.incremental.output_writer import SiteWriter
from plugins.system.disk import retry_in_use

# of Linux: the folder that the paths start from is the present one; two names change places at once
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def replacement(folder: Path) -> Iterator[SiteWriter]:
    """A folder beside this one to write a site into; at the end the two change places, unless anything went wrong.

    The former site is kept as the spare that the next build begins with: making and removing ten thousand folders takes
    longer than all else. Of two builds at once the second waits. Raises ``OSError`` where the disk does not obey; the
    former site is then as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}-lock"):
        _clear_up(folder)
        fresh, spare = _begun(folder)
        try:
            writer = SiteWriter(fresh, spare, folder, footprint_of(folder))
            yield writer
            left = writer.finish()
            _swap(fresh, folder)
            remember({folder: left, _spare(folder): writer.former})
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
