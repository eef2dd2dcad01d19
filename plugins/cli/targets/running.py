"""What all commands on targets share: whose name they leave, and how they print."""

from __future__ import annotations

import getpass
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from plugins.cli.console import text
from plugins.publishing.doctor import CheckResult
from plugins.publishing.messages import Message
from plugins.publishing.targets.target import ProgressCallback


def operator_name() -> str:
    """Who runs the command, and on which machine."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # a user without a name, as in a container
        name = "?"
    return f"{name}@{platform.node()}"


def print_message(problem: Message | CheckResult, lang: str) -> None:
    """Print a message for the person who publishes."""
    print(problem.text(lang), file=sys.stderr)


def message_printer(lang: str) -> Callable[[Message], None]:
    """A function that prints messages in this language."""
    return lambda step: print_message(step, lang)


@contextmanager
def progress_bar(lang: str) -> Iterator[ProgressCallback]:
    """A progress bar, on a terminal."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(text("publish_working", lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
