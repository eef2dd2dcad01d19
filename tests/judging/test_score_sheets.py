"""A blank score sheet: what is wide, locked and checked, for the smallest panel and for a judge without entries."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from plugins.content.load import load_before_results
from plugins.judging.blind import WordMask
from plugins.judging.messages import say
from plugins.judging.panel_file import Panel, read_panel
from plugins.judging.score_sheets import make_score_sheet, sheet_columns


@pytest.fixture
def panel(tiny: Path) -> Panel:
    (tiny / "results/judging.yaml").write_text("judges: [甲]\nlowest: 60\nhighest: 100\n", encoding="utf-8")
    competition = load_before_results(tiny).competition
    assert competition
    return read_panel(tiny, competition)


def _book(panel: Panel, entries: int = 2, mask: WordMask | None = None) -> Workbook:
    judge = replace(panel.judges[0], entries=panel.judges[0].entries[:entries])
    return load_workbook(io.BytesIO(make_score_sheet(panel, judge, mask or WordMask())))


def test_columns_are_as_wide_as_what_they_hold(panel: Panel) -> None:
    book = _book(panel)
    scores, criteria = book["评分"], book["评审标准"]
    assert [scores.column_dimensions[letter].width for letter in "ABCDE"] == [12, 44, 12, 12, 30]
    assert [criteria.column_dimensions[letter].width for letter in "ABCD"] == [20, 10, 12, 70]
    assert scores.freeze_panes == "C4"


def test_nothing_but_the_judges_cells_can_be_changed(panel: Panel) -> None:
    book = _book(panel)
    sheet = book["评分"]
    assert (sheet.protection.sheet, book["评审标准"].protection.sheet) == (True, True)
    # widths and heights are for everybody's screen
    assert (sheet.protection.formatColumns, sheet.protection.formatRows) == (False, False)
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked == ["C4", "D4", "E4", "C5", "D5", "E5"]


@pytest.mark.parametrize(("entries", "last"), [(2, 5), (1, 4), (0, 4)])
def test_wrong_cells_are_refused_with_a_reason(panel: Panel, entries: int, last: int) -> None:
    rules = _book(panel, entries)["评分"].data_validations.dataValidation
    assert [(str(rule.sqref), rule.allow_blank, rule.showErrorMessage, rule.error) for rule in rules] == [
        (f"C4:C{last}" if last > 4 else "C4", True, True, "请填 60 到 100 的数。"),
        (f"D4:D{last}" if last > 4 else "D4", True, True, "请选择“回避”，或者不填。"),
    ]


def test_heads_are_bold_and_titles_are_masked(panel: Panel) -> None:
    sheet = _book(panel, mask=WordMask(("雨水",), "〔隐去〕"))["评分"]
    bold = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.font.bold]
    assert bold == ["A1", "B1", "A3", "B3", "C3", "D3", "E3"]
    assert [sheet.cell(row, 2).value for row in (4, 5)] == ["〔隐去〕花园", "电梯看护"]
    assert [cell.value for cell in sheet[3]] == list(sheet_columns(panel))
    head = [[cell.value for cell in sheet[row]][:3] for row in (1, 2)]
    assert head == [["评委", "甲", "小城大赛"], [None, say("how_to_fill", "zh-Hans"), None]]
