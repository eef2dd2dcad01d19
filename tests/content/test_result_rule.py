"""What follows from a result rule: its parts, and whether tracks are compared with each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.checks.result_rule import check_rule
from plugins.content.reader import read_data_files
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import LevelRule, PartKind, ResultRule, SpecialAward, SpecialKind, Within
from tests.content.invalid_results import set_result_rule

QUOTAS = {"gold": {"water": 2}, "praise": {"water": 1, "safety": 1}}
POPULARITY = SpecialAward("popular", TranslatedText("zh-Hans"), SpecialKind.POPULARITY, 1, "awards")


def test_a_level_is_of_a_track_if_all_its_places_are_kept_for_it() -> None:
    assert ResultRule(quotas=QUOTAS).levels_of_a_track({"gold": 2, "praise": 2, "silver": 1}) == ["gold"]


@pytest.mark.parametrize(
    ("rule", "sizes", "within"),
    [
        (ResultRule(quotas=QUOTAS), {"gold": 2, "praise": 2}, Within.TRACK),
        (ResultRule(quotas=QUOTAS), {"gold": 2, "praise": 3}, Within.ALL),
        (ResultRule(levels={"gold": LevelRule(per_track=1)}), {"gold": 2}, Within.TRACK),
        (ResultRule(levels={"gold": LevelRule(per_track=1)}), {"gold": 1}, Within.ALL),
        (ResultRule(levels={"gold": LevelRule(most_per_track=1)}), {"gold": 2}, Within.ALL),
        (ResultRule(), {}, Within.ALL),
        (ResultRule(within=Within.ALL, quotas=QUOTAS), {"gold": 2}, Within.ALL),
    ],
)
def test_tracks_are_apart_if_no_place_is_open_to_two(rule: ResultRule, sizes: dict[str, int], within: Within) -> None:
    assert rule.with_groups(sizes, tracks=2).within is within


def test_the_only_track_is_not_apart_from_others() -> None:
    assert ResultRule(quotas=QUOTAS).with_groups({"gold": 2}, tracks=1).within is Within.ALL


def test_a_rule_of_two_weights_has_two_parts() -> None:
    votes, scores = ResultRule(public=30, experts=70, channel_weights={"app": "100"}, trim=1).total_parts
    assert (votes.id, votes.by, votes.weight, votes.used_channels) == ("public", PartKind.VOTES, "30", ("app",))
    assert (scores.id, scores.by, scores.weight, scores.trim) == ("experts", PartKind.SCORES, "70", 1)


@pytest.mark.parametrize(
    ("rule", "counts_votes", "counts_scores", "is_complete"),
    [
        (ResultRule(), True, True, False),
        (ResultRule(public=0, experts=100), False, True, True),
        (ResultRule(public=100, experts=0), True, False, True),
        (ResultRule(public=30), True, True, False),
        (ResultRule(public=0, experts=100, special_awards=(POPULARITY,)), True, True, True),
    ],
)
def test_votes_and_scores_count_where_they_weigh_or_decide_a_special_award(
    rule: ResultRule, counts_votes: bool, counts_scores: bool, is_complete: bool
) -> None:
    assert (rule.counts_votes, rule.counts_scores, rule.is_complete) == (counts_votes, counts_scores, is_complete)


PART = ["  - id: jury", "    name: 评审", "    by: scores", "    weight: 100"]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["public: 30", "experts: 70"], []),
        (["public: 100"], ["rule_not_100"]),
        (["public: 100", "experts: 0"], []),
        (["public: 30", "experts: 60"], ["rule_not_100"]),
        (["ties: [votes]"], []),
        (["ties: [decimals]"], ["tie_decimals"]),
        (["ties: [decimals]", "compare_decimals: 2"], []),
        (["ties: [votes]", "compare_decimals: 2"], []),
        (["parts:", *PART], []),
        (["parts:", *PART[:3], "    weight: 90"], ["rule_parts_not_100"]),
        (["public: 100", "parts:", *PART], ["rule_mixed"]),
        (["parts:", *PART, *PART[:3], "    weight: 0"], ["duplicate_id"]),
        (["parts:", "  - id: votes", *PART[1:]], ["part_reserved"]),
        (["parts:", *PART[:2], "    by: votes", PART[3], "    trim: 1"], ["part_keys", "part_conversion"]),
        (["qualify: {part: public, places: 3}"], []),
        (["qualify: {part: public}"], ["qualify_keys"]),
        (["qualify: {part: public, places: 3, percent: 10}"], ["qualify_keys"]),
        (["qualify: {part: experts, places: 3}"], ["unknown_part"]),
    ],
)
def test_contradictions_of_a_rule_are_reported(tiny: Path, lines: list[str], codes: list[str]) -> None:
    set_result_rule(*lines)(tiny)
    raw = read_data_files(tiny)
    assert raw.problems == []
    assert raw.config and raw.config.record.result_rule
    assert [problem.code for problem in check_rule(raw.config, raw.config.record.result_rule)] == codes
