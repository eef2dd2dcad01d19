"""What all commands share: the texts they print, a spinner, and an end by signal."""

from __future__ import annotations

import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from plugins.system.messages import Catalogue

MESSAGES = Catalogue(__file__)
text = MESSAGES.text


def fail(sentence: str) -> int:
    """Print why a command cannot go on; return its exit status."""
    print(sentence, file=sys.stderr)
    return 1


def spinner(code: str, lang: str) -> AbstractContextManager[Any]:
    """Show on a terminal that something takes a while."""
    if not sys.stderr.isatty():
        return nullcontext()
    # imported only where somebody looks: it takes longer than a build that has nothing to do
    from rich.console import Console

    return Console(stderr=True).status(text(code, lang))


def table_heads(code: str, lang: str) -> list[str]:
    """The column headings of a table, written in one message with bars between."""
    return [head.strip() for head in text(code, lang).split("|")]


def end_by_any_signal() -> None:
    """Let SIGTERM, and on Windows the closing of the window, end this process as Ctrl+C does, with all clean-up."""
    for name in {"SIGTERM", "SIGBREAK"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.default_int_handler)
