"""What must fit together: the keys of a table, entries and votes, and the tables of a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import ContentError, Problem, problem
from plugins.results.names import EntryNames
from plugins.results.votes.row_votes import TableVotes
from plugins.results.votes.vote_files import VoidedVotes, VoteTable

# keys of a table whose rows are votes
ROW_KEYS = ("id", "time", "ballot", "separator", "entries", "options", "closes")


def check_table(table: VoteTable, index: int, document: Locator) -> Iterator[Problem]:
    """Find the keys of a table that contradict each other; ``index`` is its place in votes.yaml."""
    layouts = [key for key in ("entry", "entries", "options") if getattr(table, key)]
    if len(layouts) != 1:
        yield document.problem("one_layout", "tables", index, keys=layouts or "—")
    if table.votes and (clashing := [key for key in ROW_KEYS if getattr(table, key)]):
        yield document.problem("keys_of_rows_with_votes", "tables", index, clashing[0], keys=clashing)
    if not table.votes and (clashing := [key for key in ("totals", "persons") if getattr(table, key)]):
        yield document.problem("totals_without_votes", "tables", index, clashing[0], keys=clashing)
    for number, voided in enumerate(table.voided):
        if error := _void_error(table, voided):
            code, values = error
            yield document.problem(code, "tables", index, "voided", number, **values)


def _void_error(table: VoteTable, voided: VoidedVotes) -> tuple[str, dict[str, Any]] | None:
    """Return the first thing that is wrong with a decision on votes: its code, and what the message says of it."""
    first, last = voided.first_row, voided.last_row
    errors: list[tuple[object, str, dict[str, Any]]] = [
        (table.votes and voided.marks_rows, "void_of_rows_in_counts", {}),
        (not (voided.marks_rows or voided.entry), "void_without_mark", {}),
        (voided.votes and (voided.marks_rows or not voided.entry), "void_votes_with_rows", {}),
        (last and (not first or last < first), "void_rows_backwards", {"first": first or "—", "last": last}),
        (first and first <= table.header, "void_of_header", {"first": first, "header": table.header}),
        (voided.ids_file and not table.id, "void_needs_column", {"mark": "ids_file", "key": "id"}),
        (
            (voided.since or voided.until) and not table.time,
            "void_needs_column",
            {"mark": "since/until", "key": "time"},
        ),
    ]
    return next(((code, values) for is_wrong, code, values in errors if is_wrong), None)


def check_entries(
    document: Locator, names: EntryNames, finalists: Sequence[str], channel: str, results: Mapping[int, TableVotes]
) -> None:
    """Check that every finalist has a vote or a row, or that ``zero`` says that it has none.

    Raises ``ContentError``. A channel without any vote is refused, even if its rows say zero.
    """
    votes = {entry: sum(result.votes[entry] for result in results.values()) for entry in finalists}
    zero, problems = _find_zero(document, names, votes, results)
    first = next(iter(results))
    named = {entry for result in results.values() for entry in result.votes}
    if len(zero) == len(finalists) or problems:
        pass
    elif not named:
        problems += [problem(result.table.path, 1, "table_without_votes") for result in results.values()]
    elif missing := [entry for entry in finalists if entry not in named | zero]:
        problems.append(document.problem("entries_without_votes", "tables", first, channel=channel, entries=missing))
    elif not any(cast_votes(result) for result in results.values()):
        problems.append(document.problem("channel_without_votes", "tables", first, channel=channel))
    if problems:
        raise ContentError(*problems)


def _find_zero(
    document: Locator, names: EntryNames, votes: Mapping[str, int], results: Mapping[int, TableVotes]
) -> tuple[set[str], list[Problem]]:
    """Find the entries of which the tables' ``zero`` says that they have no vote, and what is wrong with it."""
    zero: set[str] = set()
    problems: list[Problem] = []
    for index, result in results.items():
        for number, name in enumerate(result.table.zero):
            slug = names.find(name).slug
            path = ("tables", index, "zero", number)
            if slug is None:
                problems.append(document.problem("no_such_finalist", *path, given=name))
            elif votes.get(slug):
                problems.append(document.problem("zero_with_votes", *path, given=name, count=votes[slug]))
            else:
                zero.add(slug)
    return zero, problems


def cast_votes(result: TableVotes) -> int:
    """Count the votes that were cast in a table, void ones as well."""
    return sum(result.votes.values()) + sum(result.voided) + result.late


def find_overlaps(document: Locator, results: Mapping[int, TableVotes]) -> Iterator[Problem]:
    """Find tables of one channel whose votes are added although nothing shows that they are different votes.

    Raises ``ContentError`` where the same source has the same figures twice, in whatever order or encoding.
    """
    pairs = [(index, result) for index, result in results.items() if not result.table.id]
    for place, (index, result) in enumerate(pairs):
        for _, earlier in pairs[:place]:
            name, other = earlier.table.file, result.table.file
            if _are_alike(result, earlier):
                raise ContentError(document.problem("tables_alike", "tables", index, "file", name=other, other=name))
            if shared := set(result.votes) & set(earlier.votes):
                values = {"name": name, "other": other, "count": len(shared)}
                yield document.problem("warn_votes_added", "tables", index, "file", **values)


def _are_alike(one: TableVotes, other: TableVotes) -> bool:
    """Whether two tables of one source have the same votes for several entries."""
    is_same_source = one.table.source == other.table.source
    return is_same_source and one.votes == other.votes and len(+one.votes) > 1
