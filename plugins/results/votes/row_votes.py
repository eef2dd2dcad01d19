"""Counting of tables in which a row is a vote, a ballot, or a part of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.problems import Problem, problem
from plugins.results.inputs import MAX_QUOTED
from plugins.results.votes.ballots import BallotChoices, BallotReader
from plugins.results.votes.id_store import VoteStores, clean_ids
from plugins.results.votes.voids import LATE, VoidRows, VoteRows
from plugins.results.votes.vote_files import VOTES_FILE, VoteTable
from plugins.tables.column_blocks import read_column_blocks
from plugins.tables.readers import cell_problem

# problems reported per table; a wrong column would make a million
MAX_PROBLEMS = 100
Progress = Callable[[int], None]


@dataclass
class TableVotes:
    """What a table has: votes by entry, names not counted, votes void by each decision, late votes, and ballots."""

    table: VoteTable
    votes: Counter[str] = field(default_factory=Counter)
    not_counted: Counter[str] = field(default_factory=Counter)
    voided: list[int] = field(default_factory=list)
    late: int = 0
    ballots: int | None = None
    problems: list[Problem] = field(default_factory=list)
    unshown: int = 0
    # what somebody should check
    notes: list[Problem] = field(default_factory=list)

    def add_problem(self, row: int, column: str, code: str, **values: object) -> None:
        """Add a problem of a cell, or count it where there are many."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(cell_problem(self.table.table_source, row, column, code, **values))
        else:
            self.unshown += 1

    def all_problems(self) -> list[Problem]:
        """Return the problems, and how many more there are."""
        if not self.unshown:
            return self.problems
        last = self.problems[-1]
        return [*self.problems, problem(last.file, last.line, "more_cells_wrong", count=self.unshown)]


@dataclass(frozen=True)
class RowVotes:
    """Counts one table, block by block; equal choices in a block are counted together."""

    content: Path
    table: VoteTable
    reader: BallotReader
    voids: VoidRows
    line: int

    def count(self, result: TableVotes, stores: VoteStores, progress: Progress) -> None:
        """Count the table's votes into ``result``, and its ids into the stores."""
        for rows in self._blocks():
            voids = self.voids.find(rows)
            valid = self._choice_cells(rows)
            for position, indexes in voids.items():
                self._add_void_row(result, valid[position], indexes, rows.numbers[position])
            if voids:
                valid = [cell for position, cell in enumerate(valid) if position not in voids]
            for cells, count in Counter(valid).items():
                ballot = self.reader.read(cells)
                if ballot.errors or ballot.count_error:
                    self._report(result, ballot, cells, rows, voids)
                _add_ballot(result, ballot, count)
            self._check_times(result, rows)
            self._add_ids(result, rows, voids, stores)
            if self.table.ballot:
                self._add_parts(result, rows, voids, stores)
            progress(len(rows.numbers))

    def valid_ids(self) -> Iterator[tuple[int, str]]:
        """Iterate over the row and the id of each vote that counts."""
        for rows in self._blocks():
            voids = self.voids.find(rows)
            for position, (number, vote_id) in enumerate(zip(rows.numbers, rows.ids, strict=True)):
                if position not in voids:
                    yield number, vote_id

    def valid_parts(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Iterate over the row, the ballot's id and the choices of each part of a ballot that counts."""
        for rows in self._blocks():
            voids = self.voids.find(rows)
            for position, part in enumerate(self._parts(rows)):
                if position not in voids:
                    yield rows.numbers[position], *part

    def _blocks(self) -> Iterator[VoteRows]:
        source, columns = self.table.table_source, self.table.columns
        for block in read_column_blocks(self.content, source, columns, VOTES_FILE, self.line):
            yield VoteRows(block, self.table, self.voids.zone)

    def _choice_cells(self, rows: VoteRows) -> Sequence[str | tuple[str, ...]]:
        columns = [rows.columns[column] for column in self.table.choice_columns]
        return columns[0] if self.table.entry else list(zip(*columns, strict=True))

    def _add_void_row(self, result: TableVotes, cells: str | tuple[str, ...], indexes: Sequence[int], row: int) -> None:
        ballot = self.reader.read(cells)
        for error in ballot.errors:
            result.add_problem(row, error.column, error.code, **error.values)
        if indexes[0] == LATE:
            result.late += len(ballot.entries)
            # named by a row, even if no vote counts
            result.votes.update(dict.fromkeys(ballot.entries, 0))
            return
        valid: list[str] = []
        for entry in ballot.entries:
            index = next((index for index in indexes if self.table.voided[index].entry in (None, entry)), None)
            if index is None:
                valid.append(entry)
            else:
                result.votes[entry] += 0
                result.voided[index] += 1
        result.votes.update(valid)

    def _report(
        self,
        result: TableVotes,
        ballot: BallotChoices,
        cells: str | tuple[str, ...],
        rows: VoteRows,
        voids: dict[int, list[int]],
    ) -> None:
        errors = [*ballot.errors, *([ballot.count_error] if ballot.count_error else [])]
        for position, other in enumerate(self._choice_cells(rows)):
            if other == cells and position not in voids:
                for error in errors:
                    result.add_problem(rows.numbers[position], error.column, error.code, **error.values)

    def _check_times(self, result: TableVotes, rows: VoteRows) -> None:
        """Report the times that cannot be read, where a closing time or a void needs them."""
        for position in self.voids.unreadable_times(rows):
            cell = rows.columns[self.table.time or ""][position]
            result.add_problem(rows.numbers[position], self.table.time or "", "cell_not_time", given=cell[:MAX_QUOTED])

    def _add_ids(self, result: TableVotes, rows: VoteRows, voids: dict[int, list[int]], stores: VoteStores) -> None:
        if not self.table.id:
            return
        valid = [vote_id for position, vote_id in enumerate(rows.ids) if position not in voids] if voids else rows.ids
        if "" in valid:
            for position, vote_id in enumerate(rows.ids):
                if not vote_id and position not in voids:
                    result.add_problem(rows.numbers[position], self.table.id, "cell_empty")
        stores.votes.add(valid)

    def _add_parts(self, result: TableVotes, rows: VoteRows, voids: dict[int, list[int]], stores: VoteStores) -> None:
        for position, (ballot, entries) in enumerate(self._parts(rows)):
            if not ballot:
                result.add_problem(rows.numbers[position], self.table.ballot or "", "cell_empty")
            elif position not in voids:
                stores.ballots.add([ballot] * len(entries))
                stores.choices.add([(ballot, entry) for entry in entries])

    def _parts(self, rows: VoteRows) -> Iterator[tuple[str, tuple[str, ...]]]:
        ballots = clean_ids(rows.columns[self.table.ballot or ""])
        for ballot, cells in zip(ballots, self._choice_cells(rows), strict=True):
            choices = self.reader.read(cells)
            yield ballot, (*choices.entries, *choices.not_counted)


def _add_ballot(result: TableVotes, ballot: BallotChoices, count: int) -> None:
    """Add the votes of ``count`` equal ballots."""
    for entry in ballot.entries:
        result.votes[entry] += count
    for name in ballot.not_counted:
        result.not_counted[name] += count
    if result.table.has_ballots and ballot.entries:
        result.ballots = (result.ballots or 0) + count
