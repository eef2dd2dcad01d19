"""Rows of a score sheet in any layout: judges and entries in columns, in the names of columns, or one for the sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from plugins.content.problems import ContentError, Problem
from plugins.results.names import find_contradictions
from plugins.results.scores.score_file import SCORES_FILE, ScoreTable
from plugins.results.scores.sheet_layout import (
    KnownNames,
    find_total_column,
    looks_like_summary,
    recognise_layout,
    unread_columns,
)
from plugins.tables.cells import ColumnHeads, MergedRange, TableCell, TableRow
from plugins.tables.column_blocks import find_columns, read_heads
from plugins.tables.folding import fold
from plugins.tables.readers import cell_problem, parse_number, read_cells, read_merges
from plugins.tables.unread_parts import find_doubtful_rows

# the name of the only score where a sheet has totals alone
TOTAL = ""


class ScoreCell(NamedTuple):
    """A cell with a score: its column, what it shows, and its exact number, if it is one."""

    column: str
    text: str
    number: str | None


@dataclass(frozen=True)
class ScoreRow:
    """What one judge gave one entry: cells by criterion, or one total. Judge and entry are as the sheet writes them."""

    number: int
    judge: str
    judge_column: str
    entry: str
    entry_column: str
    cells: Mapping[str, ScoreCell]
    total: ScoreCell | None = None
    """The total of the criteria as the sheet has it."""

    def is_summary(self, table: ScoreTable) -> bool:
        """Whether the table declares this row or column to be a summary, which does not count."""
        summaries = {fold(summary) for summary in table.summaries}
        return fold(self.judge) in summaries or fold(self.entry) in summaries


class ScoreSheet(NamedTuple):
    """A sheet: the layout that its columns have, what judges gave entries in its order, and what is to be checked."""

    table: ScoreTable
    rows: list[ScoreRow]
    notes: list[Problem]


def read_score_sheet(content: Path, table: ScoreTable, known: KnownNames, highest: int) -> ScoreSheet:
    """Read the layout that a sheet's columns have, and what judges gave entries, in the order of the sheet.

    ``highest`` is the highest score that is allowed. Raises ``ContentError`` if the sheet cannot be read, lacks a
    column that ``table`` names, or has scores in a column that it does not name.
    """
    source = table.table_source
    below = iter(read_cells(content, source, SCORES_FILE, 1))
    column_heads = read_heads(below, source)
    heads = column_heads.shown
    table = recognise_layout(table, list(heads.values()), known)
    columns = _find_columns(column_heads, table)
    filled = [row for row in below if any(cell.text.strip() for cell in row.cells.values())]
    names = {columns[name] for name in (table.judge, table.entry) if name}
    filled = list(_fill_merged_names(filled, read_merges(content, source, SCORES_FILE, 1), names))
    numbers = [{column: _number(cell) for column, cell in row.cells.items()} for row in filled]
    problems = [*unread_columns(table, heads, numbers, highest), *find_doubtful_rows(source, filled, columns)]
    if problems:
        raise ContentError(*problems)
    rows = [part for row in filled for part in _split_row(table, row, columns, heads)]
    return ScoreSheet(table, rows, list(_find_contradictions(table, filled, columns, heads, known)))


def _find_columns(heads: ColumnHeads, table: ScoreTable) -> dict[str, int]:
    """Find the columns of a table; where that of the judge is missing, the sheet may be of one judge."""
    try:
        return find_columns(heads, table.columns, table.table_source)
    except ContentError as error:
        missing = ("name", table.judge)
        codes = [
            "judge_column_missing" if problem.code == "column_missing" and missing in problem.values else problem.code
            for problem in error.problems
        ]
        raise ContentError(
            *(replace(problem, code=code) for problem, code in zip(error.problems, codes, strict=True))
        ) from None


def _find_contradictions(
    table: ScoreTable,
    rows: Sequence[TableRow],
    columns: Mapping[str, int],
    heads: Mapping[int, str],
    known: KnownNames,
) -> Iterator[Problem]:
    texts = {row.number: {column: cell.text.strip() for column, cell in row.cells.items()} for row in rows}
    contradictions = find_contradictions(known.entries, heads, texts, columns[table.entry]) if table.entry else ()
    for row, column, name, entry in contradictions:
        yield cell_problem(table.table_source, row, column, "warn_names_differ", given=name, entry=entry)


def _beside_names(
    table: ScoreTable, row: TableRow, columns: Mapping[str, int], heads: Mapping[int, str]
) -> ScoreRow | None:
    """Return a row of averages or of notes whose words do not stand where the names are; None for any other row."""
    names = {columns[name] for name in (table.judge, table.entry) if name}
    scores = {columns[name] for name in table.score_columns}
    texts = {column: text for column, cell in row.cells.items() if column not in scores and (text := cell.text.strip())}
    if names <= texts.keys():
        return None
    declared = {fold(summary) for summary in table.summaries}
    labels = [column for column, text in texts.items() if fold(text) in declared or looks_like_summary(text)]
    if names.isdisjoint(texts) and not any(_number(cell) for column, cell in row.cells.items() if column in scores):
        labels += texts
    for column in labels[:1]:
        head = heads.get(column) or table.entry or table.judge or ""
        return ScoreRow(row.number, "", head, texts[column], head, {})
    return None


def _fill_merged_names(
    rows: Sequence[TableRow], merges: Sequence[MergedRange], name_columns: Collection[int]
) -> Iterator[TableRow]:
    """Write the name of a cell that is merged over several rows into each of them; never a score."""
    last_rows = {(merged.first_row, merged.first_column): merged.last_row for merged in merges}
    names: dict[int, tuple[TableCell, int]] = {}
    for row in rows:
        cells = dict(row.cells)
        for column in name_columns:
            if column in cells and (row.number, column) in last_rows:
                names[column] = cells[column], last_rows[row.number, column]
            name, last_row = names.get(column, (None, 0))
            if name and row.number <= last_row:
                cells[column] = name
        yield replace(row, cells=cells)


def _split_row(
    table: ScoreTable, row: TableRow, columns: Mapping[str, int], heads: Mapping[int, str]
) -> Iterator[ScoreRow]:
    if beside := _beside_names(table, row, columns, heads):
        yield beside
        return

    def text(column: str | None, otherwise: str | None = None) -> str:
        if column is None:
            return otherwise or ""
        return row.cells.get(columns[column], TableCell("")).text.strip()

    def score(column: str) -> ScoreCell:
        return _score_cell(column, row.cells.get(columns[column]))

    judge, entry = text(table.judge, table.judge_name), text(table.entry)
    judge_column, entry_column = table.judge or "judge_name", table.entry or ""
    # a sheet with a column for each judge or entry has one criterion or totals
    criterion = next(iter(table.criteria), TOTAL)
    for column in table.judges:
        yield ScoreRow(row.number, column, column, entry, entry_column, {criterion: score(column)})
    for column in table.entries:
        yield ScoreRow(row.number, judge, judge_column, column, column, {criterion: score(column)})
    if not table.is_wide:
        cells = {TOTAL: score(table.total)} if table.total else {}
        cells |= {criterion: score(column) for criterion, column in table.criteria.items()}
        place = find_total_column(table, heads)
        total = _score_cell(heads[place], row.cells.get(place)) if place else None
        yield ScoreRow(row.number, judge, judge_column, entry, entry_column, cells, total)


def _score_cell(column: str, cell: TableCell | None) -> ScoreCell:
    cell = cell or TableCell("")
    return ScoreCell(column, cell.text.strip(), _number(cell))


def _number(cell: TableCell) -> str | None:
    return cell.number or parse_number(cell.text.strip() if cell.text.isascii() else fold(cell.text))
