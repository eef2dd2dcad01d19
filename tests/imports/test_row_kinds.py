"""Rows of a table that are no submissions are distinguished from those that are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from plugins.imports.forms.mapping import KeyPath, load_mapping
from plugins.imports.sheets.head import SheetHead
from plugins.imports.sheets.row_kinds import RowSorter
from plugins.tables.cells import TableCell, TableRow, TextRun

PATHS: dict[int, KeyPath] = {1: ("number",), 2: ("title",), 3: ("summary",), 4: ("units",)}
LABELS = {1: "编号", 2: "项目名称", 3: "简介", 4: "单位", 5: "联系 人", 6: ""}


def _sorter(wide: frozenset[int] = frozenset()) -> RowSorter:
    return RowSorter(SheetHead(1, 1, LABELS, PATHS, frozenset()), load_mapping(), wide)


def _row(texts: Mapping[int, str], *, is_hidden: bool = False) -> TableRow:
    return TableRow(9, {column: TableCell(text) for column, text in texts.items()}, is_hidden)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ({1: "1", 2: "雨水花园"}, None),
        ({6: "一", 1: "水务类"}, "note"),
        ({5: "（十二）", 2: "安全类"}, "note"),
        ({6: "Ⅱ.", 2: "安全类"}, "note"),
        ({1: "一", 2: "安全类"}, None),
        ({6: "1", 2: "雨水花园"}, None),
        ({6: "一", 1: "A1", 2: "雨水花园"}, None),
        ({6: "一类", 2: "雨水花园"}, None),
        ({}, None),
        ({1: " "}, None),
        ({1: "示例", 2: "雨水花园"}, "example"),
        ({1: "（例）", 2: "雨水花园"}, "example"),
        ({5: "例如：王五", 2: "雨水花园"}, "example"),
        ({4: "示例", 2: "雨水花园"}, None),
        ({1: "示例中学", 2: "雨水花园"}, None),
        ({1: "合计", 2: "12"}, "total"),
        ({4: "合 计：", 5: "12"}, "total"),
        ({1: "共计12个项目"}, "total"),
        ({1: "共12项"}, "total"),
        ({1: "Grand total", 2: "3"}, "total"),
        ({1: "合计", 3: "一个项目"}, None),
        ({1: "总计算机学院", 2: "雨水"}, None),
        ({1: "填表人：", 5: "王五"}, "signature"),
        ({1: "填表人：王五", 3: "简介"}, "signature"),
        ({1: "填表人", 3: "简介"}, None),
        ({4: "填表人：王五", 3: "简介"}, None),
        ({4: "填表人：王五", 5: "12"}, "signature"),
        ({1: "单位 盖章"}, "signature"),
        ({1: "审核", 2: "雨水"}, "signature"),
        ({1: "审核机制", 2: "雨水"}, "signature"),
        ({1: "备注：", 2: "不超过三百字"}, "note"),
        ({1: "注1", 2: "不超过三百字"}, "note"),
        ({1: "注", 3: "简介"}, None),
        ({4: "注：", 5: "不超过三百字"}, None),
        ({4: "注：不超过三百字"}, "note"),
        ({3: "注：不超过三百字"}, "note"),
        ({1: "一、社区类"}, "note"),
        ({1: "（二）城市类"}, "note"),
        ({1: "(十二)、城市类"}, "note"),
        ({1: "三）乡村类"}, "note"),
        ({1: "（二）城市类", 2: "雨水"}, None),
        ({1: "一、社区类", 2: "雨水"}, None),
        ({1: "三一学校"}, None),
        ({2: "雨水花园"}, None),
    ],
)
def test_row_is_known_by_its_words_and_where_they_stand(texts: Mapping[int, str], kind: str | None) -> None:
    assert _sorter().kind(_row(texts)) == (kind and f"warn_intake_{kind}_row")


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ({1: "城市类", 2: "城市类"}, "warn_intake_note_row"),
        ({1: "城市类", 2: "社区类"}, None),
        ({3: "审核：王五"}, "warn_intake_signature_row"),
    ],
)
def test_text_in_a_cell_over_several_columns_is_no_submission(texts: Mapping[int, str], kind: str | None) -> None:
    assert _sorter(frozenset({9})).kind(_row(texts)) == kind
    assert _sorter(frozenset({8})).kind(_row(texts)) is None


def test_hidden_row_and_one_that_is_struck_out_are_no_submissions() -> None:
    struck = TableCell("1", runs=[TextRun("1", True)])
    assert _sorter().kind(_row({1: "1"}, is_hidden=True)) == "warn_intake_hidden_row"
    assert _sorter().kind(TableRow(9, {1: struck, 2: TableCell(" ")})) == "warn_intake_struck_row"
    assert _sorter().kind(TableRow(9, {1: struck, 2: TableCell("雨水")})) is None


def test_row_with_a_picture_is_a_submission() -> None:
    cells = {1: TableCell("合计"), 2: TableCell("", picture_id="1")}
    assert _sorter().kind(TableRow(9, cells)) is None


@pytest.mark.parametrize(
    ("texts", "is_head"),
    [
        ({1: "编号", 2: "项目名称"}, True),
        ({1: "编号", 2: " 项目名称\n", 3: ""}, True),
        ({5: "联系 人", 1: "编号"}, True),
        ({1: "编号"}, False),
        ({1: "编号", 2: "雨水花园"}, False),
        ({2: "编号", 1: "项目名称"}, False),
        ({1: "编号", 6: "其他"}, False),
        ({}, False),
    ],
)
def test_head_may_be_there_again(texts: Mapping[int, str], is_head: bool) -> None:
    assert _sorter().repeats_head(_row(texts)) is is_head


@pytest.mark.parametrize(
    ("texts", "is_other"),
    [
        ({1: "项目名称", 2: "编号", 3: "申报 单位"}, True),
        ({7: "编号", 8: "项目名称", 9: "简介"}, True),
        ({1: "编号", 2: "项目名称", 3: "简介"}, False),
        ({1: "项目名称", 2: "编号", 3: "项目名称"}, False),
        ({1: "项目名称", 2: "编号", 3: "雨水花园"}, False),
        # labels as texts of their own fields, or a few among other texts
        ({1: "007", 2: "项目名称", 3: "简介", 4: "单位"}, False),
        ({1: "单位", 2: "项目名称", 3: "简介", 6: "做法", 7: "甲", 8: "乙", 9: "丙", 10: "丁", 11: "戊"}, False),
    ],
)
def test_head_with_other_columns_begins_another_table(texts: Mapping[int, str], is_other: bool) -> None:
    assert _sorter().is_other_head(_row(texts)) is is_other
