"""Standard output and standard error take every sign, whatever the code page of a file or a pipe they lead into."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

SAMPLE = "巡展"


def set_up_streams() -> None:
    """Set both streams so that no output ends in ``UnicodeEncodeError``, and has LF in every file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            newline = None if stream.isatty() else "\n"
            stream.reconfigure(encoding=_encoding(stream), errors="backslashreplace", newline=newline)


def _encoding(stream: TextIO) -> str:
    """UTF-8 where the system's own code page has no Chinese, unless somebody chose it."""
    if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
        return stream.encoding
    try:
        SAMPLE.encode(stream.encoding)
    except UnicodeEncodeError:
        return "utf-8"
    return stream.encoding
