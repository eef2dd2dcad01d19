"""YAML and front matter with the line of every key, read as text: what ``no`` means is for the schema to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from plugins.content.parsing.yaml_hints import MISTAKES, SLIP, broken, diagnose_plain_scalar
from plugins.content.problems import Problem, ContentError, problem
from plugins.content.schema.localized import CONTROL

Path = tuple[str | int, ...]
DEEPEST = 20
# two thousand units with all they can say are half of it
MOST_PARTS = 40_000
NULLS = {"", "~", "null", "Null", "NULL"}
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(\n|\Z)", re.S)


@dataclass
class Document:
    """What a YAML text says, and the line on which each key or item stands."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """The line of this key, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem:
        return problem(self.file, self.line(*path), code, **values)


class Located(Protocol):
    """What knows the lines of a file's keys: a document, or what reads it when it is asked."""

    @property
    def file(self) -> str: ...

    def line(self, *path: str | int) -> int: ...

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem: ...


def read_yaml(file: str, text: str, first_line: int = 1) -> Document:
    """Read a YAML text. Raises ``Refused`` where it is broken, or uses what editors have no need of."""
    document = Document(file, lines={(): first_line})
    try:
        events = _events(text)
        if first := next(events, None):
            document.data = _Builder(document, events, text, first_line).build(first, ())
        if second := next(events, None):
            raise ContentError(problem(file, second.start_mark.line + first_line, "yaml_second"))
    except yaml.YAMLError as error:
        raise ContentError(broken(file, text, error, first_line)) from None
    if document.problems:
        raise ContentError(*document.problems)
    return document


def _events(text: str) -> Iterator[Any]:
    parser = yaml.CSafeLoader(text)
    try:
        while event := parser.get_event():
            if type(event) not in _FRAME:
                yield event
    finally:
        parser.dispose()


_FRAME = {yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent}


class _Builder:
    """Turns the parser's events into lists, mappings and strings, noting lines and what is not allowed."""

    def __init__(self, document: Document, events: Iterator[Any], text: str, first_line: int) -> None:
        self.document = document
        self.text_lines = text.split("\n")
        self.events = events
        self.first_line = first_line
        self.parts = 0
        # looked for once in the whole text: in most there is nothing to be found scalar by scalar
        self.may_hold_control = "\\" in text or bool(CONTROL.search(text))
        self.may_be_misread = bool(SLIP.search(text))

    def build(self, event: Any, path: Path) -> Any:
        self._refuse_what_editors_do_not_need(event, path)
        if type(event) is yaml.ScalarEvent:
            return None if not event.style and event.value in NULLS else event.value
        return self._sequence(path) if type(event) is yaml.SequenceStartEvent else self._mapping(path)

    def _refuse_what_editors_do_not_need(self, event: Any, path: Path) -> None:
        if type(event) is yaml.AliasEvent or event.anchor or (event.tag and event.tag != "!"):
            raise self._refused(event, "yaml_not_plain")
        if type(event) is yaml.ScalarEvent:
            self._refuse_scalar(event)
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise self._refused(event, "yaml_too_many", limit=MOST_PARTS)
        if len(path) > DEEPEST:
            raise self._refused(event, "yaml_too_deep", limit=DEEPEST)

    def _refuse_scalar(self, event: Any) -> None:
        if self.may_hold_control and (found := CONTROL.search(event.value)):
            raise self._refused(event, "control_character", character=f"U+{ord(found.group()):04X}")
        if self.may_be_misread and not event.style:
            start, end = event.start_mark.line, event.end_mark.line
            if wrong := diagnose_plain_scalar(self.document.file, self.text_lines, self.first_line, start, end):
                raise ContentError(wrong)

    def _refused(self, event: Any, code: str, **values: Any) -> ContentError:
        return ContentError(problem(self.document.file, event.start_mark.line + self.first_line, code, **values))

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while type(event := next(self.events)) is not yaml.SequenceEndEvent:
            place = (*path, len(items))
            self.document.lines[place] = event.start_mark.line + self.first_line
            items.append(self.build(event, place))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while type(key := next(self.events)) is not yaml.MappingEndEvent:
            line = key.start_mark.line + self.first_line
            self._refuse_what_editors_do_not_need(key, path)
            if type(key) is not yaml.ScalarEvent:
                raise self._refused(key, "yaml_not_plain")
            if key.value in entries:
                self._note_duplicate(key.value, line, path)
            place = (*path, key.value)
            self.document.lines.setdefault(place, line)
            entries[key.value] = self.build(next(self.events), place)
        return entries

    def _note_duplicate(self, key: str, line: int, path: Path) -> None:
        first = self.document.line(*path, key)
        self.document.problems.append(problem(self.document.file, line, "duplicate_key", key=key, first=first))


def read_front_matter(file: str, text: str) -> tuple[Document, str, int]:
    """Split a Markdown file into its front matter, its body, and the line on which the body begins."""
    found = FRONT_MATTER.match(text)
    if not found:
        raise ContentError(
            _without_end(file, text) if re.match(r"---[ \t]*\n", text) else problem(file, 1, "no_front_matter")
        )
    head, body_line = found.group(1) or "", text.count("\n", 0, found.end()) + 1
    document = read_yaml(file, head, first_line=2)
    if document.data is None:
        document.data = {}
    return document, text[found.end() :], body_line


def _without_end(file: str, text: str) -> Problem:
    for number, line in enumerate(text.split("\n")[1:], 2):
        if MISTAKES["front_matter_end"].match(line):
            return problem(file, number, "front_matter_end", text=line.strip()[:60])
    return problem(file, 1, "front_matter_open")


def as_mapping(document: Document) -> Mapping[str, Any]:
    """The document's data, which must be keys with values. Raises ``Refused`` where it is a list or a mere text."""
    if not isinstance(document.data, dict):
        raise ContentError(problem(document.file, document.line(), "not_a_mapping"))
    return document.data
