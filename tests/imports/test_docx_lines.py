"""A line of a Word form may hold several fields; a text that mentions a label is not divided."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.imports.forms.docx_forms import read_docx_form
from plugins.imports.forms.mapping import SECTIONS, load_mapping
from plugins.imports.run import import_forms
from tests.imports.form_factory import png
from tests.imports.word_package import paragraph, picture, run, write_package

TAB = "<w:r><w:tab/></w:r>"


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("编号：A1    项目名称：雨水花园", {"number": "A1", "title": "雨水花园"}),
        (run("编号：A1") + TAB + run("项目名称：雨水花园") + TAB + run("赛道：水"),
         {"number": "A1", "title": "雨水花园", "track": "水"}),
        ("编号:A1 项 目 名 称:雨水 花园 联系人:张三", {"number": "A1", "title": "雨水 花园"}),
        (run("编号：A1 ") + run("项目", "<w:b/>") + run("名称：雨水花园"), {"number": "A1", "title": "雨水花园"}),
        # a label in the middle of a word, one without a value before it, and one in a description
        ("项目名称：雨水花园编号：A1", {"title": "雨水花园编号：A1"}),
        ("项目名称： 编号：A1", {"title": "编号：A1"}),
        ("项目名称：雨水 花园：二期", {"title": "雨水 花园：二期"}),
        ("简介：本项目 名称：雨水花园", {"summary": "本项目 名称：雨水花园"}),
        ("编号：A1 简介：本项目 名称：雨水花园", {"number": "A1", "summary": "本项目 名称：雨水花园"}),
        ("说明：甲 编号：A1", {}),
        (f"编号：{'长' * 490} 项目名称：雨", {"number": "长" * 490, "title": "雨"}),
        (f"编号：{'长' * 491} 项目名称：雨", {"number": f"{'长' * 491} 项目名称：雨"}),
    ],
)  # fmt: skip
def test_line_is_divided_at_labels_behind_blanks(tmp_path: Path, line: str, values: dict[str, str]) -> None:
    write_package(tmp_path / "form.docx", paragraph(line))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert {str(path[0]): value.text for path, value in submission.values.items()} == values


def test_line_in_a_section_is_not_divided(tmp_path: Path) -> None:
    write_package(tmp_path / "form.docx", paragraph("做法") + paragraph("联系人：张三 编号：A1"))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert (list(submission.values), submission.text("number")) == ([(SECTIONS, "做法")], "")


def test_every_field_of_a_line_is_accounted_for_and_its_picture_is_the_last_ones(tiny: Path, tmp_path: Path) -> None:
    lines = "编号：A1    项目名称：雨水花园二", "申报单位：水务局    推荐单位：东区办", "简介：好。"
    body = "".join(map(paragraph, lines)) + paragraph(run("赛道：水  封面说明：院子  封面：") + picture("1.png"))
    write_package(tmp_path / "form.docx", body + paragraph("做法") + paragraph("挖沟。"), files={"1.png": png(1)})
    imported = import_forms(tiny, tmp_path / "form.docx", load_mapping())
    assert [located.problem.code for located in imported.problems] == []
    (draft,) = imported.drafts
    paths = ("units", 0), ("recommending_unit",), ("cover", "file"), ("cover", "alt")
    assert [draft.values[path] for path in paths] == ["water-bureau", "east-office", "cover.png", "院子"]
