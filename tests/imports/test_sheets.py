"""Workbooks of submissions as units keep them: sheets, merged cells, totals, rich text, hidden and struck-out rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from plugins.content.problems import ContentError
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.forms.submission import LocatedProblem, Losses, Submission
from plugins.imports.forms.tables import read_table

LANGUAGES = ("zh-Hans", "en")
HEAD = ["编号", "项目名称", "申报单位", "简介", "背景"]
ENTRY = ["A1", "雨水花园", "水务局", "一句话。", "过去积水。"]
SECOND = ["A2", "电梯看护", "东区办", "又一句。", "过去困人。"]
NUMBERS = [["A1", "雨水花园"], ["A2", "电梯看护"]]


def read_workbook(
    tmp_path: Path, rows: list[list[Any]], change: Callable[[Any], None] = lambda _: None
) -> tuple[list[Submission], list[LocatedProblem]]:
    """Write a workbook, change its first sheet and read it; return the submissions and all problems."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(tmp_path / "a.xlsx")
    losses = Losses()
    submissions = list(read_table(tmp_path / "a.xlsx", load_mapping(), LANGUAGES, losses))
    return submissions, [*losses.problems, *(problem for submission in submissions for problem in submission.problems)]


def codes(problems: list[LocatedProblem]) -> list[tuple[str, str]]:
    """Return the cells of problems and their codes."""
    return [(located.location.label("en"), located.problem.code) for located in problems]


def texts(submissions: list[Submission], *keys: str) -> list[list[str]]:
    """Return the texts of some fields of each submission."""
    return [[submission.text(key) for key in keys] for submission in submissions]


def test_every_visible_sheet_with_a_head_is_read_and_others_are_quoted(tmp_path: Path) -> None:
    def add_sheets(sheet: Any) -> None:
        book = sheet.parent
        for name, rows in (("第二批", [HEAD, SECOND]), ("说明", [["请如实填写"]]), ("旧", [HEAD, ["A0", "撤回的"]])):
            added = book.create_sheet(name)
            for row in rows:
                added.append(row)
        book["旧"].sheet_state = "hidden"

    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY], add_sheets)
    assert texts(submissions, "number", "title") == NUMBERS
    assert [submission.location.label("en") for submission in submissions] == ["Sheet!A2", "第二批!A2"]
    assert codes(problems) == [("说明!A1", "warn_intake_sheet_unread"), ("旧!A1", "warn_intake_hidden_sheet")]
    assert [dict(located.problem.values)["text"] for located in problems] == [
        "请如实填写",
        "编号；项目名称；申报单位；简介；背景；A0；撤回的",
    ]


def test_hidden_first_sheet_is_not_read(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        added = sheet.parent.create_sheet("申报表")
        added.append(HEAD)
        added.append(SECOND)
        sheet.sheet_state = "hidden"
        sheet.parent.active = 1

    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY], hide)
    assert texts(submissions, "number", "title") == NUMBERS[1:]
    assert codes(problems) == [("Sheet!A1", "warn_intake_hidden_sheet")]


def test_hidden_and_struck_rows_are_quoted_and_not_read(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        for cell in sheet[4]:
            cell.font = Font(strike=True)

    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY, SECOND, ["A3", "作废的", "", "", ""]], hide)
    assert texts(submissions, "number", "title") == NUMBERS[:1]
    assert codes(problems) == [("A3", "warn_intake_hidden_row"), ("A4", "warn_intake_struck_row")]
    assert dict(problems[1].problem.values)["text"] == "A3；作废的"


def test_hidden_column_makes_a_draft_and_is_quoted(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["E"].hidden = True

    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY], hide)
    assert ("sections", "背景") not in submissions[0].values
    assert codes(problems) == [("E2", "intake_hidden_cell")]
    assert not problems[0].problem.is_warning


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["合计", "2个"], "warn_intake_total_row"),
        (["共2个项目"], "warn_intake_total_row"),
        (["", "小计", "", ""], "warn_intake_total_row"),
        (["填表人：张三 电话：13800138000"], "warn_intake_signature_row"),
        (["审核人：", "李四", "日期：", "2022年9月"], "warn_intake_signature_row"),
        (["单位（盖章）："], "warn_intake_signature_row"),
        (["注：1. 简介不超过100字"], "warn_intake_note_row"),
        (["一、市直单位"], "warn_intake_note_row"),
        (["示例", "某某项目", "某单位", "写一句话"], "warn_intake_example_row"),
    ],
)
def test_rows_that_are_no_submissions_are_quoted_once(tmp_path: Path, row: list[str], code: str) -> None:
    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY, SECOND, row])
    assert texts(submissions, "number", "title") == NUMBERS
    column = "A" if row[0] else "B"
    assert codes(problems) == [(f"{column}4", code)]
    assert dict(problems[0].problem.values)["text"] == "；".join(filter(None, row))


@pytest.mark.parametrize(
    "title", ["合计划一的治理", "总计用电管家", "填表不求人", "联系群众直通车", "说明白办清楚", "示例社区的做法"]
)
def test_titles_that_begin_like_other_rows_are_submissions(tmp_path: Path, title: str) -> None:
    submissions, problems = read_workbook(tmp_path, [HEAD, ["", title, "水务局", "一句话。", "过去积水。"]])
    assert (texts(submissions, "title"), problems) == ([[title]], [])


def test_head_that_is_repeated_on_each_page_is_skipped(tmp_path: Path) -> None:
    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY, HEAD, SECOND])
    assert (texts(submissions, "number", "title"), problems) == (NUMBERS, [])


def test_merged_cells_are_filled_down(tmp_path: Path) -> None:
    rows = [HEAD, ENTRY, [*SECOND[:2], None, *SECOND[3:]]]
    submissions, problems = read_workbook(tmp_path, rows, lambda sheet: sheet.merge_cells("C2:C3"))
    assert (texts(submissions, "units"), problems) == ([["水务局"], ["水务局"]], [])


def test_rows_with_a_merged_number_are_one_submission(tmp_path: Path) -> None:
    head = [*HEAD, "图片1", "图片1说明"]
    rows = [head, [*ENTRY, "a.png", "院子"], [None, None, None, None, "后来通了。", "b.png", "沟"], [*SECOND, "", ""]]

    def merge(sheet: Any) -> None:
        for column in "ABCD":
            sheet.merge_cells(f"{column}2:{column}3")

    submissions, problems = read_workbook(tmp_path, rows, merge)
    assert (texts(submissions, "number", "title"), problems) == (NUMBERS, [])
    first = submissions[0]
    assert first.text("sections", "背景") == "过去积水。\n后来通了。"
    assert [first.text("gallery", index, key) for index in (0, 1) for key in ("file", "alt")] == [
        "a.png",
        "院子",
        "b.png",
        "沟",
    ]


def test_heads_of_two_rows_are_joined(tmp_path: Path) -> None:
    rows = [
        ["编号", "项目名称", "申报单位", None, "图片1", None, "背景"],
        [None, None, "名称", "联系人", "文件名", "说明", None],
        ["A1", "雨水花园", "水务局", "张三", "a.png", "院子", "过去积水。"],
    ]

    def merge(sheet: Any) -> None:
        for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"):
            sheet.merge_cells(cells)

    for change in (merge, lambda _: None):
        submissions, problems = read_workbook(tmp_path, rows, change)
        assert codes(problems) == [("D2", "warn_intake_ignored")]
        assert {path: value.text for path, value in submissions[0].values.items()} == {
            ("number",): "A1",
            ("title",): "雨水花园",
            ("units",): "水务局",
            ("gallery", 0, "file"): "a.png",
            ("gallery", 0, "alt"): "院子",
            ("sections", "背景"): "过去积水。",
        }


def test_label_over_two_columns_is_the_label_of_both(tmp_path: Path) -> None:
    rows = [[*HEAD[:3], None, *HEAD[3:]], [*ENTRY[:3], "园林局", *ENTRY[3:]]]
    submissions, problems = read_workbook(tmp_path, rows, lambda sheet: sheet.merge_cells("C1:D1"))
    assert (texts(submissions, "units"), problems) == ([["水务局\n园林局"]], [])


def test_rich_text_keeps_its_meaning(tmp_path: Path) -> None:
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    text = CellRichText("面积10", TextBlock(raised, "4"), "平方米，", TextBlock(struck, "三年"), "两年")
    rows = [HEAD, [*ENTRY[:3], text, text]]
    submissions, problems = read_workbook(tmp_path, rows)
    assert submissions[0].values["sections", "背景"].blocks == ("面积10⁴平方米，~~三年~~两年",)
    assert submissions[0].text("summary") == "面积10⁴平方米，两年"
    assert codes(problems) == [("D2", "intake_struck")]


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    def format_cells(sheet: Any) -> None:
        for cell, code in (("A2", "000"), ("B2", '@"水"'), ("D2", "0.0%"), ("E2", 'yyyy"年"m"月"d"日"')):
            sheet[cell].number_format = code

    submissions, _ = read_workbook(tmp_path, [HEAD, [7, "雨", "水务局", 0.985, 44823]], format_cells)
    assert submissions[0].text("number") == "007"
    assert submissions[0].text("title") == "雨水"
    assert submissions[0].text("summary") == "98.5%"
    assert submissions[0].text("sections", "背景") == "2022年9月19日"


def test_errors_of_cells_are_reported_and_not_read(tmp_path: Path) -> None:
    submissions, problems = read_workbook(tmp_path, [HEAD, [*ENTRY[:4], "#N/A"]])
    assert (submissions[0].text("sections", "背景"), codes(problems)) == ("", [("E2", "intake_cell_error")])


def test_texts_without_a_column_are_quoted(tmp_path: Path) -> None:
    rows = [
        [*HEAD, "行政级别", "心得"],
        [*ENTRY, "处级", "我们走访了每一户人家，听取意见。", "多出来的一格"],
        [*SECOND, "科级"],
    ]
    _, problems = read_workbook(tmp_path, rows)
    assert [
        (*code, dict(located.problem.values)["text"]) for code, located in zip(codes(problems), problems, strict=True)
    ] == [
        ("F1", "warn_intake_unmapped", "行政级别：处级、科级"),
        ("G1", "warn_intake_unmapped", "心得"),
        ("G2", "intake_unmapped", "心得：我们走访了每一户人家，听取意见。"),
        ("H2", "intake_unmapped", "多出来的一格"),
    ]


def test_comments_are_quoted(tmp_path: Path) -> None:
    def comment(sheet: Any) -> None:
        sheet["E2"].comment = Comment("请补充数据", "张三")

    _, problems = read_workbook(tmp_path, [HEAD, ENTRY], comment)
    assert codes(problems) == [("E2", "warn_intake_beside_cells")]
    assert "请补充数据" in dict(problems[0].problem.values)["text"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("一行_x000D_\n二行", "一行\n二行"),
        ("一行_x000D_二行", "一行\n二行"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x6C34_", "水"),
        ("a_x00_b", "a_x00_b"),
        ("_xD83D_甲", "甲"),
    ],
)
def test_coded_characters_are_those_that_a_spreadsheet_shows(tmp_path: Path, stored: str, shown: str) -> None:
    submissions, problems = read_workbook(tmp_path, [HEAD, [*ENTRY[:4], stored]])
    (submission,) = submissions
    assert (submission.text("sections", "背景"), problems) == (shown, [])


def test_address_behind_the_words_of_a_cell_is_reported(tmp_path: Path) -> None:
    def link(sheet: Any) -> None:
        sheet["E2"].hyperlink = "https://a.cn/x"
        sheet["D2"] = "见 https://b.cn/"
        sheet["D2"].hyperlink = "https://b.cn/"

    _, problems = read_workbook(tmp_path, [HEAD, ENTRY], link)
    assert codes(problems) == [("E2", "warn_intake_link")]
    assert dict(problems[0].problem.values) == {"target": "https://a.cn/x"}


def test_table_with_other_columns_below_is_quoted_and_not_read(tmp_path: Path) -> None:
    other = [[HEAD[1], HEAD[0], *HEAD[2:]], [SECOND[1], SECOND[0], *SECOND[2:]]]
    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY, [], HEAD, *other])
    assert texts(submissions, "number", "title") == NUMBERS[:1]
    assert codes(problems) == [("A5", "intake_other_head")]
    assert dict(problems[0].problem.values)["text"] == "；".join(cell for row in other for cell in row)


def test_same_as_above_is_what_stands_there(tmp_path: Path) -> None:
    rows = [HEAD, ENTRY, ["A2", "电梯看护", "〃", "同上", "过去困人。"], ["A3", "同上", " 同上 ", "又一句。", "〃"]]
    submissions, problems = read_workbook(tmp_path, rows)
    assert texts(submissions, "title", "units", "summary") == [
        ["雨水花园", "水务局", "一句话。"], ["电梯看护", "水务局", "一句话。"], ["同上", "水务局", "又一句。"]
    ]  # fmt: skip
    assert [submission.accounted for submission in submissions] == [[], ["〃", "同上"], [" 同上 ", "〃"]]
    assert problems == []


def test_same_as_above_in_the_first_row_is_a_text(tmp_path: Path) -> None:
    submissions, _ = read_workbook(tmp_path, [HEAD, [*ENTRY[:2], "同上", *ENTRY[3:]]])
    assert texts(submissions, "units") == [["同上"]]


def test_what_the_format_of_a_cell_hides_is_quoted_and_not_read(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet["D2"], sheet["F2"] = 5, "内部"
        for cell, code in (("C2", '0;0;0;"已填"'), ("D2", ";;;"), ("E2", ";;;"), ("F2", ";;;")):
            sheet[cell].number_format = code

    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY], hide)
    assert texts(submissions, "units", "summary") == [["已填", ""]]
    hidden = {"C2": "水务局", "D2": "5", "E2": "过去积水。", "F2": "内部"}
    assert codes(problems) == [(cell, "warn_intake_hidden") for cell in hidden]
    assert [dict(located.problem.values)["text"] for located in problems] == list(hidden.values())


def test_zero_that_a_format_hides_is_nothing(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet["D2"] = 0
        sheet["D2"].number_format = "0;-0;;@"

    submissions, problems = read_workbook(tmp_path, [HEAD, ENTRY], hide)
    assert (texts(submissions, "summary"), problems) == ([[""]], [])


def test_names_of_columns_below_each_other_are_recognized(tmp_path: Path) -> None:
    rows = [["申报表"], *([label, value] for label, value in zip(HEAD, ENTRY, strict=True))]
    with pytest.raises(ContentError) as error:
        read_workbook(tmp_path, rows)
    assert [(item.line, item.code, dict(item.values)["there"]) for item in error.value.problems] == [
        (2, "intake_labels_down", ", ".join(HEAD))
    ]


def test_name_of_a_column_that_is_merged_into_the_head_is_not_above_it(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:A2")

    submissions, problems = read_workbook(tmp_path, [["编号", "项目"], ["", *HEAD[1:]], ENTRY], merge)
    assert (texts(submissions, "number", "title"), codes(problems)) == (NUMBERS[:1], [("B1", "warn_intake_above_head")])


@pytest.mark.parametrize("label", ["简介【限200字】", "简介〔必填〕", "简介［200字］", "简介（200字）"])
def test_note_behind_a_label_is_in_brackets_of_any_kind(label: str) -> None:
    assert load_mapping().find_path(label, LANGUAGES) == ("summary",)
