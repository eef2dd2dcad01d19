"""What a judge's sheet says, cell by cell, and the ``scores.yaml`` that follows from it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml

from plugins.content.load import load_before_results
from plugins.content.problems import Problem
from plugins.judging.panel_file import Panel, read_panel
from plugins.judging.returned_sheets import ReturnedSheet, collect_sheets, serialize_scores_file
from plugins.judging.score_sheets import sheet_columns

LINES = """judges: [甲, 乙]
lowest: 0
highest: 100
maxima: {novelty: 60}
panels: {water: [甲, 乙]}
recusals: [{judge: 乙, entry: rain-garden, reason: 事先声明}]
"""
Rows = list[list[object]]


@pytest.fixture
def panel(tiny: Path) -> Panel:
    (tiny / "results/judging.yaml").write_text(LINES, encoding="utf-8")
    competition = load_before_results(tiny).competition
    assert competition
    return read_panel(tiny, competition)


def _write(panel: Panel, path: Path, rows: Rows, judge: str = "甲", **cells: object) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "评分"
    for row in [["评委", judge], ["", ""], list(sheet_columns(panel)), *rows]:
        sheet.append(row)
    for cell, value in cells.items():
        sheet[cell] = value
    path.parent.mkdir(exist_ok=True)
    book.save(path)


def _collect(panel: Panel, folder: Path) -> tuple[ReturnedSheet, list[tuple[int, str, dict[str, str]]]]:
    """The sheet of the first judge, and the problems."""
    (first, _), problems = collect_sheets(panel, folder)
    assert {problem.file for problem in problems} <= {"scores-01.xlsx"}
    return first, [_describe(problem) for problem in problems]


def _describe(problem: Problem) -> tuple[int, str, dict[str, str]]:
    return problem.line, problem.code, {key: str(value) for key, value in problem.values}


@pytest.mark.parametrize(
    ("row", "scored", "recused", "codes"),
    [
        (["01", "", 60, "", ""], ["rain-garden"], {}, []),
        ([" １ ", "", "５９.5", "", ""], [], {}, ["cell_unknown_scored"]),
        (["０1", "", "５９.5", "", ""], ["rain-garden"], {}, []),
        (["01", "", 0, "", ""], ["rain-garden"], {}, []),
        (["01", "", "", "", ""], [], {}, []),
        (["01", "", 61, "", ""], [], {}, ["cell_out_of_range"]),
        (["01", "", -1, "", ""], [], {}, ["cell_out_of_range"]),
        (["01", "", "好", "", ""], [], {}, ["cell_not_score"]),
        (["01", "", "", "回避", " 我们单位的 "], [], {"rain-garden": "我们单位的"}, []),
        (["01", "", "", "回避", ""], [], {"rain-garden": "评委在评分表上声明回避"}, []),
        (["01", "", 50, "回避", "x"], [], {"rain-garden": "x"}, ["judging_recused_scored"]),
        (["09", "", 50, "", ""], [], {}, ["cell_unknown_scored"]),
        (["", "", 50, "", ""], [], {}, ["cell_unknown_scored"]),
        (["", " ", "", "", ""], [], {}, []),
    ],
)
def test_row_is_a_score_a_recusal_or_a_problem(
    panel: Panel, tmp_path: Path, row: list[object], scored: list[str], recused: dict[str, str], codes: list[str]
) -> None:
    _write(panel, tmp_path / "kit/scores-01.xlsx", [row])
    sheet, problems = _collect(panel, tmp_path / "kit")
    assert (sheet.file, sheet.scored, sheet.recused) == ("scores-01.xlsx", scored, recused)
    assert [(line, code) for line, code, _ in problems] == [(4, code) for code in codes]
    assert sheet.missing == ["02"] if scored or recused else ["01", "02"]


@pytest.mark.parametrize("second", [["01", "", 5, "", ""], ["01", "", "", "回避", ""]])
def test_entry_is_on_a_sheet_once(panel: Panel, tmp_path: Path, second: list[object]) -> None:
    for first in (["01", "", 5, "", ""], ["01", "", "", "回避", ""]):
        _write(panel, tmp_path / "kit/scores-01.xlsx", [first, second])
        _, problems = _collect(panel, tmp_path / "kit")
        assert [(line, code) for line, code, _ in problems] == [(5, "cell_entry_twice")]


@pytest.mark.parametrize(("cell", "value"), [("B1", "丙"), ("A3", "号"), ("C3", "新颖"), ("E3", "")])
def test_sheet_with_another_head_is_another_sheet(panel: Panel, tmp_path: Path, cell: str, value: str) -> None:
    _write(panel, tmp_path / "kit/scores-01.xlsx", [], **{cell: value})
    sheet, problems = _collect(panel, tmp_path / "kit")
    name = value if cell == "B1" else "甲"
    assert (sheet.file, problems) == ("", [(1, "judging_other_sheet", {"name": name})])


def test_only_workbooks_are_read(panel: Panel, tmp_path: Path) -> None:
    _write(panel, tmp_path / "kit/scores-01.XLSX", [["01", "", 5, "", ""]])
    (tmp_path / "kit/notes.txt").write_text("x", encoding="utf-8")
    sheets, problems = collect_sheets(panel, tmp_path / "kit")
    assert [sheet.scored for sheet in sheets] == [["rain-garden"], []]
    assert [problem.code for problem in problems] == ["judging_renamed"]


def test_scores_file_describes_the_sheets(panel: Panel, tmp_path: Path) -> None:
    _write(panel, tmp_path / "kit/scores-01.xlsx", [["01", "", 5, "", ""], ["02", "", "", "回避", "表上写的"]])
    _write(panel, tmp_path / "kit/scores-02.xlsx", [["01", "", "", "回避", "表上写的"]], judge="乙")
    sheets, problems = collect_sheets(panel, tmp_path / "kit")
    assert problems == []
    data = serialize_scores_file(panel, sheets)
    assert data.startswith("# 由 judging --collect 生成。".encode())
    table = {"entry": "编号", "sheet": "评分", "header": 3, "criteria": {"novelty": "创新性"}}
    assert yaml.safe_load(data) == {
        "lowest": 0,
        "highest": 100,
        "maxima": {"novelty": 60},
        "panels": {"water": ["甲", "乙"]},
        "tables": [
            {"file": "scores-01.xlsx", "judge_name": "甲", **table},
            {"file": "scores-02.xlsx", "judge_name": "乙", **table},
        ],
        "recusals": [
            {"judge": "甲", "entry": "lift-watch", "reason": "表上写的"},
            {"judge": "乙", "entry": "rain-garden", "reason": "事先声明"},
        ],
    }
    assert [sheet.missing for sheet in sheets] == [[], ["02"]]
