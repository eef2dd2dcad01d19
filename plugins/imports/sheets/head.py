"""The head of a table of submissions: one row with the columns' names, or two whose names are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.content.lookup import normalize_label
from plugins.imports.forms.mapping import FieldMapping, KeyPath
from plugins.tables.cells import MergedRange, TableRow

# the head may stand below titles and notes
MAX_HEAD_ROW = 20
# a row with this many known labels is the head
MIN_LABELS = 3
MAX_COLUMNS = 500
# lower labels that say nothing by themselves: the upper one counts
GENERIC = {"名称", "全称", "内容", "文件", "文件名", "图片", "照片", "name", "file"}


@dataclass(frozen=True)
class SheetHead:
    """The rows of the head, and the labels and keys of its columns, all counted from one."""

    first_row: int
    last_row: int
    labels: Mapping[int, str]
    paths: Mapping[int, KeyPath]
    extensions: frozenset[int]
    """Columns that only continue the one before, since their labels are merged."""


@dataclass(frozen=True)
class HeadFinder:
    """Finds the head of a sheet by the labels of a mapping."""

    mapping: FieldMapping
    languages: Sequence[str]

    def find(self, rows: Sequence[TableRow], merges: Sequence[MergedRange]) -> SheetHead | None:
        """Return the head among the first rows, or None if none of them has three labels that are known."""
        top = rows[:MAX_HEAD_ROW]
        grid = {row.number: _labels(row) for row in top}
        spans = [cells for cells in merges if cells.first_row in grid]
        _fill_merges(grid, spans)
        for row in top:
            labels = grid[row.number]
            if len({self._find(label) for label in set(labels.values())} - {None}) >= MIN_LABELS:
                return self._two_rows(row.number, grid, spans) or self._head(row.number, row.number, labels, spans)
        return None

    def find_below_each_other(self, rows: Sequence[TableRow]) -> tuple[int, list[str]] | None:
        """Return the first row of a column with three labels that are known, and these; None if there is none."""
        columns: dict[int, dict[str, int]] = {}
        for row in rows:
            for column, label in _labels(row).items():
                if self._find(label):
                    columns.setdefault(column, {}).setdefault(label, row.number)
        places = next((places for places in columns.values() if len(places) >= MIN_LABELS), None)
        return (min(places.values()), list(places)) if places else None

    def _head(self, first: int, last: int, labels: Mapping[int, str], spans: Sequence[MergedRange]) -> SheetHead:
        paths = {column: path for column, label in labels.items() if (path := self._find(label))}
        extensions = frozenset(
            column
            for cells in spans
            if first <= cells.first_row <= last
            for column in range(cells.first_column + 1, min(cells.last_column, MAX_COLUMNS) + 1)
            if labels.get(column) == labels.get(cells.first_column)
        )
        return SheetHead(first, last, labels, paths, extensions)

    def _find(self, label: str) -> KeyPath | None:
        return self.mapping.find_path(label, self.languages)

    def _two_rows(
        self, first: int, grid: Mapping[int, Mapping[int, str]], spans: Sequence[MergedRange]
    ) -> SheetHead | None:
        """Return the head if the row below divides columns of the first one, else None."""
        second = first + 1
        upper, lower = grid[first], grid.get(second, {})
        tall = {
            column
            for cells in spans
            if cells.first_row <= first < second <= cells.last_row
            for column in range(cells.first_column, min(cells.last_column, MAX_COLUMNS) + 1)
        }
        wide = _split_spans(upper, spans, first)
        divided = [column for column in lower if column not in tall]
        joined = {column: self._join(wide.get(column, ""), lower[column]) for column in divided}
        is_head = bool(divided) and all(column in wide for column in divided)
        known = sum(self._find(label) is not None or self.mapping.ignores(label) for label in joined.values())
        if not is_head or not (tall or known * 2 >= len(joined)):
            return None
        labels = {**{column: text for column, text in upper.items() if column not in joined}, **joined}
        return self._head(first, second, labels, [cells for cells in spans if cells.last_row >= second])

    def _join(self, upper: str, lower: str) -> str:
        """Return the label of a column below a label that it shares with others."""
        if self._find(joined := upper + lower) or self.mapping.ignores(lower):
            return joined if self._find(joined) else lower
        if normalize_label(lower).lower() in GENERIC and self._find(upper):
            return upper
        return lower if self._find(lower) else joined


def _labels(row: TableRow) -> dict[int, str]:
    return {
        column: " ".join(cell.text.split())
        for column, cell in row.cells.items()
        if column <= MAX_COLUMNS and cell.text.strip()
    }


def _fill_merges(grid: dict[int, dict[int, str]], spans: Sequence[MergedRange]) -> None:
    for cells in spans:
        text = grid[cells.first_row].get(cells.first_column, "")
        for number in range(cells.first_row, min(cells.last_row, cells.first_row + MAX_HEAD_ROW) + 1):
            if text and number in grid:
                columns = range(cells.first_column, min(cells.last_column, MAX_COLUMNS) + 1)
                grid[number] |= dict.fromkeys(columns, text)


def _split_spans(upper: Mapping[int, str], spans: Sequence[MergedRange], first: int) -> dict[int, str]:
    """Return the upper labels by the columns that they are over: merged ones, and ones with nothing beside them."""
    wide: dict[int, str] = {}
    for cells in spans:
        if cells.first_row == cells.last_row == first and cells.last_column > cells.first_column:
            columns = range(cells.first_column, min(cells.last_column, MAX_COLUMNS) + 1)
            wide |= dict.fromkeys(columns, upper.get(cells.first_column, ""))
    labelled = sorted(upper)
    for column, following in zip(labelled, [*labelled[1:], labelled[-1] + 4], strict=True):
        if following > column + 1 and column not in wide:
            wide |= dict.fromkeys(range(column, following), upper[column])
    return wide
