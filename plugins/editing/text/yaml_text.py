"""YAML as an editor would write it, for what a form adds or changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from plugins.content.schema.fields import DAY
from plugins.scaffold.front_matter import BlockDumper

# no line is folded: a folded Chinese text would get blanks
WIDTH = 1_000_000
PLAIN = {"true", "false"}


class _TextDumper(BlockDumper):
    """Also writes days without quotes."""


class _QuotingDumper(BlockDumper):
    """Writes every text in double quotes, which can hold anything."""


class _Key(str):
    """A key of a mapping, which has no quotes."""


def _represent_text(dumper: _TextDumper, text: str) -> yaml.ScalarNode:
    if text in PLAIN or DAY.match(text):
        # the loader reads every scalar as text, so no quotes are needed
        tag: str = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        return dumper.represent_scalar(tag, text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


def _represent_quoted(dumper: _QuotingDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, '"')


def _represent_key(dumper: BlockDumper, key: _Key) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(key))


_TextDumper.add_representer(_Key, _represent_key)
_QuotingDumper.add_representer(_Key, _represent_key)
_TextDumper.add_representer(str, _represent_text)
_QuotingDumper.add_representer(str, _represent_quoted)


def block_lines(data: Any, *, quoting: bool) -> list[str]:
    """The lines of keys or of items of a list, without their ends."""
    return _dump(data, quoting=quoting, flow=False).rstrip("\n").split("\n")


def flow_text(value: Any, *, quoting: bool) -> str:
    """A value on one line, as it stands in brackets."""
    return _dump([value], quoting=quoting, flow=True).rstrip("\n")[1:-1]


def scalar_text(value: Any, style: str | None, *, quoting: bool) -> str:
    """A text or number on one line, in the quotes that it had if they can hold it."""
    if quoting or style == '"':
        return flow_text(str(value), quoting=True)
    if style == "'" and isinstance(value, str) and "\n" not in value and value == value.strip():
        return "'" + value.replace("'", "''") + "'"
    return flow_text(value, quoting=False)


def _dump(data: Any, *, quoting: bool, flow: bool) -> str:
    dumper = _QuotingDumper if quoting else _TextDumper
    text = yaml.dump(
        _with_keys(data), Dumper=dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=flow
    )
    return str(text)


def without_empty(value: Any) -> Any:
    """The same data without keys and items that hold nothing."""
    if isinstance(value, Mapping):
        filled = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in filled.items() if not is_empty(item)}
    if isinstance(value, list | tuple):
        return [item for item in map(without_empty, value) if not is_empty(item)]
    return value


def is_same(one: Any, other: Any) -> bool:
    """Whether two data say the same: what is empty does not count, and a number is as good as its text."""
    return bool(comparable(one) == comparable(other))


def comparable(value: Any) -> Any:
    """What of a value counts in a comparison."""
    if isinstance(value, Mapping):
        filled = {key: comparable(item) for key, item in value.items()}
        return {key: item for key, item in filled.items() if item}
    if isinstance(value, list | tuple):
        return [item for item in map(comparable, value) if item]
    return "" if value is None else str(value)


def is_empty(value: Any) -> bool:
    """Whether a value is as good as none."""
    return value is None or value == "" or value == [] or value == {}


def _with_keys(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_Key(key): _with_keys(item) for key, item in value.items()}
    return [_with_keys(item) for item in value] if isinstance(value, list) else value
