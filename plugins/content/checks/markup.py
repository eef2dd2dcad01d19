"""Checks of a body's lines for what editors mean as a mark of Markdown and readers would see as text, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import islice

from plugins.content.dialect.lines import find_open_fence, iter_lines
from plugins.content.dialect.lost_lines import (
    DELIMITERS,
    find_renumbered,
    find_split_links,
    find_tab_tables,
    find_table_mistakes,
)
from plugins.content.dialect.mistakes import Mistake, find_mistakes, find_typed_lists
from plugins.content.problems import Problem, problem, quote
from plugins.content.sources import MarkdownSource

CODE_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
WITHOUT_TEXT = {"warn_comment", "link_without_scheme", "warn_heading_empty"}
MAX_IN_LINE = 5
REFERENCE = re.compile(r" {0,3}\[([^\]^]+)\]:[ \t]*(?:<>|<?[!-~]*[./#:][!-~]*)")
# words and the label of their address; "[1][2]" are notes
REFERENCE_MARK = re.compile(r"(?<![\\A-Za-z0-9_\]])!?\[(?![0-9]+\])[^\[\]]{1,80}\]\[([A-Za-z0-9_-]{1,20})\]")
COMMENT_LABEL = re.compile(r"(?://|#|comment)\Z")
FULL_WIDTH_NOTE = re.compile(r"^\s*\[\^([^\]\s]+)\]：")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
TABLE_LINE = re.compile(r"^\s*\|.*\S")
CODE_ELEMENT = re.compile(r"<code>.*?</code>", re.S)
# for each mark the lines that may have it, the more likely first; an escaped mark is meant as text
LEFTOVERS = (
    ("warn_stars", "**", re.compile(r"(?<!\\)\*\*[ \u3000]|[ \u3000]\*\*"), re.compile(r"(?<!\\)\*\*")),
    (
        "warn_link_as_text",
        "](",
        re.compile(r"(?<!\\)\[[^\[\]]*\]\([^)]*\s[^)]*\)"),
        re.compile(r"(?<!\\)\[[^\[\]]*\]\("),
    ),
)
CELL_END = re.compile(r"(?<!\\)\|")


def check_markup(source: MarkdownSource) -> Iterator[Problem]:
    """The lines whose marks would be shown as text or hide words, with what to type instead."""
    text_lines = ["" if is_code else line for line, is_code in iter_lines(source.markdown)]
    lines = [_without_code(line) for line in text_lines]
    open_comment = _find_open_comment(lines)
    if open_comment is not None:
        yield problem(source.file, source.first_line + open_comment, "comment_open")
    is_comment, former = False, ""
    for number, line in enumerate(lines, source.first_line):
        if number - source.first_line != open_comment and not is_comment:
            for mistake in islice(find_mistakes(line, former), MAX_IN_LINE):
                yield _to_problem(source.file, number, line, mistake)
        # the items of a list may have empty lines between them
        former = "" if is_comment else (line if line.strip() else former)
        is_comment = _is_in_comment(line, is_comment)
    for index, correct in find_typed_lists(lines):
        values = {"text": quote(lines[index]), "correct": quote(correct)}
        yield problem(source.file, source.first_line + index, "warn_list_as_text", **values)
    if (fence := find_open_fence(source.markdown)) is not None:
        yield problem(source.file, source.first_line + fence, "warn_fence_open")
    yield from _check_footnotes(source, lines)
    yield from _check_references(source, lines)
    # a bar ends a cell in code too
    yield from _check_tables(source, text_lines)
    yield from _check_lost_lines(source, text_lines)


def _without_code(line: str) -> str:
    return CODE_SPAN.sub(lambda match: " " * len(match.group()), line) if "`" in line else line


def _to_problem(file: str, number: int, line: str, mistake: Mistake) -> Problem:
    values = {"target": quote(mistake.target)} if mistake.target else {}
    if mistake.code not in WITHOUT_TEXT:
        values["text"] = quote(line[mistake.start : mistake.end])
    if mistake.correct:
        values["correct"] = quote(mistake.correct)
    return problem(file, number, mistake.code, **values)


def _is_in_comment(line: str, is_comment: bool) -> bool:
    start, end = line.rfind("<!--"), line.rfind("-->")
    return start > end if max(start, end) >= 0 else is_comment


def _find_open_comment(lines: list[str]) -> int | None:
    """The index of the line on which a comment without an end begins."""
    text = "\n".join(lines)
    start = text.rfind("<!--")
    return text.count("\n", 0, start) if start >= 0 and "-->" not in text[start:] else None


def _check_footnotes(source: MarkdownSource, lines: list[str]) -> Iterator[Problem]:
    definitions, marks = dict[str, int](), dict[str, int]()
    for number, line in enumerate(lines, source.first_line):
        for match in FOOTNOTE.finditer(line):
            is_definition = bool(match[2]) and not line[: match.start()].strip(" >")
            if is_definition and match[1] in definitions:
                yield problem(source.file, number, "footnote_twice", label=match[1], former=definitions[match[1]])
            (definitions if is_definition else marks).setdefault(match[1], number)
    full_width = {label for line in lines for label in FULL_WIDTH_NOTE.findall(line)}
    for label, number in marks.items():
        if label not in definitions and label not in full_width:
            yield problem(source.file, number, "warn_footnote_missing", label=label)
    for label, number in definitions.items():
        if label not in marks:
            yield problem(source.file, number, "footnote_unused", label=label)


def _check_references(source: MarkdownSource, lines: list[str]) -> Iterator[Problem]:
    """Addresses of links that no link has: such a line is not shown."""
    text = "\n".join(lines).casefold()
    for number, line in enumerate(lines, source.first_line):
        match = REFERENCE.match(line) if "]:" in line else None
        if match and not COMMENT_LABEL.match(match[1]) and text.count(f"[{match[1].casefold()}]") < 2:
            yield problem(source.file, number, "warn_reference_unused", text=quote(line))
        for mark in REFERENCE_MARK.finditer(line) if "][" in line else ():
            if f"[{mark[1].casefold()}]:" not in text:
                yield problem(source.file, number, "warn_link_as_text", text=quote(mark.group()))


def _check_lost_lines(source: MarkdownSource, lines: list[str]) -> Iterator[Problem]:
    """Lines whose place among the others changes or hides what they say."""
    file, first = source.file, source.first_line
    for index, number in find_renumbered(lines):
        yield problem(file, first + index, "warn_list_renumbered", text=quote(lines[index]), number=number)
    for index, code in find_table_mistakes(lines):
        yield problem(file, first + index, code, text=quote(lines[index]))
    for index in find_tab_tables(lines):
        yield problem(file, first + index, "warn_tabs_as_text", text=quote(lines[index]))
    for index, words in find_split_links(lines):
        yield problem(file, first + index, "warn_link_as_text", text=quote(words))


def _check_tables(source: MarkdownSource, lines: list[str]) -> Iterator[Problem]:
    width = 0
    for index, line in enumerate(lines):
        is_head = index + 1 < len(lines) and bool(DELIMITERS.match(lines[index + 1])) and "|" in line
        if not line.strip():
            width = 0
        elif is_head and not width:
            width = _count_cells(line)
            if width != _count_cells(lines[index + 1]):
                yield problem(source.file, source.first_line + index + 1, "table_columns", columns=width)
                return
        elif width and "|" in line and _count_cells(line) > width:
            yield problem(
                source.file, source.first_line + index, "table_cells", cells=_count_cells(line), columns=width
            )
        elif not width and _begins_table(lines, index):
            yield problem(source.file, source.first_line + index, "warn_table_as_text", text=quote(line))


def _begins_table(lines: list[str], index: int) -> bool:
    """Return whether a line and the next one are rows of a table, perhaps with an empty line between them."""
    above, below = (lines[index - 1] if index else ""), lines[index + 1 : index + 3]
    if not TABLE_LINE.match(lines[index]) or TABLE_LINE.match(above) or not below:
        return False
    is_row_apart = not below[0].strip() and bool(below[1:]) and bool(DELIMITERS.match(below[1]))
    return bool(TABLE_LINE.match(below[0])) or is_row_apart


def _count_cells(line: str) -> int:
    text = line.strip().removeprefix("|")
    return len(CELL_END.split(text.removesuffix("|") if not text.endswith("\\|") else text))


def check_leftovers(source: MarkdownSource, html: str) -> Iterator[Problem]:
    """Marks of emphasis and links that the parser did not take for such, and left in the text."""
    shown = CODE_ELEMENT.sub("", html).replace("&quot;", '"')
    for code, mark, *patterns in LEFTOVERS:
        if mark in source.markdown and mark in shown:
            lines = [_without_code("" if is_code else line) for line, is_code in iter_lines(source.markdown)]
            numbers = (_find_leftovers(pattern, lines, shown) for pattern in patterns)
            for number in next(filter(None, numbers), []):
                yield problem(source.file, source.first_line + number, code, text=quote(lines[number]))


def _find_leftovers(pattern: re.Pattern[str], lines: list[str], shown: str) -> list[int]:
    """Return the indexes of the lines with a match that is shown as it is written; failing that, the first match."""
    matches = [(number, match.group()) for number, line in enumerate(lines) for match in pattern.finditer(line)]
    numbers = [number for number, text in matches if escape(text, quote=False) in shown]
    return list(dict.fromkeys(numbers)) or [number for number, _ in matches[:1]]
