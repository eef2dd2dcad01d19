"""Votes counted from the services' exports: valid and voided ones of each entry and channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.problems import Problem, Refused
from plugins.results.inputs import Voided, VotesFile, VoteTable
from plugins.tables.readers import Row, cell_problem, number_in, rows_of, runs

FILE = "results/votes.yaml"
# so many problems of one table are told; a wrong column would make a million
MOST = 100


@dataclass(frozen=True)
class ChannelVotes:
    """One channel's votes: for each entry the valid ones, and how many were voided in all."""

    table: VoteTable
    valid: Mapping[str, int]
    voided: int


@dataclass
class _Count:
    """A table while it is counted."""

    table: VoteTable
    entries: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    cast: Counter[str] = field(default_factory=Counter)
    voided: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    total: int | None = None
    total_row: int = 0

    def wrong(self, row: int, column: str, code: str, **values: object) -> None:
        if len(self.problems) < MOST:
            self.problems.append(cell_problem(self.table.table, row, column, code, **values))


def count_votes(content: Path, file: VotesFile, names: Mapping[str, str], line: int = 1) -> tuple[ChannelVotes, ...]:
    """The votes of every table. ``names`` maps whatever an export may call an entry to its slug.

    Raises ``Refused`` with every problem of every table.
    """
    counted: list[ChannelVotes] = []
    problems: list[Problem] = []
    for table in file.tables:
        try:
            counted.append(_channel(content, table, names, line))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(*problems)
    return tuple(counted)


def _channel(content: Path, table: VoteTable, names: Mapping[str, str], line: int) -> ChannelVotes:
    count = _Count(table, names)
    columns = [column for column in (table.entry, table.votes, table.id) if column]
    for row in rows_of(content, table.table, columns, FILE, line):
        if table.votes:
            _add_option(count, row, table.votes)
        else:
            _add_vote(count, row)
    _void(count)
    _check_total(count)
    if count.problems:
        raise Refused(*count.problems)
    valid = {slug: votes - count.voided[slug] for slug, votes in sorted(count.cast.items())}
    return ChannelVotes(table, valid, sum(count.voided.values()))


def _entry_in(count: _Count, row: Row) -> str | None:
    said = row.cells.get(count.table.entry, "")
    slug = count.entries.get(said)
    if slug is None:
        code = "cell_formula" if runs(said) else "cell_unknown_entry" if said else "cell_empty"
        count.wrong(row.number, count.table.entry, code, given=said[:60])
    return slug


def _add_option(count: _Count, row: Row, column: str) -> None:
    said = number_in(row.cells.get(column, ""))
    if said is None or not said.isdigit():
        given = row.cells.get(column, "")
        count.wrong(row.number, column, "cell_formula" if runs(given) else "cell_not_count", given=given[:60])
    elif row.cells.get(count.table.entry, "") in count.table.totals:
        count.total, count.total_row = int(said), row.number
    elif slug := _entry_in(count, row):
        if slug in count.cast:
            count.wrong(row.number, count.table.entry, "cell_entry_twice", given=slug)
        count.cast[slug] += int(said)


def _add_vote(count: _Count, row: Row) -> None:
    if count.table.id:
        said = row.cells.get(count.table.id, "")
        if not said or said in count.ids:
            code = "cell_vote_twice" if said else "cell_empty"
            count.wrong(row.number, count.table.id, code, given=said[:60])
        count.ids.add(said)
    if slug := _entry_in(count, row):
        count.cast[slug] += 1
        if any(_is_in(row.number, voided) for voided in count.table.voided):
            count.voided[slug] += 1


def _is_in(number: int, voided: Voided) -> bool:
    return voided.first_row is not None and voided.first_row <= number <= (voided.last_row or voided.first_row)


def _void(count: _Count) -> None:
    for voided in count.table.voided:
        if voided.entry and voided.votes:
            count.voided[voided.entry] += voided.votes
    for slug, votes in count.voided.items():
        if votes > count.cast[slug]:
            count.wrong(1, count.table.entry, "more_voided_than_cast", given=slug, voided=votes, cast=count.cast[slug])


def _check_total(count: _Count) -> None:
    found = sum(count.cast.values())
    if count.total is not None and count.total != found:
        column = count.table.votes or count.table.entry
        count.wrong(count.total_row, column, "total_differs", given=count.total, found=found)
