"""The lines of a body: which of them are code, and what other signs for lists, blanks and characters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.content.dialect.radicals import RADICAL, fold_radicals

HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
# what stands before a fence or an item: indentation, quotations, lists
CONTAINER = r"[ \t\u3000>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
FENCE = re.compile(rf"{CONTAINER}(`{{3,}}(?=[^`]*$)|~{{3,}})")
BULLETS = "·•●○◦▪■◆◇▶‧∙・➢➤►▸▹▷❖◈♦✦✧"
HYPHENS = "－﹣–‐‑−"
# a bullet of a word processor, another hyphen, a sign without its blank and without a second one in the line
BULLET = re.compile(
    rf"(?P<before>[ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)*)"
    rf"(?:[{BULLETS}][ \t]*(?=[^\s{BULLETS}])|[{HYPHENS}][ \t]+(?=\S)|-(?={HAN})(?!——|.*-\s*\Z)"
    rf"|\*(?={HAN})(?!.*\*)|\+(?={HAN})(?!.*\+))"
)
ESCAPED_BULLET = re.compile(rf"(?P<before>[ \t>]*)\\(?P<sign>[{BULLETS}{HYPHENS}])")
TASK = re.compile(r"(?P<before>[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<mark>[ xX√✓]?)\](?![(\[:])[ \t]*(?=\S)")
INDENTATION = re.compile(r"[ \t]*\u3000[ \t\u3000]*")
# a body without a match is as CommonMark reads it
UNUSUAL = re.compile(rf"[\u3000\u00a0\u2000-\u200a{BULLETS}{HYPHENS}]|\[[ xX√✓]?\]|^[ \t>]*[-*+](?={HAN})|^\s+$", re.M)
# a blank of another kind behind a sign
WIDE_BLANK = re.compile(r"([ \t>]*(?:#{1,6}|[-*+>]|\d{1,9}[.)]))[\u3000\u00a0\u2000-\u200a]+(?=\S)")
LIST_SIGN = re.compile(rf"[-*+{BULLETS}{HYPHENS}]|\d{{1,9}}[.)]")


def iter_lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a body, each with whether it is code between fences, or a fence."""
    return ((line, opened is not None) for line, opened in _iter_fenced(text))


def find_open_fence(text: str) -> int | None:
    """The index of the line of a fence that no other one closes, or None."""
    if "```" not in text and "~~~" not in text:
        return None
    # one more line would be code
    *_, (_, opened) = _iter_fenced(f"{text}\n")
    return opened


def _iter_fenced(text: str) -> Iterator[tuple[str, int | None]]:
    """The lines of a body, each with the index of the line of the fence that it is, or that it stands behind."""
    fence, opened = "", None
    for index, line in enumerate(text.split("\n")):
        match = FENCE.match(line)
        if not fence:
            fence, opened = (match.group(1), index) if match else ("", None)
            yield line, opened
            continue
        yield line, opened
        if match and match.group(1).startswith(fence) and not line[match.end() :].strip(" \t`~"):
            fence = ""


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
        text = line[match.end() :]
        # before a sign it is the level of a list; else the usual indentation of a paragraph, which belongs to no item
        line = (match.group().replace("\u3000", "  ") if LIST_SIGN.match(text) else "") + text
    line = WIDE_BLANK.sub(r"\1 ", line, count=1) if WIDE_BLANK.match(line) else line
    if escaped := ESCAPED_BULLET.match(line):
        return f"{escaped['before']}{escaped['sign']}{line[escaped.end() :]}"
    if bullet := BULLET.match(line):
        line = f"{bullet['before']}- {line[bullet.end() :]}"
    if task := TASK.match(line):
        line = f"{task['before']}{'☑' if task['mark'].strip() else '☐'} {line[task.end() :]}"
    return line
