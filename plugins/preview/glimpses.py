"""Glimpses: pages that are looked at, shown when their text or template is saved, before their site is built anew."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plugins.preview.watching import THEME

CAN = sys.platform == "linux"
# seconds for one page; if it takes longer the build will be there as soon
PATIENCE = 2
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
    return _said(window, [folder, path])


def close(window: Window) -> None:
    """Have nobody answer there any more."""
    _said(window, None)


def _said(window: Window, words: list[str] | None) -> bytes:
    if not window.name:
        return b""
    with suppress(OSError, ValueError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        line.connect(bytes.fromhex(window.name))
        line.sendall(json.dumps(words).encode() + b"\n")
        answered = line.makefile("rb")
        length, page = int(answered.readline()), answered.read()
        return page if len(page) == length else b""
    return b""
