"""The formula by example: votes and marks to points, in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import (
    EqualRanks,
    Normalisation,
    PartKind,
    PointBand,
    PointsPerVote,
    Qualification,
    RankSteps,
    RulePart,
    VotesAs,
    VotesBeyond,
)
from plugins.results.points import (
    choose_qualified,
    compute_criterion_means,
    compute_expert_points,
    compute_public_points,
    compute_ranks,
    compute_total_points,
    convert,
    vote_share_points,
)

ENTRIES = [["a", "b", "c"]]
VOTES = {"app": {"a": 6, "b": 3, "c": 0}, "paper": {"a": 0, "b": 3, "c": 1}}
NAME = TranslatedText("")


def _part(by: PartKind = PartKind.VOTES, **keys: Any) -> RulePart:
    return RulePart("part", NAME, by, **keys)


def _figures(**values: int | str) -> dict[str, Fraction]:
    return {entry: Fraction(value) for entry, value in values.items()}


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        ({"votes_as": VotesAs.SHARE_OF_MAXIMUM}, {"a": 100, "b": 100, "c": "50/3"}),
        ({"votes_as": VotesAs.SHARE_OF_TOTAL}, {"a": "600/13", "b": "600/13", "c": "100/13"}),
        ({"votes_as": VotesAs.RANK}, {"a": 100, "b": 100, "c": "100/3"}),
        ({"channels": {"app": "1"}, "votes_as": VotesAs.SHARE_OF_MAXIMUM}, {"a": 100, "b": 50, "c": 0}),
        ({"channels": {"app": "0.5", "paper": "2"}, "per_vote": PointsPerVote("1")}, {"a": 3, "b": "15/2", "c": 2}),
        ({"per_vote": PointsPerVote("0.5", "2")}, {"a": 2, "b": 2, "c": "1/2"}),
        (
            {"channel_weights": {"app": "75", "paper": "25"}, "votes_as": VotesAs.SHARE_OF_MAXIMUM},
            {"a": 75, "b": "125/2", "c": "25/3"},
        ),
        (
            {"beyond": VotesBeyond("0.5", {"small": 2, "large": 3}), "per_vote": PointsPerVote("1")},
            {"a": 4, "b": "11/2", "c": "1/2"},
        ),
    ],
    ids=["maximum", "total", "rank", "one-channel", "factors", "most", "weights", "beyond"],
)
def test_votes_become_points(keys: dict[str, Any], points: dict[str, int | str]) -> None:
    units = {"a": ["small"], "b": ["small", "large", "unknown"]}
    assert compute_public_points(VOTES, _part(**keys), ENTRIES, units) == _figures(**points)


def test_figures_are_converted_within_each_group() -> None:
    figures, part = _figures(a=4, b=2, c=1, d=9), _part()
    assert convert(figures, part, [["a", "b"], ["c", "none"]]) == _figures(a=100, b=50, c=100)
    assert vote_share_points(_figures(a=0, b=0), VotesAs.SHARE_OF_TOTAL) == _figures(a=0, b=0)
    assert vote_share_points({}, VotesAs.SHARE_OF_MAXIMUM) == {}
    assert compute_ranks(_figures(a=1, b=5, c=5, d=0)) == {"a": 3, "b": 1, "c": 1, "d": 4}


@pytest.mark.parametrize(
    ("steps", "points"),
    [
        (RankSteps("10", "2.5"), {"a": 10, "b": "15/2", "c": "15/2", "d": "5/2"}),
        (RankSteps("10", "2.5", equal=EqualRanks.AVERAGE), {"a": 10, "b": "25/4", "c": "25/4", "d": "5/2"}),
        (RankSteps("10", "3", "5"), {"a": 10, "b": 7, "c": 7, "d": 5}),
    ],
)
def test_ranks_become_points_step_by_step(steps: RankSteps, points: dict[str, int | str]) -> None:
    figures = _figures(a=9, b=8, c=8, d=1)
    assert convert(figures, _part(steps=steps), [list(figures)]) == _figures(**points)


def test_first_band_that_an_entry_is_in_gives_its_points() -> None:
    bands = (PointBand("5", to_rank=2, from_votes="90"), PointBand("4", from_votes="80"), PointBand("3", to_rank=4))
    figures = _figures(a=95, b=90, c=90, d=80, e=79, f=100)
    points = convert(figures, _part(bands=bands), [list(figures)])
    assert points == _figures(a=5, b=4, c=4, d=4, e=0, f=5)
    assert convert(_figures(a=1), _part(bands=bands[2:]), [["a"]]) == _figures(a=3)


MARKS = {
    "甲": _figures(a=60, b=80),
    "乙": _figures(a=70, b=70),
    "丙": _figures(a=90, b=60, c=75),
}


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        ({}, {"a": "140/3", "b": 40, "c": 50}),
        ({"of_each_judge": True, "votes_as": VotesAs.RANK}, {"a": "250/3", "b": "700/9", "c": "200/3"}),
        ({"votes_as": VotesAs.SHARE_OF_MAXIMUM}, {"a": "280/3", "b": 80, "c": 100}),
    ],
)
def test_marks_become_points(keys: dict[str, Any], points: dict[str, int | str]) -> None:
    part = _part(PartKind.SCORES, **keys)
    assert compute_expert_points(MARKS, part, 50, 100, ENTRIES) == _figures(**points)


def test_highest_and_lowest_marks_are_trimmed() -> None:
    marks = {judge: _figures(a=mark) for judge, mark in zip("甲乙丙丁戊", (0, 60, 70, 95, 100), strict=True)}
    means = [compute_expert_points(marks, _part(trim=trim), 0, 100, [["a"]])["a"] for trim in (0, 1, 2)]
    assert means == [65, 75, 70]


def test_marks_of_each_judge_are_brought_to_one_mean_and_spread() -> None:
    part = _part(PartKind.SCORES, normalise=Normalisation.Z_SCORE)
    marks = {"甲": _figures(a=60, b=80), "乙": _figures(a=95, b=95)}
    assert compute_expert_points({"甲": marks["甲"]}, part, 0, 100, [["a", "b"]]) == _figures(a=40, b=60)
    assert compute_expert_points(marks, part, 0, 100, [["a", "b"]]) == _figures(a=45, b=55)
    assert compute_expert_points({"甲": marks["甲"]}, part, 0, 100, [["a"], ["b"]]) == _figures(a=50, b=50)
    three = compute_expert_points({"甲": _figures(a=1, b=2, c=3)}, part, 0, 100, ENTRIES)
    # the root of 1.5 to twelve digits
    assert three == {"a": 50 - 10 * Fraction("1.224744871392"), "b": 50, "c": 50 + 10 * Fraction("1.224744871392")}


def test_total_adds_weighted_parts_and_bonus_points() -> None:
    online = RulePart("online", NAME, PartKind.VOTES, "30")
    jury = RulePart("jury", NAME, PartKind.SCORES, "70")
    bonus = RulePart("bonus", NAME, PartKind.VOTES)
    points = _figures(online=50, jury="90.5", bonus=2)
    assert compute_total_points(points, (online, jury, bonus)) == Fraction("80.35")
    assert compute_total_points(_figures(online=50), (online, jury, bonus)) == 15


def test_criteria_are_averaged_over_the_judges_who_scored_them() -> None:
    marks = {"甲": {"a": _figures(novelty=80, effect=60)}, "乙": {"a": _figures(novelty=90), "b": _figures(novelty=1)}}
    assert compute_criterion_means(marks) == {"novelty": _figures(a=85, b=1), "effect": _figures(a=60)}


@pytest.mark.parametrize(
    ("qualify", "entries"),
    [
        (None, None),
        (Qualification("part", places=1), "ad"),
        (Qualification("part", places=2), "abcd"),
        (Qualification("part", percent=50), "a"),
        (Qualification("part", percent=70), "abc"),
        (Qualification("part"), "abcd"),
    ],
)
def test_first_of_each_group_and_those_tied_with_the_last_qualify(
    qualify: Qualification | None, entries: str | None
) -> None:
    points = {"part": _figures(a=9, b=8, c=8, d=5)}
    qualified = choose_qualified(qualify, points, [["a", "b", "c"], ["d"]])
    assert qualified == (None if entries is None else frozenset(entries))
