"""The process of the last build stays, and answers for single pages while the next build is still to come.

It is asked on a port of this machine that only those can use who were told its secret: any system has such ports.
"""

from __future__ import annotations

import hmac
import json
import multiprocessing
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from plugins.content.sources import Papers
from plugins.preview.instant.client import HOST, TIMEOUT_S
from plugins.site.incremental.single_page import Built, glimpse, sheets_of


@dataclass(frozen=True)
class Door:
    """A place to be asked at; who asks must know the secret."""

    socket: socket.socket
    secret: str

    @property
    def name(self) -> str:
        """How to find it and get in, to be written down."""
        return f"{self.socket.getsockname()[1]}-{self.secret}"


@contextmanager
def opened() -> Iterator[Door]:
    """A new door; the system chooses its port."""
    with socket.create_server((HOST, 0)) as listening:
        yield Door(listening, secrets.token_hex(16))


def answer(door: Door, built: Built) -> None:
    """Answer until told to end, or until the process is gone that started this one."""
    sheets = sheets_of(built)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        caller, _ = door.socket.accept()
        # who has gone away in the middle gets its page from the build
        with caller, suppress(OSError, ValueError, TypeError):
            caller.settimeout(TIMEOUT_S)
            secret, question = json.loads(caller.makefile(encoding="utf-8").readline())
            if not hmac.compare_digest(secret, door.secret):
                continue
            if question is None:
                return
            page = _page(built, sheets, *question)
            caller.sendall(b"%d\n%s" % (len(page), page))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(0)


def _page(built: Built, sheets: Papers, folder: str, path: str) -> bytes:
    try:
        return glimpse(built, sheets, folder, path)
    except Exception:
        # whatever is wrong, the build tells it, with file and line
        return b""
