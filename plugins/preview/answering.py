"""The process of the last build stays, and answers for single pages while the next build is still to come.

It is asked on a socket that has a name but no file; so there are glimpses only where the system knows such names.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
from contextlib import suppress
from multiprocessing.connection import wait

from plugins.competition.papers import Papers
from plugins.exhibition.glimpse import Built, glimpse, sheets_of
from plugins.preview.glimpses import PATIENCE


def opened() -> socket.socket:
    """A place to be asked at; the system chooses its name."""
    door = socket.socket(socket.AF_UNIX)
    door.bind("")
    door.listen()
    return door


def name_of(door: socket.socket) -> str:
    """The name of the place, to be written down."""
    name: bytes = door.getsockname()
    return name.hex()


def answer(door: socket.socket, built: Built) -> None:
    """Answer until told to end, or until the process is gone that started this one."""
    sheets, parent = sheets_of(built), multiprocessing.parent_process()
    assert parent
    while parent.sentinel not in wait([door, parent.sentinel]):
        caller, _ = door.accept()
        # who has gone away in the middle gets its page from the build
        with caller, suppress(OSError, ValueError):
            caller.settimeout(PATIENCE)
            asked = json.loads(caller.makefile().readline())
            if asked is None:
                return
            page = _page(built, sheets, *asked)
            caller.sendall(b"%d\n%s" % (len(page), page))


def _page(built: Built, sheets: Papers, folder: str, path: str) -> bytes:
    try:
        return glimpse(built, sheets, folder, path)
    except Exception:
        # whatever is wrong, the build tells it, with file and line
        return b""
