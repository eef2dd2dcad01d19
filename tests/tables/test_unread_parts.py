"""What a workbook holds that may be meant to count and is not read is reported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from plugins.tables.cells import TableCell, TableRow, TextRun
from plugins.tables.readers import TableSource
from plugins.tables.unread_parts import find_doubtful_rows, find_unread_sheets

SOURCE = TableSource("a.xlsx", None, None, 1)


def _found_in(rows: list[TableRow], columns: Mapping[str, int]) -> list[tuple[int, str, dict[str, str]]]:
    return [(problem.line, problem.code, dict(problem.values)) for problem in find_doubtful_rows(SOURCE, rows, columns)]


def test_hidden_rows_are_reported_once_at_the_first() -> None:
    rows = [TableRow(2, {}), TableRow(3, {}, True), TableRow(5, {}, True)]
    assert _found_in(rows, {"编号": 1, "名称": 2}) == [(3, "rows_hidden", {"column": "编号", "count": "2"})]
    assert _found_in(rows[:1], {"编号": 1}) == []


def test_cells_struck_out_are_reported_in_the_columns_that_are_read() -> None:
    struck = TableCell(" 雨水 " + "长" * 60, runs=[TextRun("雨水", True)])
    rows = [TableRow(2, {1: TableCell("1"), 2: struck, 3: struck}), TableRow(3, {})]
    expected = {"column": "名称", "given": "雨水 " + "长" * 57}
    assert _found_in(rows, {"编号": 1, "名称": 2}) == [(2, "cell_struck", expected)]


def test_only_some_of_many_struck_cells_are_reported() -> None:
    struck = TableCell("雨", runs=[TextRun("雨", True)])
    rows = [TableRow(number, {1: struck}) for number in range(2, 40)]
    assert [line for line, _, _ in _found_in(rows, {"编号": 1})] == list(range(2, 22))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with a workbook: 丙 names its columns a row lower, 丁 has one of them only, 戊 is hidden."""
    columns = ["编 号", "名称", "备注"]
    sheets = {
        "甲": [columns],
        "乙": [columns],
        "丙": [["说明"], columns],
        "丁": [columns[:1]],
        "戊": [columns],
        "空": [],
    }
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book["戊"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    return tmp_path


@pytest.mark.parametrize(
    ("sources", "unread"),
    [
        ([(None, 1, ["编号", "名称"])], ["乙"]),
        ([("乙", 1, ["编号", "名称"])], ["甲"]),
        ([("丙", 2, ["编号", "名称"])], []),
        ([("甲", 1, ["编号"])], ["乙", "丁"]),
        ([("甲", 1, ["编号", "名称"]), ("丁", 2, ["编号"])], ["乙", "丙"]),
        ([("戊", 1, ["编号", "名称"])], ["甲", "乙"]),
    ],
)
def test_visible_sheets_with_the_columns_of_one_that_is_read_are_listed(
    book: Path, sources: list[tuple[str | None, int, list[str]]], unread: list[str]
) -> None:
    asked = [(TableSource("a.xlsx", None, sheet, header), columns) for sheet, header, columns in sources]
    assert find_unread_sheets(book, asked, "votes.yaml", 7) == unread


def test_csv_file_has_no_further_sheets(tmp_path: Path) -> None:
    assert find_unread_sheets(tmp_path, [(TableSource("a.csv", None, None, 1), ["编号"])], "votes.yaml", 7) == []
