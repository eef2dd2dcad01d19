"""A record's JSON Schema with the help that stands under each of its keys: for those who write, not to read a file."""

from __future__ import annotations

import ast
from inspect import cleandoc, getsource
from itertools import pairwise
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema

from plugins.content.schema.validate import adapter


def json_schema(record: type[Any]) -> dict[str, Any]:
    """The JSON Schema of this record."""
    return adapter(record).json_schema(schema_generator=_Described)


class _Described(GenerateJsonSchema):
    # pydantic finds the help as well (use_attribute_docstrings), but then at each start, for a tenth of a whole check
    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        made = super().dataclass_schema(schema)
        for key, said in _help(schema["cls"]).items():
            made["properties"][key]["description"] = said
        return made


def _help(record: type[Any]) -> dict[str, str]:
    (declared,) = ast.parse(getsource(record)).body
    assert isinstance(declared, ast.ClassDef)
    return {
        key.target.id: cleandoc(said.value.value)
        for key, said in pairwise(declared.body)
        if isinstance(key, ast.AnnAssign) and isinstance(key.target, ast.Name)
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and isinstance(said.value.value, str)
    }
