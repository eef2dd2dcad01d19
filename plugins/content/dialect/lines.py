"""The lines of a body: which of them are code, and what other signs for lists, blanks and characters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.content.dialect.radicals import RADICAL, fold_radicals

HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
# what stands before a fence or an item: indentation, quotations, lists
CONTAINER = r"[ \t\u3000>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
FENCE = re.compile(rf"{CONTAINER}(`{{3,}}(?=[^`]*$)|~{{3,}})")
BULLETS = "·•●○◦▪■◆◇▶‧∙・"
# a bullet of a word processor, a full-width hyphen, a hyphen without its blank
BULLET = re.compile(
    rf"(?P<before>[ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)*)"
    rf"(?:[{BULLETS}][ \t]*(?=[^\s{BULLETS}])|[－﹣–][ \t]+(?=\S)|-(?={HAN})(?!——|.*-\s*\Z))"
)
ESCAPED_BULLET = re.compile(rf"(?P<before>[ \t>]*)\\(?P<sign>[{BULLETS}－﹣–])")
TASK = re.compile(r"(?P<before>[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<mark>[ xX])\](?=[ \t])")
INDENTATION = re.compile(r"[ \t]*\u3000[ \t\u3000]*")
# a body without a match is as CommonMark reads it
UNUSUAL = re.compile(rf"[\u3000{BULLETS}－﹣–]|\[[ xX]\][ \t]|^[ \t>]*-(?={HAN})|^\s+$", re.M)


def iter_lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a body, each with whether it is code between fences, or a fence."""
    fence = ""
    for line in text.split("\n"):
        match = FENCE.match(line)
        if not fence:
            fence = match.group(1) if match else ""
            yield line, bool(fence)
            continue
        is_end = match and match.group(1).startswith(fence) and not line[match.end() :].strip(" \t`~")
        yield line, True
        fence = "" if is_end else fence


def normalize_lines(text: str) -> str:
    """The same lines as CommonMark: lists with other signs, boxes to tick, full-width blanks, radicals."""
    if RADICAL.search(text):
        text = fold_radicals(text)
    if not UNUSUAL.search(text):
        return text
    return "\n".join(line if is_code else _normalize_line(line) for line, is_code in iter_lines(text))


def _normalize_line(line: str) -> str:
    if not line.strip():
        return ""
    if match := INDENTATION.match(line):
        line = match.group().replace("\u3000", "  ") + line[match.end() :]
    if escaped := ESCAPED_BULLET.match(line):
        return f"{escaped['before']}{escaped['sign']}{line[escaped.end() :]}"
    if bullet := BULLET.match(line):
        line = f"{bullet['before']}- {line[bullet.end() :]}"
    if task := TASK.match(line):
        line = f"{task['before']}{'☐' if task['mark'] == ' ' else '☑'}{line[task.end() :]}"
    return line
