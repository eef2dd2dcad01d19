"""What all commands on targets share: how they end, whose name they leave, and how they print."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from plugins.cli.console import fail, report, report_build, text
from plugins.content.problems import ContentError
from plugins.publishing.doctor import CheckResult
from plugins.publishing.messages import Message, PublishError
from plugins.publishing.targets.target import ProgressCallback
from plugins.release.archive import ArchiveError
from plugins.site.build_result import BuildError


def run_command(command: Callable[[], int], content: Path, lang: str) -> int:
    """Run a command; print what stops it, and return its exit status."""
    try:
        return command()
    except PublishError as error:
        for problem in error.messages:
            print_message(problem, lang)
    except ContentError as error:
        report(error.problems, content, lang)
    except ArchiveError as error:
        return fail(error.text(lang))
    except BuildError as error:
        return report_build(error.result, content, lang)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader has ended, as "head" does: what is still printed at exit must go nowhere
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115 - open until the end
    return 1


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
