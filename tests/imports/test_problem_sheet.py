"""The problem sheet, and the command ``import`` that writes it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from plugins.cli.imports import import_command
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.forms.submission import LocatedProblem
from plugins.imports.problem_sheet import write_problems
from plugins.imports.run import import_forms
from tests.support.builds import run_task


def _csv(path: Path, rows: list[list[str]], encoding: str) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def test_problem_sheet_has_location_and_entry_of_each_problem(tiny: Path, tmp_path: Path) -> None:
    rows = [["编号", "项目名称", "申报单位", "赛道", "简介", "背景"], ["9", "=雨", "水务局", "水", "甲", "乙"]]
    imported = import_forms(tiny, _csv(tmp_path / "a.csv", rows, "gb18030"), load_mapping())
    write_problems(tmp_path / "p.xlsx", load_mapping(), list[LocatedProblem](), imported.drafts, "zh-Hans")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").active
    cells = [[cell.value or "" for cell in row] for row in sheet]
    assert cells[0] == ["文件", "位置", "编号", "项目名称", "申报单位", "类别", "问题和办法"]
    assert [row[:6] for row in cells[1:]] == [["a.csv", "B2", "9", "", "水务局", "错误"]]
    assert "=雨" in cells[1][6]


def test_import_prints_problems_and_removes_an_old_sheet(tiny: Path, tmp_path: Path) -> None:
    rows = [["编号", "项目名称", "申报单位", "赛道", "简介", "背景"], ["9", "雨", "水物局", "水", "甲", "乙"]]
    path = _csv(tmp_path / "a.csv", rows, "utf-8")
    wrong = run_task("import", str(path), "--content", str(tiny), "--lang", "en")
    assert (wrong.returncode, wrong.stderr.splitlines()) == (
        1,
        [
            "Nothing of this was added. To add it, import again with --yes.",
            f'{path}:C2: No unit called "水物局" is registered. Did you mean "水务局"? '
            "Write its full name; if it is new, an editor registers it first (new unit).",
        ],
    )
    assert (tmp_path / "a-problems.xlsx").exists()
    rows[1][2] = "水务局"
    good = run_task("import", str(_csv(path, rows, "utf-8")), "--content", str(tiny), "--lang", "en")
    assert (good.returncode, good.stdout, good.stderr) == (0, "1 entries written.\n", "")
    assert not (tmp_path / "a-problems.xlsx").exists()


@pytest.mark.parametrize("name", ["nowhere", "a.doc", "empty"])
def test_import_of_a_source_without_forms_prints_a_message(
    tiny: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.doc").write_bytes(b"old")
    (tmp_path / "empty").mkdir()
    assert import_command(tiny, tmp_path / name, "", False, "zh-Hans") == 1
    assert f"“{name}”" in capsys.readouterr().err
