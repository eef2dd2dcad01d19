"""Workbooks and CSV files as offices keep them: flavours, damaged styles, hidden sheets, separators, encodings."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from plugins.content.problems import ContentError
from plugins.tables import workbooks
from plugins.tables.delimited import find_separator
from plugins.tables.readers import TableSource, parse_number, read_cells, read_merges

ROWS = [["选项", "票数", "得分率"], ["雨水花园", 1200, 0.95], ["电梯看护", 0.1 + 0.2, 0.5]]
STRICT = re.compile(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument)/2006/(\w+)")


def _package(change: Callable[[str, bytes], bytes] = lambda _, data: data) -> bytes:
    """Return a workbook with a hidden first sheet, each of its parts changed."""
    book = Workbook()
    book.active.append(["选项", "票数", "得分率"])
    book.active.append(["旧的", 1, 1])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("票数")
    for row in ROWS:
        sheet.append(row)
    sheet["C2"].number_format = sheet["C3"].number_format = "0%"
    book.active = 1
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            changed.writestr(name, change(name, package.read(name)))
    return out.getvalue()


def _to_strict(_: str, data: bytes) -> bytes:
    return STRICT.sub(rb"http://purl.oclc.org/ooxml/\1/\2", data)


def _empty_fill(name: str, data: bytes) -> bytes:
    return re.sub(rb"<fill>.*?</fill>", b"<fill/>", data) if name == "xl/styles.xml" else data


def _read(folder: Path, name: str) -> list[tuple[str, str, str | None, str | None]]:
    source = TableSource(name, None, None, 1)
    rows = list(read_cells(folder, source, name, 1))
    assert [cell.text for cell in rows[0].cells.values()] == ROWS[0]
    return [
        (entry.text, rate.text, *(cell.number or parse_number(cell.text) for cell in (votes, rate)))
        for entry, votes, rate in ((row.cells[1], row.cells[2], row.cells[3]) for row in rows[1:])
    ]


@pytest.mark.parametrize("change", [lambda _, data: data, _to_strict, _empty_fill], ids=["plain", "strict", "fill"])
def test_first_visible_sheet_is_read_with_exact_numbers(tmp_path: Path, change: Callable[[str, bytes], bytes]) -> None:
    (tmp_path / "a.xlsx").write_bytes(_package(change))
    assert _read(tmp_path, "a.xlsx") == [("雨水花园", "95%", "1200", "95"), ("电梯看护", "50%", "0.3", "50")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_separator_and_encoding_of_csv_are_found_out(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [["选项", "票数", "得分率"], ["雨水花园", '="0120"', "95%"], ["电梯看护", "3", '"50%"']]
    text = "".join(separator.join(line) + "\r\n" for line in lines)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert _read(tmp_path, "a.csv") == [("雨水花园", "95%", "0120", "95"), ("电梯看护", "50%", "3", "50")]


def test_stated_separator_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\n选项;票数;得分率\n雨，水;1;2\n", encoding="utf-8")
    assert _read(tmp_path, "a.csv") == [("雨，水", "2", "1", "2")]


def test_dates_stored_as_text_are_shown_as_their_format_says(tmp_path: Path) -> None:
    book = Workbook()
    book.iso_dates = True
    for column, code in enumerate(("yyyy-mm-dd", 'm"月"d"日"', "0.00"), start=1):
        book.active.cell(1, column, datetime(2022, 9, 19)).number_format = code
    book.save(tmp_path / "a.xlsx")
    (row,) = read_cells(tmp_path, TableSource("a.xlsx", None, None, 1), "a.xlsx", 1)
    assert [cell.text for cell in row.cells.values()] == ["2022-09-19", "9月19日", "2022/9/19"]


def test_separator_that_makes_more_columns_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("选项;票数\n雨水;1,5;2\n", encoding="utf-8")
    assert find_separator(tmp_path / "a.csv", "utf-8") == ";"


def test_sheet_has_no_more_rows_columns_and_merged_cells_than_a_spreadsheet_program_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    book.active["B4"] = "票数"
    for cells in ("A1:A2", "A3:B3"):
        book.active.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")

    def read() -> list[str]:
        source = TableSource("a.xlsx", None, None, 1)
        try:
            read_merges(tmp_path, source, "a.xlsx", 1)
            return [cell.text for row in read_cells(tmp_path, source, "a.xlsx", 1) for cell in row.cells.values()]
        except ContentError as error:
            return [problem.code for problem in error.problems]

    for name, limit in (("MAX_ROWS", 4), ("MAX_COLUMNS", 2), ("MAX_MERGES", 2)):
        for value, expected in ((limit, "票数"), (limit - 1, "table_too_large")):
            monkeypatch.setattr(workbooks, name, value)
            assert (name, value, read()) == (name, value, [expected])
        monkeypatch.setattr(workbooks, name, limit)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_truncated_parts_are_reported(tmp_path: Path, part: str) -> None:
    def truncate(name: str, data: bytes) -> bytes:
        return data[: data.rindex(b"</sheetData>" if b"</sheetData>" in data else b"</")] if name == part else data

    (tmp_path / "a.xlsx").write_bytes(_package(truncate))
    with pytest.raises(ContentError) as refused:
        _read(tmp_path, "a.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["table_broken"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_document_types_are_refused(tmp_path: Path, part: str) -> None:
    def add_entity(name: str, data: bytes) -> bytes:
        doctype = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        return doctype + re.sub(rb"^<\?xml.*?\?>\s*", b"", data) if name == part else data

    (tmp_path / "a.xlsx").write_bytes(_package(add_entity))
    with pytest.raises(ContentError) as refused:
        _read(tmp_path, "a.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["table_broken"]
