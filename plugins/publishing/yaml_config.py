"""A YAML file of an operator's as a record: every mistake in it is told with its line, all of them at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from plugins.publishing.messages import Message, PublishError, message
from plugins.system import textfile

Read = TypeVar("Read")
Place = tuple[str | int, ...]


def load_yaml(file: Path, adapter: TypeAdapter[Read]) -> Read:
    """The record that a file describes. Raises ``PublishError`` with all that is wrong in it."""
    try:
        written = textfile.read_text(file)
    except FileNotFoundError:
        raise PublishError(message("no_file", name=file)) from None
    try:
        root = yaml.compose(written, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise PublishError(
            message("broken_yaml", file=str(file), line=line, what=getattr(error, "problem", ""))
        ) from None
    lines: dict[Place, int] = {(): 1}
    data = _plain(root, (), lines) if root else {}
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        raise PublishError(*_notes(error, file, lines)) from None


def _plain(node: Any, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found = {}
        for key, value in node.value:
            lines[(*place, key.value)] = key.start_mark.line + 1
            found[key.value] = _plain(value, (*place, key.value), lines)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, number), lines) for number, item in enumerate(node.value)]
    return node.value


def _notes(error: ValidationError, file: Path, lines: dict[Place, int]) -> list[Message]:
    return sorted(
        (_note(each, file, lines) for each in error.errors(include_url=False)), key=lambda each: (each.line, each.code)
    )


def _note(error: Any, file: Path, lines: dict[Place, int]) -> Message:
    # pydantic puts the name of a union's branch into the place; it is no key of the file
    place = _known(tuple(error["loc"]), lines)
    key = str(error["loc"][-1]) if error["loc"] else ""
    code = {
        "unexpected_keyword_argument": "unknown_key",
        "extra_forbidden": "unknown_key",
        "missing": "missing_key",
        "missing_argument": "missing_key",
    }.get(error["type"], "bad_value")
    return message(code, file=str(file), line=lines[place], key=key, detail=error["msg"])


def _known(loc: Place, lines: dict[Place, int]) -> Place:
    place: Place = ()
    for part in loc:
        if (*place, part) in lines:
            place = (*place, part)
    return place
