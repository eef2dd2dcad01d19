"""Tables are opened and their sheets chosen; cells of tables: numbers and formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from plugins.content.problems import ContentError, Problem
from plugins.tables import readers
from plugins.tables.column_blocks import read_column_blocks
from plugins.tables.readers import TableSource, is_formula, open_sheets, parse_number, read_cells, read_merges


def _texts(folder: Path, name: str, sheet: str | None = None, encoding: str | None = None) -> list[list[str]]:
    rows = read_cells(folder, TableSource(name, encoding, sheet, 1), "votes.yaml", 7)
    return [[cell.text for cell in row.cells.values()] for row in rows]


def _problems(folder: Path, name: str, sheet: str | None = None, encoding: str | None = None) -> list[Problem]:
    with pytest.raises(ContentError) as error:
        _texts(folder, name, sheet, encoding)
    return list(error.value.problems)


def _save_book(path: Path, **states: str) -> None:
    """Save a workbook with a sheet of each name and state that holds its name."""
    book = Workbook()
    book.remove(book.active)
    for name, state in states.items():
        sheet = book.create_sheet(name)
        sheet.append([name])
        sheet.sheet_state = state
    book.active = len(states) - 1
    book.save(path)


@pytest.mark.parametrize(("sheet", "text"), [(None, "乙"), ("甲", "甲"), ("乙", "乙"), ("丙", "丙")])
@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSX", "a.xlsm", "a.xltx"])
def test_sheet_that_is_named_is_read_or_the_first_visible_one(
    tmp_path: Path, name: str, sheet: str | None, text: str
) -> None:
    _save_book(tmp_path / name, 甲="hidden", 乙="visible", 丙="visible")
    assert _texts(tmp_path, name, sheet) == [[text]]
    source = TableSource(name, None, sheet, 1)
    assert read_merges(tmp_path, source, "votes.yaml", 7) == []
    with open_sheets(tmp_path, source, "votes.yaml", 7) as sheets:
        assert [(sheet.name, sheet.is_visible) for sheet in sheets] == [("甲", False), ("乙", True), ("丙", True)]


def test_sheet_that_is_missing_is_reported_with_those_there_are(tmp_path: Path) -> None:
    _save_book(tmp_path / "a.xlsx", 甲="hidden", 乙="visible")
    (problem,) = _problems(tmp_path, "a.xlsx", "丁")
    assert (problem.file, problem.line, problem.code) == ("a.xlsx", 1, "sheet_missing")
    assert dict(problem.values) == {"name": "丁", "there": "甲, 乙"}


def test_csv_file_is_one_visible_sheet_whatever_sheet_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,,名称\n\n1,2,3\n", encoding="utf-8")
    source = TableSource("a.csv", None, "甲", 1)
    rows = [
        (row.number, {column: cell.text for column, cell in row.cells.items()})
        for row in read_cells(tmp_path, source, "votes.yaml", 7)
    ]
    assert rows == [(1, {1: "编号", 3: "名称"}), (2, {}), (3, {1: "1", 2: "2", 3: "3"})]
    assert read_merges(tmp_path, source, "votes.yaml", 7) == ()
    with open_sheets(tmp_path, source, "votes.yaml", 7) as (sheet,):
        assert (sheet.name, sheet.is_visible) == ("", True)


def test_file_as_large_as_allowed_is_read_and_a_larger_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"12345")
    monkeypatch.setattr(readers, "MAX_BYTES", 5)
    assert _texts(tmp_path, "a.csv") == [["12345"]]
    monkeypatch.setattr(readers, "MAX_BYTES", 4)
    assert _problems(tmp_path, "a.csv") == [Problem("votes.yaml", 7, "table_too_large", (("name", "a.csv"),))]


@pytest.mark.parametrize(
    ("data", "encoding", "mistake"),
    [
        (b"1\n2\n\xff\n", "utf-8", Problem("a.csv", 1, "table_encoding", (("given", "utf-8"),))),
        (b'1\n2\n"3"x\n', None, Problem("a.csv", 3, "table_quotes")),
        (b"1\n2\n" + b"3" * 140_000, None, Problem("a.csv", 3, "table_long_line")),
    ],
)
def test_row_of_a_csv_file_that_cannot_be_read_is_reported(
    tmp_path: Path, data: bytes, encoding: str | None, mistake: Problem
) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert _problems(tmp_path, "a.csv", None, encoding) == [mistake]


def test_file_that_is_no_workbook_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    assert _problems(tmp_path, "a.xlsx") == [Problem("a.xlsx", 1, "table_broken")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "Office"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf<table border=0>", "HTML"),
        (b"<meta charset=utf-8>", "HTML"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b'[{"id": 1}]', "JSON"),
        (b'\xef\xbb\xbf\r\n{\r\n  "rows": []', "JSON"),
    ],
)
def test_file_of_another_kind_is_named(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    problems = _problems(tmp_path, "a.csv")
    with pytest.raises(ContentError) as error:
        list(read_column_blocks(tmp_path, TableSource("a.csv", None, None, 1), ("a",), "votes.yaml", 3))
    assert problems == list(error.value.problems)
    assert [(item.code, item.line, dict(item.values)) for item in problems] == [
        ("table_other_kind", 1, {"found": kind})
    ]


def test_missing_file_is_reported_where_it_is_named(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, "a.csv")
    assert (problem.file, problem.line) == ("votes.yaml", 7)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        (" 1,234,567 ", "1234567"),
        ("-3.50", "-3.50"),
        ("87.5%", "87.5"),
        ("1200票", "1200"),
        ("95分", "95"),
        ("1,23", None),
        ("1e5", None),
        ("", None),
        ("1" * 16, None),
        ("1" * 15 + "." + "2" * 15, "1" * 15 + "." + "2" * 15),
        ("1." + "2" * 16, None),
        ("123,456,789,012,345", "123456789012345"),
        ("1,000,000,000,000,000", None),
        ("1234,567", None),
        ("-1,234.5分", "-1234.5"),
        ("5%票分", None),
        ("5分票%", "5"),
        ("十", None),
    ],
)
def test_number_of_a_cell_is_parsed(cell: str, number: str | None) -> None:
    assert parse_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1", True),
        ("@SUM(A1)", True),
        ("+1+2", True),
        ("-A1", True),
        ("-1.5%", False),
        ("+86", False),
        ("雨", False),
        ("\tx", True),
        ("\rx", True),
        ("a=1", False),
    ],
)
def test_formulas_are_recognized(cell: str, expected: bool) -> None:
    assert is_formula(cell) is expected
