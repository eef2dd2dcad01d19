"""Encodings and separators of CSV files are found out from their beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.tables import delimited
from plugins.tables.delimited import detect_encoding, find_separator, is_big5, read_delimited, unquote


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "utf-8-sig"),
        (b"id,name", "utf-8-sig"),
        ("编号,雨".encode(), "utf-8-sig"),
        ("编号,雨".encode()[:-1], "utf-8-sig"),
        ("编号,雨".encode()[:-2], "utf-8-sig"),
        ("id,雨".encode("gb18030"), "gb18030"),
        ("id,雨1".encode("gb18030"), "gb18030"),
        ("id,雨12".encode("gb18030"), "gb18030"),
        ("id,雨水".encode("gb18030"), "gb18030"),
        ("id,名".encode("utf-16"), "utf-16"),
        ("编号,雨水花园".encode() + b"\xff,1", "utf-8-sig"),
        ("编号,雨水花".encode() + b"\xff\xff\xff\xff", "gb18030"),
        (b"\xfe\xff" + "id,名".encode("utf-16-be"), "utf-16"),
        ("id,名".encode("utf-16-be"), "utf-16-be"),
        ("id,名".encode("utf-16-le"), "utf-16-le"),
        (b"a\0bc", "utf-16-le"),
        (b"a\0bcd", "utf-8-sig"),
    ],
)
def test_encoding_is_found_out(tmp_path: Path, data: bytes, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert detect_encoding(tmp_path / "a.csv") == encoding


@pytest.mark.parametrize("size", [4, 5, 6])
def test_sample_may_end_within_a_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(delimited, "SAMPLE_BYTES", size)
    (tmp_path / "a.csv").write_bytes("id,𠮷".encode() + b"\xff")
    assert detect_encoding(tmp_path / "a.csv") == "utf-8-sig"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("", ","),
        ("a", ","),
        ("a,b;c\n", ","),
        ("a;b,c\n", ","),
        ("a;b;c,d\n", ";"),
        ("a,b;c\nd;e\n", ";"),
        ("a\tb\n", "\t"),
        ("a|b\n", "|"),
        ("sep=|\na,b,c\n", "|"),
        ("\ufeffSEP=;\r\na,b,c\n", ";"),
        ("sep=;;\na,b,c\n", ","),
        ('"sep=|"\na,b,c\n', "|"),
        ('"sep=|\na,b,c\n', ","),
        ('"a;b;c;d",e\n', ","),
    ],
)
def test_separator_is_the_one_that_makes_even_rows(tmp_path: Path, text: str, separator: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    assert find_separator(tmp_path / "a.csv", "utf-8") == separator


def test_separator_is_found_out_from_the_first_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a,b\n" * 40 + "c;d\n" * 100, encoding="utf-8")
    assert find_separator(tmp_path / "a.csv", "utf-8") == ","
    monkeypatch.setattr(delimited, "SAMPLE_ROWS", 81)
    assert find_separator(tmp_path / "a.csv", "utf-8") == ";"
    monkeypatch.setattr(delimited, "SAMPLE_CHARACTERS", 4 * 79)
    assert find_separator(tmp_path / "a.csv", "utf-8") == ","


def test_rows_are_counted_as_a_spreadsheet_program_counts_them(tmp_path: Path) -> None:
    text = '编号,名称\r\n1,"雨水\r\n花园"\r\n\r\n="007",电梯\r\n'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    rows = [(1, ["编号", "名称"]), (2, ["1", "雨水\n花园"]), (3, []), (4, ["007", "电梯"])]
    assert list(read_delimited(tmp_path / "a.csv", "utf-8")) == rows
    (tmp_path / "b.csv").write_text(f"sep=,\r\n{text}", encoding="utf-8", newline="")
    assert list(read_delimited(tmp_path / "b.csv", "utf-8")) == rows
    (tmp_path / "c.csv").write_text(f'\ufeff"sep=,"\r\n{text}', encoding="utf-8", newline="")
    assert list(read_delimited(tmp_path / "c.csv", "utf-8-sig")) == rows


@pytest.mark.parametrize(
    ("cell", "text"),
    [('="007"', "007"), ('=""', ""), ("007", "007"), ('="007', '="007'), ('="0"7"', '="0"7"'), ("=1", "=1")],
)
def test_text_of_digits_is_read_without_the_formula_around_it(cell: str, text: str) -> None:
    assert unquote(cell) == text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("編號,項目名稱\n1,雨水花園\n".encode("big5"), True),
        ("編號,項目名稱".encode("big5")[:-1], True),
        ("編號".encode("big5") + "龘".encode("big5"), False),
        ("一二三四五六七八九".encode("big5") + "龘".encode("big5"), False),
        ("一二三四五六七八九十".encode("big5") + "龘".encode("big5"), True),
        ("编号,项目名称\n1,雨水花园\n".encode("gb18030"), False),
        (b"\xff\xff", False),
        (b"id,name", False),
        (b"", False),
    ],
)
def test_big5_is_known_by_its_frequent_characters(tmp_path: Path, data: bytes, expected: bool) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert is_big5(tmp_path / "a.csv") is expected
