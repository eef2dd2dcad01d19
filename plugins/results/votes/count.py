"""Count votes from the platforms' exports: each channel's valid votes, and everything that was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path

from plugins.content.checks.references import check_reference
from plugins.content.parsing.files import regular_file
from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.dates import closing_instant
from plugins.content.schema.localized import TranslatedText
from plugins.results.inputs import check_unread_sheets
from plugins.results.names import EntryNames
from plugins.results.votes.ballots import BallotReader
from plugins.results.votes.count_rows import CountRows
from plugins.results.votes.doubles import check_ids, check_parts
from plugins.results.votes.id_store import VoteStores, clean_ids, open_stores
from plugins.results.votes.row_votes import Progress, RowVotes, TableVotes
from plugins.results.votes.voids import Void, VoidRows
from plugins.results.votes.vote_checks import check_entries, check_table, find_overlaps
from plugins.results.votes.vote_files import VOTES_FILE, VoidedVotes, VotesFile, VoteTable
from plugins.system import textfile

# ten million ids; more than that is not a list of exceptions
MAX_LIST_BYTES = 200_000_000


def ignore_progress(rows: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class VoidEffect:
    """A decision on votes and how many valid votes it took away."""

    decision: VoidedVotes
    votes: int


@dataclass(frozen=True)
class ChannelVotes:
    """One channel's valid votes by entry, and what was left out: by decision, as too late, as not counted.

    ``ballots`` is the number of voters where a vote can name several entries, if the tables say it.
    """

    channel: str
    tables: tuple[VoteTable, ...]
    valid: Mapping[str, int]
    voids: tuple[VoidEffect, ...] = ()
    late: int = 0
    not_counted: Mapping[str, int] = field(default_factory=dict)
    ballots: int | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def voided(self) -> int:
        """All votes that were cast and do not count."""
        return sum(effect.votes for effect in self.voids) + self.late

    def reason_not_counted(self, name: str) -> TranslatedText:
        """Why votes for this name, as votes.yaml writes it, are not counted."""
        return next(table.not_counted[name] for table in self.tables if name in table.not_counted)


@dataclass(frozen=True)
class VoteCounting:
    """What the counting of every table needs.

    ``zone`` is that of times without one; ``closes`` is when the vote closed, if competition.yaml says it.
    """

    content: Path
    names: EntryNames
    finalists: Sequence[str]
    document: Locator
    zone: tzinfo
    closes: datetime | None = None
    progress: Progress = ignore_progress


def count_votes(counting: VoteCounting, file: VotesFile) -> tuple[ChannelVotes, ...]:
    """Count the votes of every channel, in the order of votes.yaml.

    Raises ``ContentError`` with every problem of every table.
    """
    by_channel: dict[str, list[tuple[int, VoteTable]]] = {}
    problems: list[Problem] = []
    for index, table in enumerate(file.tables):
        by_channel.setdefault(table.channel, []).append((index, table))
        problems += check_table(table, index, counting.document)
        problems += _check_voided_entries(counting, index, table)
    problems += _same_files(counting, file.tables)
    if problems:
        raise ContentError(*problems)
    channels: list[ChannelVotes] = []
    for channel, tables_of_channel in by_channel.items():
        try:
            channels.append(_count_channel(counting, channel, tables_of_channel))
        except ContentError as error:
            problems += error.problems
    if not problems:
        tables = [(table.table_source, table.columns) for table in file.tables]
        problems += check_unread_sheets(counting.content, counting.document, tables)
    if problems:
        raise ContentError(*problems)
    return tuple(_note_alike_channels(channels))


def _check_voided_entries(counting: VoteCounting, index: int, table: VoteTable) -> Iterator[Problem]:
    for number, voided in enumerate(table.voided):
        if voided.entry and counting.names.find(voided.entry).slug != voided.entry:
            path = ("tables", index, "voided", number, "entry")
            yield from check_reference(counting.document, "finalist", voided.entry, counting.finalists, *path)


def _note_alike_channels(channels: Sequence[ChannelVotes]) -> Iterator[ChannelVotes]:
    """Note the channels in which every entry has as many votes as in an earlier one."""
    for place, channel in enumerate(channels):
        alike = [other for other in channels[:place] if other.valid == channel.valid]
        is_telling = len(set(channel.valid.values())) > 1
        notes = [
            problem(VOTES_FILE, 1, "warn_channels_alike", channel=channel.channel, other=other.channel)
            for other in alike
            if is_telling
        ]
        yield replace(channel, notes=(*channel.notes, *notes))


def _count_channel(counting: VoteCounting, channel: str, tables: Sequence[tuple[int, VoteTable]]) -> ChannelVotes:
    problems: list[Problem] = []
    results: dict[int, TableVotes] = {}
    counted: list[tuple[RowVotes, TableVotes]] = []
    with open_stores() as stores:
        for index, table in tables:
            try:
                results[index] = _count_table(counting, index, table, stores, counted)
            except ContentError as error:
                problems += error.problems
        if not problems and not any(result.problems for result in results.values()):
            check_ids(counted, stores)
            check_parts(counted, stores)
    for result in results.values():
        problems += result.all_problems()
    if problems:
        raise ContentError(*problems)
    voids = [effect for index, result in results.items() for effect in _apply_voids(counting, index, result)]
    check_entries(counting.document, counting.names, counting.finalists, channel, results)
    return _channel_votes(counting.document, channel, results, voids)


def _same_files(counting: VoteCounting, tables: Sequence[VoteTable]) -> list[Problem]:
    """Find tables of which the same columns have the same content: their votes would count twice."""
    sizes: dict[object, list[tuple[int, VoteTable, Path]]] = {}
    for index, table in enumerate(tables):
        line = counting.document.line("tables", index, "file")
        # a file that is not there is reported where it is read
        with suppress(ContentError):
            path = regular_file(counting.content, table.path, counting.document.file, line)
            sizes.setdefault((path.stat().st_size, table.sheet, table.columns), []).append((index, table, path))
    problems = []
    for alike in sizes.values():
        first_tables: dict[str, VoteTable] = {}
        for index, table, path in alike if len(alike) > 1 else ():
            first = first_tables.setdefault(textfile.digest(path), table)
            if first is not table:
                code = "table_twice" if first.channel == table.channel else "table_in_two_channels"
                values = {"name": table.file, "other": first.file, "channel": first.channel}
                problems.append(counting.document.problem(code, "tables", index, "file", **values))
    return problems


def _count_table(
    counting: VoteCounting,
    index: int,
    table: VoteTable,
    stores: VoteStores,
    counted: list[tuple[RowVotes, TableVotes]],
) -> TableVotes:
    names = _names_of(counting, index, table)
    result = TableVotes(table, voided=[0] * len(table.voided))
    line = counting.document.line("tables", index, "file")
    try:
        if table.votes:
            CountRows(counting.content, table, names, result).count(line, counting.progress)
        else:
            counted.append((_count_single_votes(counting, index, result, BallotReader(table, names), stores), result))
    except ContentError as error:
        # together with what is wrong in the rows before
        result.problems += error.problems
    return result


def _count_single_votes(
    counting: VoteCounting, index: int, result: TableVotes, reader: BallotReader, stores: VoteStores
) -> RowVotes:
    """Count a table in which a row is a vote. Raises ``ContentError``."""
    table, line = result.table, counting.document.line("tables", index, "file")
    decisions = enumerate(table.voided)
    voids = [Void(decision, _read_ids(counting, table, index, number)) for number, decision in decisions]
    closes = closing_instant(table.closes, counting.zone) if table.closes else counting.closes
    void_rows = VoidRows(table, voids, counting.zone, closes)
    rows = RowVotes(counting.content, table, reader, void_rows, line)
    rows.count(result, stores, counting.progress)
    return rows


def _names_of(counting: VoteCounting, index: int, table: VoteTable) -> EntryNames:
    """Add the table's aliases to the names. Raises ``ContentError`` for aliases and options of no finalist."""
    targets = {("aliases", key): name for key, name in table.aliases.items()}
    targets |= {("options", key): name for key, name in table.options.items()}
    problems = [
        counting.document.problem("no_such_finalist", "tables", index, *key, given=name)
        for key, name in targets.items()
        if counting.names.find(name).slug is None
    ]
    if problems:
        raise ContentError(*problems)
    return counting.names.with_aliases(table.aliases)


def _read_ids(counting: VoteCounting, table: VoteTable, index: int, number: int) -> frozenset[str]:
    """Read the list of ids of a decision, if it has one: a UTF-8 text with one id a line. Raises ``ContentError``."""
    name, document = table.voided[number].ids_file, counting.document
    if not name:
        return frozenset()
    file, line = f"results/{name}", document.line("tables", index, "voided", number, "ids_file")
    path = regular_file(counting.content, file, document.file, line)
    if path.stat().st_size > MAX_LIST_BYTES:
        raise ContentError(problem(document.file, line, "table_too_large", name=file))
    data = path.read_bytes()
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise ContentError(problem(file, data.count(b"\n", 0, error.start) + 1, "not_utf8")) from None
    return frozenset(clean_ids([text for text in lines if text.strip()]))


def _apply_voids(counting: VoteCounting, index: int, result: TableVotes) -> list[VoidEffect]:
    """Take away the votes of decisions that name no rows; every decision must have had an effect."""
    problems = []
    effects = []
    for number, decision in enumerate(result.table.voided):
        path = ("tables", index, "voided", number)
        if decision.entry and not decision.marks_rows:
            cast = result.votes[decision.entry]
            voided = cast if decision.votes is None else decision.votes
            if voided > cast:
                values = {"given": decision.entry, "voided": voided, "cast": cast}
                problems.append(counting.document.problem("more_voided_than_cast", *path, **values))
            result.voided[number] = voided
            result.votes[decision.entry] -= voided
        if not result.voided[number]:
            problems.append(counting.document.problem("void_without_effect", *path))
        effects.append(VoidEffect(decision, result.voided[number]))
    if problems:
        raise ContentError(*problems)
    return effects


def _channel_votes(
    document: Locator, channel: str, results: Mapping[int, TableVotes], voids: Sequence[VoidEffect]
) -> ChannelVotes:
    valid: Counter[str] = Counter()
    not_counted: Counter[str] = Counter()
    for result in results.values():
        valid.update(result.votes)
        not_counted.update(result.not_counted)
    ballots = [result.ballots for result in results.values()]
    return ChannelVotes(
        channel=channel,
        tables=tuple(result.table for result in results.values()),
        valid=dict(sorted(valid.items())),
        voids=tuple(voids),
        late=sum(result.late for result in results.values()),
        not_counted=dict(sorted(not_counted.items())),
        ballots=None if None in ballots else sum(filter(None, ballots)),
        notes=(*(note for result in results.values() for note in result.notes), *find_overlaps(document, results)),
    )
