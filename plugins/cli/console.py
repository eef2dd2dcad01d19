"""What all commands share: the texts they print, a spinner, and an end by signal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from plugins.content.report import FORMATS, format_problems, list_findings, split_round
from plugins.system.messages import Catalogue, UserError

if TYPE_CHECKING:
    from plugins.content.problems import Problem
    from plugins.site.build_result import BuildResult

Parameters = ParamSpec("Parameters")
# columns of a table that does not go to a terminal
TABLE_WIDTH = 160
MESSAGES = Catalogue(__file__)
text = MESSAGES.text


def fail(sentence: str) -> int:
    """Print why a command cannot go on; return its exit status."""
    print(sentence, file=sys.stderr)
    return 1


def report(problems: Sequence[Problem], content: str | Path, lang: str) -> None:
    """Print problems to standard error; that of an option has no line."""
    for item in problems:
        if not item.line:
            print(f"{item.file}: {item.message(lang)}", file=sys.stderr)
    for line in format_problems([item for item in problems if item.line], content, lang):
        print(line, file=sys.stderr)


def report_errors(command: Callable[Parameters, int]) -> Callable[Parameters, int]:
    """Make a command print what stops it, and return 1, where it would raise a ``UserError``."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except UserError as error:
            values = signature(command).bind(*args, **kwargs).arguments
            report(error.problems, values.get("content", ""), values["lang"])
            if sentence := error.text(values["lang"]):
                print(sentence, file=sys.stderr)
            return 1

    return run


def report_check(results: Sequence[tuple[Sequence[Problem], Path]], form: str, lang: str) -> int:
    """Print the problems of each content as sentences, or for programs as one document; return the exit status."""
    has_errors = any(not item.is_warning for problems, _ in results for item in problems)
    if form in FORMATS:
        findings = [finding for problems, content in results for finding in list_findings(problems, content)]
        print(FORMATS[form](findings, lang))
        return 1 if has_errors else 0
    for problems, content in results:
        report(problems, content, lang)
    if not has_errors:
        print(text("check_good", lang))
    return 1 if has_errors else 0


def report_of_round(problems: Sequence[Problem], content: Path, lang: str) -> None:
    """Print problems of a content, or of the folder of one of its rounds."""
    root, round_id = split_round(content)
    report([item.of_round(round_id) for item in problems], root, lang)


def report_build(result: BuildResult, content: Path, lang: str) -> int:
    """Print the problems of a build and why it failed; return its exit status."""
    report(result.problems, content, lang)
    if failure := result.failure_message(lang):
        print(failure, file=sys.stderr)
    return 0 if result.ok else 1


def _ignore(_: str) -> None:
    pass


@contextmanager
def spinner(code: str, lang: str, *, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that something takes a while; yield a function that changes the sentence shown."""
    if quiet or not sys.stderr.isatty():
        yield _ignore
        return
    # imported only where somebody looks: it takes longer than a build that has nothing to do
    from rich.console import Console

    with Console(stderr=True).status(text(code, lang)) as status:
        yield status.update


def table_heads(code: str, lang: str) -> list[str]:
    """The column headings of a table, written in one message with bars between."""
    return [head.strip() for head in text(code, lang).split("|")]


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """Print a table."""
    # imported only where there is one
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(*(Column(head, overflow="fold") for head in heads), title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else TABLE_WIDTH).print(table)


def confirm(question: str, say_yes: str, *, yes: bool) -> bool:
    """Whether to do what was printed: ``yes``, or the answer at a terminal; elsewhere print how to say yes."""
    if yes:
        return True
    if not sys.stdin.isatty():
        print(say_yes, file=sys.stderr)
        return False
    try:
        return input(question).strip().lower() in {"y", "yes", "是"}
    except EOFError:
        return False


def end_by_any_signal() -> None:
    """Let SIGTERM, and on Windows the closing of the window, end this process as Ctrl+C does, with all clean-up."""
    for name in {"SIGTERM", "SIGBREAK"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.default_int_handler)
