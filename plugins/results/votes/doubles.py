"""Votes that are there twice and ballots with a wrong number of choices, found by their ids over all tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.results.votes.id_store import VoteStores
from plugins.results.votes.row_votes import RowVotes, TableVotes

# a long number of which a spreadsheet program kept 15 digits, or showed fewer
CUT_ID = re.compile(r"[0-9](?:\.[0-9]+)?e\+[0-9]+\Z|[1-9][0-9]{14}0+\Z", re.I)
Counted = Sequence[tuple[RowVotes, TableVotes]]


def check_ids(counted: Counted, stores: VoteStores) -> None:
    """Report the rows whose id came before, in the same table or in another one of the channel."""
    suspects, total = stores.votes.find_repeated()
    if total > len(suspects):
        _report_many(counted, total)
        return
    first_rows: dict[str, tuple[str, int]] = {}
    for rows, result in counted if suspects else ():
        column = result.table.id
        for number, vote_id in rows.valid_ids() if column else ():
            if hash(vote_id) not in suspects or not vote_id:
                continue
            file, row = first_rows.setdefault(vote_id, (result.table.path, number))
            if (file, row) != (result.table.path, number):
                code = "cell_id_cut" if CUT_ID.match(vote_id) else "cell_vote_twice"
                result.add_problem(number, column or "", code, given=vote_id, name=file, earlier=row)


def check_parts(counted: Counted, stores: VoteStores) -> None:
    """Report ballots of several rows that name an entry twice or a wrong number of entries; count the ballots."""
    of_parts = [(rows, result) for rows, result in counted if result.table.ballot]
    for number, (rows, result) in enumerate(of_parts):
        _check_parts_of(rows, result, stores)
        # a ballot that continues in another file is one
        result.ballots = stores.ballots.count_distinct() if number == 0 else 0


def _report_many(counted: Counted, total: int) -> None:
    result = next(result for _, result in counted if result.table.id)
    result.add_problem(result.table.header, result.table.id or "", "ids_repeated", count=total)


def _check_parts_of(rows: RowVotes, result: TableVotes, stores: VoteStores) -> None:
    allowed = result.table.choices
    twice, twice_total = stores.choices.find_repeated()
    wrong, wrong_total = stores.ballots.find_counts(lambda count: allowed is not None and not allowed.allow(count))
    if twice_total > len(twice) or wrong_total > len(wrong):
        count = max(twice_total, wrong_total)
        result.add_problem(result.table.header, result.table.ballot or "", "ids_repeated", count=count)
    elif twice or wrong:
        _report_parts(rows, result, twice, wrong)


def _report_parts(rows: RowVotes, result: TableVotes, twice: set[int], wrong: set[int]) -> None:
    allowed, column = result.table.choices, result.table.ballot or ""
    choices: dict[str, list[str]] = {}
    last_rows: dict[str, int] = {}
    for number, ballot, entries in rows.valid_parts():
        if hash(ballot) in wrong or any(hash((ballot, entry)) in twice for entry in entries):
            for entry in set(entries) & set(choices.get(ballot, ())):
                result.add_problem(number, column, "choice_twice", given=entry)
            choices.setdefault(ballot, []).extend(entries)
            last_rows[ballot] = number
    for ballot, all_entries in choices.items():
        if allowed and not allowed.allow(len(all_entries)):
            values = {"count": len(all_entries), "allowed": str(allowed)}
            result.add_problem(last_rows[ballot], column, "wrong_number_of_choices", **values)
