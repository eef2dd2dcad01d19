"""Count votes from the vote services' exports: valid and voided votes of each entry and channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.problems import ContentError, Problem
from plugins.results.inputs import MAX_SHOWN, VOTES_FILE, VoidedVotes, VotesFile, VoteTable, cell_error_code
from plugins.tables.readers import Row, cell_problem, parse_number, read_rows

# problems reported per table; a wrong column would make a million
MAX_PROBLEMS = 100


@dataclass(frozen=True)
class ChannelVotes:
    """One channel's votes: the valid ones by entry, and the number of voided ones in all."""

    table: VoteTable
    valid: Mapping[str, int]
    voided: int


@dataclass
class _VoteCounter:
    """State while one table is counted."""

    table: VoteTable
    names: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    cast: Counter[str] = field(default_factory=Counter)
    voided: Counter[str] = field(default_factory=Counter)
    vote_ids: set[str] = field(default_factory=set)
    stated_total: int | None = None
    total_row: int = 0

    def add_problem(self, row: int, column: str, code: str, **values: object) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(cell_problem(self.table.table_source, row, column, code, **values))


def count_votes(content: Path, file: VotesFile, names: Mapping[str, str], line: int = 1) -> tuple[ChannelVotes, ...]:
    """Count the votes of every table. ``names`` maps whatever an export may call an entry to its slug.

    Raises ``ContentError`` with every problem of every table.
    """
    channels: list[ChannelVotes] = []
    problems: list[Problem] = []
    for table in file.tables:
        try:
            channels.append(_count_table(content, table, names, line))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(*problems)
    return tuple(channels)


def _count_table(content: Path, table: VoteTable, names: Mapping[str, str], line: int) -> ChannelVotes:
    counter = _VoteCounter(table, names)
    columns = [column for column in (table.entry, table.votes, table.id) if column]
    for row in read_rows(content, table.table_source, columns, VOTES_FILE, line):
        if table.votes:
            _add_entry_count(counter, row, table.votes)
        else:
            _add_single_vote(counter, row)
    _apply_voided(counter)
    _check_total(counter)
    if counter.problems:
        raise ContentError(*counter.problems)
    valid = {slug: votes - counter.voided[slug] for slug, votes in sorted(counter.cast.items())}
    return ChannelVotes(table, valid, sum(counter.voided.values()))


def _find_entry(counter: _VoteCounter, row: Row) -> str | None:
    name = row.cells.get(counter.table.entry, "")
    slug = counter.names.get(name)
    if slug is None:
        code = cell_error_code(name, "cell_unknown_entry")
        counter.add_problem(row.number, counter.table.entry, code, given=name[:MAX_SHOWN])
    return slug


def _add_entry_count(counter: _VoteCounter, row: Row, column: str) -> None:
    """Add a row with an entry and the number of its votes, or note the total that a row states."""
    cell = row.cells.get(column, "")
    number = parse_number(cell)
    if number is None or not number.isdigit():
        code = cell_error_code(cell, "cell_not_count", empty="cell_not_count")
        counter.add_problem(row.number, column, code, given=cell[:MAX_SHOWN])
    elif row.cells.get(counter.table.entry, "") in counter.table.totals:
        counter.stated_total, counter.total_row = int(number), row.number
    elif slug := _find_entry(counter, row):
        if slug in counter.cast:
            counter.add_problem(row.number, counter.table.entry, "cell_entry_twice", given=slug)
        counter.cast[slug] += int(number)


def _add_single_vote(counter: _VoteCounter, row: Row) -> None:
    """Add a row that is one vote; its id, if the table has one, must be unique."""
    if counter.table.id:
        vote_id = row.cells.get(counter.table.id, "")
        if not vote_id or vote_id in counter.vote_ids:
            code = "cell_vote_twice" if vote_id else "cell_empty"
            counter.add_problem(row.number, counter.table.id, code, given=vote_id[:MAX_SHOWN])
        counter.vote_ids.add(vote_id)
    if slug := _find_entry(counter, row):
        counter.cast[slug] += 1
        if any(_covers(voided, row.number) for voided in counter.table.voided):
            counter.voided[slug] += 1


def _covers(voided: VoidedVotes, row: int) -> bool:
    return voided.first_row is not None and voided.first_row <= row <= (voided.last_row or voided.first_row)


def _apply_voided(counter: _VoteCounter) -> None:
    for voided in counter.table.voided:
        if voided.entry and voided.votes:
            counter.voided[voided.entry] += voided.votes
    for slug, votes in counter.voided.items():
        if votes > (cast := counter.cast[slug]):
            counter.add_problem(1, counter.table.entry, "more_voided_than_cast", given=slug, voided=votes, cast=cast)


def _check_total(counter: _VoteCounter) -> None:
    counted = sum(counter.cast.values())
    if counter.stated_total is not None and counter.stated_total != counted:
        column = counter.table.votes or counter.table.entry
        counter.add_problem(counter.total_row, column, "total_differs", given=counter.stated_total, found=counted)
