"""Loads an operator's YAML file into a typed record and reports every mistake in it with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import BeforeValidator, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from plugins.publishing.messages import Message, Notify, PublishError, message
from plugins.system import textfile
from plugins.system.yaml_lines import KeyPath, YamlLines

Config = TypeVar("Config")
# error types of pydantic that have a message of their own
ERROR_CODES = {
    "unexpected_keyword_argument": "unknown_key",
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "missing_argument": "missing_key",
    "secret_in_address": "secret_in_address",
}
SECRET_QUERY = re.compile(r"(?i)key|secret|token|signature|password")
SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def _ignore(_: Message) -> None:
    """Report nothing."""


def load_yaml(
    file: Path,
    adapter: TypeAdapter[Config],
    new_keys: Mapping[KeyPath, str] = MappingProxyType({}),
    notify: Notify = _ignore,
) -> Config:
    """Load and validate a file. Raises ``PublishError`` with a message for each mistake in it.

    ``new_keys`` has the present name of each renamed key, by the key that holds it and its former name. A former key
    is read as the new one, and reported to ``notify``.
    """
    try:
        reader = YamlLines(textfile.read_text(file))
    except FileNotFoundError:
        raise PublishError(message("no_file", name=file)) from None
    try:
        data = reader.read() or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise PublishError(message("broken_yaml", file=str(file), line=line)) from None
    for mapping, path in list(_find_former_keys(data, new_keys)):
        former, new = path[-1], new_keys[path[-2:]]
        mapping[new] = mapping.pop(former)
        notify(message("renamed_key", file=str(file), line=reader.lines[path], old=former, new=new))
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        messages = (_describe(detail, file, reader.lines) for detail in details)
        raise PublishError(*sorted(messages, key=lambda problem: (problem.line, problem.code))) from None


def refuse_secrets(address: Any) -> Any:
    """The address, unless it has a user or a key in it: messages show it. Raises an error of pydantic."""
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts and ("@" in parts.netloc or SECRET_QUERY.search(parts.query)):
        raise PydanticCustomError("secret_in_address", "an address must not have a secret in it")
    return address


# an address that messages may show
PlainAddress = Annotated[str, BeforeValidator(refuse_secrets)]


def _find_former_keys(
    data: Any, new_keys: Mapping[KeyPath, str], path: KeyPath = ()
) -> Iterator[tuple[dict[str | int, Any], KeyPath]]:
    """The former keys whose new name is not used beside them: the mapping that has each, and its path."""
    for key, value in data.items() if isinstance(data, dict) else ():
        place = (*path, key)
        if new_keys.get(place[-2:], key) not in data:
            yield data, place
        yield from _find_former_keys(value, new_keys, place)


def _describe(detail: Any, file: Path, lines: dict[KeyPath, int]) -> Message:
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    code = ERROR_CODES.get(detail["type"], "bad_value")
    return message(code, file=str(file), line=lines[_key_path(detail["loc"], lines)], key=key, limits=_limits(detail))


def _limits(detail: Any) -> str:
    """What a value may be, in signs alone: pydantic's sentences are in English."""
    limits = detail.get("ctx") or {}
    texts = [str(limits[name]).replace(" or ", ", ") for name in ("expected", "expected_tags") if name in limits]
    texts += [f"{sign} {limits[name]}" for name, sign in SIGNS.items() if name in limits]
    return f" ({', '.join(texts)})" if texts else ""


def _key_path(location: KeyPath, lines: dict[KeyPath, int]) -> KeyPath:
    # pydantic puts the name of a union's branch into the location; it is not a key of the file
    path: KeyPath = ()
    for part in location:
        if (*path, part) in lines:
            path = (*path, part)
    return path
