"""Problems as a person at a terminal reads them: one a line, ``path:line: message``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

from plugins.content.problems import Problem
from plugins.system.messages import COMMON

_heard: ContextVar[list[Problem] | None] = ContextVar("heard", default=None)


@contextmanager
def capture_reports() -> Iterator[list[Problem]]:
    """Collect what is reported meanwhile instead of printing it, for a caller that shows it elsewhere."""
    heard: list[Problem] = []
    before = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(before)


def report(problems: Sequence[Problem], content: str | Path, lang: str, stream: TextIO | None = None) -> None:
    """Print every problem with the path as seen from the working folder; warnings come after the errors."""
    heard = _heard.get()
    if heard is not None:
        heard.extend(problems)
        return
    out = stream or sys.stderr
    errors = [each for each in problems if not each.is_warning]
    warnings = [each for each in problems if each.is_warning]
    for each in errors:
        print(_line(each, content, lang), file=out)
    for each in warnings:
        print(_line(each, content, lang, COMMON.text("problem_warning", lang)), file=out)
    if errors:
        print(COMMON.text("problem_summary", lang, errors=len(errors), warnings=len(warnings)), file=out)


def _line(each: Problem, content: str | Path, lang: str, mark: str = "") -> str:
    line = f"{shown(content)}/{each.file}:{each.line}: {mark}{each.message(lang)}"
    # a name of a file may hold a terminal's commands, or bytes that are no text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


def shown(path: str | Path) -> str:
    """A path as a person in the working folder would write it."""
    absolute = Path(path).resolve()
    here = Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_posix()
