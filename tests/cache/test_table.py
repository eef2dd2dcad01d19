"""Tables of rows: changes are stored beside the whole, and dropped rows go when the whole is rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cache import table
from plugins.cache.sqlite import SqliteCache
from plugins.cache.table import MAX_CHANGES, Rows, Table


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(table, "CACHE", SqliteCache(tmp_path / "cache.sqlite"))
    return Table("rows")


def _many(count: int, sign: str) -> Rows:
    return {f"{number}": (sign, sign.encode()) for number in range(count)}


def test_load_returns_the_rows_last_stored(rows: Table) -> None:
    many = _many(MAX_CHANGES + 1, "a")
    rows.store(many, many)
    rows.store({"1": ("b", b"b")}, many)
    assert rows.load() == many | {"1": ("b", b"b")}


def test_dropped_rows_go_when_the_table_is_rewritten(rows: Table) -> None:
    rows.store({"old": ("a", b"a")}, ["old"])
    many = _many(MAX_CHANGES + 1, "b")
    rows.store(many, many)
    assert rows.load() == many


def test_storing_no_rows_leaves_an_empty_table(rows: Table) -> None:
    rows.store({}, [])
    assert rows.load() == {}


def test_so_many_changes_are_stored_beside_the_whole(rows: Table) -> None:
    rows.store(_many(MAX_CHANGES, "a"), [])
    assert rows.load() == _many(MAX_CHANGES, "a")
    rows.store({"new": ("b", b"b")}, ["1", "new"])
    assert rows.load() == {"1": ("a", b"a"), "new": ("b", b"b")}
    rows.store({"more": ("c", b"c")}, [])
    assert rows.load() == {"1": ("a", b"a"), "new": ("b", b"b"), "more": ("c", b"c")}
