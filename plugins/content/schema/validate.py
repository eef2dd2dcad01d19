"""A document held against its schema: a typed record, or every problem with its line, in the editor's words."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from plugins.content.parsing.yaml_lines import YamlDocument, as_mapping
from plugins.content.problems import CATALOGUE, ContentError, Problem, unknown
from plugins.content.schema.fields import quote_value

Record = TypeVar("Record")

# pydantic's error types, and the code of our message for each
CODES = {
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


# it would look through all that is installed for plugins of its own
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter(record: type[Any]) -> TypeAdapter[Any]:
    """The validator of this record, made once: making it takes longer than using it."""
    if record not in _ADAPTERS:
        _ADAPTERS[record] = TypeAdapter(record)
    return _ADAPTERS[record]


@cache
def _schema(validator: TypeAdapter[Any]) -> dict[str, Any]:
    return validator.json_schema()


def validate(record: type[Record], document: YamlDocument, languages: tuple[str, ...]) -> Record:
    """Make the record that this document describes. Raises ``Refused`` with all that is wrong in it."""
    data = as_mapping(document)
    try:
        valid: Record = adapter(record).validate_python(data, context={"languages": languages})
    except ValidationError as error:
        raise ContentError(*_problems(record, document, error)) from None
    return valid


def _problems(record: type[Any], document: YamlDocument, error: ValidationError) -> list[Problem]:
    errors = error.errors(include_url=False)
    around = {each["loc"][:at] for each in errors for at in range(len(each["loc"]))}
    return [
        _problem(record, document, each)
        for each in errors
        # a list that is "too short" only because its items are wrong is not a second mistake
        if not (each["type"] == "too_short" and each["loc"] in around)
    ]


def _problem(record: type[Any], document: YamlDocument, error: Any) -> Problem:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    key = str(loc[-1]) if loc else ""
    line = document.line(*loc)
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return unknown(document.file, line, "key", key, _keys_at(record, loc[:-1]))
    values = {name: value for name, value in (error.get("ctx") or {}).items() if name != "error"}
    if error["type"] == "enum":
        return unknown(document.file, line, "value", str(error["input"]), _enum_choices(values))
    if error["type"] == "unknown_language":
        return unknown(document.file, line, "language", values["given"], values["choices"])
    code = CODES.get(error["type"], error["type"])
    if code not in CATALOGUE.texts:
        code, values = "invalid_value", {"detail": error["msg"]}
    return document.problem(code, *loc, **{"key": _named(loc), "given": quote_value(error["input"]), **values})


def _named(loc: tuple[Any, ...]) -> str:
    """``gallery[2].alt`` for a person: counted from one."""
    quote_value = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc)
    return quote_value.lstrip(".")


def _enum_choices(values: dict[str, Any]) -> list[str]:
    return str(values["expected"]).replace(" or ", ", ").replace("'", "").split(", ")


def _keys_at(record: type[Any], loc: tuple[Any, ...]) -> list[str]:
    """The keys that are known at this place, read from the record's own JSON Schema."""
    schema = _schema(adapter(record))
    place: Any = schema
    for part in loc:
        place = _resolved(place, schema)
        place = place["items"] if isinstance(part, int) else place["properties"][part]
    return list(_resolved(place, schema)["properties"])


def _resolved(place: Any, schema: Any) -> Any:
    for option in place.get("anyOf", []):
        if "$ref" in option or option.get("type") == "array":
            place = option
    return schema["$defs"][place["$ref"].rpartition("/")[2]] if "$ref" in place else place
