"""YAML and front matter with the line of every key. Scalars are read as text: the schema decides what ``no`` means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from plugins.content.parsing.yaml_hints import (
    MISTAKES,
    SUSPICIOUS_SCALAR,
    diagnose_parse_error,
    diagnose_plain_scalar,
)
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.localized import CONTROL

KeyPath = tuple[str | int, ...]
"""The keys and list indexes that lead to a value."""
MAX_DEPTH = 20
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
    problems: list[Problem] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """The line of this key, or of the nearest key around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem:
        """A problem at the line of this key."""
        return problem(self.file, self.line(*path), code, **values)


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
    document = YamlDocument(file, lines={(): first_line})
    try:
        events = _events(text)
        if root := next(events, None):
            document.data = _Builder(document, events, text, first_line).build(root, ())
        if second_root := next(events, None):
            raise ContentError(problem(file, second_root.start_mark.line + first_line, "yaml_second"))
    except yaml.YAMLError as error:
        raise ContentError(diagnose_parse_error(file, text, error, first_line)) from None
    if document.problems:
        raise ContentError(*document.problems)
    return document


def _events(text: str) -> Iterator[Any]:
    parser = yaml.CSafeLoader(text)
    try:
        while event := parser.get_event():
            if type(event) not in _STREAM_EVENTS:
                yield event
    finally:
        parser.dispose()


_STREAM_EVENTS = {yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent}


class _Builder:
    """Builds lists, mappings and strings from the parser's events, recording lines and problems."""

    def __init__(self, document: YamlDocument, events: Iterator[Any], text: str, first_line: int) -> None:
        self.document = document
        self.text_lines = text.split("\n")
        self.events = events
        self.first_line = first_line
        self.node_count = 0
        # searched once in the whole text: most texts have nothing that must be looked for in each scalar
        self.may_contain_control = "\\" in text or bool(CONTROL.search(text))
        self.may_be_misread = bool(SUSPICIOUS_SCALAR.search(text))

    def build(self, event: Any, path: KeyPath) -> Any:
        self._reject_unsupported_yaml(event, path)
        if type(event) is yaml.ScalarEvent:
            return None if not event.style and event.value in NULLS else event.value
        return self._sequence(path) if type(event) is yaml.SequenceStartEvent else self._mapping(path)

    def _reject_unsupported_yaml(self, event: Any, path: KeyPath) -> None:
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
            if mistake := diagnose_plain_scalar(self.document.file, self.text_lines, self.first_line, start, end):
                raise ContentError(mistake)

    def _error(self, event: Any, code: str, **values: Any) -> ContentError:
        return ContentError(problem(self.document.file, event.start_mark.line + self.first_line, code, **values))

    def _sequence(self, path: KeyPath) -> list[Any]:
        items: list[Any] = []
        while type(event := next(self.events)) is not yaml.SequenceEndEvent:
            item_path = (*path, len(items))
            self.document.lines[item_path] = event.start_mark.line + self.first_line
            items.append(self.build(event, item_path))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while type(key := next(self.events)) is not yaml.MappingEndEvent:
            line = key.start_mark.line + self.first_line
            self._reject_unsupported_yaml(key, path)
            if type(key) is not yaml.ScalarEvent:
                raise self._error(key, "yaml_not_plain")
            if key.value in entries:
                first = self.document.line(*path, key.value)
                duplicate = problem(self.document.file, line, "duplicate_key", key=key.value, first=first)
                self.document.problems.append(duplicate)
            key_path = (*path, key.value)
            self.document.lines.setdefault(key_path, line)
            entries[key.value] = self.build(next(self.events), key_path)
        return entries


def read_front_matter(file: str, text: str) -> tuple[YamlDocument, str, int]:
    """Split a Markdown file into its front matter, its body, and the line on which the body begins.

    Raises ``ContentError`` where there is no front matter or it is invalid.
    """
    match = FRONT_MATTER.match(text)
    if not match:
        has_start = re.match(r"---[ \t]*\n", text)
        raise ContentError(_missing_end(file, text) if has_start else problem(file, 1, "no_front_matter"))
    head, body_line = match.group(1) or "", text.count("\n", 0, match.end()) + 1
    document = read_yaml(file, head, first_line=2)
    if document.data is None:
        document.data = {}
    return document, text[match.end() :], body_line


def _missing_end(file: str, text: str) -> Problem:
    for number, line in enumerate(text.split("\n")[1:], 2):
        if MISTAKES["front_matter_end"].match(line):
            return problem(file, number, "front_matter_end", text=line.strip()[:60])
    return problem(file, 1, "front_matter_open")


def as_mapping(document: YamlDocument) -> Mapping[str, Any]:
    """The document's data as a mapping. Raises ``ContentError`` for a list or a single text."""
    if not isinstance(document.data, dict):
        raise ContentError(problem(document.file, document.line(), "not_a_mapping"))
    return document.data
