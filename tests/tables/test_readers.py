"""Cells of tables: numbers and formulas."""

from __future__ import annotations

import pytest

from plugins.tables.readers import is_formula, parse_number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        (" 1,234,567 ", "1234567"),
        ("-3.50", "-3.50"),
        ("87.5%", "87.5"),
        ("1200票", "1200"),
        ("95分", "95"),
        ("1,23", None),
        ("1e5", None),
        ("", None),
        ("1" * 16, None),
        ("十", None),
    ],
)
def test_number_of_a_cell_is_parsed(cell: str, number: str | None) -> None:
    assert parse_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1", True), ("@SUM(A1)", True), ("+1+2", True), ("-A1", True), ("-1.5%", False), ("+86", False), ("雨", False)],
)
def test_formulas_are_recognized(cell: str, expected: bool) -> None:
    assert is_formula(cell) is expected
