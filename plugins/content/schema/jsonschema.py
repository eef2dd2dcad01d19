"""JSON Schema of a record, with the help of each field as its description. Used by ``schema`` and ``new`` only."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from inspect import cleandoc, getsource
from itertools import pairwise
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema

from plugins.content.schema.validate import adapter

# help is in Chinese, then in English: the Chinese ends with its last full stop before a Latin letter
HELP = re.compile(r"(.*。)\s*(?=[A-Za-z#\d])(.*)", re.S)


def help_of(field: Mapping[str, Any], lang: str) -> str:
    """The help of a key in one language, Chinese for any Chinese, else English, without its full stop."""
    text = str(field.get("description", ""))
    match = HELP.fullmatch(text)
    chinese, english = (match[1], match[2]) if match else (text, text)
    return chinese.removesuffix("。") if lang.startswith("zh") else english.removesuffix(".")


def json_schema(record: type[Any]) -> dict[str, Any]:
    """The JSON Schema of this record."""
    return adapter(record).json_schema(schema_generator=_SchemaWithHelp)


class _SchemaWithHelp(GenerateJsonSchema):
    # pydantic's use_attribute_docstrings does the same, but at each start, which takes a tenth of a whole check
    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        json_schema = super().dataclass_schema(schema)
        for parent in reversed(schema["cls"].__mro__[:-1]):
            for key, text in _field_help(parent).items():
                json_schema["properties"][key]["description"] = text
        return json_schema


def _field_help(record: type[Any]) -> dict[str, str]:
    """The docstring below each field of a record."""
    (definition,) = ast.parse(getsource(record)).body
    assert isinstance(definition, ast.ClassDef)
    return {
        field.target.id: cleandoc(text.value.value)
        for field, text in pairwise(definition.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
