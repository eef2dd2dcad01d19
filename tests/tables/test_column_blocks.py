"""Blocks of columns hold what a plain reader of the same file finds, wherever a block ends."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from plugins.content.problems import ContentError, Problem
from plugins.tables import column_blocks
from plugins.tables.column_blocks import ColumnBlock, read_column_blocks
from plugins.tables.readers import TableSource

CELLS = ["1", "雨水花园", "a b", "", "x", '"q"', "一\n二", "，", "'"]


def read(folder: Path, encoding: str = "utf-8-sig", header: int = 1, *columns: str) -> list[tuple[int, ...]]:
    """The rows of the file ``a.csv``: number and cells."""
    source = TableSource("a.csv", encoding, None, header)
    wanted = columns or ("id", "name")
    return [
        row
        for block in read_column_blocks(folder, source, wanted, "votes.yaml", 7)
        for row in zip(block.numbers, *(block.columns[column] for column in wanted), strict=True)
    ]


def problems_of(folder: Path, encoding: str = "utf-8-sig") -> list[tuple[str, int, str]]:
    with pytest.raises(ContentError) as error:
        read(folder, encoding)
    return [(problem.file, problem.line, problem.code) for problem in error.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_blocks_of_any_size_hold_the_rows_of_a_plain_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, line_end: str, separator: str
) -> None:
    draw = random.Random(f"{encoding}{line_end}{separator}")
    for size in (7, 16, 61, 1000):
        monkeypatch.setattr(column_blocks, "BLOCK_BYTES", size)
        plain = draw.random() < 0.5
        rows = [["time", "id", "name"]] + [
            [draw.choice(CELLS[: 3 if plain else None]) for _ in range(3)] for _ in range(40)
        ]
        out = io.StringIO()
        quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows(rows)
        (tmp_path / "a.csv").write_bytes(out.getvalue().encode(encoding))
        expected = [
            (number, cells[1], cells[2]) for number, cells in enumerate(rows, start=1) if number > 1 and any(cells)
        ]
        assert read(tmp_path, encoding.replace("utf-8", "utf-8-sig")) == expected


def test_rows_below_titles_and_a_line_for_the_separator_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\n导出\n\nname;id\n\nx;1\n", encoding="utf-8")
    assert read(tmp_path, "utf-8-sig", 3) == [(5, "1", "x")]


def test_row_with_more_cells_is_refused_among_many_others(tmp_path: Path) -> None:
    rows = [f"{number},雨水花园\n" for number in range(20_000)]
    rows[15_000] = "15000,1,234\n"
    (tmp_path / "a.csv").write_text("id,name\n" + "".join(rows), encoding="utf-8")
    assert problems_of(tmp_path) == [("a.csv", 15_002, "surplus_cells")]


def test_rows_with_more_cells_are_reported_up_to_a_number_each_with_what_is_too_much(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n" + f"1,x,, {'y' * 70},z\n" * 30, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read(tmp_path)
    values = (("given", " " + "y" * 59), ("count", "5"), ("width", "2"))
    assert list(error.value.problems) == [Problem("a.csv", row, "surplus_cells", values) for row in range(2, 22)]


def test_missing_columns_are_reported_all_together_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("导出\nid,name,, name \n1,x\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read(tmp_path, "utf-8-sig", 2, "name", "id", "time", "note")
    present = ("there", "id, name, name")
    assert list(error.value.problems) == [
        Problem("a.csv", 2, "column_twice", (("name", "name"),)),
        Problem("a.csv", 2, "column_missing", (("name", "time"), present)),
        Problem("a.csv", 2, "column_missing", (("name", "note"), present)),
    ]


@pytest.mark.parametrize(("text", "header"), [("", 1), ("id,name\n", 2), ("id,name", 3)])
def test_file_without_its_header_is_refused(tmp_path: Path, text: str, header: int) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read(tmp_path, "utf-8-sig", header)
    assert list(error.value.problems) == [Problem("a.csv", 1, "table_without_header", (("row", str(header)),))]


def test_header_alone_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name", encoding="utf-8")
    assert read(tmp_path) == []


def test_utf_16_without_its_mark_is_refused_at_the_first_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,name\n1,x\n".encode("utf-16-le") + b"x")
    assert problems_of(tmp_path, "utf-16") == [("a.csv", 1, "table_encoding")]


def test_row_with_a_quote_that_does_not_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,name\n1,x\n2,"y"z\n3,z\n', encoding="utf-8")
    assert problems_of(tmp_path) == [("a.csv", 3, "table_quotes")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_line_ends_of_old_systems_end_rows(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("id,name\r1,x\r2,y\r".encode(encoding))
    assert read(tmp_path, encoding) == [(2, "1", "x"), (3, "2", "y")]


def test_shorter_row_has_empty_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name,note\n1,x,y\n2\n,,\n3,z,\n", encoding="utf-8")
    assert read(tmp_path) == [(2, "1", "x"), (3, "2", ""), (5, "3", "z")]


@pytest.mark.parametrize("row", [3, 9_000])
def test_byte_of_another_encoding_is_refused_at_its_row(tmp_path: Path, row: int) -> None:
    lines = [b"id,name\n", *[f"{number},雨水花园\n".encode() for number in range(2, 10_000)]]
    lines[row - 1] = "1,雨水花园\n".encode("gbk")
    (tmp_path / "a.csv").write_bytes(b"".join(lines))
    assert problems_of(tmp_path) == [("a.csv", row, "table_encoding")]


def test_character_cut_off_at_the_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,name\n1,雨".encode()[:-1])
    assert problems_of(tmp_path) == [("a.csv", 2, "table_encoding")]


def test_line_without_end_and_file_without_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,x\n2," + "y" * 1_000_000, encoding="utf-8")
    assert problems_of(tmp_path) == [("a.csv", 3, "table_long_line")]
    monkeypatch.setattr(column_blocks, "MAX_CSV_BYTES", 1_000)
    assert problems_of(tmp_path) == [("votes.yaml", 7, "table_too_large")]


def test_columns_whose_names_are_alike_when_folded_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,ｉｄ,name\n1,2,x\n", encoding="utf-8")
    assert problems_of(tmp_path) == [("a.csv", 1, "column_twice")]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('"1","x"', ("1", "x")),
        ('1,"x"', ("1", "x")),
        ('"1","x,y"', ("1", "x,y")),
        ('"1","x""y"', ("1", 'x"y')),
        ('"1","x\ny"', ("1", "x\ny")),
        ('"1",""', ("1", "")),
        ('"1",x"y"', ("1", 'x"y"')),
        ('"1","",""', ("1", "")),
    ],
)
def test_quotes_around_cells_are_no_part_of_them(tmp_path: Path, row: str, cells: tuple[str, str]) -> None:
    (tmp_path / "a.csv").write_text(f"id,name\n{row}\n2,z\n", encoding="utf-8")
    assert read(tmp_path) == [(2, *cells), (3, "2", "z")]


@pytest.mark.parametrize("row", ["1,x", '"1","x"', '1,"x"'])
def test_rows_without_quotes_inside_are_not_read_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    (tmp_path / "a.csv").write_text("id,name\n" + f"{row}\n" * 20_000, encoding="utf-8")
    asked: list[object] = []
    read_rows = column_blocks._CsvReader._read_rows

    def read_one_by_one(reader: column_blocks._CsvReader, positions: Mapping[str, int]) -> ColumnBlock:
        asked.append(positions)
        return read_rows(reader, positions)

    monkeypatch.setattr(column_blocks._CsvReader, "_read_rows", read_one_by_one)
    assert read(tmp_path) == [(number, "1", "x") for number in range(2, 20_002)]
    # the lines behind the header in its block
    assert len(asked) == 1


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A folder with a workbook whose columns are named in its third row."""
    book = Workbook()
    rows = [["导出"], [], ["time", "id", "name"], ["9:00", 1, "雨水"], [], [], ["", 2, None], [None, "x", "电梯"]]
    for row in rows:
        book.active.append(row)
    book.active["B4"].number_format = "000"
    book.save(tmp_path / "a.xlsx")
    return tmp_path


@pytest.mark.parametrize("size", [1, 2, 2000])
@pytest.mark.parametrize(("numeric", "first"), [((), "001"), (("id",), "1")])
def test_blocks_of_a_workbook_hold_its_rows(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, size: int, numeric: tuple[str, ...], first: str
) -> None:
    monkeypatch.setattr(column_blocks, "WORKBOOK_BLOCK_ROWS", size)
    source = TableSource("a.xlsx", None, None, 3)
    blocks = list(read_column_blocks(workbook, source, ("id", "name"), "votes.yaml", 7, numeric))
    rows = [row for block in blocks for row in zip(block.numbers, *block.columns.values(), strict=True)]
    assert rows == [(4, first, "雨水"), (7, "2", ""), (8, "x", "电梯")]


@pytest.mark.parametrize(
    ("header", "column", "mistake"),
    [
        (2, "id", (1, "table_without_header")),
        (20, "id", (1, "table_without_header")),
        (3, "number", (3, "column_missing")),
    ],
)
def test_workbook_without_what_is_asked_for_is_refused(
    workbook: Path, header: int, column: str, mistake: tuple[int, str]
) -> None:
    source = TableSource("a.xlsx", None, None, header)
    with pytest.raises(ContentError) as error:
        list(read_column_blocks(workbook, source, (column,), "votes.yaml", 7))
    assert [(problem.line, problem.code) for problem in error.value.problems] == [mistake]


def test_doubtful_row_of_a_workbook_is_refused(workbook: Path) -> None:
    book = load_workbook(workbook / "a.xlsx")
    book.active.row_dimensions[7].hidden = True
    book.active.row_dimensions[5].hidden = True
    book.save(workbook / "a.xlsx")
    with pytest.raises(ContentError) as error:
        list(read_column_blocks(workbook, TableSource("a.xlsx", None, None, 3), ("id",), "votes.yaml", 7))
    values = (("column", "id"), ("count", "1"))
    assert list(error.value.problems) == [Problem("a.xlsx", 7, "rows_hidden", values)]
