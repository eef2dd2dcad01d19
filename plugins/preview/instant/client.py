"""Glimpses: pages that are looked at, shown when their text or template is saved, before their site is built anew."""

from __future__ import annotations

import json
import socket
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plugins.preview.watch import THEME

HOST = "127.0.0.1"
# for one page; if it takes longer the build will be there as soon
TIMEOUT_S = 2
FOLDERS = ("entries", "articles", "pages")
Place = tuple[str, str]
"""A stage, and the path of a page in it."""


@dataclass(frozen=True)
class Window:
    """Where to ask for glimpses of one stage, as it was built from a saved state; without a name nowhere."""

    name: str = ""
    stage: str = ""
    state: int = 0


@dataclass(frozen=True)
class Glimpse:
    """A page as it will be, and the saved state that it shows."""

    state: int
    data: bytes


def reach(content: Path, saved: Collection[Path]) -> set[str] | None:
    """What the saved files make new: folders of the content, or all ("") where it is templates; nothing where more."""
    reached = {_reach(content, path) for path in saved}
    return None if None in reached else {each for each in reached if each is not None}


def _reach(content: Path, path: Path) -> str | None:
    if path.is_relative_to(THEME / "templates"):
        return ""
    parts = path.relative_to(content).parts if path.is_relative_to(content) else ()
    return f"{parts[0]}/{parts[1]}/" if len(parts) > 2 and parts[0] in FOLDERS else None


def look(window: Window, source: str, path: str) -> bytes:
    """The page at this path as its folder and the templates make it now; nothing where only a build can tell."""
    folder = source.rstrip("/") if source.partition("/")[0] in FOLDERS else ""
    return _answer(window, [folder, path])


def close(window: Window) -> None:
    """Have nobody answer there any more."""
    _answer(window, None)


def _answer(window: Window, question: list[str] | None) -> bytes:
    port, _, secret = window.name.partition("-")
    if not secret:
        return b""
    with suppress(OSError, ValueError), socket.create_connection((HOST, int(port)), TIMEOUT_S) as line:
        line.sendall(json.dumps([secret, question]).encode() + b"\n")
        answer = line.makefile("rb")
        length, page = int(answer.readline()), answer.read()
        return page if len(page) == length else b""
    return b""
