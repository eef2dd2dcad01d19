"""What a workbook holds that may be meant to count and is not read: hidden rows, struck out cells, further sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from plugins.content.problems import Problem
from plugins.tables.cells import ColumnHeads, TableRow, TableSheet
from plugins.tables.readers import WORKBOOKS, TableSource, cell_problem, open_sheets

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


def find_unread_sheets(
    folder: Path, sources: Sequence[tuple[TableSource, Sequence[str]]], referenced_in: str, line: int
) -> list[str]:
    """Return the visible sheets with the columns of one that is read, besides those that are.

    ``sources`` are what is read of one file, each with its columns. Raises ``ContentError`` as ``read_cells`` does.
    """
    first = sources[0][0]
    if Path(first.file).suffix.lower() not in WORKBOOKS:
        return []
    with open_sheets(folder, replace(first, sheet=None), referenced_in, line) as sheets:
        visible = [sheet for sheet in sheets if sheet.is_visible]
        read = {source.sheet or visible[0].name for source, _ in sources if source.sheet or visible}
        others = [sheet for sheet in visible if sheet.name not in read]
        return [sheet.name for sheet in others if any(_has_columns(sheet, *source) for source in sources)]


def _has_columns(sheet: TableSheet, source: TableSource, columns: Sequence[str]) -> bool:
    rows: list[dict[int, str]] = []
    for row in takewhile(lambda row: row.number <= source.header, sheet.rows()):
        rows.append({column: cell.text for column, cell in row.cells.items()})
        if row.number == source.header:
            heads = ColumnHeads(rows[-1], rows[-2::-1])
            return all(heads.find(column) for column in columns)
    return False
