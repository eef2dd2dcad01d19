"""Formats problems: for a terminal, for programs, and for the pipelines of forges."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from plugins.content.problems import ROUNDS, Problem
from plugins.system.messages import COMMON
from plugins.system.process import printable

# how GitHub's workflow commands escape a message, and besides that the values of their properties
GITHUB_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
GITHUB_PROPERTY = GITHUB_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def format_problems(problems: Sequence[Problem], content: str | Path, lang: str) -> list[str]:
    """The lines of a report: errors, then warnings, then the numbers of both if there are errors.

    Paths are relative to the working folder if the content is inside it. Unprintable characters, which could control
    a terminal, are escaped.
    """
    warning = COMMON.text("problem_warning", lang)
    lines = [
        printable(f"{path}:{item.line}: {warning if item.is_warning else ''}{item.message(lang)}")
        for path, item in list_findings(problems, content)
    ]
    if errors := sum(not item.is_warning for item in problems):
        lines.append(COMMON.text("problem_summary", lang, errors=errors, warnings=len(problems) - errors))
    return lines


Finding = tuple[str, Problem]
"""A problem, with the path of its file as a person in the working folder would write it."""


def list_findings(problems: Sequence[Problem], content: str | Path) -> list[Finding]:
    """The problems of a content with their paths, errors first."""
    folder = display_path(content)
    return [(f"{folder}/{item.file}", item) for item in sorted(problems, key=lambda item: item.is_warning)]


def format_json(findings: Sequence[Finding], lang: str) -> str:
    """The problems for a program: a list of objects with file, line, severity, code and message."""
    records = [
        {
            "file": path,
            "line": item.line,
            "severity": "warning" if item.is_warning else "error",
            "code": item.code,
            "message": item.message(lang),
        }
        for path, item in findings
    ]
    return json.dumps(records, ensure_ascii=False, indent=1)


def format_github(findings: Sequence[Finding], lang: str) -> str:
    """GitHub's workflow commands, a line each, which show each message at its line of a pull request."""
    return "\n".join(
        f"::{'warning' if item.is_warning else 'error'} file={path.translate(GITHUB_PROPERTY)},line={item.line}"
        f"::{item.message(lang).translate(GITHUB_MESSAGE)}"
        for path, item in findings
    )


def format_gitlab(findings: Sequence[Finding], lang: str) -> str:
    """GitLab's code quality report, which shows each message at its line of a merge request.

    Problems that are alike in one file get fingerprints of their own: of two equal ones GitLab keeps only one.
    """
    records, count = [], Counter[str]()
    for path, item in findings:
        # without the line: a problem stays the same when lines are added above it
        identity = f"{path}\n{item.code}\n{item.message(lang)}"
        count[identity] += 1
        records.append(
            {
                "description": item.message(lang),
                "check_name": item.code,
                "fingerprint": hashlib.sha256(f"{identity}\n{count[identity]}".encode()).hexdigest(),
                "severity": "minor" if item.is_warning else "major",
                "location": {"path": path, "lines": {"begin": item.line}},
            }
        )
    return json.dumps(records, ensure_ascii=False, indent=1)


FORMATS = {"json": format_json, "github": format_github, "gitlab": format_gitlab}


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
