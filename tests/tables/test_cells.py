"""A cell says when it is struck out, and a sheet without further parts has none."""

from __future__ import annotations

import pytest

from plugins.tables.cells import ColumnHeads, TableCell, TableSheet, TextRun


@pytest.mark.parametrize(
    ("runs", "is_struck"),
    [
        ([], False),
        ([TextRun("雨", True)], True),
        ([TextRun("雨", True), TextRun(" "), TextRun("水", True)], True),
        ([TextRun("雨", True), TextRun("水")], False),
        ([TextRun(" ", True)], False),
    ],
)
def test_cell_is_struck_out_if_all_of_its_words_are(runs: list[TextRun], is_struck: bool) -> None:
    assert TableCell("雨水", runs=runs).is_struck is is_struck


def test_sheet_has_nothing_but_its_rows_unless_it_says_so() -> None:
    sheet = TableSheet("", True)
    assert [sheet.merges(), sheet.pictures(), sheet.notes(), sheet.margins()] == [()] * 4
    assert (sheet.hidden_columns(), sheet.links()) == (frozenset(), {})
    with pytest.raises(NotImplementedError):
        sheet.rows()


def test_column_is_found_by_its_own_name_then_by_that_above_it_then_by_that_of_its_group() -> None:
    heads = ColumnHeads(
        {1: "", 3: "票 数", 4: "占比", 5: "票数", 6: "合计"},
        [{1: "项目", 3: "客户端", 5: "公众号", 6: " "}, {1: "统计", 2: "编号", 6: "总 表"}],
    )
    assert heads.shown == {1: "项目", 2: "编号", 3: "票 数", 4: "占比", 5: "票数", 6: "合计"}
    columns = {
        "项目": [1],
        "编号": [2],
        "票数": [3, 5],
        "公众号票数": [5],
        "客户端 占比": [4],
        "公众号 合计": [6],
        "统计": [],
    }
    assert {name: heads.find(name) for name in columns} == columns
    assert ColumnHeads({2: "票数"}).find("项目") == []
