"""Pictures in the cells of a table of submissions, and laid over them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from plugins.imports.forms.mapping import load_mapping
from plugins.imports.forms.submission import EmbeddedImage, Losses
from plugins.imports.forms.tables import read_table
from plugins.imports.run import import_forms
from tests.imports.form_factory import png
from tests.imports.picture_workbooks import excel_cell, text_cell, wps_cell, write_picture_workbook

LANGUAGES = ("zh-Hans", "en")
HEAD = ["编号", "项目名称", "申报单位", "赛道", "简介", "做法", "图片1", "图片1说明", "封面"]
ENTRY = ["Z1", "雨", "水务局", "水", "好", "挖沟"]


@pytest.mark.parametrize("make", ["wps", "excel"])
def test_pictures_in_cells_are_read(tmp_path: Path, make: str) -> None:
    pictures = [("ID_AB12", png(1), "院子"), ("ID_CD34", png(2), "")]
    cells = [[text_cell(f"{'ABCDEFGHI'[index]}1", label) for index, label in enumerate(HEAD)]]
    row = [text_cell(f"{'ABCDEF'[index]}2", text) for index, text in enumerate(ENTRY)]
    if make == "wps":
        row += [wps_cell("G2", "ID_CD34"), text_cell("H2", "沟"), wps_cell("I2", "ID_AB12")]
    else:
        row += [excel_cell("G2", 2), text_cell("H2", "沟"), excel_cell("I2", 1)]
    write_picture_workbook(tmp_path / "a.xlsx", [*cells, row], pictures)
    losses = Losses()
    (submission,) = read_table(tmp_path / "a.xlsx", load_mapping(), LANGUAGES, losses)
    assert losses.problems == submission.problems == []
    (picture,) = submission.values["gallery", 0, "file"].pictures
    (cover,) = submission.values["cover", "file"].pictures
    assert (picture.data, picture.alt, cover.data, cover.alt) == (png(2), "", png(1), "院子")


def test_pictures_laid_over_cells_belong_to_the_row_they_begin_in(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEAD, [*ENTRY, "", "", ""], ["合计"], ["", "", ""]):
        book.active.append(row)
    for cell, number in (("G2", 1), ("A2", 2), ("F2", 3), ("B9", 4)):
        book.active.add_image(Drawing(Image.open(io.BytesIO(png(number)))), cell)
    book.save(tmp_path / "a.xlsx")
    losses = Losses()
    (submission,) = read_table(tmp_path / "a.xlsx", load_mapping(), LANGUAGES, losses)
    assert len(submission.values["gallery", 0, "file"].pictures) == 1
    assert len(submission.values["gallery",].pictures) == 1
    assert [type(block) for block in submission.values["sections", "做法"].blocks] == [str, EmbeddedImage]
    problems = [(located.location.label("en"), located.problem.code) for located in losses.problems]
    assert problems == [("A3", "warn_intake_total_row"), ("B9", "warn_intake_pictures_in_table")]


def test_pictures_in_cells_are_imported(tiny: Path, tmp_path: Path) -> None:
    cells = [[text_cell(f"{'ABCDEFGHI'[index]}1", label) for index, label in enumerate(HEAD)]]
    row = [text_cell(f"{'ABCDEF'[index]}2", text) for index, text in enumerate(ENTRY)]
    cells.append([*row, wps_cell("G2", "ID_1"), text_cell("H2", "沟")])
    write_picture_workbook(tmp_path / "a.xlsx", cells, [("ID_1", png(1), "")])
    imported = import_forms(tiny, tmp_path / "a.xlsx", load_mapping())
    (folder,) = imported.writes.written
    assert folder.startswith("entries/")
    assert (tiny / folder / "picture-1.png").is_file()


def test_picture_that_is_missing_or_broken_is_reported(tiny: Path, tmp_path: Path) -> None:
    cells = [[text_cell(f"{'ABCDEFGHI'[index]}1", label) for index, label in enumerate(HEAD)]]
    row = [text_cell(f"{'ABCDEF'[index]}2", text) for index, text in enumerate(ENTRY)]
    cells.append([*row, wps_cell("G2", "ID_1"), text_cell("H2", "沟"), wps_cell("I2", "ID_2")])
    write_picture_workbook(tmp_path / "a.xlsx", cells, [("ID_1", b"broken", "")])
    problems = import_forms(tiny, tmp_path / "a.xlsx", load_mapping()).problems
    assert sorted((located.location.label("en"), located.problem.code) for located in problems) == [
        ("G2", "intake_picture_unreadable"),
        ("I2", "intake_formula"),
    ]
