"""A cell says when it is struck out, and a sheet without further parts has none."""

from __future__ import annotations

import pytest

from plugins.tables.cells import TableCell, TableSheet, TextRun


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
