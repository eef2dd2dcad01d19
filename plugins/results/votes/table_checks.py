"""What votes.yaml says of a table must fit together before the table is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import Problem
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
    if table.votes and voided.marks_rows:
        return "void_of_rows_in_counts", {}
    return _void_mark_error(voided) or _void_rows_error(table, voided) or _void_column_error(table, voided)


def _void_mark_error(voided: VoidedVotes) -> tuple[str, dict[str, Any]] | None:
    if not (voided.marks_rows or voided.entry):
        return "void_without_mark", {}
    if voided.votes and (voided.marks_rows or not voided.entry):
        return "void_votes_with_rows", {}
    return None


def _void_rows_error(table: VoteTable, voided: VoidedVotes) -> tuple[str, dict[str, Any]] | None:
    first, last = voided.first_row, voided.last_row
    if last and (not first or last < first):
        return "void_rows_backwards", {"first": first or "—", "last": last}
    if first and first <= table.header:
        return "void_of_header", {"first": first, "header": table.header}
    return None


def _void_column_error(table: VoteTable, voided: VoidedVotes) -> tuple[str, dict[str, Any]] | None:
    if voided.ids_file and not table.id:
        return "void_needs_column", {"mark": "ids_file", "key": "id"}
    if (voided.since or voided.until) and not table.time:
        return "void_needs_column", {"mark": "since/until", "key": "time"}
    return None
