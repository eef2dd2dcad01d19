"""Decisions of the jury: who leaves, who moves up, what stays vacant, and what each decision changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.cli.tally import write_proposal
from plugins.content.problems import ContentError
from plugins.results.record import build_record, serialize_awards
from tests.results.contests import (
    BY,
    levels,
    one_track,
    totals,
    write_contest,
    write_decisions,
    write_scores,
    write_votes,
)
from tests.results.tally_inputs import tally_result

VOTES_ONLY = {"public": 100, "experts": 0, "ties": []}
TWO_LEVELS = ({"id": "top", "size": 1}, {"id": "sec", "size": 2})
VOTES = {"e1": 9, "e2": 8, "e3": 7, "e4": 6, "e5": 5}


@pytest.fixture
def contest(tmp_path: Path) -> Path:
    """Five entries with 9 to 5 votes, a first and two second prizes."""
    content = write_contest(tmp_path, one_track(5), VOTES_ONLY, levels=TWO_LEVELS)
    write_votes(content, app=VOTES)
    return content


def _problems(content: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ContentError) as refused:
        tally_result(content)
    return [(problem.file, problem.line, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("kind", ["disqualified", "withdrawn"])
def test_an_entry_that_leaves_has_no_prize_and_the_others_move_up(contest: Path, kind: str) -> None:
    write_decisions(contest, decisions=[{"kind": kind, "entry": "e1"}])
    result = tally_result(contest)
    assert dict(result.levels) == {"top": ("e2",), "sec": ("e3", "e4")}
    assert dict(result.ranking.ranks) == {"e2": 1, "e3": 2, "e4": 3, "e5": 4}
    (effect,) = result.effects
    assert [(change.winner, change.before, change.after) for change in effect.changes] == [
        ("e1", "top", None), ("e2", "sec", "top"), ("e4", None, "sec")
    ]  # fmt: skip


def test_points_of_the_others_are_not_computed_again(contest: Path) -> None:
    write_decisions(contest, decisions=[{"kind": "disqualified", "entry": "e1"}])
    assert totals(contest)["e3"] == "700/9"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ({"level": "top", "out": "e1", "into": "e2"}, {"top": ["e2"], "sec": ["e3", "e4"]}),
        ({"level": "sec", "out": "e2", "into": "e4"}, {"top": ["e1"], "sec": ["e3", "e4"]}),
        ({"level": "sec", "out": "e2", "into": "e5"}, {"top": ["e1"], "sec": ["e3", "e5"]}),
    ],
)
def test_who_is_out_by_an_override_gets_no_other_prize(
    contest: Path, override: dict[str, str], expected: dict[str, list[str]]
) -> None:
    write_decisions(contest, overrides=[override])
    assert levels(contest) == expected


def test_override_in_a_ranked_level_moves_up_in_order(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(5), VOTES_ONLY, levels=[{"id": "top", "size": 3, "ranked": True}])
    write_votes(content, app=VOTES)
    write_decisions(content, overrides=[{"level": "top", "out": "e1", "into": "e4"}])
    assert levels(content) == {"top": ["e2", "e3", "e4"]}


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ({"kind": "swapped", "entry": "e1", "with_entry": "e4"}, {"top": ["e4"], "sec": ["e2", "e3"]}),
        ({"kind": "swapped", "entry": "e1", "with_entry": "e2"}, {"top": ["e2"], "sec": ["e1", "e3"]}),
        ({"kind": "moved", "entry": "e5", "level": "sec"}, {"top": ["e1"], "sec": ["e2", "e5"]}),
        ({"kind": "moved", "entry": "e1"}, {"top": ["e2"], "sec": ["e3", "e4"]}),
        ({"kind": "vacant", "level": "top", "places": 1}, {"top": [], "sec": ["e1", "e2"]}),
        ({"kind": "corrected", "channel": "app", "entry": "e3", "before": "7", "after": "10"},
         {"top": ["e3"], "sec": ["e1", "e2"]}),
    ],
)  # fmt: skip
def test_decision_of_each_kind_changes_what_it_names(
    contest: Path, decision: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    write_decisions(contest, decisions=[decision])
    assert levels(contest) == expected


def test_correction_of_a_mark_leaves_the_sheet_alone(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(2), {"public": 0, "experts": 100})
    write_scores(content, {"甲": {"e1": "80", "e2": "81"}}, lowest=10)
    sheet = (content / "results" / "scores.csv").read_bytes()
    correction = {"kind": "corrected", "judge": "甲", "entry": "e1", "before": "80", "after": "82.5"}
    write_decisions(content, decisions=[correction])
    assert totals(content) == {"e1": "165/2", "e2": "81"}
    assert (content / "results" / "scores.csv").read_bytes() == sheet
    for after, code in (
        ("100.5", "correction_out_of_range"),
        ("9", "correction_out_of_range"),
        ("80.0", "correction_without_change"),
    ):
        write_decisions(content, decisions=[{**correction, "after": after}])
        assert _problems(content) == [("results/decisions.yaml", 1, code)]
    write_decisions(content, decisions=[{**correction, "before": "79"}])
    assert _problems(content) == [("results/decisions.yaml", 1, "correction_differs")]
    write_decisions(content, decisions=[{**correction, "judge": "丁"}])
    assert _problems(content) == [("results/decisions.yaml", 1, "unknown_judge")]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ({"kind": "disqualified", "entry": "z"}, "unknown_finalist"),
        ({"kind": "disqualified"}, "decision_keys"),
        ({"kind": "withdrawn", "entry": "e1", "level": "top"}, "decision_keys"),
        ({"kind": "swapped", "entry": "e1"}, "decision_keys"),
        ({"kind": "swapped", "entry": "e1", "with_entry": "e1"}, "decision_on_itself"),
        ({"kind": "moved", "entry": "e1", "level": "best"}, "unknown_award"),
        ({"kind": "vacant", "level": "top"}, "decision_keys"),
        ({"kind": "corrected", "entry": "e1", "before": "1", "after": "2"}, "decision_keys"),
        ({"kind": "corrected", "channel": "app", "entry": "e1", "before": "1", "after": "2"}, "correction_differs"),
        ({"kind": "corrected", "channel": "app", "entry": "e1", "before": "9", "after": "9.5"}, "correction_not_whole"),
        ({"kind": "corrected", "channel": "tv", "entry": "e1", "before": "9", "after": "8"}, "unknown_channel"),
    ],
)
def test_decision_that_cannot_be_is_problems(contest: Path, decision: dict[str, Any], code: str) -> None:
    write_decisions(contest, decisions=[decision])
    assert _problems(contest) == [("results/decisions.yaml", 1, code)]


def test_problem_of_a_decision_is_at_its_line(contest: Path) -> None:
    text = "decisions:\n- kind: withdrawn\n  reason: 退出\n  author: 单位\n  date: 2024-06-01\n  entry: zz\n"
    (contest / "results" / "decisions.yaml").write_text(text, encoding="utf-8")
    assert _problems(contest) == [("results/decisions.yaml", 6, "unknown_finalist")]


def test_nothing_is_decided_on_an_entry_that_left(contest: Path) -> None:
    decisions = [{"kind": "withdrawn", "entry": "e1"}, {"kind": "moved", "entry": "e1", "level": "sec"}]
    write_decisions(contest, decisions=decisions)
    assert _problems(contest) == [("results/decisions.yaml", 1, "decision_on_gone")]


@pytest.mark.parametrize(("order", "code"), [(["e1", "z"], "unknown_finalist"), (["e1", "e1"], "lot_twice")])
def test_lot_names_finalists_once(contest: Path, order: list[str], code: str) -> None:
    write_decisions(contest, lots=[{"order": order}])
    assert _problems(contest) == [("results/decisions.yaml", 1, code)]


def test_lot_still_decides_when_one_of_the_drawn_has_left(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(3), VOTES_ONLY)
    write_votes(content, app={"e1": 5, "e2": 5, "e3": 5})
    write_decisions(content, lots=[{"order": ["e3", "e2", "e1"]}], decisions=[{"kind": "disqualified", "entry": "e3"}])
    assert levels(content) == {"top": ["e2"]}


def test_decisions_are_in_the_record_and_published_with_what_they_changed(contest: Path) -> None:
    write_decisions(contest, decisions=[{"kind": "disqualified", "entry": "e1"}])
    assert write_proposal(contest, "en") == 0
    record = json.loads((contest / "results" / "record.json").read_text(encoding="utf-8"))
    changes = [
        {"winner": "e1", "before": "top", "after": None},
        {"winner": "e2", "before": "sec", "after": "top"},
        {"winner": "e4", "before": None, "after": "sec"},
    ]
    assert record["decisions"] == [{"kind": "disqualified", "entry": "e1", **BY, "changes": changes}]
    assert [row["entry"] for row in record["excluded"]] == ["e1"]
    published = record["published"]
    assert published["decisions"][0]["changes"][2] == {"winner": "e4", "before": "", "after": "sec"}
    assert published["entries"][-1]["entry"] == "e1"
    assert "rank" not in published["entries"][-1]


def test_lots_decide_a_special_award_as_elsewhere(tmp_path: Path) -> None:
    special = [{"id": "pop", "name": "人气", "kind": "popularity", "size": 1, "public_from": "notice"}]
    rule = {**VOTES_ONLY, "special_awards": special}
    content = write_contest(tmp_path, one_track(3), rule, levels=[{"id": "top", "size": 2}])
    write_votes(content, app={"e1": 5, "e2": 5, "e3": 1})
    assert _problems(content) == [("results/decisions.yaml", 1, "special_tied")]
    write_decisions(content, lots=[{"order": ["e2", "e1"]}])
    assert dict(tally_result(content).special) == {"pop": ("e2",)}


def test_all_lots_of_special_awards_are_demanded_at_once(tmp_path: Path) -> None:
    award = {"kind": "popularity", "size": 1, "public_from": "notice"}
    special = [{"id": "pop", "name": "人气", "per_track": True, **award}, {"id": "best", "name": "最佳", **award}]
    tracks = {"a": "community", "b": "community", "c": "service", "d": "service"}
    rule = {**VOTES_ONLY, "special_awards": special, "levels": {"top": {"tied": "all"}}}
    content = write_contest(tmp_path, tracks, rule)
    write_votes(content, app=dict.fromkeys(tracks, 5))
    with pytest.raises(ContentError) as refused:
        tally_result(content)
    assert [dict(problem.values) for problem in refused.value.problems] == [
        {"award": "pop", "entries": "a, b"},
        {"award": "pop", "entries": "c, d"},
        {"award": "best", "entries": "a, b, c, d"},
    ]


def test_no_lot_is_demanded_where_it_would_change_nothing(tmp_path: Path) -> None:
    tracks = {"a": "community", "b": "service", "c": "community", "d": "service"}
    content = write_contest(tmp_path, tracks, {**VOTES_ONLY, "quotas": {"top": {"service": 1}}})
    write_votes(content, app={"a": 10, "b": 9, "c": 9, "d": 1})
    assert levels(content) == {"top": ["b"]}


def test_too_few_entries_leave_places_vacant_and_the_site_accepts_that(tmp_path: Path) -> None:
    content = write_contest(
        tmp_path, one_track(3), VOTES_ONLY, levels=({"id": "top", "size": 2}, {"id": "sec", "size": 5})
    )
    write_votes(content, app={"e1": 5, "e2": 4, "e3": 3})
    assert levels(content) == {"top": ["e1", "e2"], "sec": ["e3"]}
    assert tally_result(content).vacancies == {"sec": 4}


LEFT = {
    "entry": "e1",
    "kind": "withdrawn",
    "public_from": "tour",
    "date": "2024-05-02",
    "note": "不再参加",
    "author": "单位",
}


def _write_statuses(content: Path, *statuses: dict[str, Any]) -> None:
    text = json.dumps({"statuses": list(statuses)}, ensure_ascii=False)
    (content / "results" / "statuses.yaml").write_text(text, encoding="utf-8")


def test_who_left_by_its_status_is_not_ranked_and_needs_neither_votes_nor_scores(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(3), {"public": 50, "experts": 50}, levels=({"id": "top", "size": 1},))
    _write_statuses(content, LEFT)
    write_votes(content, app={"e2": 8, "e3": 7})
    text = (content / "results" / "votes.yaml").read_text(encoding="utf-8")
    (content / "results" / "votes.yaml").write_text(text.replace('"zero": ["e1"]', '"zero": []'), encoding="utf-8")
    write_scores(content, {"甲": {"e2": 80, "e3": 70}})
    assert levels(content) == {"top": ["e2"]}
    write_scores(content, {"甲": {"e1": 100, "e2": 80, "e3": 70}})
    assert levels(content) == {"top": ["e2"]}
    assert "results/statuses.yaml" in tally_result(content).inputs.hashes


def test_who_left_is_stated_in_one_place(contest: Path) -> None:
    _write_statuses(contest, LEFT)
    assert levels(contest) == {"top": ["e2"], "sec": ["e3", "e4"]}
    write_decisions(contest, decisions=[{"kind": "withdrawn", "entry": "e1"}])
    assert _problems(contest) == [("results/decisions.yaml", 1, "left_twice")]


def test_override_of_an_entry_that_has_another_award_is_reported(contest: Path) -> None:
    write_decisions(contest, overrides=[{"level": "top", "out": "e3", "into": "e2"}])
    assert _problems(contest) == [("results/decisions.yaml", 1, "override_elsewhere")]


def test_more_places_than_a_level_has_cannot_be_vacant(contest: Path) -> None:
    write_decisions(contest, decisions=[{"kind": "vacant", "level": "top", "places": 2}])
    assert _problems(contest) == [("results/decisions.yaml", 1, "vacant_over_size")]


def test_more_entries_than_a_level_has_places_cannot_be_moved_into_it(contest: Path) -> None:
    into_second = [{"kind": "moved", "entry": entry, "level": "sec"} for entry in ("e5", "e4", "e3")]
    write_decisions(contest, decisions=into_second)
    assert _problems(contest) == [("results/decisions.yaml", 1, "moved_over_size")]
    write_decisions(contest, decisions=[*into_second, {"kind": "moved", "entry": "e5"}])
    assert levels(contest) == {"top": ["e1"], "sec": ["e3", "e4"]}


def test_second_lot_among_the_same_entries_is_reported(contest: Path) -> None:
    write_decisions(contest, lots=[{"order": ["e1", "e2"]}, {"order": ["e2", "e3"]}, {"order": ["e2", "e1"]}])
    assert _problems(contest) == [("results/decisions.yaml", 1, "lot_again")]


def test_vacant_places_have_the_reason_of_the_last_decision_on_their_level(contest: Path) -> None:
    decisions = [
        {"kind": "vacant", "level": "sec", "places": 1, "reason": "有异议"},
        {"kind": "vacant", "level": "sec", "places": 1, "reason": "异议成立"},
        {"kind": "vacant", "level": "top", "places": 1, "reason": "宁缺毋滥"},
        {"kind": "disqualified", "entry": "e5", "reason": "材料不实"},
    ]
    write_decisions(contest, decisions=decisions)
    result = tally_result(contest)
    expected = {"top": {"places": "1", "reason": "宁缺毋滥"}, "sec": {"places": "2", "reason": "异议成立"}}
    assert yaml.load(serialize_awards(result), yaml.CBaseLoader)["vacant"] == expected
    assert build_record(result)["vacant"] == expected


def test_places_that_nobody_decided_on_are_vacant_for_lack_of_entries(tmp_path: Path) -> None:
    rule = {**VOTES_ONLY, "levels": {"sec": {"lowest_total": "85"}}}
    content = write_contest(tmp_path, one_track(5), rule, levels=TWO_LEVELS)
    write_votes(content, app=VOTES)
    write_decisions(content, decisions=[{"kind": "moved", "entry": "e5", "reason": "材料不实"}])
    assert build_record(tally_result(content))["vacant"] == {"sec": {"places": "1", "reason": "符合条件的项目不足"}}


@pytest.mark.parametrize(
    ("decision", "missing", "unknown"),
    [
        ({"kind": "moved"}, "entry", "—"),
        ({"kind": "withdrawn", "entry": "e1", "level": "top"}, "—", "level"),
        ({"kind": "vacant", "entry": "e1"}, "level, places", "entry"),
        ({"kind": "corrected", "entry": "e1", "before": "1", "after": "2"}, "judge / channel", "—"),
        (
            {"kind": "corrected", "entry": "e1", "before": "1", "after": "2", "judge": "甲", "channel": "app"},
            "judge / channel",
            "—",
        ),
    ],
)
def test_keys_that_a_kind_of_decision_lacks_or_does_not_have_are_named(
    contest: Path, decision: dict[str, Any], missing: str, unknown: str
) -> None:
    write_decisions(contest, decisions=[decision])
    with pytest.raises(ContentError) as refused:
        tally_result(contest)
    (problem,) = refused.value.problems
    values = {"kind": decision["kind"], "missing": missing, "unknown": unknown}
    assert (problem.code, dict(problem.values)) == ("decision_keys", values)
