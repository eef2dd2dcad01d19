"""Settings of a process: streams that accept every character, whatever the code page, and no garbage collection."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from typing import TextIO

SAMPLE = "巡展"


def configure_streams() -> None:
    """Configure both streams so that no output raises ``UnicodeEncodeError``, and files get LF."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            newline = None if stream.isatty() else "\n"
            stream.reconfigure(encoding=_encoding(stream), errors="backslashreplace", newline=newline)


def _encoding(stream: TextIO) -> str:
    """Choose UTF-8 where the system's code page has no Chinese, unless PYTHONIOENCODING is set."""
    if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
        return stream.encoding
    try:
        SAMPLE.encode(stream.encoding)
    except UnicodeEncodeError:
        return "utf-8"
    return stream.encoding


def printable(text: str) -> str:
    """The text with unprintable characters escaped, which could control a terminal."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def disable_gc() -> None:
    """Turn the garbage collector off until the process ends, which makes one build or check.

    Such a process keeps nearly all that it allocates: collecting costs up to a third of its time and frees nothing.
    """
    gc.disable()
    # the interpreter collects once more at exit what is not frozen
    atexit.register(gc.freeze)
