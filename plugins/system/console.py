"""Let standard output and standard error accept every character, whatever the code page."""

from __future__ import annotations

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
