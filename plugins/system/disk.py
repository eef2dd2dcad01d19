"""Files on disks: hashed, written as a whole or not at all, retried while another program has one open."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from plugins.system.messages import COMMON

Result = TypeVar("Result")

# only Windows forbids to rename, replace or remove an open file
IS_WINDOWS = os.name == "nt"
MAX_WAIT_S = 2.0
PAUSE_S = 0.05


def retry_in_use(action: Callable[[], Result]) -> Result:
    """Run an action; retry it for ``MAX_WAIT_S`` while another program has its file open. Raises ``OSError``."""
    deadline = time.monotonic() + MAX_WAIT_S
    while True:
        try:
            return action()
        except OSError as error:
            if not _is_in_use(error) or time.monotonic() >= deadline:
                raise
        time.sleep(PAUSE_S)


def hash_file(path: Path) -> str:
    """Compute the SHA-256 of a file's bytes, line ends and all; ``textfile.digest`` is that of its text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replace a file with this data, or leave it as it was. Raises ``OSError``."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        temporary.write_bytes(data)
        if mode is not None:
            temporary.chmod(mode)
        retry_in_use(partial(temporary.replace, path))
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def remove_tree(folder: Path) -> None:
    """Remove a folder with all its files, read-only ones too; what cannot be removed stays."""
    if IS_WINDOWS:
        for path in folder.rglob("*"):
            with suppress(OSError):
                path.chmod(path.stat().st_mode | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)


def explain(error: OSError, lang: str, path: object = "") -> str:
    """Explain an error: what, where, and what to do; ``path`` is used for an error without a file name."""
    kind = "in_use" if _is_in_use(error) else _KINDS.get(error.errno or 0, "other")
    return COMMON.text(f"disk_{kind}", lang, path=error.filename or path, reason=error.strerror or error)


_KINDS = {
    **dict.fromkeys((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "refused"),
}


def _is_in_use(error: OSError) -> bool:
    # Windows has no separate code for a file that is open elsewhere
    return IS_WINDOWS and isinstance(error, PermissionError)
