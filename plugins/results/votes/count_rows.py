"""Counting of tables in which a row is an entry and the number of its votes."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from plugins.results.inputs import MAX_QUOTED, cell_error_code
from plugins.results.names import EntryNames
from plugins.results.votes.row_votes import Progress, TableVotes
from plugins.results.votes.small_tables import SmallTable, read_small_table
from plugins.results.votes.vote_files import VOTES_FILE, VoteTable
from plugins.tables.column_blocks import read_column_blocks
from plugins.tables.folding import fold
from plugins.tables.readers import cell_problem

# what services write in place of an option in the row with the number of people who answered
PERSONS = frozenset(
    map(fold, ("本题有效填写人次", "有效填写人次", "有效填写量", "本题有效填写量", "答题人数", "参与人数", "投票人数"))
)
COUNT = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0{1,15})?(?:票|人次|人|张|votes?)?\Z")


def parse_count(cell: str) -> int | None:
    """Read a whole number of votes, maybe with thousands separators, ``.0`` or a unit; None for anything else."""
    match = COUNT.match(fold(cell))
    return int(match[1].replace(",", "")) if match else None


class CountRows:
    """Reads one table of entries and numbers, with its rows of totals and of persons."""

    def __init__(self, content: Path, table: VoteTable, names: EntryNames, result: TableVotes) -> None:
        self._content = content
        self._line = 0
        self._table = table
        self._names = names
        self._result = result
        self._totals = frozenset(map(fold, table.totals))
        self._persons = PERSONS | frozenset(map(fold, table.persons))
        self._not_counted = {fold(name): name for name in table.not_counted}
        # words in place of an entry
        self._special = self._totals | self._persons | self._not_counted.keys()
        self._since_total = 0
        self._sum = 0
        self._persons_row: tuple[int, int] | None = None
        # a total above all rows, which is compared at the end
        self._first_total: tuple[int, int] | None = None

    def count(self, line: int, progress: Progress) -> None:
        """Count all rows. Raises ``ContentError``."""
        self._line = line
        entry, votes = self._table.entry or "", self._table.votes or ""
        source, columns = self._table.table_source, (entry, votes)
        for block in read_column_blocks(self._content, source, columns, VOTES_FILE, line, numeric=(votes,)):
            for number, name, cell in zip(block.numbers, block.columns[entry], block.columns[votes], strict=True):
                self._add(number, name, cell)
            progress(len(block.numbers))
        self._check_beside()
        self._check_persons()
        if self._first_total and self._first_total[1] != self._sum:
            self._add_total_problem(*self._first_total)

    @cached_property
    def _small(self) -> SmallTable:
        return read_small_table(self._content, self._table.table_source, self._line)

    def _check_beside(self) -> None:
        """Report numbers that their comma split, and note the columns that name other entries."""
        entry, votes = self._table.entry or "", self._table.votes or ""
        for column in self._small.heads.find(votes):
            for row, cell, rest, name in self._small.find_split_numbers(column):
                values = {"given": cell, "rest": rest, "next": name}
                self._result.add_problem(row, votes, "cell_number_split", **values)
        for column in self._small.heads.find(entry):
            for row, head, name, title in self._small.find_contradictions(self._names, column):
                values = {"given": name, "entry": title}
                self._result.notes.append(
                    cell_problem(self._table.table_source, row, head, "warn_names_differ", **values)
                )

    def _add(self, row: int, name: str, cell: str) -> None:
        count = parse_count(cell)
        folded = fold(name)
        if not folded and (name := self._small.find_word(row, self._special)):
            # as where 合计 is merged over the numbers of the rows
            folded = fold(name)
        if count is None and not cell.strip() and self._is_note(name):
            shown = name.strip() or next(iter(self._small.rows.get(row, {}).values()), "")
            values = {"given": shown[:MAX_QUOTED]}
            self._result.notes.append(
                cell_problem(self._table.table_source, row, self._table.entry or "", "warn_row_of_words", **values)
            )
        elif count is None:
            code = cell_error_code(fold(cell), "cell_not_count")
            self._result.add_problem(row, self._table.votes or "", code, given=cell.strip()[:MAX_QUOTED])
        elif folded in self._totals:
            self._check_total(row, count)
        elif folded in self._not_counted:
            self._result.not_counted[self._not_counted[folded]] += count
            self._add_sum(count)
        else:
            self._add_entry(row, name, folded, count)

    def _is_note(self, name: str) -> bool:
        """Whether a row without a number is a signature or a note: nothing is lost where it names no entry."""
        return fold(name) not in self._special and self._names.find(name).code in {"cell_empty", "cell_unknown_entry"}

    def _add_entry(self, row: int, name: str, folded: str, count: int) -> None:
        match = self._names.find(name)
        if match.slug is None and folded in self._persons:
            self._persons_row = (row, count)
            self._result.ballots = count
            return
        if match.slug is None:
            code = match.code if folded else "cell_without_entry"
            self._result.add_problem(row, self._table.entry or "", code, **{**match.values, "count": count})
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
            self._add_total_problem(row, count)
        self._since_total = 0

    def _add_total_problem(self, row: int, total: int) -> None:
        """Report a total that differs, unless a row is wrong that it counts."""
        if not self._result.problems:
            self._result.add_problem(row, self._table.votes or "", "total_differs", given=total, found=self._sum)

    def _check_persons(self) -> None:
        """Check the number of voters: not fewer than an entry has votes, nor than the votes need."""
        if self._persons_row is None or self._result.problems:
            return
        row, persons = self._persons_row
        most = max(self._result.votes.values(), default=0)
        choices = self._table.choices
        highest = choices.exactly or choices.at_most if choices else None
        is_exact = choices is None or choices.exactly is None or persons * choices.exactly == self._sum
        if persons < most or (highest and persons * highest < self._sum) or not is_exact:
            values = {"given": persons, "most": most, "votes": self._sum}
            self._result.add_problem(row, self._table.votes or "", "persons_differ", **values)
