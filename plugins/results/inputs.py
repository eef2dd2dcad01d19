"""What votes.yaml and scores.yaml have in common: how they name tables and columns, and what is wrong with those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import Problem
from plugins.tables.readers import TableSource, is_formula
from plugins.tables.unread_parts import find_unread_sheets

Encoding = Annotated[str, Field(pattern=r"^(utf-8|gbk|gb18030|utf-16)$")]
Column = Annotated[str, Field(min_length=1, max_length=100)]

# characters of a wrong cell that a message quotes
MAX_QUOTED = 60


def cell_error_code(cell: str, otherwise: str) -> str:
    """Choose the error code of a wrong cell: it is a formula, it is empty, or what its column makes of it."""
    return "cell_formula" if is_formula(cell) else otherwise if cell else "cell_empty"


def python_codec(encoding: str | None) -> str | None:
    """Return the name by which Python knows an encoding of the YAML files; None where it is to be found out."""
    # services write UTF-8 with a byte order mark for Excel; GB18030 is a superset of GBK
    return {"utf-8": "utf-8-sig", "gbk": "gb18030"}.get(encoding, encoding) if encoding else None


def check_unread_sheets(
    content: Path, document: Locator, tables: Sequence[tuple[TableSource, Sequence[str]]]
) -> Iterator[Problem]:
    """Find the sheets of all workbooks that look like those that are counted, but that no table names.

    ``tables`` are those of the document in its order, each with the columns that are read.
    """
    files = [source.file for source, _ in tables]
    for file in dict.fromkeys(files):
        path = ("tables", files.index(file), "file")
        sources = [table for table in tables if table[0].file == file]
        if sheets := find_unread_sheets(content, sources, document.file, document.line(*path)):
            yield document.problem("sheets_unread", *path, name=file.removeprefix("results/"), sheets=sheets)
