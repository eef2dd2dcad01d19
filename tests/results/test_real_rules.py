"""The rules of real contests, each expressed as data and computed with numbers of its own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from plugins.content.problems import ContentError
from tests.results.contests import (
    levels,
    one_track,
    points,
    totals,
    write_contest,
    write_decisions,
    write_scores,
    write_sheet,
    write_votes,
)
from tests.results.tally_inputs import tally_result


def part(part_id: str, weight: Any, by: str = "votes", **keys: Any) -> dict[str, Any]:
    """A part of a rule; bonus points have no weight."""
    weights = {} if weight is None else {"weight": str(weight)}
    return {"id": part_id, "name": f"部分{part_id}", "by": by, **weights, **keys}


def test_share_of_the_leader_30_and_experts_70(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(2), {"public": 30, "experts": 70})
    write_votes(content, app={"e1": 1000, "e2": 250})
    write_scores(content, {"甲": {"e1": 80, "e2": 95}})
    # 100·0.3 + 80·0.7 and 25·0.3 + 95·0.7
    assert totals(content) == {"e1": "86", "e2": "74"}


def test_30_public_30_on_site_40_experts_with_ballots_of_two_juries(tmp_path: Path) -> None:
    parts = [
        part("online", 30, votes_as="share_of_maximum", channels={"app": "1"}),
        part("site", 30, "ballots", votes_as="share_of_maximum", channels={"site": "1"}),
        part("experts", 40, "ballots", votes_as="share_of_maximum", channels={"jury": "1"}),
    ]
    rule = {"parts": parts, "ties": ["experts"]}
    content = write_contest(tmp_path, one_track(2), rule, channels=["app", "site", "jury"])
    write_votes(content, app={"e1": 500, "e2": 1000}, site={"e1": 20, "e2": 10}, jury={"e1": 9, "e2": 6})
    # 50·0.3 + 100·0.3 + 100·0.4; 100·0.3 + 50·0.3 + 66.67·0.4
    assert totals(content) == {"e1": "85", "e2": "215/3"}
    # judges' ballots are no votes of citizens
    assert {score.entry: score.votes for score in tally_result(content).ranking.order} == {"e1": 500, "e2": 1000}


def test_society_70_in_three_channels_and_ballots_of_judges_30(tmp_path: Path) -> None:
    parts = [
        part("society", 70, votes_as="share_of_total", channel_weights={"app": "50", "web": "30", "paper": "20"}),
        part("judges", 30, "ballots", votes_as="share_of_total", channels={"jury": "1"}),
    ]
    content = write_contest(tmp_path, one_track(2), {"parts": parts}, channels=["app", "web", "paper", "jury"])
    write_votes(
        content, app={"e1": 6, "e2": 4}, web={"e1": 1, "e2": 3}, paper={"e1": 5, "e2": 5}, jury={"e1": 7, "e2": 3}
    )
    # (60·0.5 + 25·0.3 + 50·0.2)·0.7 + 70·0.3
    assert totals(content)["e1"] == str(Fraction("47.5") * 7 / 10 + 21)


@pytest.mark.parametrize(("public", "experts"), [(75, 25), (60, 40), (50, 50)])
def test_weights_within_a_category(tmp_path: Path, public: int, experts: int) -> None:
    tracks = {"a1": "ta", "a2": "ta", "b1": "tb", "b2": "tb"}
    quotas = {"ga": {"ta": 1}, "gb": {"tb": 1}}
    rule = {"public": public, "experts": experts, "within": "track", "quotas": quotas}
    content = write_contest(tmp_path, tracks, rule, levels=[{"id": "ga", "size": 1}, {"id": "gb", "size": 1}])
    write_votes(content, app={"a1": 1000, "a2": 100, "b1": 100, "b2": 50})
    write_scores(content, {"甲": {"a1": 90, "a2": 80, "b1": 80, "b2": 88}})
    assert points(content, "public") == {"a1": "100", "b1": "100", "b2": "50", "a2": "10"}
    assert levels(content) == {"ga": ["a1"], "gb": ["b1"]}


def test_votes_by_a_factor_with_a_cap_added_to_100(tmp_path: Path) -> None:
    parts = [part("experts", 100, "scores"), part("online", None, per_vote={"points": "0.01", "most": "10"})]
    content = write_contest(tmp_path, one_track(3), {"parts": parts})
    write_votes(content, app={"e1": 5000, "e2": 999, "e3": 1})
    write_scores(content, {"甲": {"e1": 85, "e2": 90, "e3": 80}})
    assert totals(content) == {"e2": "9999/100", "e1": "95", "e3": "8001/100"}


def test_bands_of_35_to_50_points(tmp_path: Path) -> None:
    bands = [
        {"points": "50", "to_rank": 1},
        {"points": "45", "to_rank": 3},
        {"points": "40", "from_votes": "100"},
        {"points": "35"},
    ]
    parts = [part("online", None, bands=bands), part("experts", 100, "scores")]
    content = write_contest(tmp_path, one_track(5), {"parts": parts})
    write_votes(content, app={"e1": 900, "e2": 500, "e3": 500, "e4": 100, "e5": 99})
    write_scores(content, {"甲": {f"e{number}": 10 * number for number in range(1, 6)}})
    assert points(content, "online") == {"e5": "35", "e4": "40", "e3": "45", "e2": "45", "e1": "50"}


def test_20_18_16_and_at_least_8_by_rank(tmp_path: Path) -> None:
    parts = [part("online", None, steps={"first": "20", "step": "2", "least": "8"}), part("experts", 100, "scores")]
    content = write_contest(tmp_path, one_track(9), {"parts": parts, "ties": ["votes"]})
    write_votes(content, app={f"e{number}": 100 - number for number in range(1, 10)})
    write_scores(content, {"甲": {f"e{number}": 50 for number in range(1, 10)}})
    assert list(points(content, "online").values()) == ["20", "18", "16", "14", "12", "10", "8", "8", "8"]


def test_10_and_half_a_point_for_every_rank_above_the_35th(tmp_path: Path) -> None:
    parts = [part("online", None, steps={"first": "27", "step": "0.5", "least": "10"}), part("experts", 100, "scores")]
    content = write_contest(tmp_path, one_track(36), {"parts": parts, "ties": ["votes"]})
    write_votes(content, app={f"e{number}": 100 - number for number in range(1, 37)})
    write_scores(content, {"甲": {f"e{number}": 50 for number in range(1, 37)}})
    online = points(content, "online")
    # 10 + 0.5 × (35 − rank)
    assert [online["e1"], online["e2"], online["e35"], online["e36"]] == ["27", "53/2", "10", "10"]


def test_borda_from_50_with_averaged_ties(tmp_path: Path) -> None:
    steps = {"first": "50", "step": "1", "least": "1", "equal": "average"}
    parts = [part("jury", 100, "scores", of_each_judge=True, steps=steps)]
    content = write_contest(tmp_path, one_track(3), {"parts": parts, "ties": []})
    write_scores(content, {"甲": {"e1": 90, "e2": 90, "e3": 80}, "乙": {"e1": 70, "e2": 95, "e3": 60}})
    # 甲: places 1 and 2 are shared, 49.5 each; 乙: 49, 50, 48
    assert totals(content) == {"e2": "199/4", "e1": "197/4", "e3": "48"}


def test_first_choice_counts_2_and_second_1(tmp_path: Path) -> None:
    parts = [part("ballots", 100, votes_as="share_of_maximum", channels={"first": "2", "second": "1"})]
    content = write_contest(tmp_path, one_track(2), {"parts": parts, "ties": []}, channels=["first", "second"])
    write_votes(content, first={"e1": 10, "e2": 9}, second={"e1": 2, "e2": 7})
    assert totals(content) == {"e2": "100", "e1": "88"}


def test_half_the_points_above_the_size_of_a_unit(tmp_path: Path) -> None:
    beyond = {"factor": "0.5", "sizes": {"u1": 100, "u2": 400}}
    parts = [part("online", 100, per_vote={"points": "1"}, beyond=beyond)]
    content = write_contest(tmp_path, one_track(2), {"parts": parts, "ties": []}, units={"e2": "u2"})
    write_votes(content, app={"e1": 500, "e2": 350})
    assert points(content, "online") == {"e2": "350", "e1": "300"}


def test_trimmed_marks_from_8_to_10_with_the_third_decimal_only_at_a_tie(tmp_path: Path) -> None:
    parts = [part("experts", 100, "scores", trim=1)]
    rule = {"parts": parts, "compare_decimals": 2, "ties": ["decimals"], "decimals": 2}
    content = write_contest(tmp_path, one_track(3), rule, levels=[{"id": "top", "size": 3, "ranked": True}])
    marks = {"甲": ["9.20", "9.21", "8.0"], "乙": ["9.21", "9.20", "8.0"], "丙": ["9.22", "9.211", "8.0"],
             "丁": ["8.00", "8.00", "8.0"], "戊": ["10", "10", "8.0"]}  # fmt: skip
    scores = {judge: dict(zip(["e1", "e2", "e3"], values, strict=True)) for judge, values in marks.items()}
    write_scores(content, scores, lowest=8, highest=10, scale={"zero": 0, "hundred": 100})
    # 9.21 and 9.207: both 9.21, and 9.210 before 9.207
    assert totals(content) == {"e1": "921/100", "e2": "9207/1000", "e3": "8"}
    (tie,) = tally_result(content).ranking.ties
    assert (tie.entries, tie.broken_by) == (("e1", "e2"), "decimals")
    assert levels(content) == {"top": ["e1", "e2", "e3"]}


def test_best_40_per_cent_of_a_group_go_on(tmp_path: Path) -> None:
    tracks = {**{f"a{number}": "ta" for number in range(5)}, **{f"b{number}": "tb" for number in range(7)}}
    rule = {"public": 100, "experts": 0, "within": "track", "levels": {"next": {"percent": 40}}}
    content = write_contest(tmp_path, tracks, rule, levels=[{"id": "next", "size": 50}])
    write_votes(content, app={entry: 100 - number for number, entry in enumerate(tracks)})
    # 40 % of 5 and of 7, rounded down
    assert sorted(levels(content)["next"]) == ["a0", "a1", "b0", "b1"]


def test_first_by_votes_go_to_the_experts(tmp_path: Path) -> None:
    parts = [part("online", 30, votes_as="share_of_maximum"), part("experts", 70, "scores")]
    rule = {"parts": parts, "qualify": {"part": "online", "places": 2}}
    content = write_contest(tmp_path, one_track(4), rule, levels=[{"id": "top", "size": 3}])
    write_votes(content, app={"e1": 40, "e2": 30, "e3": 20, "e4": 10})
    write_scores(content, {"甲": {"e1": 80, "e2": 90}})
    assert levels(content) == {"top": ["e1", "e2"]}
    assert list(totals(content)) == ["e1", "e2", "e3", "e4"]
    write_scores(content, {"甲": {"e1": 80}})
    with pytest.raises(ContentError) as refused:
        tally_result(content)
    assert [problem.code for problem in refused.value.problems] == ["score_missing"]


def test_shares_of_zhuhai_2020_within_a_track(tmp_path: Path) -> None:
    tracks = {"g1": "gov", "g2": "gov", "g3": "gov", "s1": "soc", "s2": "soc"}
    rule = {"public": 100, "experts": 0, "votes_as": "share_of_total", "within": "track", "ties": []}
    content = write_contest(tmp_path, tracks, rule)
    # 66,535 votes in the track
    write_votes(content, app={"g1": 15585, "g2": 13125, "g3": 37825, "s1": 5000, "s2": 15000})
    rounded = {entry: round(float(Fraction(value)), 2) for entry, value in points(content, "public").items()}
    assert (rounded["g1"], rounded["g2"], rounded["s1"]) == (23.42, 19.73, 25.0)


LEVEL_RULES: list[tuple[dict[str, Any], list[str]]] = [
    ({"lowest_total": "60"}, ["a1", "b1"]),
    ({"per_track": 1}, ["a1", "b1"]),
    ({"most_per_track": 2}, ["a1", "b1", "a2", "b2"]),
    ({"most_per_unit": 1}, ["a1", "b1"]),
]


@pytest.mark.parametrize(("limits", "expected"), LEVEL_RULES)
def test_limits_of_a_level_leave_places_vacant(tmp_path: Path, limits: dict[str, Any], expected: list[str]) -> None:
    tracks = {"a1": "ta", "b1": "tb", "a2": "ta", "b2": "tb", "a3": "ta"}
    rule = {"public": 100, "experts": 0, "ties": [], "levels": {"top": limits}}
    units = {"a1": "u1", "a2": "u1", "a3": "u1", "b1": "u2", "b2": "u2"}
    content = write_contest(tmp_path, tracks, rule, units=units, levels=[{"id": "top", "size": 4}])
    write_votes(content, app={"a1": 100, "b1": 60, "a2": 50, "b2": 40, "a3": 30})
    assert levels(content) == {"top": expected}


def test_tied_at_the_last_place_may_all_get_it(tmp_path: Path) -> None:
    rule = {"public": 100, "experts": 0, "ties": [], "levels": {"top": {"tied": "all"}}}
    content = write_contest(tmp_path, one_track(4), rule, levels=[{"id": "top", "size": 2}])
    write_votes(content, app={"e1": 9, "e2": 8, "e3": 8, "e4": 7})
    assert levels(content) == {"top": ["e1", "e2", "e3"]}


def test_popularity_goes_to_those_without_a_prize_in_each_track(tmp_path: Path) -> None:
    special = {"id": "pop", "name": "人气", "kind": "popularity", "size": 1, "public_from": "notice"}
    rule = {"public": 100, "experts": 0, "special_awards": [{**special, "without_prize": True, "per_track": True}]}
    tracks = {"a1": "ta", "a2": "ta", "b1": "tb", "b2": "tb"}
    content = write_contest(tmp_path, tracks, rule)
    write_votes(content, app={"a1": 9, "a2": 5, "b1": 8, "b2": 4})
    assert dict(tally_result(content).special) == {"pop": ("a2", "b1")}


def test_ties_go_by_a_criterion_and_by_a_part(tmp_path: Path) -> None:
    criteria = ({"id": "new", "name": "新"}, {"id": "use", "name": "用"})
    rule = {"public": 0, "experts": 100, "ties": ["new"]}
    content = write_contest(tmp_path, one_track(2), rule, criteria=criteria)
    table = {"judge": "评委", "entry": "项目", "criteria": {"new": "新", "use": "用"}}
    write_sheet(content, "评委,项目,新,用\n甲,1,80,90\n甲,2,90,80\n", table)
    assert levels(content) == {"top": ["e2"]}


def test_two_juries_with_sheets_of_their_own(tmp_path: Path) -> None:
    parts = [part("first", "62.5", "scores"), part("second", "37.5", "scores")]
    content = write_contest(tmp_path, one_track(1), {"parts": parts, "ties": []})
    (content / "results" / "two.csv").write_text("评委,项目,得分\n丁,1,40\n", encoding="utf-8")
    table = {"judge": "评委", "entry": "项目", "total": "得分"}
    tables = [{"file": "scores.csv", **table}, {"file": "two.csv", **table, "part": "second"}]
    write_scores(content, {"甲": {"e1": 80}}, tables=tables)
    assert totals(content) == {"e1": "65"}


def test_a_lot_is_drawn_where_the_compared_totals_are_equal(tmp_path: Path) -> None:
    rule = {"public": 100, "experts": 0, "ties": [], "compare_decimals": 0}
    content = write_contest(tmp_path, one_track(3), rule)
    write_votes(content, app={"e1": 1000, "e2": 999, "e3": 1})
    with pytest.raises(ContentError):
        tally_result(content)
    write_decisions(content, lots=[{"order": ["e2", "e1"]}])
    assert levels(content) == {"top": ["e2"]}
