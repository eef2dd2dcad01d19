"""The head of a table of submissions is found in one row or two, below titles, with merged cells."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from plugins.imports.forms.mapping import load_mapping
from plugins.imports.sheets.head import MAX_HEAD_ROW, HeadFinder, SheetHead
from plugins.tables.cells import MergedRange, TableCell, TableRow

FINDER = HeadFinder(load_mapping(), ("zh-Hans", "en"))
HEAD = {1: "编号", 2: "项目名称", 3: "简介"}


def _find(*rows: Mapping[int, str], merges: tuple[MergedRange, ...] = ()) -> SheetHead | None:
    cells = [{column: TableCell(text) for column, text in row.items()} for row in rows]
    return FINDER.find([TableRow(number, row) for number, row in enumerate(cells, start=1)], merges)


def _labels(*rows: Mapping[int, str], merges: tuple[MergedRange, ...] = ()) -> tuple[int, int, Mapping[int, str]]:
    head = _find(*rows, merges=merges)
    assert head
    return head.first_row, head.last_row, head.labels


def test_row_with_three_known_labels_is_the_head() -> None:
    titles = {1: "申报汇总表"}, {2: "项目名称", 3: "编号"}, {1: " "}
    assert _find(*titles, {**HEAD, 4: "联系\n人", 501: "单位"}, {1: "A1"}) == SheetHead(
        4, 4, {**HEAD, 4: "联系 人"}, {1: ("number",), 2: ("title",), 3: ("summary",)}, frozenset()
    )
    # the same label twice is one
    assert _find({1: "编号", 2: "编号", 3: "项目名称"}) is None
    assert _find({}) is None
    assert _find() is None


@pytest.mark.parametrize(("empty", "is_head"), [(MAX_HEAD_ROW - 1, True), (MAX_HEAD_ROW, False)])
def test_head_stands_among_the_first_rows(empty: int, is_head: bool) -> None:
    assert (_find(*[{}] * empty, HEAD) is not None) is is_head


def test_merged_label_is_that_of_all_its_columns_which_continue_the_first() -> None:
    head = _find(HEAD, {1: "A1", 2: "雨"}, merges=(MergedRange(1, 3, 1, 5),))
    assert head == SheetHead(
        1,
        1,
        {**HEAD, 4: "简介", 5: "简介"},
        {1: ("number",), 2: ("title",), **dict.fromkeys((3, 4, 5), ("summary",))},
        frozenset({4, 5}),
    )


TALL = tuple(MergedRange(1, column, 2, column) for column in (1, 2, 3))


def test_second_row_divides_labels_of_the_first() -> None:
    upper, lower = {**HEAD, 4: "图片1"}, {4: "图片1", 5: "图片1说明", 6: "备忘"}
    merges = (*TALL, MergedRange(1, 4, 1, 6))
    assert _labels(upper, lower, merges=merges) == (1, 2, {**HEAD, 4: "图片1", 5: "图片1说明", 6: "图片1备忘"})


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("图片1", "说明", "图片1说明"),
        ("推荐", "单位", "推荐单位"),
        ("项目", "名称", "项目名称"),
        ("简介", "内容", "简介"),
        ("联系", "联系人", "联系人"),
        ("其他", "编号", "编号"),
        ("其他", "事项", "其他事项"),
    ],
)
def test_label_below_another_is_joined_with_it_where_it_says_nothing_alone(upper: str, lower: str, joined: str) -> None:
    labels = {**HEAD, 4: upper}
    assert _labels(labels, {4: lower}, merges=(*TALL, MergedRange(1, 4, 1, 5)))[2][4] == joined


def test_row_below_that_divides_nothing_is_no_head() -> None:
    assert _labels(HEAD, {1: "A1", 2: "雨水", 3: "好"}) == (1, 1, HEAD)
    assert _labels(HEAD, {}, merges=TALL) == (1, 1, HEAD)
    assert _labels({**HEAD, 4: "图片1"}, {4: "图", 1: "A1"}, merges=(MergedRange(1, 4, 1, 5),))[1] == 1


def test_label_with_nothing_beside_it_is_over_the_next_columns_as_a_merged_one_is() -> None:
    upper = {1: "编号", 2: "项目名称", 3: "简介", 4: "图片1"}
    assert _labels(upper, {4: "文件", 5: "说明"}) == (1, 2, {**upper, 5: "图片1说明"})
    assert _labels(upper, {4: "文件", 5: "说明", 7: "备注"})[2][7] == "备注"
    assert _labels(upper, {4: "文件", 5: "说明", 8: "备注"}) == (1, 1, upper)
    # unknown words below it are a submission
    assert _labels(upper, {4: "甲", 5: "乙"}) == (1, 1, upper)
    assert _labels(upper, {4: "文件", 5: "乙"})[:2] == (1, 2)
