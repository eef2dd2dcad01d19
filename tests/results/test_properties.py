"""What is true of every competition: a second implementation agrees, order of rows is nothing, votes never harm."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plugins.content.problems import Refused
from plugins.content.schema.result_rule import VotesAs
from plugins.results.formula import rounded, vote_points
from plugins.results.tally import Result, reckon
from tests.results import oracle
from tests.results.cases import cases, inputs_of

MANY = settings(
    max_examples=int(os.environ.get("XUNZHAN_EXAMPLES", "40")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def _result(case: dict[str, Any]) -> Result | None:
    """The result, or nothing where a tie that matters must be reported."""
    try:
        return reckon(inputs_of(case))
    except Refused as refused:
        assert {each.code for each in refused.problems} == {"tie_undecided"}
        return None


def _key_of(case: dict[str, Any]) -> dict[str, tuple[Fraction, ...]]:
    return oracle.keys(case)


@MANY
@given(cases())
def test_second_implementation_agrees_to_the_last_digit(case: dict[str, Any]) -> None:
    result = _result(case)
    assume(result is not None)
    assert result is not None
    ours = {each.entry: (each.public, each.experts, each.total) for each in result.ranking.order}
    assert ours == oracle.figures(case)
    for figures in ours.values():
        for figure in figures:
            assert rounded(figure, case["decimals"]) == oracle.published(figure, case["decimals"])
    keys = _key_of(case)
    if len(set(keys.values())) == len(keys):
        assert {level: list(won) for level, won in result.levels.items()} == oracle.levels(case)


@MANY
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(case: dict[str, Any], random: Any) -> None:
    result = _result(case)
    mixed = {**case}
    for name in ("votes", "marks"):
        mixed[name] = {key: _mixed(case[name][key], random) for key in _mixed(case[name], random)}
    other = _result({**mixed, "entries": case["entries"]})
    assert (result and (result.ranking, result.levels)) == (other and (other.ranking, other.levels))


def _mixed(table: dict[str, Any], random: Any) -> dict[str, Any]:
    items = list(table.items())
    random.shuffle(items)
    return dict(items)


@MANY
@given(cases(), st.data())
def test_one_more_vote_never_lowers_its_entry(case: dict[str, Any], data: Any) -> None:
    entry, channel = data.draw(st.sampled_from(case["entries"])), data.draw(st.sampled_from(list(case["votes"])))
    before = _key_of(case)
    more = {**case, "votes": {**case["votes"], channel: {**case["votes"][channel]}}}
    more["votes"][channel][entry] += 1
    after = _key_of(more)
    # as our own tally orders them; a tie that is reported has no order to compare
    one, other = _result(case), _result(more)
    assume(one is not None and other is not None)
    assert one is not None
    assert other is not None
    assert other.ranking.places[entry] <= one.ranking.places[entry]
    assert sum(key > after[entry] for key in after.values()) <= sum(key > before[entry] for key in before.values())


@MANY
@given(cases())
def test_sizes_and_quotas_hold(case: dict[str, Any]) -> None:
    result = _result(case)
    assume(result is not None)
    assert result is not None
    left = len(case["entries"])
    awarded: list[str] = []
    for level in case["levels"]:
        won = result.levels[level["id"]]
        assert len(won) == min(level["size"], left)
        left -= len(won)
        for track, places in case["quotas"].get(level["id"], {}).items():
            there = [each for each in case["entries"] if case["tracks"][each] == track and each not in awarded]
            assert sum(case["tracks"][each] == track for each in won) >= min(places, len(there))
        awarded += won
    assert len(set(awarded)) == len(awarded)


@MANY
@given(cases())
def test_every_tie_is_broken_by_the_rule_or_reported(case: dict[str, Any]) -> None:
    result = _result(case)
    keys = _key_of(case)
    if result is None:
        assert len(set(keys.values())) < len(keys)
        return
    totals = [total for _, _, total in oracle.figures(case).values()]
    tied = {total for total in totals if totals.count(total) > 1}
    total_of = {each.entry: each.total for each in result.ranking.order}
    assert {total_of[tie.entries[0]] for tie in result.ranking.ties} == tied
    for tie in result.ranking.ties:
        alike = len({keys[entry] for entry in tie.entries}) < len(tie.entries)
        assert (tie.broken_by is None) == alike
        for level in case["levels"]:
            inside = [entry for entry in tie.entries if entry in result.levels[level["id"]]]
            same = [entry for entry in inside if [keys[each] for each in tie.entries].count(keys[entry]) > 1]
            assert not (same and level["ranked"])


@MANY
@given(st.fractions(-1000, 1000), st.integers(0, 8))
def test_rounding_is_half_away_from_zero(value: Fraction, decimals: int) -> None:
    assert Fraction(rounded(value, decimals)) == Fraction(oracle.published(value, decimals))


def test_public_figures_of_zhuhai_2020_come_out_of_its_votes() -> None:
    """Government track: 15585 votes were published as 23.42 %, 13125 as 19.73 %, 9858 as 14.82 %."""
    published = {15585: "23.42", 13125: "19.73", 9858: "14.82"}
    totals = range(60_000, 75_000)
    fitting = [total for total in totals if all(_share(each, total) == said for each, said in published.items())]
    assert (fitting[0], fitting[-1]) == (66_532, 66_539)
    assert fitting == list(range(fitting[0], fitting[-1] + 1))


def _share(votes: int, total: int) -> str:
    points = vote_points({"it": votes, "others": total - votes}, VotesAs.SHARE_OF_TOTAL)
    return rounded(points["it"], 2)
