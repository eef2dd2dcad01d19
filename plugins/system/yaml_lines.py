"""YAML read as text, with the line of every key and item: what ``no`` or ``1.10`` means is for a schema to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

KeyPath = tuple[str | int, ...]
"""The keys and list indexes that lead to a value."""
_FRAME = {yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent}


class YamlLines:
    """Reads one YAML document into mappings, lists and strings.

    ``lines`` has the line of every key and item by its path, counted from ``first_line``. Subclasses override
    ``check``, ``scalar`` and ``on_duplicate`` to refuse or interpret more.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self.first_line = first_line
        self.lines: dict[KeyPath, int] = {(): first_line}
        self._events = _parse_events(text)

    def read(self) -> Any:
        """The data, or ``None`` for an empty text. Raises ``yaml.YAMLError`` where the text is not YAML."""
        first = next(self._events, None)
        return self._build(first, ()) if first else None

    def next_event(self) -> Any:
        """The first event after the document, or ``None`` where the text ends with it."""
        return next(self._events, None)

    def check(self, event: Any, path: KeyPath) -> None:  # noqa: ARG002 - subclasses limit the depth
        """Refuse an event by raising; aliases are refused here because their target is not kept."""
        if type(event) is yaml.AliasEvent:
            raise _error("aliases are not supported", event)

    def check_key(self, event: Any) -> None:
        """Refuse a key by raising; it must be a plain text."""
        if type(event) is not yaml.ScalarEvent:
            raise _error("a key must be a text", event)

    def scalar(self, event: Any) -> str | None:
        """The value of a scalar."""
        return str(event.value)

    def on_duplicate(self, key: str, line: int, path: KeyPath) -> None:
        """Called for a key that its mapping has already; the last value counts."""

    def _build(self, event: Any, path: KeyPath) -> Any:
        self.check(event, path)
        if type(event) is yaml.ScalarEvent:
            return self.scalar(event)
        return self._sequence(path) if type(event) is yaml.SequenceStartEvent else self._mapping(path)

    def _sequence(self, path: KeyPath) -> list[Any]:
        items: list[Any] = []
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            item_path = (*path, len(items))
            self.lines[item_path] = event.start_mark.line + self.first_line
            items.append(self._build(event, item_path))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while type(key := next(self._events)) is not yaml.MappingEndEvent:
            line = key.start_mark.line + self.first_line
            self.check(key, path)
            self.check_key(key)
            if key.value in entries:
                self.on_duplicate(key.value, line, path)
            key_path = (*path, key.value)
            self.lines.setdefault(key_path, line)
            entries[key.value] = self._build(next(self._events), key_path)
        return entries


def _parse_events(text: str) -> Iterator[Any]:
    parser = yaml.CSafeLoader(text)
    try:
        while event := parser.get_event():
            if type(event) not in _FRAME:
                yield event
    finally:
        parser.dispose()


def _error(problem: str, event: Any) -> yaml.YAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
