"""Validates a document against a record: a typed record, or every problem with its line."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from plugins.content.differences import format_place
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import CATALOGUE, ContentError, Problem, unknown
from plugins.content.schema.fields import quote_value
from plugins.system.messages import DEFAULT_LANG

Record = TypeVar("Record")

# pydantic's error types, with the code of the message for each
ERROR_CODES = {
    "missing": "missing_key",
    "int_parsing": "not_whole_number",
    "int_type": "not_whole_number",
    "bool_parsing": "not_yes_or_no",
    "bool_type": "not_yes_or_no",
    "tuple_type": "not_a_list",
    "dict_type": "not_keys",
    "mapping_type": "not_keys",
    "dataclass_type": "not_keys",
    "too_short": "list_empty",
    "string_type": "not_text",
    "string_too_short": "not_text",
    "string_too_long": "too_long",
    "string_pattern_mismatch": "wrong_form",
    "greater_than_equal": "number_too_small",
    "less_than_equal": "number_too_large",
}


# pydantic would search all installed packages for plugins
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


# a dictionary, because mypy does not take a record's class for hashable, as @cache requires
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter(record: type[Any]) -> TypeAdapter[Any]:
    """The validator of this record, created once because that takes longer than a validation."""
    if record not in _ADAPTERS:
        _ADAPTERS[record] = TypeAdapter(record)
    return _ADAPTERS[record]


@cache
def _schema(validator: TypeAdapter[Any]) -> dict[str, Any]:
    return validator.json_schema()


def validate(record: type[Record], document: YamlDocument, languages: tuple[str, ...]) -> Record:
    """The record that this document describes. Raises ``ContentError`` with all problems of the document."""
    if not isinstance(document.data, dict):
        raise ContentError(document.problem("not_a_mapping"))
    try:
        valid: Record = adapter(record).validate_python(document.data, context={"languages": languages})
    except ValidationError as error:
        raise ContentError(*_to_problems(record, document, error)) from None
    return valid


def _to_problems(record: type[Any], document: YamlDocument, error: ValidationError) -> list[Problem]:
    errors = error.errors(include_url=False)
    parents = {item["loc"][:end] for item in errors for end in range(len(item["loc"]))}
    return [
        _to_problem(record, document, item)
        for item in errors
        # a list that is "too short" only because its items are invalid is not a second mistake
        if not (item["type"] == "too_short" and item["loc"] in parents)
    ]


def _to_problem(record: type[Any], document: YamlDocument, error: Any) -> Problem:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    key = str(loc[-1]) if loc else ""
    line = document.line(*loc)
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown(document.file, line, "key", key, _keys_at(record, loc[:-1]))
    values = {name: value for name, value in (error.get("ctx") or {}).items() if name != "error"}
    if error["type"] == "enum":
        choices = str(values["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        return unknown(document.file, line, "value", str(error["input"]), choices)
    if error["type"] == "unknown_language":
        return unknown(document.file, line, "language", values["given"], values["choices"])
    code = ERROR_CODES.get(error["type"], error["type"])
    if code not in CATALOGUE.texts:
        code, values = "invalid_value", {}
    if code == "not_text" and isinstance(error["input"], list | dict):
        code = "text_in_brackets"
    elif not values.get("given") and isinstance(error["input"], list | dict) and _takes_one_value(code):
        code = "several_values"
    return document.problem(code, *loc, **{"key": format_place(loc), "given": quote_value(error["input"]), **values})


def _takes_one_value(code: str) -> bool:
    """Whether a message quotes a single value; a phrase may have several forms."""
    return code != "not_phrase" and "{given}" in CATALOGUE.texts[code][DEFAULT_LANG]


def _keys_at(record: type[Any], loc: tuple[Any, ...]) -> list[str]:
    """The keys that are allowed at this location, from the record's JSON Schema."""
    schema = _schema(adapter(record))
    node: Any = schema
    for part in loc:
        node = _resolve_node(node, schema)
        node = node["items"] if isinstance(part, int) else node["properties"][part]
    return list(_resolve_node(node, schema)["properties"])


def _resolve_node(node: Any, schema: Any) -> Any:
    for option in node.get("anyOf", []):
        if "$ref" in option or option.get("type") == "array":
            node = option
    return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
