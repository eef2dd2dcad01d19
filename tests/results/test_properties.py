"""Properties of every result: a second implementation agrees, row order is irrelevant, votes never harm."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plugins.content.problems import ContentError
from plugins.content.schema.figures import format_rounded
from plugins.content.schema.result_rule import VotesAs
from plugins.results.points import vote_share_points
from plugins.results.result import TallyResult, compute_result
from tests.results import oracle
from tests.results.cases import cases, to_tally_inputs

MANY = settings(
    max_examples=int(os.environ.get("XUNZHAN_EXAMPLES", "40")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def _compute_or_none(case: dict[str, Any]) -> TallyResult | None:
    """Compute the result; None where a tie that matters must be reported."""
    try:
        return compute_result(to_tally_inputs(case))
    except ContentError as refused:
        assert {found_problem.code for found_problem in refused.problems} == {"tie_undecided"}
        return None


def _key_of(case: dict[str, Any]) -> dict[str, tuple[Fraction, ...]]:
    return oracle.sort_keys(case)


@MANY
@given(cases())
def test_second_implementation_agrees_to_the_last_digit(case: dict[str, Any]) -> None:
    result = _compute_or_none(case)
    assume(result is not None)
    assert result is not None
    order = result.ranking.order
    ours = {score.entry: (score.points["public"], score.points["experts"], score.total) for score in order}
    assert ours == oracle.compute_figures(case)
    for figures in ours.values():
        for figure in figures:
            assert format_rounded(figure, case["decimals"]) == oracle.format_published(figure, case["decimals"])
    keys = _key_of(case)
    if len(set(keys.values())) == len(keys):
        assert {level: list(won) for level, won in result.levels.items()} == oracle.allocate_levels(case)


@MANY
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(case: dict[str, Any], random: Any) -> None:
    result = _compute_or_none(case)
    mixed = {**case}
    for name in ("votes", "marks"):
        mixed[name] = {key: _shuffle_keys(case[name][key], random) for key in _shuffle_keys(case[name], random)}
    other = _compute_or_none({**mixed, "entries": case["entries"]})
    assert (result and (result.ranking, result.levels)) == (other and (other.ranking, other.levels))


def _shuffle_keys(table: dict[str, Any], random: Any) -> dict[str, Any]:
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
    # a reported tie has no order to compare
    one, other = _compute_or_none(case), _compute_or_none(more)
    assume(one is not None and other is not None)
    assert one is not None
    assert other is not None
    assert other.ranking.ranks[entry] <= one.ranking.ranks[entry]
    assert sum(key > after[entry] for key in after.values()) <= sum(key > before[entry] for key in before.values())


@MANY
@given(cases())
def test_sizes_and_quotas_hold(case: dict[str, Any]) -> None:
    result = _compute_or_none(case)
    assume(result is not None)
    assert result is not None
    remaining = len(case["entries"])
    awarded: list[str] = []
    for level in case["levels"]:
        won = result.levels[level["id"]]
        assert len(won) == min(level["size"], remaining)
        remaining -= len(won)
        for track, places in case["quotas"].get(level["id"], {}).items():
            eligible = [entry for entry in case["entries"] if case["tracks"][entry] == track and entry not in awarded]
            assert sum(case["tracks"][entry] == track for entry in won) >= min(places, len(eligible))
        awarded += won
    assert len(set(awarded)) == len(awarded)


@MANY
@given(cases())
def test_every_tie_is_broken_by_the_rule_or_reported(case: dict[str, Any]) -> None:
    result = _compute_or_none(case)
    keys = _key_of(case)
    if result is None:
        assert len(set(keys.values())) < len(keys)
        return
    totals = [total for _, _, total in oracle.compute_figures(case).values()]
    tied = {total for total in totals if totals.count(total) > 1}
    totals_by_entry = {score.entry: score.total for score in result.ranking.order}
    assert {totals_by_entry[tie.entries[0]] for tie in result.ranking.ties} == tied
    for tie in result.ranking.ties:
        alike = len({keys[entry] for entry in tie.entries}) < len(tie.entries)
        assert (tie.broken_by is None) == alike
        for level in case["levels"]:
            inside = [entry for entry in tie.entries if entry in result.levels[level["id"]]]
            same = [entry for entry in inside if [keys[other] for other in tie.entries].count(keys[entry]) > 1]
            assert not (same and level["ranked"])


@MANY
@given(st.fractions(-1000, 1000), st.integers(0, 8))
def test_rounding_is_half_away_from_zero(value: Fraction, decimals: int) -> None:
    assert Fraction(format_rounded(value, decimals)) == Fraction(oracle.format_published(value, decimals))


def test_public_figures_of_zhuhai_2020_come_out_of_its_votes() -> None:
    """Government track: 15585 votes were published as 23.42 %, 13125 as 19.73 %, 9858 as 14.82 %."""
    published = {15585: "23.42", 13125: "19.73", 9858: "14.82"}
    totals = range(60_000, 75_000)
    fitting = [total for total in totals if all(_share(votes, total) == share for votes, share in published.items())]
    assert (fitting[0], fitting[-1]) == (66_532, 66_539)
    assert fitting == list(range(fitting[0], fitting[-1] + 1))


def _share(votes: int, total: int) -> str:
    points = vote_share_points({"it": Fraction(votes), "others": Fraction(total - votes)}, VotesAs.SHARE_OF_TOTAL)
    return format_rounded(points["it"], 2)
