"""A text file as it lies on the disk, and the same bytes with some of its lines changed."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from plugins.content.parsing.yaml_lines import FRONT_MATTER
from plugins.system import textfile

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class SourceFile:
    """The bytes of a text file; ``text`` is how everything else reads it: NFC, with LF line ends."""

    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, which identifies its state; empty for a file that is not there."""
        return hashlib.sha256(self.data).hexdigest() if self.data else ""

    @property
    def text(self) -> str:
        """The text. Raises ``UnicodeDecodeError``."""
        return unicodedata.normalize("NFC", textfile.normalize_newlines(self.data).decode("utf-8"))

    def with_text(self, text: str) -> bytes:
        """The bytes of the file with this text: lines that are not new keep theirs, new ones end as most others do."""
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        lines = _lines(self.data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
        known = [unicodedata.normalize("NFC", LINE_END.sub("", line)) for line in lines]
        ends = Counter(match.group() for line in lines if (match := LINE_END.search(line)))
        end = ends.most_common(1)[0][0] if ends else "\n"
        new, parts = text.split("\n"), list[str]()
        for tag, first, last, new_first, new_last in SequenceMatcher(None, known, new, autojunk=False).get_opcodes():
            parts += lines[first:last] if tag == "equal" else [line + end for line in new[new_first:new_last]]
        return mark + _close(parts, ends_with_line=text.endswith("\n"), end=end).encode("utf-8")


def _lines(text: str) -> list[str]:
    """The lines with their ends; what follows the last end is a line too, like that of ``split``."""
    lines = [match.group() for match in LINE.finditer(text) if match.group()]
    return [*lines, ""] if not lines or LINE_END.search(lines[-1]) else lines


def _close(parts: list[str], *, ends_with_line: bool, end: str) -> str:
    """Join lines of which only the last may lack an end."""
    *body, last = parts
    body = [line if LINE_END.search(line) else line + end for line in body]
    return "".join(body) + (LINE_END.sub("", last) if not ends_with_line or not LINE_END.sub("", last) else last)


@dataclass(frozen=True)
class MarkdownParts:
    """The text of a Markdown file in its parts: up to the front matter, the front matter, what follows, the body."""

    head: str
    front_matter: str
    gap: str
    body: str

    @property
    def first_body_line(self) -> int:
        """The line of the file on which the body begins."""
        return (self.head + self.front_matter + self.gap).count("\n") + 1

    def join_with(self, front_matter: str, body: str) -> str:
        """The text with this front matter and body, which ends with a line end."""
        if body == self.body:
            return self.head + front_matter + self.gap + body
        return self.head + front_matter + (self.gap or "\n") + body.rstrip("\n") + "\n"


def split_markdown(text: str) -> MarkdownParts | None:
    """Split a Markdown file; None if it has no front matter."""
    match = FRONT_MATTER.match(text)
    if not match:
        return None
    front_matter = match.group(1) or ""
    start = match.start(1) if match.group(1) else text.index("\n") + 1
    rest = text[start + len(front_matter) : match.end()]
    body = text[match.end() :].lstrip("\n")
    blank = text[match.end() : len(text) - len(body)] if body else text[match.end() :]
    return MarkdownParts(text[:start], front_matter, rest + blank, body)
