"""Many things kept as one: changed rows beside the whole, and rows nobody asks for forgotten in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cache import table
from plugins.cache.sqlite import Shelf
from plugins.cache.table import MOST_LATER, Rows, Table


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(table, "SHELF", Shelf(tmp_path / "shelf.sqlite"))
    return Table("rows")


def _many(count: int, sign: str) -> Rows:
    return {f"{number}": (sign, sign.encode()) for number in range(count)}


def test_rows_come_back_as_they_were_stored_last(rows: Table) -> None:
    many = _many(MOST_LATER + 1, "a")
    rows.store(many, many)
    rows.store({"1": ("b", b"b")}, many)
    assert rows.load() == many | {"1": ("b", b"b")}


def test_rows_of_other_names_are_forgotten_when_the_whole_is_written(rows: Table) -> None:
    rows.store({"old": ("a", b"a")}, ["old"])
    many = _many(MOST_LATER + 1, "b")
    rows.store(many, many)
    assert rows.load() == many


def test_no_row_is_no_table(rows: Table) -> None:
    rows.store({}, [])
    assert rows.load() == {}
