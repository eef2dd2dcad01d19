"""YAML and front matter with the line of every key. Scalars are read as text: the schema decides what ``no`` means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

import yaml

from plugins.content.dialect.lines import HAN
from plugins.content.dialect.radicals import fold_radicals
from plugins.content.parsing.yaml_hints import (
    HASH_IN_TEXT,
    MISTAKES,
    SUSPICIOUS_SCALAR,
    diagnose_parse_error,
    diagnose_plain_scalar,
)
from plugins.content.problems import ContentError, Problem, problem, quote
from plugins.content.schema.localized import CONTROL
from plugins.system.yaml_lines import KeyPath as KeyPath
from plugins.system.yaml_lines import YamlLines

MAX_DEPTH = 20
# enough to find a line's end and the next one's beginning in the folded text
HAN_END, HAN_START = re.compile(rf"{HAN}{{1,8}}\Z"), re.compile(rf"{HAN}{{1,8}}")
# twice what two thousand units with every key take
MAX_NODES = 40_000
NULLS = {"", "~", "null", "Null", "NULL"}
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(\n|\Z)", re.S)


@dataclass
class YamlDocument:
    """The data of a YAML text, and the line of each key or list item."""

    file: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of this key, or of the nearest key around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem:
        """A problem at the line of this key."""
        return problem(self.file, self.line(*path), code, **values)


@dataclass
class SectionDocument(YamlDocument):
    """A document whose keys are sought in one of its sections, and elsewhere only if that has not got them."""

    section: KeyPath = ()

    def line(self, *path: str | int) -> int:
        """The line of this key."""
        is_inside = (*self.section, *path[:1]) in self.lines
        return super().line(*self.section, *path) if is_inside else super().line(*path)


class Locator(Protocol):
    """Knows the lines of a file's keys: a ``YamlDocument``, or ``SourceLines``, which reads the file when asked."""

    @property
    def file(self) -> str: ...

    def line(self, *path: str | int) -> int: ...

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem: ...


def read_yaml(file: str, text: str, first_line: int = 1) -> YamlDocument:
    """Parse a YAML text that begins at this line of its file.

    Raises ``ContentError`` where it is invalid or uses what editors do not need, such as anchors and tags.
    """
    reader = _YamlReader(file, text, first_line)
    try:
        data = reader.read()
        if second_root := reader.next_event():
            raise ContentError(problem(file, second_root.start_mark.line + first_line, "yaml_second"))
    except yaml.YAMLError as error:
        raise ContentError(diagnose_parse_error(file, text, error, first_line)) from None
    if reader.problems:
        raise ContentError(*reader.problems)
    return YamlDocument(file, data, reader.lines)


class _YamlReader(YamlLines):
    """Reads a YAML text and refuses what editors do not need."""

    def __init__(self, file: str, text: str, first_line: int) -> None:
        super().__init__(text, first_line)
        self.file = file
        self.problems: list[Problem] = []
        self.text_lines = text.split("\n")
        self.node_count = 0
        # searched once in the whole text: most texts have nothing that must be looked for in each scalar
        self.may_contain_control = "\\" in text or bool(CONTROL.search(text))
        self.may_be_misread = bool(SUSPICIOUS_SCALAR.search(text))
        self.may_be_cut = bool(HASH_IN_TEXT.search(text))

    def check(self, event: Any, path: KeyPath) -> None:
        if type(event) is yaml.AliasEvent or event.anchor or (event.tag and event.tag != "!"):
            raise self._error(event, "yaml_not_plain")
        if type(event) is yaml.ScalarEvent:
            self._check_scalar(event)
        self.node_count += 1
        if self.node_count > MAX_NODES:
            raise self._error(event, "yaml_too_many", limit=MAX_NODES)
        if len(path) > MAX_DEPTH:
            raise self._error(event, "yaml_too_deep", limit=MAX_DEPTH)

    def _check_scalar(self, event: Any) -> None:
        if self.may_contain_control and (match := CONTROL.search(event.value)):
            raise self._error(event, "control_character", character=f"U+{ord(match.group()):04X}")
        if self.may_be_misread and not event.style:
            start, end = event.start_mark.line, event.end_mark.line
            if mistake := diagnose_plain_scalar(self.file, self.text_lines, self.first_line, start, end):
                raise ContentError(mistake)
        if self.may_be_cut and event.style not in {"|", ">"}:
            self._check_comment(event)

    def _check_comment(self, event: Any) -> None:
        line = event.end_mark.line
        text = self.text_lines[line] if line < len(self.text_lines) else ""
        match = HASH_IN_TEXT.match(text, event.end_mark.column)
        # a sign with a blank behind it begins a comment, but hardly right behind a Chinese text
        if match and (not match["blank"] or (not event.style and HAN_END.search(event.value))):
            self.problems.append(problem(self.file, line + self.first_line, "yaml_hash", text=quote(text)))

    def check_key(self, event: Any) -> None:
        if type(event) is not yaml.ScalarEvent:
            raise self._error(event, "yaml_not_plain")

    def scalar(self, event: Any) -> str | None:
        if not event.style and event.value in NULLS:
            return None
        value = fold_radicals(str(event.value))
        start, end = event.start_mark.line, event.end_mark.line
        return value if start == end or event.style == "|" else join_folded(value, self.text_lines[start : end + 1])

    def on_duplicate(self, key: str, line: int, path: KeyPath) -> None:
        first = self.lines[(*path, key)]
        self.problems.append(problem(self.file, line, "duplicate_key", key=key, first=first))

    def _error(self, event: Any, code: str, **values: Any) -> ContentError:
        return ContentError(problem(self.file, event.start_mark.line + self.first_line, code, **values))


def read_front_matter(file: str, text: str) -> tuple[YamlDocument, str, int]:
    """Split a Markdown file into its front matter, its body, and the line on which the body begins.

    Raises ``ContentError`` where there is no front matter or it is invalid.
    """
    match = FRONT_MATTER.match(text)
    if not match:
        first_line = text.partition("\n")[0]
        if re.match(r"---[ \t]*\n", text):
            raise ContentError(_missing_end(file, text))
        if MISTAKES["front_matter_end"].match(first_line) and first_line.strip():
            raise ContentError(problem(file, 1, "front_matter_start", text=quote(first_line)))
        raise ContentError(problem(file, 1, "no_front_matter"))
    head, body_line = match.group(1) or "", text.count("\n", 0, match.end()) + 1
    document = read_yaml(file, head, first_line=2)
    if document.data is None:
        document.data = {}
    return document, text[match.end() :], body_line


def join_folded(value: str, lines: Sequence[str]) -> str:
    """A text that YAML folded from these lines with blanks between them, without those between Han characters."""
    position = 0
    for line, following in pairwise(lines):
        end, start = HAN_END.search(line.rstrip()), HAN_START.match(following.lstrip())
        if end and start and (position := value.find(f"{end.group()} {start.group()}", position)) >= 0:
            position += len(end.group())
            value = value[:position] + value[position + 1 :]
        position = max(position, 0)
    return value


def _missing_end(file: str, text: str) -> Problem:
    for number, line in enumerate(text.split("\n")[1:], 2):
        if MISTAKES["front_matter_end"].match(line):
            return problem(file, number, "front_matter_end", text=quote(line))
    return problem(file, 1, "front_matter_open")
