"""The SQLite cache: values come back, a large or broken file is emptied in place, and nothing ever raises."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plugins.cache import sqlite
from plugins.cache.sqlite import SqliteCache


def _fail(*_: object, **__: object) -> None:
    raise PermissionError(13, "in use")


@pytest.fixture
def no_deletion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "unlink", _fail)


@pytest.fixture
def values(tmp_path: Path) -> SqliteCache:
    return SqliteCache(tmp_path / "cache.sqlite")


def test_values_are_stored_together_and_unknown_keys_are_absent(values: SqliteCache) -> None:
    assert values.get_many(["a"]) == {}
    assert values.set_many({"a": b"1", "b": b"2"})
    assert values.set_many({"b": b"3"})
    assert values.get_many(["a", "b", "c"]) == {"a": b"1", "b": b"3"}


def test_a_value_is_created_once_per_key(values: SqliteCache) -> None:
    calls: list[int] = []

    def create() -> list[int]:
        calls.append(1)
        return [1, 2]

    assert [values.get_or_create("key", create) for _ in range(3)] == [[1, 2]] * 3
    assert len(calls) == 1


def test_without_a_key_nothing_is_cached(values: SqliteCache) -> None:
    assert [values.get_or_create(None, lambda number=number: number) for number in (1, 2)] == [1, 2]
    assert not values.file.exists()


def test_an_unwritable_cache_stores_nothing_and_does_not_raise(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    values = SqliteCache(tmp_path / "file" / "cache.sqlite")
    assert (values.set_many({"a": b"1"}), values.get_many(["a"])) == (False, {})
    assert values.get_or_create("a", lambda: "created") == "created"


@pytest.mark.usefixtures("no_deletion")
def test_a_large_file_is_emptied_while_another_build_has_it_open(
    monkeypatch: pytest.MonkeyPatch, values: SqliteCache
) -> None:
    assert values.set_many({"old": b"x" * 100_000})
    assert values.get_many(["old"]) == {"old": b"x" * 100_000}
    monkeypatch.setattr(sqlite, "MAX_BYTES", 50_000)
    with closing(sqlite3.connect(values.file)) as other:
        assert other.execute("SELECT count(*) FROM cached").fetchone() == (1,)
        assert values.set_many({"new": b"y"})
        assert values.get_many(["old", "new"]) == {"new": b"y"}
        assert values.file.stat().st_size < 50_000
        assert other.execute("SELECT key FROM cached").fetchall() == [("new",)]


@pytest.mark.usefixtures("no_deletion")
def test_a_corrupt_file_is_emptied_while_another_build_has_it_open(values: SqliteCache) -> None:
    values.file.write_bytes(b"no database" * 1000)
    with values.file.open("rb"):
        assert (values.get_many(["key"]), values.set_many({"key": b"1"})) == ({}, False)
        assert values.set_many({"key": b"2"})
    assert values.get_many(["key"]) == {"key": b"2"}


def test_a_corrupt_file_that_was_deleted_does_not_stay_open(values: SqliteCache) -> None:
    values.file.write_bytes(b"no database" * 1000)
    assert values.get_many(["key"]) == {}
    values.file.unlink()
    assert values.set_many({"key": b"1"})
    assert values.get_many(["key"]) == {"key": b"1"}


def test_a_file_in_use_keeps_its_values(values: SqliteCache, monkeypatch: pytest.MonkeyPatch) -> None:
    assert values.set_many({"key": b"1"})
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0)
    with closing(sqlite3.connect(values.file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert (values.set_many({"key": b"2"}), values.get_many(["key"])) == (False, {})
        other.rollback()
    assert values.get_many(["key"]) == {"key": b"1"}


def test_folders_of_the_cache_are_made(tmp_path: Path) -> None:
    assert SqliteCache(tmp_path / "new" / "folder" / "cache.sqlite").set_many({"key": b"1"})
