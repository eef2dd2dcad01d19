"""Formats problems for a terminal, one per line: ``path:line: message``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plugins.content.problems import ROUNDS, Problem
from plugins.system.messages import COMMON


def format_problems(problems: Sequence[Problem], content: str | Path, lang: str) -> list[str]:
    """The lines of a report: errors, then warnings, then the numbers of both if there are errors.

    Paths are relative to the working folder if the content is inside it. Unprintable characters, which could control
    a terminal, are escaped.
    """
    errors = [problem for problem in problems if not problem.is_warning]
    warnings = [problem for problem in problems if problem.is_warning]
    lines = [_format_line(problem, content, lang) for problem in errors]
    lines += [_format_line(problem, content, lang, COMMON.text("problem_warning", lang)) for problem in warnings]
    if errors:
        lines.append(COMMON.text("problem_summary", lang, errors=len(errors), warnings=len(warnings)))
    return lines


def _format_line(problem: Problem, content: str | Path, lang: str, prefix: str = "") -> str:
    line = f"{display_path(content)}/{problem.file}:{problem.line}: {prefix}{problem.message(lang)}"
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in line)


def split_round(content: Path) -> tuple[Path, str]:
    """The content, and the id of the round if this is the folder of one."""
    content = content.absolute()
    config = content.parent.parent / "competition.yaml"
    return (content.parents[1], content.name) if content.parent.name == ROUNDS and config.is_file() else (content, "")


def display_path(path: str | Path) -> str:
    """A path as a person in the working folder would write it, with slashes."""
    absolute = Path(path).resolve()
    working_folder = Path.cwd()
    return (absolute.relative_to(working_folder) if absolute.is_relative_to(working_folder) else absolute).as_posix()
