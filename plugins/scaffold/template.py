"""A paper's front matter to begin with: every key with its own help as a comment, taken from the record itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.content.schema.jsonschema import json_schema
from plugins.scaffold.front_matter import as_yaml


def explained(record: type[Any], values: Mapping[str, Any]) -> str:
    """YAML with these values; the keys that have none are there as comments, to be filled in without the sign."""
    schema = json_schema(record)
    return "".join(_key(name, place, schema, values) for name, place in schema["properties"].items())


def _key(name: str, place: Mapping[str, Any], schema: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    comment = f"# {_chinese(place)}\n"
    if name in values:
        return comment + as_yaml({name: values[name]})
    inner, is_list = _record_in(place, schema)
    return comment + f"# {name}:\n" + "".join(f"#{line}\n" for line in _inner(inner, is_list))


def _inner(record: Mapping[str, Any], is_list: bool) -> Iterator[str]:
    for at, (name, place) in enumerate(record.get("properties", {}).items()):
        mark = "  " if not is_list else "  - " if at == 0 else "    "
        yield f" {mark}{name}:  # {_chinese(place)}"


def _record_in(place: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The record that a key holds, or several of, if it holds any."""
    is_list = place.get("type") == "array"
    for option in [place.get("items", place), *place.get("anyOf", [])]:
        if "$ref" in option:
            return schema["$defs"][option["$ref"].rpartition("/")[2]], is_list
    return {}, is_list


def _chinese(place: Mapping[str, Any]) -> str:
    """The first sentence of the help, which is Chinese."""
    first, _, _ = str(place.get("description", "")).partition("。")
    return first
