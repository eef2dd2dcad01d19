"""Workbooks in which something may be overlooked: hidden rows, struck cells, further sheets, columns nobody named."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from plugins.content.problems import ContentError, Problem
from tests.results.contests import one_track, totals, write_contest, write_scores, write_sheet, write_votes
from tests.results.tally_inputs import tally_result
from tests.results.vote_inputs import problems_of

Rows = list[list[Any]]
VOTES: Rows = [["项目", "票数"], ["1", 12], ["02", 7], ["10", 3]]
SCORES: Rows = [["评委", "项目", "得分"], ["甲", 1, 90], ["甲", 2, 80], ["甲", 3, 70]]
LONG = {"judge": "评委", "entry": "项目", "criteria": {"score": "得分"}}


def _book(sheets: dict[str, Rows], change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(book)
    book.save(out)
    return out.getvalue()


def _hide_row(book: openpyxl.Workbook) -> None:
    book.worksheets[0].row_dimensions[3].hidden = True


def _strike(book: openpyxl.Workbook) -> None:
    book.worksheets[0]["B3"].font = Font(strike=True)


def _hide_sheet(book: openpyxl.Workbook) -> None:
    book.worksheets[1].sheet_state = "hidden"


VOTE_TABLE = {"file": "a.xlsx", "votes": "票数"}


@pytest.mark.parametrize(("change", "code"), [(_hide_row, "rows_hidden"), (_strike, "cell_struck")])
def test_row_of_which_nobody_knows_whether_it_counts_is_reported(
    tmp_path: Path, change: Callable[[openpyxl.Workbook], None], code: str
) -> None:
    votes = _book({"票": VOTES}, change)
    assert problems_of(tmp_path, {**VOTE_TABLE, "text": votes}) == [("results/a.xlsx", 3, code)]
    content = write_contest(tmp_path / "scores", one_track(3), {"public": 0, "experts": 100})
    assert _refusals(content, _book({"分": SCORES}, change)) == [("results/s.xlsx", 3, code)]


def _refusals(content: Path, book: bytes, **keys: Any) -> list[tuple[str, int, str]]:
    write_sheet(content, "", {**LONG, "file": "s.xlsx", **keys})
    (content / "results" / "s.xlsx").write_bytes(book)
    with pytest.raises(ContentError) as refusal:
        tally_result(content)
    return [(problem.file, problem.line, problem.code) for problem in refusal.value.problems]


def test_further_sheet_with_the_same_columns_is_reported_until_it_is_named_or_hidden(tmp_path: Path) -> None:
    week = [VOTES[0], ["1", 5], ["02", 5], ["10", 6]]
    sheets = {"第一周": VOTES, "说明": [["谁导出的"], ["平台"]], "第二周": week}
    first: dict[str, Any] = {**VOTE_TABLE, "text": _book(sheets)}
    assert [code for _, _, code in problems_of(tmp_path, first)] == ["sheets_unread"]
    second = {**first, "sheet": "第二周"}
    assert problems_of(tmp_path, {**first, "sheet": "第一周"}, second) == []
    assert problems_of(tmp_path, {**VOTE_TABLE, "text": _book({"a": VOTES, "b": VOTES}, _hide_sheet)}) == []


def test_sheet_of_a_judge_whom_nobody_named_is_reported(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(3), {"public": 0, "experts": 100})
    rows = [row[1:] for row in SCORES]
    table = {"file": "s.xlsx", "entry": "项目", "criteria": {"score": "得分"}}
    tables = [{**table, "sheet": name, "judge_name": name} for name in ("甲", "乙")]
    write_sheet(content, "", {}, tables=tables)
    (content / "results" / "s.xlsx").write_bytes(_book({"甲": rows, "乙": rows, "丙": rows}))
    with pytest.raises(ContentError) as refusal:
        tally_result(content)
    (problem,) = refusal.value.problems
    assert (problem.code, dict(problem.values)["sheets"]) == ("sheets_unread", "丙")
    write_sheet(content, "", {}, tables=[*tables, {**table, "sheet": "丙", "judge_name": "丙"}])
    assert totals(content) == {"e1": "90", "e2": "80", "e3": "70"}


@pytest.mark.parametrize(
    "heads",
    [
        ["评委1", "评委2"],
        ["1号评委", "2号评委"],
        ["张三（评委）", "李四（评委）"],
        ["专家A", "专家B"],
        ["Judge 1", "Judge 2"],
        ["评审员甲", "评审员乙"],
    ],
)
def test_columns_that_are_called_judges_are_read_as_judges_and_that_is_reported(
    tmp_path: Path, heads: list[str]
) -> None:
    content = write_contest(tmp_path, one_track(3), {"public": 0, "experts": 100})
    text = f"项目,{','.join(heads)},评委平均分\n1,90,92,91\n2,80,82,81\n3,70,72,71\n"
    write_sheet(content, text, LONG)
    notes: list[Problem] = tally_result(content).inputs.notes
    assert [(note.code, dict(note.values)["columns"]) for note in notes] == [("warn_sheet_wide", ", ".join(heads))]
    assert totals(content) == {"e1": "91", "e2": "81", "e3": "71"}


@pytest.mark.parametrize("judge", ["Min Zhang", "Maxim", "Sumner", "Minna Rank-Meyer", "总明"])
def test_judge_whose_name_begins_like_a_total_is_a_judge(tmp_path: Path, judge: str) -> None:
    content = write_contest(tmp_path, one_track(2), {"public": 0, "experts": 100})
    write_scores(content, {judge: {"e1": 90, "e2": 80}})
    assert totals(content) == {"e1": "90", "e2": "80"}


@pytest.mark.parametrize("word", ["回避", "回避（本单位）", "申请回避", "未到场", "缺席", "弃权", "×", "N/A"])
def test_word_in_place_of_a_score_is_a_recusal(tmp_path: Path, word: str) -> None:
    content = write_contest(tmp_path, one_track(2), {"public": 0, "experts": 100})
    text = f"评委,项目,得分\n甲,1,90\n甲,2,{word}\n乙,1,80\n乙,2,70\n"
    write_sheet(content, text, LONG)
    with pytest.raises(ContentError) as refusal:
        tally_result(content)
    assert [(problem.line, problem.code) for problem in refusal.value.problems] == [(3, "cell_recused_unlisted")]
    write_sheet(content, text, LONG, recusals=[{"judge": "甲", "entry": "e2", "reason": "本单位的项目"}])
    assert totals(content) == {"e1": "85", "e2": "70"}


def test_judges_who_score_whole_tracks_only_are_reported_as_panels(tmp_path: Path) -> None:
    content = write_contest(tmp_path, {"a1": "ta", "a2": "ta", "b1": "tb"}, {"public": 0, "experts": 100})
    write_scores(content, {"甲": {"a1": 90, "a2": 80}, "乙": {"b1": 70}})
    with pytest.raises(ContentError) as refusal:
        tally_result(content)
    (problem,) = refusal.value.problems
    assert (problem.code, dict(problem.values)["listed"]) == ("panels_missing", "ta: [甲], tb: [乙]")
    write_scores(content, {"甲": {"a1": 90, "a2": 80}, "乙": {"b1": 70}}, panels={"ta": ["甲"], "tb": ["乙"]})
    assert totals(content) == {"a1": "90", "a2": "80", "b1": "70"}


def test_judge_who_is_recused_from_most_entries_is_asked_about(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(3), {"public": 0, "experts": 100})
    marks = {"甲": {"e1": 90, "e2": 80, "e3": 70}, "乙": {"e1": 60}}
    recusals = [{"judge": "乙", "entry": entry, "reason": "中途退出"} for entry in ("e2", "e3")]
    write_scores(content, marks, recusals=recusals)
    assert [note.code for note in tally_result(content).inputs.notes] == ["warn_judge_recused"]
    write_scores(content, marks, recusals=recusals[:1])
    with pytest.raises(ContentError):
        tally_result(content)


@pytest.mark.parametrize(
    ("judges", "pairs"),
    [
        (["张三", "张三教授"], [("张三", "张三教授")]),
        (["李四副主任", "张三", "李四 老师"], [("李四副主任", "李四 老师")]),
        (["张教授", "张主任"], []),
        (["评委1", "评委10"], []),
    ],
)
def test_judges_whose_names_differ_by_a_title_are_asked_about(
    tmp_path: Path, judges: list[str], pairs: list[tuple[str, str]]
) -> None:
    content = write_contest(tmp_path, one_track(2), {"public": 0, "experts": 100})
    write_scores(content, {judge: {"e1": 90, "e2": 80} for judge in judges})
    notes = [note for note in tally_result(content).inputs.notes if note.code == "warn_judges_alike"]
    assert [tuple(dict(note.values)[key] for key in ("judge", "other")) for note in notes] == pairs


def test_number_beside_a_title_of_another_entry_is_reported(tmp_path: Path) -> None:
    content = write_contest(tmp_path, one_track(3), {"public": 0, "experts": 100})
    rows = "".join(f"甲,{number},项目{title},9{number}\n" for number, title in (("1", "e1"), ("3", "e2"), ("2", "e3")))
    write_sheet(content, f"评委,编号,项目,得分\n{rows}", LONG)
    (note,) = tally_result(content).inputs.notes
    assert (note.file, note.line, note.code) == ("results/scores.csv", 3, "warn_names_differ")
    assert dict(note.values) == {"column": "编号", "given": "3", "entry": "项目e2"}


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        ({"public": 100, "experts": 0}, ["paper, radio"]),
        ({"public": 100, "experts": 0, "channel_weights": {"app": 100}}, []),
    ],
)
def test_channel_without_a_table_is_reported_where_all_channels_count(
    tmp_path: Path, rule: dict[str, Any], missing: list[str]
) -> None:
    content = write_contest(tmp_path, one_track(2), rule, channels=("app", "paper", "radio"))
    write_votes(content, app={"e1": 2, "e2": 1})
    notes = tally_result(content).inputs.notes
    assert [(note.code, dict(note.values)["channels"]) for note in notes] == [
        ("warn_channel_without_table", channels) for channels in missing
    ]


@pytest.mark.parametrize(
    ("head", "stated", "weights", "values"),
    [
        ("总分", "89", (None, None), {"column": "总分", "given": "89", "found": "88"}),
        ("合 计（100分）", "88.02", (None, None), {"column": "合 计（100分）", "given": "88.02", "found": "88"}),
        ("总分", "88.01", (None, None), None),
        ("Total", "88", (None, None), None),
        ("总分", "37.6", (70, 30), None),
        ("总分", "37.7", (70, 30), {"column": "总分", "given": "37.7", "found": "88"}),
        ("总分", "", (None, None), None),
        ("总分", "好", (None, None), None),
        ("名次", "1", (None, None), None),
        ("总分,合计", "90,91", (None, None), None),
    ],
)
def test_total_that_is_not_that_of_the_criteria_is_a_warning(
    tmp_path: Path, head: str, stated: str, weights: tuple[int | None, int | None], values: dict[str, str] | None
) -> None:
    criteria = [
        {"id": id_, "name": id_, **({} if weight is None else {"weight": weight})}
        for id_, weight in zip(("new", "use"), weights, strict=True)
    ]
    content = write_contest(tmp_path, one_track(1), {"public": 0, "experts": 100}, criteria=criteria)
    table = {"judge": "评委", "entry": "项目", "criteria": {"new": "新", "use": "用"}}
    write_sheet(content, f"评委,项目,新,用,{head}\n甲,1,28,60,{stated}\n", table)
    notes: list[Problem] = tally_result(content).inputs.notes
    place = ("results/scores.csv", 2, "warn_total_differs")
    assert [(note.file, note.line, note.code, dict(note.values)) for note in notes] == [(*place, values)] * bool(values)
