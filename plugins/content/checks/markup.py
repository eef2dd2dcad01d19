"""Checks of a body's lines for what editors mean as a mark of Markdown and readers would see as text, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from plugins.content.dialect.lines import iter_lines
from plugins.content.problems import Problem, problem
from plugins.content.sources import MarkdownSource

MAX_QUOTED = 60
CODE_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
TARGET = r"(?:https?:|www\.|\.{0,2}/|[\w./-]+\.(?:jpe?g|png|webp|avif|heic|md)\b)[^\s()（）]*"
FULL_WIDTH = str.maketrans("＃＊｜－：【】（）！｀＞", "#*|-:[]()!`>")


class _Rule(NamedTuple):
    """A mistake in a line: its code, and what to type in place of the match, or None if the code says all."""

    code: str
    pattern: re.Pattern[str]
    correct: Callable[[re.Match[str]], str] | None = None


def _to_ascii(match: re.Match[str]) -> str:
    return match.group().strip().translate(FULL_WIDTH)


def _to_heading(match: re.Match[str]) -> str:
    text = match.group().strip().translate(FULL_WIDTH)
    words = text.lstrip("#")
    return f"{text[: len(text) - len(words)]} {words.strip()}"


def _to_caption(match: re.Match[str]) -> str:
    return f'{match[1]} "{match[2]}")'


# the first rule that matches a line is the one that is reported
# brackets do not nest in the patterns, or a line of brackets would take quadratic time
RULES = (
    _Rule("picture_full_width", re.compile(rf"！\[[^\[\]]*\][(（]\s*{TARGET}[^)）]*[)）]"), _to_ascii),
    _Rule(
        "caption_quotes",
        re.compile(r"(!?\[[^\[\]]*\]\([^\s()]+)\s*(?=[^)]*[“”])[“”\"]([^“”\"]*)[“”\"]\s*\)"),
        _to_caption,
    ),
    _Rule("link_without_scheme", re.compile(r"(?<!!)\[[^\[\]]*\]\(\s*(?P<target>www\.[^\s()]+)\)")),
    _Rule("warn_full_width", re.compile(r"^\s*＃{1,6}.*"), _to_heading),
    _Rule("warn_full_width", re.compile(r"＊＊[^＊]+＊＊|^\s*｜.*｜\s*$|^\s*＞ .*|｀[^｀]+｀"), _to_ascii),
    _Rule(
        "warn_full_width",
        re.compile(
            rf"(?:\[[^\[\]]*\]\s*（\s*{TARGET}\s*[)）]|【[^【】]*】\s*[(（]\s*{TARGET}\s*[)）]|\[[^\[\]]*\]\({TARGET}）)"
        ),
        _to_ascii,
    ),
    _Rule(
        "warn_full_width",
        re.compile(r"^\s*\[\^[^\]\s]+\]：.*"),
        lambda match: match.group().strip().replace("：", ": ", 1),
    ),
    _Rule(
        "warn_heading_blank",
        re.compile(r"^ {0,3}#{2,6}[^#\s].*|^ {0,3}#[^#\s\d][^#，。；！？、：,.;!?]{0,19}$"),
        _to_heading,
    ),
    _Rule("warn_comment", re.compile(r"<!--")),
    _Rule(
        "warn_unknown_mark",
        re.compile(
            r"\[\[[^\[\]]+\]\]|^\s*:::.*|^\s*\[TOC\]\s*$|\{[.#:][A-Za-z][^{}]*\}|==[^=\s](?:[^=]*[^=\s])?==|\$\$.*|^\s*={3,}\s*$"
            r"|^\*\[[^\]]+\]:.*|^!!! .*"
        ),
    ),
    _Rule(
        "warn_list_as_text",
        re.compile(r"^\s*(?:（\d{1,3}）|\(\d{1,3}\))\s*\S.*"),
        lambda match: re.sub(r"^\s*\S*?[)）]\s*", "1. ", match.group()),
    ),
)
WITHOUT_TEXT = {"warn_comment", "link_without_scheme"}
# without a match no line has to be looked at by itself
SUSPICIOUS = re.compile(
    r"[＃＊｜【！｀＞“”]|<!--|\]\(\s*www|^\s*#|"
    r"\[\^|\[\[|:::|\[TOC\]|\{[.#:]|==|\$\$|^\s*[(（]\d|\]（|\）|^\*\[|^!!! |^\s*\|",
    re.M,
)
FULL_WIDTH_NOTE = re.compile(r"^\s*\[\^([^\]\s]+)\]：")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
TABLE_LINE = re.compile(r"^\s*\|.*\S")
DELIMITERS = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$")
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
    if not SUSPICIOUS.search(source.markdown):
        return
    text_lines = ["" if is_code else line for line, is_code in iter_lines(source.markdown)]
    lines = [_without_code(line) for line in text_lines]
    open_comment = _find_open_comment(lines)
    if open_comment is not None:
        yield problem(source.file, source.first_line + open_comment, "comment_open")
    is_comment, former = False, ""
    for number, line in enumerate(lines, source.first_line):
        if (
            number - source.first_line != open_comment
            and not is_comment
            and (item := _check_line(source.file, number, line, former))
        ):
            yield item
        former = "" if is_comment else line
        is_comment = _is_in_comment(line, is_comment)
    yield from _check_footnotes(source, lines)
    # a bar ends a cell in code too
    yield from _check_tables(source, text_lines)


def _without_code(line: str) -> str:
    return CODE_SPAN.sub(lambda match: " " * len(match.group()), line) if "`" in line else line


def _check_line(file: str, number: int, line: str, former: str) -> Problem | None:
    for rule in RULES:
        if not (match := rule.pattern.search(line)):
            continue
        # the lines of a table or a list are reported once
        if rule.pattern.search(former) and re.match(r"\s*[｜（(]", line):
            return None
        values = {key: value[:MAX_QUOTED] for key, value in match.groupdict().items()}
        if rule.code not in WITHOUT_TEXT:
            values["text"] = match.group().strip()[:MAX_QUOTED]
        if rule.correct:
            values["correct"] = rule.correct(match).strip()[:MAX_QUOTED]
        return problem(file, number, rule.code, **values)
    return None


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
            (definitions if is_definition else marks).setdefault(match[1], number)
    full_width = {label for line in lines for label in FULL_WIDTH_NOTE.findall(line)}
    for label, number in marks.items():
        if label not in definitions and label not in full_width:
            yield problem(source.file, number, "warn_footnote_missing", label=label)
    for label, number in definitions.items():
        if label not in marks:
            yield problem(source.file, number, "footnote_unused", label=label)


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
        elif not width and TABLE_LINE.match(line) and index + 1 < len(lines) and TABLE_LINE.match(lines[index + 1]):
            yield problem(source.file, source.first_line + index, "warn_table_as_text", text=line.strip()[:MAX_QUOTED])
            return


def _count_cells(line: str) -> int:
    text = line.strip().removeprefix("|")
    return len(CELL_END.split(text.removesuffix("|") if not text.endswith("\\|") else text))


def check_leftovers(source: MarkdownSource, html: str) -> Iterator[Problem]:
    """Marks of emphasis and links that the parser did not take for such, and left in the text."""
    for code, mark, *patterns in LEFTOVERS:
        if mark in source.markdown and mark in CODE_ELEMENT.sub("", html):
            lines = [_without_code("" if is_code else line) for line, is_code in iter_lines(source.markdown)]
            matches = (number for pattern in patterns for number, line in enumerate(lines) if pattern.search(line))
            if (number := next(matches, None)) is not None:
                yield problem(source.file, source.first_line + number, code, text=lines[number].strip()[:MAX_QUOTED])
