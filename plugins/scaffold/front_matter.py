"""Front matter as an editor would write it: YAML that the loader reads back unchanged, with help as comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from plugins.content.schema.jsonschema import help_of, json_schema


class BlockDumper(yaml.SafeDumper):
    """Indents lists below their key, and writes texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's own
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own
        return True


def _represent_text(dumper: BlockDumper, text: str) -> yaml.ScalarNode:
    if text in {"true", "false"}:
        # the loader reads every scalar as text, so no quotes are needed
        return dumper.represent_scalar("tag:yaml.org,2002:bool", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


BlockDumper.add_representer(str, _represent_text)


def to_yaml(data: Mapping[str, Any]) -> str:
    """Return the data as YAML, with keys in their order."""
    if not data:
        return ""
    return str(yaml.dump(data, Dumper=BlockDumper, allow_unicode=True, sort_keys=False, width=10_000))


def to_document(data: Mapping[str, Any], body: str) -> str:
    """Return an ``index.md`` with this front matter and body."""
    return f"---\n{to_yaml(data)}---\n\n{body}"


def front_matter_template(record: type[Any], values: Mapping[str, Any], lang: str) -> str:
    """Return YAML with these values, every key with its help in a language; keys without a value are commented out."""
    schema = json_schema(record)
    return "".join(_key_template(name, field, schema, values, lang) for name, field in schema["properties"].items())


def _key_template(
    name: str, field: Mapping[str, Any], schema: Mapping[str, Any], values: Mapping[str, Any], lang: str
) -> str:
    comment = f"# {help_of(field, lang)}\n"
    if name in values:
        return comment + to_yaml({name: values[name]})
    record, is_list = _nested_record(field, schema)
    return comment + f"# {name}:\n" + "".join(f"#{line}\n" for line in _nested_keys(record, is_list, lang))


def _nested_keys(record: Mapping[str, Any], is_list: bool, lang: str) -> Iterator[str]:
    for index, (name, field) in enumerate(record.get("properties", {}).items()):
        indent = "  " if not is_list else "  - " if index == 0 else "    "
        yield f" {indent}{name}:  # {help_of(field, lang)}"


def _nested_record(field: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """Return the schema of the record in a key, empty if there is none, and whether the key is a list."""
    is_list = field.get("type") == "array"
    for option in [field.get("items", field), *field.get("anyOf", [])]:
        if "$ref" in option:
            return schema["$defs"][option["$ref"].rpartition("/")[2]], is_list
    return {}, is_list
