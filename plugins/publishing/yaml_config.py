"""Loads an operator's YAML file into a typed record and reports every mistake in it with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from plugins.publishing.messages import Message, PublishError, message
from plugins.system import textfile
from plugins.system.yaml_lines import KeyPath, YamlLines

Config = TypeVar("Config")
# error types of pydantic that have a message of their own
ERROR_CODES = {
    "unexpected_keyword_argument": "unknown_key",
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "missing_argument": "missing_key",
}


def load_yaml(file: Path, adapter: TypeAdapter[Config]) -> Config:
    """Load and validate a file. Raises ``PublishError`` with a message for each mistake in it."""
    try:
        reader = YamlLines(textfile.read_text(file))
    except FileNotFoundError:
        raise PublishError(message("no_file", name=file)) from None
    try:
        data = reader.read() or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise PublishError(
            message("broken_yaml", file=str(file), line=line, what=getattr(error, "problem", ""))
        ) from None
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        messages = (_describe(detail, file, reader.lines) for detail in details)
        raise PublishError(*sorted(messages, key=lambda problem: (problem.line, problem.code))) from None


def _describe(detail: Any, file: Path, lines: dict[KeyPath, int]) -> Message:
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    code = ERROR_CODES.get(detail["type"], "bad_value")
    return message(code, file=str(file), line=lines[_key_path(detail["loc"], lines)], key=key, detail=detail["msg"])


def _key_path(location: KeyPath, lines: dict[KeyPath, int]) -> KeyPath:
    # pydantic puts the name of a union's branch into the location; it is not a key of the file
    path: KeyPath = ()
    for part in location:
        if (*path, part) in lines:
            path = (*path, part)
    return path
