"""Plain text as Markdown that renders to the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.content.dialect.lines import BULLETS, HYPHENS
from plugins.content.schema.localized import CONTROL

# line ends of Word and of old systems
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPECIAL = re.compile(r"[\\`*_\[\]|]")
# a comment would not be shown
SPECIAL_IN_FIGURE = re.compile(r"[\\`*_\[\]|<~^]")
ENTITY = re.compile(r"&(?=#?\w+;)")
# special at the beginning of a line only: headings, quotations, lists, definitions, fences, underlines
SPECIAL_AT_START = re.compile(rf"[#+\-=>:~{HYPHENS}{BULLETS}]")
NUMBERED = re.compile(r"([0-9]+)([.)])(?=\s|$)")
HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
HAN_END, HAN_START = re.compile(f"{HAN}\\Z"), re.compile(HAN)
ROUND_QUOTES = str.maketrans("\"'", "”’")


def normalize_line_ends(text: str) -> str:
    """Return the text with LF line ends and without invisible control characters."""
    return CONTROL.sub("", LINE_ENDS.sub("\n", text))


def clean_text(text: str) -> str:
    """Return the text with LF line ends, stripped, as is every line."""
    lines = normalize_line_ends(text).replace("\t", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def join_lines(lines: Iterable[str]) -> str:
    """Return lines as one, with a blank where one is needed: not between Han characters and their punctuation."""
    joined = ""
    for line in lines:
        needs_blank = bool(joined and line) and not (HAN_END.search(joined) or HAN_START.match(line))
        joined += " " * needs_blank + line
    return joined


def escape_inline(text: str) -> str:
    """Escape text in the middle of a line."""
    text = ENTITY.sub("&amp;", text).replace("](", "]&#40;")
    text = SPECIAL.sub(r"\\\g<0>", text).replace("<", "&lt;")
    # as entities: not every dialect has backslash escapes for the marks of superscripts and strike-through
    return text.replace("~", "&#126;").replace("^", "&#94;")


def escape_line(line: str) -> str:
    """Escape a whole line of text."""
    return escape_line_start(escape_inline(line))


def escape_line_start(line: str) -> str:
    """Escape what only the beginning of a line means, in a line that is escaped otherwise."""
    if SPECIAL_AT_START.match(line):
        line = f"&#{ord(line[0])};{line[1:]}"
    return NUMBERED.sub(r"\1\\\2", line, count=1) if NUMBERED.match(line) else line


def format_figure(file: str, alt: str, caption: str) -> str:
    """Return a picture as Markdown; entities have no meaning in its texts, a straight quote would end the caption."""
    alt, caption = (
        SPECIAL_IN_FIGURE.sub(r"\\\g<0>", " ".join(text.split())) for text in (alt, caption.translate(ROUND_QUOTES))
    )
    return f'![{alt}]({file} "{caption}")' if caption else f"![{alt}]({file})"


def to_paragraphs(text: str) -> list[str]:
    """Convert each line of a text to a paragraph."""
    return [escape_line(line) for line in clean_text(text).split("\n") if line]


def format_table(rows: list[list[str]]) -> str:
    """Return a table of Markdown cells; the first row is the header."""
    width = max(map(len, rows))
    padded = [[cell.replace("\n", " ") for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in padded]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
