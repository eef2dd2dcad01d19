"""Ranking, tie breaks, award levels and special awards on plain figures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from plugins.content.load import load
from plugins.content.problems import ContentError
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import LevelRule, ResultRule, SpecialAward, SpecialKind, TieBreak, Within
from plugins.content.stage_view import Competition
from plugins.results.allocation import allocate_awards, allocate_special_awards, unresolved_ties
from plugins.results.decisions.decision_file import Lot
from plugins.results.ranking import EntryScore, Ranking, Tie, rank
from tests.support.builds import TINY

TEXT = TranslatedText("zh-Hans", {"zh-Hans": "x"})
RULE = ResultRule(public=50, experts=50, ties=(TieBreak.EXPERTS, TieBreak.VOTES))
GOLD, PRAISE = AwardLevel("gold", TEXT, 1, "call", True), AwardLevel("praise", TEXT, 2, "call", False)


def score(entry: str, total: int, experts: int = 0, votes: int = 0, track: str = "water") -> EntryScore:
    return EntryScore(
        entry=entry,
        track=track,
        votes=votes,
        points={"experts": Fraction(experts)},
        total=Fraction(total),
    )


def lot(*order: str) -> Lot:
    return Lot(order, TEXT, TEXT, None)  # type: ignore[arg-type]


def order(ranking: Ranking) -> list[str]:
    return [finalist.entry for finalist in ranking.order]


def test_entries_are_ranked_by_total() -> None:
    ranking = rank([score("a", 10), score("b", 30), score("c", 20)], RULE, ())
    assert (order(ranking), ranking.ranks, ranking.ties) == (["b", "c", "a"], {"b": 1, "c": 2, "a": 3}, ())


def test_tie_breaks_apply_in_the_order_of_the_rule() -> None:
    scores = [score("a", 10, experts=5, votes=9), score("b", 10, experts=6, votes=1)]
    assert rank(scores, RULE, ()).ties == (Tie(("b", "a"), "experts"),)
    by_votes = replace(RULE, ties=(TieBreak.VOTES, TieBreak.EXPERTS))
    assert rank(scores, by_votes, ()).ties == (Tie(("a", "b"), "votes"),)


def test_tie_is_broken_by_the_first_rule_that_separates_all_of_it() -> None:
    scores = [score("a", 10, experts=5, votes=1), score("b", 10, experts=5, votes=2)]
    assert rank(scores, RULE, ()).ties == (Tie(("b", "a"), "votes"),)
    three = [*scores, score("c", 10, experts=6, votes=0)]
    assert rank(three, RULE, ()).ties == (Tie(("c", "b", "a"), "votes"),)
    drawn = rank([score("a", 10), score("b", 10)], RULE, [lot("b", "a")])
    assert drawn.ties == (Tie(("b", "a"), "lot"),)


def test_unqualified_come_last_and_what_left_does_not_matter_in_a_lot() -> None:
    scores = [score("a", 10), score("b", 10), replace(score("c", 30), is_qualified=False)]
    ranking = rank(scores, RULE, [lot("b", "gone", "a")])
    assert (order(ranking), ranking.ranks) == (["b", "a", "c"], {"b": 1, "a": 2, "c": 3})


def test_totals_can_be_compared_as_rounded_and_then_by_one_more_digit() -> None:
    rule = replace(RULE, compare_decimals=1, ties=(TieBreak.DECIMALS,))
    scores = [replace(score("a", 0), total=Fraction("9.96")), replace(score("b", 0), total=Fraction("10.04"))]
    ranking = rank(scores, rule, ())
    assert (order(ranking), ranking.ties) == (["b", "a"], (Tie(("b", "a"), "decimals"),))
    close = [replace(item, total=Fraction(total)) for item, total in zip(scores, ("10.001", "10.004"), strict=True)]
    assert rank(close, rule, ()).ranks == {"a": 1, "b": 1}


def test_criterion_can_break_a_tie() -> None:
    rule = replace(RULE, ties=("novelty",))
    scores = [replace(score(entry, 10), criteria={"novelty": Fraction(mark)}) for entry, mark in (("a", 1), ("b", 2))]
    assert rank(scores, rule, ()).ties == (Tie(("b", "a"), "novelty"),)


def test_unbroken_tie_shares_a_rank_and_the_next_entry_skips_one() -> None:
    ranking = rank([score("a", 10), score("b", 10), score("c", 5)], RULE, ())
    assert (ranking.ranks, ranking.ties) == ({"a": 1, "b": 1, "c": 3}, (Tie(("a", "b"), None),))


@pytest.mark.parametrize(
    ("lot_order", "expected", "ranks"),
    [
        (("b", "a"), ["b", "a", "c"], {"b": 1, "a": 2, "c": 3}),
        (("b", "c"), ["a", "b", "c"], {"a": 1, "b": 1, "c": 3}),
        (("b", "a", "c"), ["a", "b", "c"], {"a": 1, "b": 1, "c": 3}),
    ],
    ids=["all-tied", "one-not-tied", "one-too-many"],
)
def test_lot_counts_only_between_exactly_the_tied(
    lot_order: tuple[str, ...], expected: list[str], ranks: dict[str, int]
) -> None:
    ranking = rank([score("a", 10), score("b", 10), score("c", 5)], RULE, [lot(*lot_order)])
    assert (order(ranking), ranking.ranks) == (expected, ranks)


def test_levels_are_filled_from_the_top_and_quotas_first() -> None:
    scores = [score("a", 9), score("b", 8), score("c", 7), score("d", 6, track="safety"), score("e", 5)]
    ranking = rank(scores, RULE, ())
    assert allocate_awards(ranking, [GOLD, PRAISE], RULE) == {"gold": ("a",), "praise": ("b", "c")}
    with_quota = replace(RULE, quotas={"praise": {"safety": 1}})
    assert allocate_awards(ranking, [GOLD, PRAISE], with_quota) == {"gold": ("a",), "praise": ("b", "d")}


def test_share_of_a_level_is_of_all_or_of_each_track() -> None:
    scores = [
        score(entry, 9 - number, track="safety" if entry in "ad" else "water") for number, entry in enumerate("abcdef")
    ]
    ranking = rank(scores, RULE, ())
    wide = replace(PRAISE, size=6)
    rule = replace(RULE, levels={"praise": LevelRule(percent=50)})
    assert allocate_awards(ranking, [wide], rule) == {"praise": ("a", "b", "c")}
    by_track = replace(rule, within=Within.TRACK)
    assert allocate_awards(ranking, [wide], by_track) == {"praise": ("a", "b", "c")}
    third = replace(by_track, levels={"praise": LevelRule(percent=34)})
    assert allocate_awards(ranking, [wide], third) == {"praise": ("b",)}
    assert allocate_awards(ranking, [wide], replace(third, within=Within.ALL)) == {"praise": ("a", "b")}


def test_ties_matter_within_a_ranked_level_and_across_the_border_of_a_level() -> None:
    levels = [GOLD, PRAISE]

    def find_unresolved(*totals: int) -> list[tuple[str, ...]]:
        ranking = rank([score(entry, total) for entry, total in zip("abcde", totals, strict=False)], RULE, ())
        return [tie.entries for tie in unresolved_ties(ranking, levels, RULE)]

    assert find_unresolved(9, 8, 8, 7) == []
    assert find_unresolved(9, 9, 8, 7) == [("a", "b")]
    assert find_unresolved(9, 8, 7, 7) == [("c", "d")]
    assert find_unresolved(9, 8, 7, 6, 6) == []
    ranked = replace(PRAISE, ranked=True)
    ranking = rank([score("a", 9), score("b", 8), score("c", 8)], RULE, ())
    assert unresolved_ties(ranking, [GOLD, ranked], RULE) == [Tie(("b", "c"), None)]


@pytest.fixture(scope="module")
def competition() -> Competition:
    loaded = load(TINY).competition
    assert loaded
    return loaded


def special_rule(kind: SpecialKind, size: int) -> ResultRule:
    return replace(RULE, special_awards=(SpecialAward("best", TEXT, kind, size, "notice"),))


def test_popularity_award_goes_to_the_most_votes_whatever_the_rank(competition: Competition) -> None:
    ranking = rank([score("a", 30, votes=1), score("b", 20, votes=3), score("c", 10, votes=2)], RULE, ())
    rule = special_rule(SpecialKind.POPULARITY, 2)
    assert allocate_special_awards(competition, rule, ranking, {}, ()) == {"best": ("b", "c")}


def test_special_award_tied_at_its_last_place_is_a_problem(competition: Competition) -> None:
    ranking = rank([score("a", 30, votes=3), score("b", 20, votes=2), score("c", 10, votes=2)], RULE, ())
    assert allocate_special_awards(competition, special_rule(SpecialKind.POPULARITY, 1), ranking, {}, ()) == {
        "best": ("a",)
    }
    with pytest.raises(ContentError) as error:
        allocate_special_awards(competition, special_rule(SpecialKind.POPULARITY, 2), ranking, {}, ())
    codes = [(problem.code, dict(problem.values)["entries"]) for problem in error.value.problems]
    assert codes == [("special_tied", "b, c")]


def test_organiser_award_goes_to_the_unit_that_recommended_most_awarded_entries(competition: Competition) -> None:
    entries = [entry for entry in competition.entries if entry.recommending_unit]
    unit = entries[0].recommending_unit
    assert unit
    ranking = rank([score(entry.slug, 10 - number) for number, entry in enumerate(entries)], RULE, ())
    rule = special_rule(SpecialKind.ORGANISER, 1)
    awards = {"gold": tuple(entry.slug for entry in entries if entry.recommending_unit == unit)}
    assert allocate_special_awards(competition, rule, ranking, awards, ()) == {"best": (unit.id,)}
    assert allocate_special_awards(competition, rule, ranking, {}, ()) == {"best": ()}
