"""A line of a Word form may hold several fields; a text that mentions a label is not divided."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.imports.forms.docx_forms import read_docx_form
from plugins.imports.forms.mapping import SECTIONS, load_mapping
from plugins.imports.run import import_forms
from tests.imports.form_factory import png
from tests.imports.word_package import cell, paragraph, picture, run, table, write_package

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


FORM = ("编号：A1", "项目名称：雨水花园", "简介：好。")
VALUES = {"number": "A1", "title": "雨水花园", "summary": "好。"}


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (("填 表 说 明", "一、“项目名称”不超过20字。", "二、简介：不超过200字。", "三、做法：分点写。"), ()),
        (("填报须知", "用A4纸打印。", "（1）简介：不超过200字。"), ()),
        ((), ("做法", "种草。", "填表说明", "1. 项目名称：不超过20字。", "2. 一式三份。")),
        ((), ("做法", "种草。", "诚信承诺书", "本单位承诺所报材料真实。", "法人签字：张三")),
    ],
)
def test_instructions_and_pledges_are_left_out_in_one_message(
    tmp_path: Path, before: tuple[str, ...], behind: tuple[str, ...]
) -> None:
    write_package(tmp_path / "form.docx", "".join(map(paragraph, (*before, *FORM, *behind))))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    texts = {str(path[0]): value.text for path, value in submission.values.items()}
    assert texts == {**VALUES, **({"sections": "种草。"} if behind else {})}
    line = 1 if before else 6
    words = before or behind[2:]
    values = (("text", "；".join(words)),)
    assert [(item.location.line, item.problem.code, item.problem.values) for item in submission.problems] == [
        (line, "warn_intake_ignored", values)
    ]


@pytest.mark.parametrize(
    "form",
    [("一、编号：A1", "二、项目名称：雨水花园", "三、简介：好。"), FORM],
    ids=["numbered again", "without numbers"],
)
def test_instructions_end_where_the_labels_begin(tmp_path: Path, form: tuple[str, ...]) -> None:
    lines = ("填写说明", "一、请如实填写。", "二、一式三份。", *form)
    write_package(tmp_path / "form.docx", "".join(map(paragraph, lines)))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert {str(path[0]): value.text for path, value in submission.values.items()} == VALUES


def test_instructions_end_at_a_table(tmp_path: Path) -> None:
    rows = [line.split("：") for line in FORM]
    write_package(
        tmp_path / "form.docx", paragraph("填写说明") + paragraph("如实填写。") + table(*rows) + paragraph("谢谢")
    )
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert {str(path[0]): value.text for path, value in submission.values.items()} == VALUES
    codes = [(item.location.line, item.problem.code) for item in submission.problems]
    assert codes == [(9, "warn_intake_unmapped"), (1, "warn_intake_ignored")]


def test_heading_of_a_section_about_pledges_is_no_pledge(tmp_path: Path) -> None:
    lines = (*FORM, "做法", "签订承诺书", "各户签订。")
    write_package(tmp_path / "form.docx", "".join(map(paragraph, lines)))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert submission.text(SECTIONS, "做法") == "签订承诺书\n各户签订。"
    assert submission.problems == []


def test_cover_sheet_that_says_the_same_is_no_second_value(tmp_path: Path) -> None:
    cover = ("项目名称：雨水花园", "申报单位（盖章）：水务局", "填报日期：2024年3月1日")
    rows = [*(line.split("：") for line in FORM), ["申报单位", "水务局"]]
    write_package(tmp_path / "form.docx", "".join(map(paragraph, cover)) + table(*rows))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert {str(path[0]): value.text for path, value in submission.values.items()} == {**VALUES, "units": "水务局"}
    assert [(item.location.line, item.problem.code) for item in submission.problems] == [(3, "warn_intake_ignored")]


def test_line_of_a_section_stays_though_it_is_there_twice(tmp_path: Path) -> None:
    label = cell(paragraph("做法"), properties='<w:vMerge w:val="restart"/>')
    rows = [
        *(line.split("：") for line in FORM),
        [label, "浇水。"],
        [cell("<w:p/>", properties="<w:vMerge/>"), "浇水。"],
    ]
    write_package(tmp_path / "form.docx", table(*rows))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert (submission.text(SECTIONS, "做法"), submission.problems) == ("浇水。\n浇水。", [])


def test_note_outside_the_fields_goes_on_in_numbered_lines(tmp_path: Path) -> None:
    rows = [line.split("：") for line in FORM]
    lines = ("注：1.本表可加页。", "2.请附照片。", "院子很大。")
    write_package(tmp_path / "form.docx", table(*rows) + "".join(map(paragraph, lines)))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert [(item.location.line, item.problem.code, dict(item.problem.values)) for item in submission.problems] == [
        (9, "intake_unmapped", {"text": "院子很大。"}),
        (7, "warn_intake_ignored", {"text": "注：1.本表可加页。；2.请附照片。"}),
    ]


def test_note_in_a_section_is_part_of_its_text(tmp_path: Path) -> None:
    write_package(tmp_path / "form.docx", "".join(map(paragraph, (*FORM, "做法", "种草。", "注：每年一次。"))))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert submission.text(SECTIONS, "做法") == "种草。\n注：每年一次。"
    assert submission.problems == []


def test_cover_sheet_that_nobody_filled_in_says_nothing(tmp_path: Path) -> None:
    cover = ("项目名称：________________", "申报单位（公章）：____________")
    rows = [*(line.split("：") for line in FORM), ["申报单位", "水务局"]]
    write_package(tmp_path / "form.docx", "".join(map(paragraph, cover)) + table(*rows))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert {str(path[0]): value.text for path, value in submission.values.items()} == {**VALUES, "units": "水务局"}
    assert submission.problems == []


@pytest.mark.parametrize(
    "rows",
    [
        [[line] for line in FORM],
        [
            [cell(paragraph("编号"), paragraph("No.")), "A1"],
            [cell(paragraph("项目名称"), paragraph("Title of the Project")), "雨水花园"],
            ["简介", "好。"],
        ],
    ],
    ids=["label and value in one cell", "English below the labels"],
)
def test_labels_of_a_table_are_found(tmp_path: Path, rows: list[list[str]]) -> None:
    write_package(tmp_path / "form.docx", table(*rows))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert {str(path[0]): value.text for path, value in submission.values.items()} == VALUES
    assert submission.problems == []


def test_label_with_the_name_of_a_language_below_is_another(tmp_path: Path) -> None:
    rows = [*(line.split("：") for line in FORM), [cell(paragraph("项目名称"), paragraph("English")), "Rain Garden"]]
    write_package(tmp_path / "form.docx", table(*rows))
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), ("zh-Hans", "en"))
    assert submission.text("title") == "雨水花园"
    assert [item.problem.code for item in submission.problems] == ["warn_intake_unmapped"]


def test_numbers_of_captions_in_a_field_of_pictures_are_accounted_for(tiny: Path, tmp_path: Path) -> None:
    pictures = paragraph(picture("1.png", "院子")) + paragraph("图1 院子") + paragraph(picture("2.png", "沟"))
    body = "".join(map(paragraph, (*FORM, "申报单位：水务局", "赛道：水", "做法", "种草。", "项目照片")))
    write_package(
        tmp_path / "form.docx", body + pictures + paragraph("图2 沟"), files={"1.png": png(1), "2.png": png(2)}
    )
    imported = import_forms(tiny, tmp_path / "form.docx", load_mapping())
    assert [located.problem.code for located in imported.problems] == []
    (draft,) = imported.drafts
    assert [draft.values["gallery", index, "caption"] for index in range(2)] == ["院子", "沟"]
