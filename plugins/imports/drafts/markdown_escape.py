"""Plain text as Markdown that shows the same text: every sign that Markdown would take for its own is escaped."""

from __future__ import annotations

import re

from plugins.content.schema.localized import CONTROL

# line ends of Word and of old systems
BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
ALWAYS = re.compile(r"[\\`*_\[\]|]")
ENTITY = re.compile(r"&(?=#?\w+;)")
# what begins a heading, a quotation, a list, a definition, a fence or an underline only at a line's beginning
FIRST = re.compile(r"[#+\-=>:~]")
NUMBERED = re.compile(r"([0-9]+)([.)])(?=\s|$)")
ROUND_QUOTES = str.maketrans("\"'", "”’")


def unbroken(text: str) -> str:
    """The text with plain line ends and without characters that nobody can see."""
    return CONTROL.sub("", BREAKS.sub("\n", text))


def cleaned(text: str) -> str:
    """The same without blanks around its lines."""
    lines = unbroken(text).replace("\t", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def inline(text: str) -> str:
    """Text in the middle of a line as Markdown."""
    return ALWAYS.sub(r"\\\g<0>", ENTITY.sub("&amp;", text)).replace("<", "&lt;")


def escaped(line: str) -> str:
    """One line of text as Markdown."""
    line = inline(line)
    line = FIRST.sub(lambda sign: f"&#{ord(sign.group())};", line, count=1) if FIRST.match(line) else line
    return NUMBERED.sub(r"\1\\\2", line, count=1) if NUMBERED.match(line) else line


def figure(file: str, alt: str, caption: str) -> str:
    """A picture as Markdown. In its words no entity would be read as one, and a straight quote could end a caption."""
    words = [ALWAYS.sub(r"\\\g<0>", " ".join(each.split())) for each in (alt, caption.translate(ROUND_QUOTES))]
    return f'![{words[0]}]({file} "{words[1]}")' if words[1] else f"![{words[0]}]({file})"


def paragraphs(text: str) -> list[str]:
    """Each line of a text as a paragraph of Markdown."""
    return [escaped(line) for line in cleaned(text).split("\n") if line]


def table(rows: list[list[str]]) -> str:
    """A table in Markdown from cells that are Markdown already; its first row is the head."""
    width = max(map(len, rows))
    even = [[cell.replace("\n", " ") for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in even]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
