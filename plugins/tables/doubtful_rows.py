"""Rows of a workbook of which nobody can tell whether they count: hidden ones, and cells that are struck out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugins.content.problems import Problem
from plugins.tables.cells import TableRow
from plugins.tables.readers import TableSource, cell_problem

MAX_QUOTED = 60
# reported in one sheet
MAX_STRUCK = 20


def find_doubtful_rows(source: TableSource, rows: Sequence[TableRow], columns: Mapping[str, int]) -> Iterator[Problem]:
    """Find hidden rows, and cells of these columns that are struck out."""
    hidden = [row.number for row in rows if row.is_hidden]
    if hidden:
        first = next(iter(columns), "")
        yield cell_problem(source, hidden[0], first, "rows_hidden", count=len(hidden))
    struck = [
        cell_problem(source, row.number, name, "cell_struck", given=cell.text.strip()[:MAX_QUOTED])
        for row in rows
        for name, column in columns.items()
        if (cell := row.cells.get(column)) and cell.is_struck
    ]
    yield from struck[:MAX_STRUCK]
