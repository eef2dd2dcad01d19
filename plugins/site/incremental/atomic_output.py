"""Atomic replacement of the output folder: whatever goes wrong, it never holds a part of a site."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from filelock import FileLock

from plugins.site.incremental.manifest import EMPTY_MANIFEST, OutputManifest, load_manifest, save_manifests
from plugins.site.incremental.output_writer import SiteWriter
from plugins.system.disk import retry_in_use

# of Linux's renameat2: paths are relative to the working folder, and the two names are exchanged
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def replace_output(folder: Path) -> Iterator[SiteWriter]:
    """A writer of a new site, which takes the place of ``folder`` at the end unless an exception is raised.

    The earlier site is kept beside it for the next build to write into, because making and removing ten thousand
    folders takes longer than all else. A second build at the same time waits. Raises ``OSError`` if the disk fails;
    the earlier site is then unchanged.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}-lock"):
        _remove_leftovers(folder)
        staging, manifest = _prepare_staging(folder)
        try:
            writer = SiteWriter(staging, manifest, folder, load_manifest(folder))
            yield writer
            written = writer.finish()
            _swap(staging, folder)
            save_manifests({folder: written, _recycled_dir(folder): writer.previous})
            if staging.exists():
                # the site is in place: a failure here only slows down the next build
                with suppress(OSError):
                    retry_in_use(partial(staging.rename, _recycled_dir(folder)))
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _recycled_dir(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-spare")


def _displaced_dir(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-old")


def _remove_leftovers(folder: Path) -> None:
    """Restore or remove what killed builds left; nobody else uses it while this process holds the lock."""
    displaced = _displaced_dir(folder)
    if displaced.exists() and not folder.exists():
        retry_in_use(partial(displaced.rename, folder))
    for leftover in (displaced, *folder.parent.glob(f".{folder.name}-new-*")):
        shutil.rmtree(leftover, ignore_errors=True)


def _prepare_staging(folder: Path) -> tuple[Path, OutputManifest]:
    """A folder to write into, and what is in it: the recycled folder if nobody changed it, or else an empty one."""
    staging, recycled = folder.with_name(f".{folder.name}-new-{os.getpid()}"), _recycled_dir(folder)
    manifest = load_manifest(recycled)
    if manifest.has_same_folders(recycled):
        with suppress(OSError):
            retry_in_use(partial(recycled.rename, staging))
            return staging, manifest
    shutil.rmtree(recycled, ignore_errors=True)
    staging.mkdir()
    # readable for a web server; not made by tempfile, whose folders nobody else may open on Windows
    staging.chmod(0o755)
    return staging, EMPTY_MANIFEST


def _swap(staging: Path, folder: Path) -> None:
    if not folder.exists():
        retry_in_use(partial(staging.rename, folder))
    elif not _exchange(staging, folder):
        _swap_in_two_steps(staging, folder)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step. Returns False where the system or the disk cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    arguments = (AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE)
    return rename is not None and rename(*arguments) == 0


def _swap_in_two_steps(staging: Path, folder: Path) -> None:
    """Replace the folder with an instant in between without a site; the next build repairs one that was killed then."""
    displaced = _displaced_dir(folder)
    retry_in_use(partial(folder.rename, displaced))
    try:
        retry_in_use(partial(staging.rename, folder))
    except OSError:
        retry_in_use(partial(displaced.rename, folder))
        raise
    with suppress(OSError):
        retry_in_use(partial(displaced.rename, staging))
