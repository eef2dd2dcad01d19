"""A disk that does not obey: what another program has open is tried again for a while, then told in a sentence."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

# only there must nobody rename, replace or remove what is open
IS_WINDOWS = os.name == "nt"
MAX_WAIT_S = 2.0
PAUSE_S = 0.05

WORDS = {
    "zh-Hans": {
        "in_use": "“{path}”正被别的程序使用，或者是只读的（{reason}）。"
        "请关掉打开它的程序（Word、Excel、编辑器、资源管理器、浏览器），再运行一次。",
        "full": "磁盘已满，写不进“{path}”。请腾出空间，再运行一次。",
        "refused": "没有权限读写“{path}”（{reason}）。请检查这个文件或文件夹的权限，再运行一次。",
        "other": "无法读写“{path}”（{reason}）。请检查磁盘，再运行一次。",
    },
    "en": {
        "in_use": "{path} is open in another program, or may only be read ({reason}). "
        "Close what has it open (Word, Excel, an editor, Explorer, a browser) and run this again.",
        "full": "The disk is full: {path} cannot be written. Make room and run this again.",
        "refused": "{path} may not be read or written ({reason}). Check the rights on it and run this again.",
        "other": "{path} cannot be read or written ({reason}). Check the disk and run this again.",
    },
}


def retry_in_use(action: Callable[[], Result]) -> Result:
    """Do this, and again for two seconds where another program has a file of it open. Raises ``OSError``."""
    deadline = time.monotonic() + MAX_WAIT_S
    while True:
        try:
            return action()
        except OSError as error:
            if not _is_in_use(error) or time.monotonic() >= deadline:
                raise
        time.sleep(PAUSE_S)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all that is in it, what may only be read as well; whatever hinders, it stays there."""
    if IS_WINDOWS:
        for path in folder.rglob("*"):
            with suppress(OSError):
                path.chmod(path.stat().st_mode | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)


def explain(error: OSError, lang: str, path: object = "") -> str:
    """What is the matter with the disk, where, and what to do; ``path`` for an error that names none."""
    kind = "in_use" if _is_in_use(error) else _KINDS.get(error.errno or 0, "other")
    return WORDS[lang][kind].format(path=error.filename or path, reason=error.strerror or error)


_KINDS = {
    **dict.fromkeys((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "refused"),
}


def _is_in_use(error: OSError) -> bool:
    # Windows says by no code of its own whether a file is open elsewhere or closed to us
    return IS_WINDOWS and isinstance(error, PermissionError)
