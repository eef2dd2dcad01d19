"""Counting of tables in which a row is an entry and the number of its votes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.results.inputs import MAX_QUOTED
from plugins.results.names import EntryNames
from plugins.results.votes.row_votes import Progress, TableVotes
from plugins.results.votes.vote_files import VOTES_FILE, VoteTable
from plugins.tables.column_blocks import read_column_blocks
from plugins.tables.folding import fold
from plugins.tables.readers import WORKBOOKS, TableSource, is_formula, read_cells

# what services write in place of an option in the row with the number of people who answered
PERSONS = frozenset(
    map(fold, ("本题有效填写人次", "有效填写人次", "有效填写量", "本题有效填写量", "答题人数", "参与人数", "投票人数"))
)
# larger tables of counts do not come from people
MAX_CHECKED_BYTES = 5_000_000
HEAD_OF_NUMBER, REST_OF_NUMBER = re.compile(r"[1-9][0-9]{0,2}\Z"), re.compile(r"[0-9]{3}\Z")
NOTE = re.compile(r"备注|说明|附注|remarks?|notes?|comments?")
COUNT = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0{1,15})?(?:票|人次|人|张|votes?)?\Z")


def parse_count(cell: str) -> int | None:
    """Read a whole number of votes, maybe with thousands separators, ``.0`` or a unit; None for anything else."""
    match = COUNT.match(fold(cell))
    return int(match[1].replace(",", "")) if match else None


def find_split_numbers(
    content: Path, source: TableSource, column: str, line: int
) -> Iterator[tuple[int, str, str, str]]:
    """Find counts whose thousands seem to be in the next column, because their comma was not quoted.

    Yields the row, both cells and the next column's name. That column is empty in other rows, or is for notes.
    """
    path = content / source.file
    if path.suffix.lower() in WORKBOOKS or path.stat().st_size > MAX_CHECKED_BYTES:
        return
    rows = [row for row in read_cells(content, source, VOTES_FILE, line) if row.number >= source.header]
    heads = rows[0].cells if rows else {}
    place = next((number for number, cell in heads.items() if fold(cell.text) == fold(column)), 0)
    if not rows or place + 1 not in heads:
        return
    name, below = heads[place + 1].text.strip(), [row.cells for row in rows[1:] if row.cells]
    if all(place + 1 in cells for cells in below) and not NOTE.match(fold(name)):
        return
    for row in rows[1:]:
        cell, rest = (row.cells[number].text.strip() if number in row.cells else "" for number in (place, place + 1))
        if HEAD_OF_NUMBER.match(cell) and REST_OF_NUMBER.match(rest):
            yield row.number, cell, rest, name


class CountRows:
    """Reads one table of entries and numbers, with its rows of totals and of persons."""

    def __init__(self, content: Path, table: VoteTable, names: EntryNames, result: TableVotes) -> None:
        self._content = content
        self._table = table
        self._names = names
        self._result = result
        self._totals = frozenset(map(fold, table.totals))
        self._persons = PERSONS | frozenset(map(fold, table.persons))
        self._not_counted = {fold(name): name for name in table.not_counted}
        self._since_total = 0
        self._sum = 0
        self._persons_row: tuple[int, int] | None = None
        # a total above all rows, which is compared at the end
        self._first_total: tuple[int, int] | None = None

    def count(self, line: int, progress: Progress) -> None:
        """Count all rows."""
        entry, votes = self._table.entry or "", self._table.votes or ""
        source, columns = self._table.table_source, (entry, votes)
        for block in read_column_blocks(self._content, source, columns, VOTES_FILE, line, numeric=(votes,)):
            for number, name, cell in zip(block.numbers, block.columns[entry], block.columns[votes], strict=True):
                self._add(number, name, cell)
            progress(len(block.numbers))
        self._check_persons()
        if self._first_total and self._first_total[1] != self._sum:
            row, total = self._first_total
            self._result.add_problem(row, votes, "total_differs", given=total, found=self._sum)
        for row, cell, rest, name in find_split_numbers(self._content, source, votes, line):
            values = {"given": cell, "rest": rest, "next": name}
            self._result.add_problem(row, votes, "cell_number_split", **values)

    def _add(self, row: int, name: str, cell: str) -> None:
        count = parse_count(cell)
        folded = fold(name)
        if count is None:
            code = "cell_formula" if is_formula(fold(cell)) else "cell_not_count"
            self._result.add_problem(row, self._table.votes or "", code, given=cell.strip()[:MAX_QUOTED])
        elif folded in self._totals:
            self._check_total(row, count)
        elif folded in self._not_counted:
            self._result.not_counted[self._not_counted[folded]] += count
            self._add_sum(count)
        else:
            self._add_entry(row, name, folded, count)

    def _add_entry(self, row: int, name: str, folded: str, count: int) -> None:
        match = self._names.find(name)
        if match.slug is None and folded in self._persons:
            self._persons_row = (row, count)
            self._result.ballots = count
            return
        if match.slug is None:
            self._result.add_problem(row, self._table.entry or "", match.code, **match.values)
            return
        if match.slug in self._result.votes:
            self._result.add_problem(row, self._table.entry or "", "cell_entry_twice", given=match.slug)
        self._result.votes[match.slug] += count
        self._add_sum(count)

    def _add_sum(self, count: int) -> None:
        self._sum += count
        self._since_total += count

    def _check_total(self, row: int, count: int) -> None:
        """Compare a stated total with all rows above it or, as a subtotal, with those since the total before."""
        if not self._result.votes and self._first_total is None:
            self._first_total = (row, count)
        elif count not in (self._sum, self._since_total):
            self._result.add_problem(row, self._table.votes or "", "total_differs", given=count, found=self._sum)
        self._since_total = 0

    def _check_persons(self) -> None:
        """Check the number of voters: not fewer than an entry has votes, nor than the votes need."""
        if self._persons_row is None:
            return
        row, persons = self._persons_row
        most = max(self._result.votes.values(), default=0)
        choices = self._table.choices
        highest = choices.exactly or choices.at_most if choices else None
        is_exact = choices is None or choices.exactly is None or persons * choices.exactly == self._sum
        if persons < most or (highest and persons * highest < self._sum) or not is_exact:
            values = {"given": persons, "most": most, "votes": self._sum}
            self._result.add_problem(row, self._table.votes or "", "persons_differ", **values)
