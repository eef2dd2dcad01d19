"""Tables as units send them: encodings, headers below titles, formulas; and tables written so that nothing runs."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from plugins.cli.imports import import_command
from plugins.content.problems import ContentError
from plugins.imports.forms.mapping import KeyPath, load_mapping
from plugins.imports.forms.submission import LocatedProblem
from plugins.imports.forms.tables import read_table
from plugins.imports.problem_sheet import write_problems
from plugins.imports.run import import_forms
from plugins.tables.writers import write_workbook
from tests.imports.form_factory import png
from tests.support.builds import ROOT, run_task

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
    submissions, header_problems = read_table(path, load_mapping(), LANGUAGES)
    values = [{key: each.text for key, each in submission.values.items()} for submission in submissions]
    problems = [*header_problems, *(each for submission in submissions for each in submission.problems)]
    return said, [(each.location.written("en"), each.problem.code) for each in findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_whatever_encoding_offices_use(tmp_path: Path, encoding: str) -> None:
    assert _read(_csv(tmp_path / "a.csv", ROWS, encoding)) == (READ, [])


def test_workbook_is_read_from_the_row_that_has_the_names(tmp_path: Path) -> None:
    assert _read(_workbook(tmp_path / "a.xlsx", ROWS)) == (READ, [])


def test_rows_of_csv_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    rows = [*ROWS, ["3", "=1+1", "丁"]]
    assert _read(_csv(tmp_path / "a.csv", rows, "utf-8"))[1] == [("B7", "intake_formula")]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", " =cmd|' /C calc'!A0"])
def test_formulas_are_not_read_but_told(tmp_path: Path, text: str) -> None:
    for path in (
        _csv(tmp_path / "a.csv", [*ROWS, ["3", text, ""]], "utf-8"),
        _workbook(tmp_path / "a.xlsx", [*ROWS, ["3", text, ""]]),
    ):
        said, told = _read(path)
        assert (said[2][("title",)], told) == ("", [("B7", "intake_formula")])


def test_texts_that_only_look_like_formulas_are_texts(tmp_path: Path) -> None:
    rows = [*ROWS, ["3", "- 挖沟", "+86"]]
    said, told = _read(_workbook(tmp_path / "a.xlsx", rows))
    assert (said[2][("title",)], said[2][("summary",)], told) == ("- 挖沟", "+86", [])


def test_columns_that_are_unknown_or_twice_are_told_at_their_heads(tmp_path: Path) -> None:
    header = ["编号", "项目名称", "简介", "行政级别", "联系人"]
    assert _read(_csv(tmp_path / "a.csv", [header, ["1", "雨", "甲", "处级", "张三"]], "utf-8"))[1] == [
        ("D1", "warn_intake_unmapped")
    ]
    twice = [["编号", "项目名称", "简介", "项目简介"], ["1", "雨", "甲", "乙"]]
    assert _read(_csv(tmp_path / "b.csv", twice, "utf-8")) == ([], [("D1", "column_twice")])


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["编号", "x", "y"], ["1", "2", "3"]]])
def test_a_table_without_known_names_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(ContentError) as refused:
        _read(_csv(tmp_path / "a.csv", rows, "utf-8"))
    assert [each.code for each in refused.value.problems] == ["intake_no_header"]


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ContentError) as refused:
        _read(tmp_path / "a.xlsx")
    assert [each.code for each in refused.value.problems] == ["table_broken"]


def test_pictures_pasted_into_a_workbook_are_told(tmp_path: Path) -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.add_image(Drawing(Image.open(io.BytesIO(png(1)))), "D4")
    book.save(tmp_path / "a.xlsx")
    assert _read(tmp_path / "a.xlsx")[1] == [("A1", "warn_intake_pictures_in_table")]


def test_nothing_runs_in_a_workbook_of_ours(tmp_path: Path) -> None:
    rows = [["=1+1", "@SUM(A1)", "+1", "-1", "'=x", "\x07铃"]]
    write_workbook(tmp_path / "a.xlsx", ["=HEAD"] * 6, rows, [10])
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[6:]] == ["=1+1", "@SUM(A1)", "+1", "-1", "'=x", "铃"]
    assert all(cell.quotePrefix for cell in cells)


def test_a_workbook_of_ours_is_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    cells = ["=1", 'x\ny <b> "q" \'', "  lead", "a\tb & c"]
    program = "import sys; from pathlib import Path; from plugins.tables.writers import write_workbook\n"
    program += f"sys.platform = sys.argv[2]; write_workbook(Path(sys.argv[1]), ['编号'] * 4, [{cells!r}], [10])"
    written = []
    for system, lxml in (("linux", "True"), ("win32", "True"), ("linux", "False"), ("darwin", "False")):
        command = [sys.executable, "-c", program, str(tmp_path / "a.xlsx"), system]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "OPENPYXL_LXML": lxml}, check=True)
        written.append((tmp_path / "a.xlsx").read_bytes())
    assert written[1:] == written[:1] * 3
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert {(each.create_system, each.compress_type) for each in packed.infolist()} == {(3, zipfile.ZIP_STORED)}
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx").active[2]] == cells


def test_a_workbook_of_ours_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_workbook(tmp_path / f"{name}.xlsx", ["甲"], [["乙"]], [10])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        values = b"".join(packed.read(name) for name in packed.namelist())
    assert set(re.findall(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T", said)) == {b"2000-01-01T"}


def test_the_sheet_for_the_units_says_where_and_whose_each_problem_is(tiny: Path, tmp_path: Path) -> None:
    rows = [["编号", "项目名称", "申报单位", "赛道", "简介", "背景"], ["9", "=雨", "水务局", "水", "甲", "乙"]]
    imported = import_forms(tiny, _csv(tmp_path / "a.csv", rows, "gb18030"), load_mapping())
    write_problems(tmp_path / "p.xlsx", load_mapping(), list[LocatedProblem](), imported.drafts, "zh-Hans")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").active
    found = [[cell.value or "" for cell in row] for row in sheet]
    assert found[0] == ["文件", "位置", "编号", "项目名称", "申报单位", "类别", "问题和办法"]
    assert [row[:6] for row in found[1:]] == [["a.csv", "B2", "9", "", "水务局", "错误"]]
    assert "=雨" in found[1][6]


def test_import_says_all_at_the_terminal_and_leaves_no_old_sheet(tiny: Path, tmp_path: Path) -> None:
    rows = [["编号", "项目名称", "申报单位", "赛道", "简介", "背景"], ["9", "雨", "水物局", "水", "甲", "乙"]]
    path = _csv(tmp_path / "a.csv", rows, "utf-8")
    wrong = run_task("import", str(path), "--content", str(tiny), "--lang", "en")
    assert (wrong.returncode, wrong.stderr.splitlines()) == (
        1,
        [
            f'{path}:C2: No unit called "水物局" is registered. Did you mean "水务局"? '
            "Write its full name; if it is new, an editor registers it first (new unit)."
        ],
    )
    assert (tmp_path / "a-problems.xlsx").exists()
    rows[1][2] = "水务局"
    good = run_task("import", str(_csv(path, rows, "utf-8")), "--content", str(tiny), "--lang", "en")
    assert (good.returncode, good.stdout, good.stderr) == (0, "1 entries written.\n", "")
    assert not (tmp_path / "a-problems.xlsx").exists()


@pytest.mark.parametrize("name", ["nowhere", "a.doc", "empty"])
def test_import_of_what_is_no_form_is_told(
    tiny: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.doc").write_bytes(b"old")
    (tmp_path / "empty").mkdir()
    assert import_command(tiny, tmp_path / name, "", "zh-Hans") == 1
    assert f"“{name}”" in capsys.readouterr().err
