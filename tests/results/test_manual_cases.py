"""Cases in which random contests and the manual did not agree at first; what is right follows from docs/results.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.content.problems import ContentError
from plugins.results.record import serialize_published_result
from tests.results.contests import (
    levels,
    one_track,
    points,
    write_contest,
    write_decisions,
    write_scores,
    write_sheet,
    write_votes,
)
from tests.results.tally_inputs import tally_result

VOTES_ONLY = {"public": 100, "experts": 0, "ties": []}
PARTS = [
    {"id": "online", "name": "网络投票", "by": "votes", "weight": 50, "votes_as": "share_of_maximum"},
    {"id": "jury", "name": "专家", "by": "scores", "weight": 50},
]
THREE_TRACKS = {"e1": "a", "e2": "b", "e3": "c", "e4": "a"}


def _write_limited(content: Path, votes: dict[str, int], tracks: dict[str, str], **limits: Any) -> Path:
    """A contest by votes alone with one level of one place, with these limits."""
    write_contest(content, tracks, {**VOTES_ONLY, "within": "track", "levels": {"top": limits}})
    write_votes(content, app=votes)
    return content


def test_the_votes_of_a_channel_are_those_of_its_entries_after_a_correction(tmp_path: Path) -> None:
    write_contest(tmp_path, one_track(2), VOTES_ONLY)
    write_votes(tmp_path, app={"e1": 9, "e2": 8})
    write_decisions(
        tmp_path, decisions=[{"kind": "corrected", "channel": "app", "entry": "e2", "before": 8, "after": 5}]
    )
    published = yaml.safe_load(serialize_published_result(tally_result(tmp_path)))
    assert [channel["votes"] for channel in published["channels"]] == ["14"]


def test_a_tie_at_the_last_place_of_all_counts_across_tracks(tmp_path: Path) -> None:
    _write_limited(tmp_path, {"e1": 9, "e2": 7, "e3": 5}, THREE_TRACKS, tied="all")
    assert sorted(levels(tmp_path)["top"]) == ["e1", "e2", "e3"]


def test_a_tie_with_a_winner_does_not_help_against_a_limit_that_others_filled(tmp_path: Path) -> None:
    # e2 has the rank of e3, but e1 of its unit is the one that the level may have
    units = {"e1": "u1", "e2": "u1", "e3": "u2"}
    rule = {**VOTES_ONLY, "levels": {"top": {"tied": "all", "most_per_unit": 1}}}
    write_contest(tmp_path, one_track(3), rule, units=units, levels=[{"id": "top", "size": 2}])
    write_votes(tmp_path, app={"e1": 9, "e2": 7, "e3": 7})
    assert levels(tmp_path)["top"] == ["e1", "e3"]


def test_who_is_disqualified_still_counts_in_a_per_cent_of_the_group(tmp_path: Path) -> None:
    _write_limited(tmp_path, {"e1": 9, "e2": 8}, one_track(2), percent=50)
    write_decisions(tmp_path, decisions=[{"kind": "disqualified", "entry": "e1"}])
    assert levels(tmp_path)["top"] == ["e2"]


def test_weighted_maxima_come_to_their_sum_whatever_the_scale(tmp_path: Path) -> None:
    criteria = [{"id": "score", "name": "得分", "weight": 100}]
    write_contest(tmp_path, one_track(1), {"public": 0, "experts": 100}, criteria=criteria)
    write_votes(tmp_path, app={"e1": 1})
    sheet = {"judge": "评委", "entry": "项目", "criteria": {"score": "得分"}}
    scale = {"maxima": {"score": 20}, "scale": {"zero": 10, "hundred": 15}}
    write_sheet(tmp_path, "评委,项目,得分\n甲,e1,12\n", sheet, **scale)
    assert points(tmp_path, "experts") == {"e1": "40"}


@pytest.mark.parametrize(
    "keys", [{"recusals": [{"judge": "甲", "entry": "e2", "reason": "本单位"}]}, {"panels": {"b": ["甲"]}}]
)
def test_recusals_and_panels_may_name_what_does_not_go_on_to_be_judged(tmp_path: Path, keys: dict[str, Any]) -> None:
    write_contest(tmp_path, {"e1": "a", "e2": "b"}, {"parts": PARTS, "qualify": {"part": "online", "places": 1}})
    write_votes(tmp_path, app={"e1": 9, "e2": 8})
    write_scores(tmp_path, {"甲": {"e1": 90}}, **keys)
    assert levels(tmp_path)["top"] == ["e1"]


def test_who_goes_on_by_a_corrected_vote_must_have_been_judged(tmp_path: Path) -> None:
    write_contest(tmp_path, one_track(2), {"parts": PARTS, "qualify": {"part": "online", "places": 1}})
    write_votes(tmp_path, app={"e1": 9, "e2": 8})
    write_scores(tmp_path, {"甲": {"e1": 90}})
    write_decisions(
        tmp_path, decisions=[{"kind": "corrected", "channel": "app", "entry": "e2", "before": 8, "after": 12}]
    )
    with pytest.raises(ContentError) as refused:
        tally_result(tmp_path)
    assert [(problem.code, dict(problem.values)["entry"]) for problem in refused.value.problems] == [
        ("score_missing", "e2")
    ]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("项目,甲,乙\ne1,90,\ne2,,80\n", {"entry": "项目", "judges": ["甲", "乙"]}),
        ("评委,e1,e2\n甲,90,\n乙,,80\n", {"judge": "评委", "entries": ["e1", "e2"]}),
    ],
)
def test_a_wide_sheet_is_blank_where_a_panel_does_not_score(tmp_path: Path, text: str, table: dict[str, Any]) -> None:
    write_contest(tmp_path, {"e1": "a", "e2": "b"}, {"public": 0, "experts": 100})
    write_votes(tmp_path, app={"e1": 9, "e2": 8})
    write_sheet(tmp_path, text, table, panels={"a": ["甲"], "b": ["乙"]})
    assert points(tmp_path, "experts") == {"e1": "90", "e2": "80"}
