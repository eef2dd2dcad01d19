"""Schemas of the YAML files of a tally: table formats, recusals, lots and overrides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from plugins.tables.readers import is_formula

Encoding = Annotated[str, Field(pattern=r"^(utf-8|gbk|gb18030|utf-16)$")]
Column = Annotated[str, Field(min_length=1, max_length=100)]

# characters of a wrong cell that a message quotes
MAX_SHOWN = 60


def cell_error_code(cell: str, otherwise: str) -> str:
    """Choose the error code of a wrong cell: it is a formula, it is empty, or what its column makes of it."""
    return "cell_formula" if is_formula(cell) else otherwise if cell else "cell_empty"


def python_codec(encoding: str) -> str:
    """Return the name by which Python knows an encoding of the YAML files."""
    # services write UTF-8 with a byte order mark for Excel; GB18030 is a superset of GBK
    return {"utf-8": "utf-8-sig", "gbk": "gb18030"}.get(encoding, encoding)
