"""Tables of submissions: encodings, headers below titles, formulas."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from plugins.content.problems import ContentError
from plugins.imports.forms.mapping import KeyPath, load_mapping
from plugins.imports.forms.submission import Losses
from plugins.imports.forms.tables import read_table

LANGUAGES = ("zh-Hans", "en")
ROWS = [
    ["项目汇总表（2024年）", "", ""],
    [],
    ["编 号", "*项目名称：", "简介"],
    ["1", "雨，水", "甲\n乙"],
    [],
    ["2", "风", "丙"],
]
READ: list[dict[KeyPath, str]] = [
    {("number",): "1", ("title",): "雨，水", ("summary",): "甲\n乙"},
    {("number",): "2", ("title",): "风", ("summary",): "丙"},
]
ABOVE = [("A1", "warn_intake_above_head")]


def _csv(path: Path, rows: list[list[str]], encoding: str) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def _workbook(path: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _read(path: Path) -> tuple[list[dict[KeyPath, str]], list[tuple[str, str]]]:
    losses = Losses()
    submissions = list(read_table(path, load_mapping(), LANGUAGES, losses))
    texts = [{path: value.text for path, value in submission.values.items()} for submission in submissions]
    problems = [*losses.problems, *(located for submission in submissions for located in submission.problems)]
    return texts, [(located.location.label("en"), located.problem.code) for located in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_common_encodings(tmp_path: Path, encoding: str) -> None:
    assert _read(_csv(tmp_path / "a.csv", ROWS, encoding)) == (READ, ABOVE)


def test_header_of_a_workbook_is_found_below_titles(tmp_path: Path) -> None:
    assert _read(_workbook(tmp_path / "a.xlsx", ROWS)) == (READ, ABOVE)


def test_rows_of_csv_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    rows = [*ROWS, ["3", "=1+1", "丁"]]
    assert _read(_csv(tmp_path / "a.csv", rows, "utf-8"))[1] == [*ABOVE, ("B7", "intake_formula")]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", " =cmd|' /C calc'!A0"])
def test_formulas_are_reported_and_not_read(tmp_path: Path, text: str) -> None:
    for path in (
        _csv(tmp_path / "a.csv", [*ROWS, ["3", text, ""]], "utf-8"),
        _workbook(tmp_path / "a.xlsx", [*ROWS, ["3", text, ""]]),
    ):
        texts, problems = _read(path)
        assert (texts[2][("title",)], problems) == ("", [*ABOVE, ("B7", "intake_formula")])


def test_texts_that_only_look_like_formulas_are_texts(tmp_path: Path) -> None:
    rows = [*ROWS, ["3", "- 挖沟", "+86"]]
    texts, problems = _read(_workbook(tmp_path / "a.xlsx", rows))
    assert (texts[2][("title",)], texts[2][("summary",)], problems) == ("- 挖沟", "+86", ABOVE)


def test_unknown_and_duplicate_columns_are_reported_at_their_header(tmp_path: Path) -> None:
    header = ["编号", "项目名称", "简介", "行政级别", "联系人"]
    assert _read(_csv(tmp_path / "a.csv", [header, ["1", "雨", "甲", "处级", "张三"]], "utf-8"))[1] == [
        ("E1", "warn_intake_ignored"),
        ("D1", "warn_intake_unmapped"),
    ]
    twice = [["编号", "项目名称", "简介", "项目简介"], ["1", "雨", "甲", "乙"]]
    assert _read(_csv(tmp_path / "b.csv", twice, "utf-8")) == ([], [("D1", "column_twice")])


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["编号", "x", "y"], ["1", "2", "3"]]])
def test_table_without_known_labels_is_rejected(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(ContentError) as raised:
        _read(_csv(tmp_path / "a.csv", rows, "utf-8"))
    assert [problem.code for problem in raised.value.problems] == ["intake_no_header"]


@pytest.mark.parametrize(
    ("text", "encoding", "code", "values"),
    [
        ("汇总表\n编号，项目名称，简介\n1，雨，甲\n", "utf-8", "intake_wide_separator", {"sign": "，"}),
        ("编号；项目名称；简介；做法\n", "gb18030", "intake_wide_separator", {"sign": "；"}),
        ("編號,項目名稱,簡介\n1,雨水花園,挖淺溝\n", "big5", "intake_big5", {}),
        ("号，名，事\n1，雨，甲\n", "utf-8", "intake_no_header", None),
        ("号,名,事\n1,雨水花园,挖浅沟种草\n", "gb18030", "intake_no_header", None),
    ],
)
def test_text_that_was_saved_so_that_no_head_is_found_is_reported(
    tmp_path: Path, text: str, encoding: str, code: str, values: dict[str, str] | None
) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    with pytest.raises(ContentError) as raised:
        _read(tmp_path / "a.csv")
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.code) == ("a.csv", 1, code)
    assert values is None or dict(problem.values) == values


def test_invalid_workbook_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ContentError) as raised:
        _read(tmp_path / "a.xlsx")
    assert [problem.code for problem in raised.value.problems] == ["table_broken"]
