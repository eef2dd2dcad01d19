"""What stands beside the counts of a table that people keep: words of totals, split numbers, other entries' numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.results.names import EntryNames, NameContradiction, find_contradictions
from plugins.results.votes.vote_files import VOTES_FILE
from plugins.tables.cells import ColumnHeads
from plugins.tables.column_blocks import read_heads
from plugins.tables.folding import fold
from plugins.tables.readers import WORKBOOKS, TableSource, read_cells

# larger tables of counts do not come from people
MAX_CHECKED_BYTES = 5_000_000
HEAD_OF_NUMBER, REST_OF_NUMBER = re.compile(r"[1-9][0-9]{0,2}\Z"), re.compile(r"[0-9]{3}\Z")
NOTE = re.compile(r"备注|说明|附注|remarks?|notes?|comments?")


@dataclass(frozen=True)
class SmallTable:
    """All cells of a table, by row and column, and what its columns are called; empty for a large table."""

    is_workbook: bool
    heads: ColumnHeads
    rows: Mapping[int, Mapping[int, str]]

    def find_word(self, row: int, words: Collection[str]) -> str:
        """Return the first text of a row that is one of these folded words, or nothing."""
        return next((text for text in self.rows.get(row, {}).values() if fold(text) in words), "")

    def find_split_numbers(self, column: int) -> Iterator[tuple[int, str, str, str]]:
        """Find counts whose thousands seem to be in the next column, because their comma was not quoted.

        Yields the row, both cells and the next column's name. That column is empty in other rows, or is for notes.
        """
        head = self.heads.names.get(column + 1)
        filled = [cells for cells in self.rows.values() if cells]
        if self.is_workbook or head is None:
            return
        if all(column + 1 in cells for cells in filled) and not NOTE.match(fold(head)):
            return
        for number, cells in self.rows.items():
            cell, rest = cells.get(column, ""), cells.get(column + 1, "")
            if HEAD_OF_NUMBER.match(cell) and REST_OF_NUMBER.match(rest):
                yield number, cell, rest, head

    def find_contradictions(self, names: EntryNames, column: int) -> Iterator[NameContradiction]:
        """Find columns with numbers or titles of other entries than this column has."""
        return find_contradictions(names, self.heads.shown, self.rows, column)


def read_small_table(content: Path, source: TableSource, line: int) -> SmallTable:
    """Read a whole table, if it is small. Raises ``ContentError`` as ``read_cells`` does."""
    path = content / source.file
    is_workbook = path.suffix.lower() in WORKBOOKS
    if path.stat().st_size > MAX_CHECKED_BYTES:
        return SmallTable(is_workbook, ColumnHeads({}), {})
    rows = iter(read_cells(content, source, VOTES_FILE, line))
    heads = read_heads(rows, source)
    cells = {row.number: {column: cell.text.strip() for column, cell in row.cells.items()} for row in rows}
    return SmallTable(is_workbook, heads, cells)
