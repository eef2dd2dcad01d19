"""Score sheets as juries keep them: any layout, recusals, dropped judges, panels, maxima, scale, averages reported."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from plugins.content.load import load
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
)
from tests.results.tally_inputs import tally_result

JUDGES_ONLY = {"public": 0, "experts": 100}
LONG = {"judge": "评委", "entry": "项目", "total": "得分"}
DROPPED = {"judge": "乙", "reason": "中途退出", "author": "评委会", "date": "2024-05-01"}
SCORES, SHEET = "results/scores.yaml", "results/scores.csv"


@pytest.fixture
def contest(tmp_path: Path) -> Path:
    """Three entries in one track that judges decide."""
    return write_contest(tmp_path, one_track(3), JUDGES_ONLY)


def _problems(content: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ContentError) as refused:
        tally_result(content)
    return [(problem.file, problem.line, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("评委,项目,得分\n甲,1,90\n甲,2,80\n甲,3,70\n乙,1,91\n乙,2,81\n乙,3,71\n", LONG),
        ("项目,甲,乙\n1,90,91\n2,80,81\n3,70,71\n", {"entry": "项目", "judges": ["甲", "乙"]}),
        ("评委,1,2,项目e3\n甲,90,80,70\n乙,91,81,71\n", {"judge": "评委", "entries": ["1", "2", "项目e3"]}),
        ("项目,甲,乙,平均分\n1,90,91,90.5\n2,80,81,80.5\n3,70,71,70.5\n", {"entry": "项目", "judges": ["甲", "乙"]}),
    ],
    ids=["a-row-each", "entries-by-judges", "judges-by-entries", "average-column-not-named"],
)
def test_sheet_of_any_layout_gives_the_same_marks(contest: Path, text: str, table: dict[str, Any]) -> None:
    write_sheet(contest, text, table)
    assert totals(contest) == {"e1": "181/2", "e2": "161/2", "e3": "141/2"}


def test_a_file_or_sheet_for_each_judge(contest: Path) -> None:
    book = openpyxl.Workbook()
    for title, marks in (("甲", (90, 80, 70)), ("乙", (91, 81, 71))):
        sheet = book.create_sheet(title)
        sheet.append(["项目", "得分"])
        for number, mark in enumerate(marks, start=1):
            sheet.append([number, mark])
    book.remove(book.worksheets[0])
    write_sheet(contest, "", {})
    book.save(contest / "results" / "scores.xlsx")
    table = {"file": "scores.xlsx", "entry": "项目", "total": "得分"}
    write_sheet(contest, "", {}, tables=[{**table, "sheet": name, "judge_name": name} for name in ("甲", "乙")])
    assert totals(contest) == {"e1": "181/2", "e2": "161/2", "e3": "141/2"}
    assert sorted(tally_result(contest).inputs.juries["experts"].marks) == ["乙", "甲"]


@pytest.mark.parametrize(
    "table",
    [
        {"entry": "项目", "total": "得分"},
        {"judge": "评委", "judge_name": "甲", "entry": "项目", "total": "得分"},
        {"judge": "评委", "total": "得分"},
        {"judges": ["甲"], "entries": ["1"]},
    ],
)
def test_layout_that_is_unclear_is_problems(contest: Path, table: dict[str, Any]) -> None:
    write_sheet(contest, "评委,项目,得分\n甲,1,90\n", table)
    assert _problems(contest) == [(SCORES, 1, "sheet_layout")]


@pytest.mark.parametrize("table", [{**LONG, "criteria": {"score": "得分"}}, {"judge": "评委", "entry": "项目"}])
def test_sheet_has_criteria_or_a_total(contest: Path, table: dict[str, Any]) -> None:
    write_sheet(contest, "评委,项目,得分\n甲,1,90\n", table)
    assert _problems(contest) == [(SCORES, 1, "sheet_scores")]


@pytest.mark.parametrize("word", ["平均分", "最高分", "去掉最高分", "合计", "Average", "总 分"])
def test_row_of_averages_is_reported_and_left_out_where_it_is_declared(contest: Path, word: str) -> None:
    text = f"评委,项目,得分\n甲,1,90\n甲,2,80\n甲,3,70\n{word},1,10\n"
    write_sheet(contest, text, LONG)
    assert _problems(contest) == [(SHEET, 5, "cell_summary")]
    write_sheet(contest, text, {**LONG, "summaries": [word]})
    assert totals(contest) == {"e1": "90", "e2": "80", "e3": "70"}


def test_average_column_that_is_named_as_a_judge_is_reported(contest: Path) -> None:
    write_sheet(contest, "项目,甲,平均分\n1,90,90\n", {"entry": "项目", "judges": ["甲", "平均分"]})
    assert _problems(contest) == [(SHEET, 2, "cell_summary")]


@pytest.mark.parametrize("cell", ["回避", "迴避", "／", "—", ""])
def test_recusal_in_a_cell_is_read_where_it_is_listed(contest: Path, cell: str) -> None:
    text = f"评委,项目,得分\n甲,1,90\n甲,2,{cell}\n甲,3,70\n乙,1,90\n乙,2,50\n乙,3,70\n"
    recusal = {"judge": "甲", "entry": "e2", "reason": "本单位的项目"}
    write_sheet(contest, text, LONG, recusals=[recusal])
    assert totals(contest) == {"e1": "90", "e3": "70", "e2": "50"}
    write_sheet(contest, text, LONG)
    assert _problems(contest) == [(SHEET, 3, "cell_recused_unlisted" if cell else "cell_empty")]


def test_names_in_recusals_are_checked_and_meet_in_any_width(contest: Path) -> None:
    text = "评委,项目,得分\n评委（一）,2,50\n评委（一）,3,40\n李四,1,60\n李四,2,70\n李四,3,60\n"
    recusal = {"judge": "评委(一)", "entry": "e1", "reason": "本单位的项目"}
    write_sheet(contest, text.replace("李四,1,60", "李四,1,66"), LONG, recusals=[recusal])
    assert totals(contest) == {"e1": "66", "e2": "60", "e3": "50"}
    write_sheet(contest, text, LONG, recusals=[recusal, {**recusal, "judge": "王五"}, {**recusal, "entry": "zz"}])
    assert sorted(code for _, _, code in _problems(contest)) == ["unknown_finalist", "unknown_judge"]


def test_judge_who_left_is_dropped_with_a_reason_and_the_sheet_stays(contest: Path) -> None:
    text = "评委,项目,得分\n甲,1,90\n甲,2,80\n甲,3,70\n乙,1,60\n乙,2,\n"
    write_sheet(contest, text, LONG, dropped=[DROPPED])
    assert totals(contest) == {"e1": "90", "e2": "80", "e3": "70"}
    write_sheet(contest, text, LONG, dropped=[{**DROPPED, "judge": "丁"}])
    assert (SHEET, 6, "cell_empty") in _problems(contest)
    write_sheet(contest, text.replace("乙,2,\n", ""), LONG, dropped=[{**DROPPED, "judge": "丁"}])
    assert (SCORES, 1, "unknown_judge") in _problems(contest)


def test_range_is_not_the_scale(contest: Path) -> None:
    marks = {"甲": {"e1": 90, "e2": 80, "e3": 60}}
    write_scores(contest, marks, lowest=60)
    assert totals(contest) == {"e1": "90", "e2": "80", "e3": "60"}
    write_scores(contest, marks, lowest=60, scale={"zero": 60, "hundred": 100})
    assert totals(contest) == {"e1": "75", "e2": "50", "e3": "0"}
    write_scores(contest, {"甲": {"e1": 59}}, lowest=60)
    assert (SHEET, 2, "cell_out_of_range") in _problems(contest)
    write_scores(contest, marks, scale={"zero": 100, "hundred": 60})
    assert _problems(contest) == [(SCORES, 1, "range_backwards")]


CRITERIA = ({"id": "new", "name": "新"}, {"id": "use", "name": "用"})
BY_CRITERIA = {"judge": "评委", "entry": "项目", "criteria": {"new": "新", "use": "用"}}


def test_criteria_have_maxima_of_their_own_and_are_added_up(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(2), JUDGES_ONLY, criteria=CRITERIA)
    maxima = {"new": 30, "use": 70}
    write_sheet(content, "评委,项目,新,用\n甲,1,28,60\n甲,2,30,50\n", BY_CRITERIA, maxima=maxima)
    assert totals(content) == {"e1": "88", "e2": "80"}
    write_sheet(content, "评委,项目,新,用\n甲,1,31,60\n甲,2,30,50\n", BY_CRITERIA, maxima=maxima)
    assert _problems(content) == [(SHEET, 2, "cell_out_of_range")]
    write_sheet(content, "评委,项目,新,用\n甲,1,28,60\n甲,2,30,50\n", BY_CRITERIA, maxima={"new": 30})
    assert _problems(content) == [(SCORES, 1, "criteria_differ")]


def test_column_names_meet_in_any_width(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(2), JUDGES_ONLY)
    table = {"judge": "评委", "entry": "项目", "criteria": {"score": "创新性(30分)"}}
    write_sheet(content, "评委,项目,创新性（30分）\n甲,1,90\n甲,2,80\n", table)
    assert totals(content) == {"e1": "90", "e2": "80"}


def test_a_panel_for_each_track(tmp_path: Path) -> None:
    content = write_contest(tmp_path, {"a1": "ta", "b1": "tb"}, JUDGES_ONLY)
    panels = {"ta": ["甲"], "tb": ["乙"]}
    write_scores(content, {"甲": {"a1": 90}, "乙": {"b1": 80}}, panels=panels)
    assert totals(content) == {"a1": "90", "b1": "80"}
    write_scores(content, {"甲": {"a1": 90, "b1": 70}, "乙": {"b1": 80}}, panels=panels)
    assert _problems(content) == [(SCORES, 1, "scored_outside_panel")]
    write_scores(content, {"甲": {"a1": 90}, "乙": {"b1": 80}}, panels={"tc": ["甲"]})
    assert _problems(content) == [(SCORES, 1, "unknown_track_near")]


def test_binary_noise_of_a_workbook_decides_no_prize(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(2), {**JUDGES_ONLY, "ties": []})
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [["评委", "项目", "得分"], ["甲", 1, 0.1 + 0.2], ["甲", 2, 0.3]]:
        book.worksheets[0].append(row)
    book.save(out)
    write_sheet(content, "", {})
    (content / "results" / "scores.xlsx").write_bytes(out.getvalue())
    write_sheet(content, "", {}, tables=[{**LONG, "file": "scores.xlsx"}])
    assert _problems(content) == [("results/decisions.yaml", 1, "tie_undecided")]
    write_decisions(content, lots=[{"order": ["e2", "e1"]}])
    assert points(content, "experts") == {"e2": "3/10", "e1": "3/10"}
    assert levels(content) == {"top": ["e2"]}


def test_table_belongs_to_a_scored_part(contest: Path) -> None:
    write_sheet(contest, "评委,项目,得分\n甲,1,90\n甲,2,80\n甲,3,70\n", {**LONG, "part": "jury"})
    assert _problems(contest) == [(SCORES, 1, "unknown_part")]


def test_name_that_is_nearly_a_judge_or_a_finalist_is_suggested(contest: Path) -> None:
    text = "评委,项目,得分\n评委老张,1,90\n评委老张,2,80\n评委老张,3,70\n"
    recusal = {"judge": "评委老王", "entry": "e1", "reason": "本单位的项目"}
    write_sheet(contest, text, LONG, recusals=[recusal, {"judge": "评委老张", "entry": "e9", "reason": "本单位的项目"}])
    assert sorted(code for _, _, code in _problems(contest)) == ["unknown_finalist_near", "unknown_judge_near"]


def test_level_that_is_not_full_is_a_warning_until_its_places_are_vacant(contest: Path) -> None:
    awards = contest / "results" / "awards.yaml"
    awards.write_text("awards: {top: []}\n", encoding="utf-8")
    assert [problem.code for problem in load(contest, "awards").problems] == ["warn_award_not_full"]
    awards.write_text("awards: {top: []}\nvacant: {top: {places: 1, reason: 宁缺毋滥}}\n", encoding="utf-8")
    assert load(contest, "awards").problems == ()


def _merged_sheet(contest: Path, merged: str) -> None:
    book = openpyxl.Workbook()
    rows = [("甲", "1", 90), ("", "2", 80), ("", "3", 70), ("乙", "1", 91), ("", "2", 81), ("", "3", 71)]
    for row in (("评委", "项目", "得分"), *rows):
        book.active.append(row)
    for cells in merged.split():
        book.active.merge_cells(cells)
    write_sheet(contest, "", {}, tables=[{"file": "scores.xlsx", **LONG}])
    book.save(contest / "results" / "scores.xlsx")


def test_judge_in_a_merged_cell_is_that_of_all_its_rows(contest: Path) -> None:
    _merged_sheet(contest, "A2:A4 A5:A7")
    assert totals(contest) == {"e1": "181/2", "e2": "161/2", "e3": "141/2"}


def test_score_in_a_merged_cell_is_that_of_its_first_row(contest: Path) -> None:
    _merged_sheet(contest, "A2:A4 A5:A7 C6:C7")
    assert _problems(contest) == [("results/scores.xlsx", 7, "cell_empty")]


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("回避,", [("创新性", "cell_recused_unlisted")]),
        (",回避", [("成效", "cell_recused_unlisted")]),
        ("90,回避", [("成效", "cell_recused_partly")]),
        ("/,80", [("创新性", "cell_recused_partly")]),
        ("90,", [("成效", "cell_empty")]),
    ],
)
def test_recusal_in_one_of_several_cells_is_for_the_whole_row_or_reported(
    tmp_path: Path, row: str, problems: list[tuple[str, str]]
) -> None:
    criteria = ({"id": "novelty", "name": "创新性"}, {"id": "effect", "name": "成效"})
    content = write_contest(tmp_path, one_track(2), {"public": 0, "experts": 100}, criteria=criteria)
    text = f"评委,项目,创新性,成效\n甲,1,90,80\n甲,2,{row}\n"
    columns = {"novelty": "创新性", "effect": "成效"}
    write_sheet(content, text, {"judge": "评委", "entry": "项目", "criteria": columns})
    with pytest.raises(ContentError) as refused:
        tally_result(content)
    assert [(dict(item.values)["column"], item.code) for item in refused.value.problems] == problems
