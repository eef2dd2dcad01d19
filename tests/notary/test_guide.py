"""What the script of a pack recounts, and what it takes from the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.notary import guide
from plugins.notary.guide import make_guide
from tests.content.mutations import Change
from tests.results.tally_inputs import BY, DECISIONS, tally_result, vote_table, with_tally, workbook, yaml_file

TABLE_GUIDE = {
    "file": "inputs/app.csv",
    "encoding": "utf-8-sig",
    "delimiter": ",",
    "header": 1,
    "entry": 0,
    "votes": 1,
    "names": {"电梯看护": "lift-watch", "雨水花园": "rain-garden"},
}
PUBLIC = {
    "id": "public",
    "by": "votes",
    "share": "1/5",
    "channels": {},
    "votes_as": "share_of_maximum",
    "trim": 0,
    "recounted": True,
}
EXPERTS = {**PUBLIC, "id": "experts", "by": "scores", "share": "4/5", "votes_as": None}


def _guide(content: Path, *changes: Change, **rule: Any) -> dict[str, Any]:
    with_tally(*changes, **rule)(content)
    return make_guide(content, tally_result(content))


def test_plain_result_is_recounted_as_a_whole(tiny: Path) -> None:
    assert _guide(tiny) == {
        "counted": {"app": [TABLE_GUIDE]},
        "parts": [PUBLIC, EXPERTS],
        "levels_by_order": True,
        "not_recounted": [],
    }


def test_places_of_columns_and_rows_are_those_of_the_file(tiny: Path) -> None:
    text = "01\n序号;Ａ 选项;票 数\n1; 雨水花园 ;3\n2;别名;2\n3;合计;5\n4;人数;9\n"
    keys = {"totals": ["合计"], "persons": ["人数"], "aliases": {"别名": "02"}}
    vote = vote_table(text, file="APP.CSV", entry="a选项", votes="票数", header=2, **keys)
    table = {**TABLE_GUIDE, "file": "inputs/APP.CSV", "delimiter": ";", "header": 2, "entry": 1, "votes": 2}
    names = {"names": {"雨水花园": "rain-garden", "别名": "lift-watch"}}
    assert _guide(tiny, vote)["counted"] == {"app": [{**table, **names}]}


@pytest.mark.parametrize(
    ("change", "not_recounted"),
    [
        (vote_table(voided=[{"entry": "rain-garden", "votes": 1, **BY}]), ["votes app"]),
        (vote_table("选项,票数\n雨水花园,3\n电梯看护,2\n弃权,1\n", not_counted={"弃权": "弃权"}), ["votes app"]),
        (vote_table(workbook([["选项", "票数"], ["雨水花园", 3], ["电梯看护", 2]]), file="app.xlsx"), ["votes app"]),
        (vote_table("选项\n雨水花园、电梯看护\n", votes=None, separator="、"), ["votes app"]),
        (vote_table("选项\n雨水花园\n电梯看护\n", votes=None), []),
        (yaml_file(DECISIONS, {"decisions": [{"kind": "withdrawn", "entry": "lift-watch", **BY}]}),
         ["points public", "points experts", "awards"]),
    ],
    ids=["voided", "not-counted", "workbook", "ballots", "rows", "decision"],
)  # fmt: skip
def test_what_is_no_plain_sum_is_taken_from_the_record(tiny: Path, change: Change, not_recounted: list[str]) -> None:
    assert _guide(tiny, change)["not_recounted"] == not_recounted


def test_large_table_is_taken_from_the_record(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_tally()(tiny)
    result = tally_result(tiny)
    size = (tiny / "results/app.csv").stat().st_size
    monkeypatch.setattr(guide, "MAX_TABLE_BYTES", size)
    assert make_guide(tiny, result)["counted"] == {"app": [TABLE_GUIDE]}
    monkeypatch.setattr(guide, "MAX_TABLE_BYTES", size - 1)
    assert make_guide(tiny, result)["counted"] == {}


@pytest.mark.parametrize(
    ("rule", "not_recounted"),
    [
        ({"normalise": "z_score"}, ["points experts"]),
        ({"trim": 0, "votes_as": "rank"}, []),
        ({"channel_weights": {"app": "100"}}, ["points public"]),
        ({"within": "track"}, ["points public", "points experts"]),
    ],
)
def test_parts_without_a_plain_formula_are_named(tiny: Path, rule: dict[str, Any], not_recounted: list[str]) -> None:
    assert _guide(tiny, **rule)["not_recounted"] == not_recounted


def test_levels_that_a_limit_changes_are_taken_from_the_record(tiny: Path) -> None:
    script_guide = _guide(tiny, levels={"gold": {"lowest_total": "99"}})
    assert (script_guide["levels_by_order"], script_guide["not_recounted"]) == (False, ["awards"])


@pytest.mark.parametrize(
    ("rule", "kind", "not_recounted"),
    [
        ({"public": 0, "experts": 100}, "votes", ["points public"]),
        ({"public": 100, "experts": 0, "ties": []}, "scores", ["points experts"]),
    ],
)
def test_parts_that_do_not_count_need_no_tables(
    tiny: Path, rule: dict[str, Any], kind: str, not_recounted: list[str]
) -> None:
    with_tally(**rule)(tiny)
    for name in {"votes": ("votes.yaml", "app.csv"), "scores": ("scores.yaml", "scores.csv")}[kind]:
        (tiny / "results" / name).unlink()
    assert make_guide(tiny, tally_result(tiny))["not_recounted"] == not_recounted
