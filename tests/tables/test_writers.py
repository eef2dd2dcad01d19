"""Workbooks contain text only, and are the same bytes everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl

from plugins.paths import ROOT
from plugins.tables.writers import write_workbook


def test_cells_are_text_and_never_formulas(tmp_path: Path) -> None:
    rows = [["=1+1", "@SUM(A1)", "+1", "-1", "'=x", "\x07铃"]]
    write_workbook(tmp_path / "a.xlsx", ["=HEAD"] * 6, rows, [10])
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[6:]] == ["=1+1", "@SUM(A1)", "+1", "-1", "'=x", "铃"]
    assert all(cell.quotePrefix for cell in cells)


def test_header_is_bold_and_stays_above_wrapped_rows(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", ["甲", "乙"], [["1", "2"]], [10, 24])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [[cell.font.bold for cell in row] for row in sheet] == [[True, True], [False, False]]
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for row in sheet for cell in row} == {(True, "top")}
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [10, 24]
    assert sheet.freeze_panes == "A2"


def test_workbook_is_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    cells = ["=1", 'x\ny <b> "q" \'', "  lead", "a\tb & c"]
    program = "import sys; from pathlib import Path; from plugins.tables.writers import write_workbook\n"
    program += f"sys.platform = sys.argv[2]; write_workbook(Path(sys.argv[1]), ['编号'] * 4, [{cells!r}], [10])"
    workbooks = []
    for system, lxml in (("linux", "True"), ("win32", "True"), ("linux", "False"), ("darwin", "False")):
        command = [sys.executable, "-c", program, str(tmp_path / "a.xlsx"), system]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "OPENPYXL_LXML": lxml}, check=True)
        workbooks.append((tmp_path / "a.xlsx").read_bytes())
    assert workbooks[1:] == workbooks[:1] * 3
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        entries = {(part.create_system, part.compress_type, part.external_attr) for part in package.infolist()}
    assert entries == {(3, zipfile.ZIP_STORED, 0o600 << 16)}
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx").active[2]] == cells


def test_workbook_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_workbook(tmp_path / f"{name}.xlsx", ["甲"], [["乙"]], [10])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        content = b"".join(package.read(name) for name in package.namelist())
        assert {part.date_time for part in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert set(re.findall(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T", content)) == {b"2000-01-01T"}
