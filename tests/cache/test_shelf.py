"""The shelf is emptied as a database, whoever has it open: where files in use cannot be removed it goes on keeping."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plugins.cache import sqlite
from plugins.cache.sqlite import Shelf


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "in use")


@pytest.fixture(autouse=True)
def no_removing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "unlink", _refuse)


def test_shelf_that_is_too_large_is_emptied_while_another_build_has_it_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = Shelf(tmp_path / "shelf.sqlite")
    assert kept.put({"old": b"x" * 100_000})
    assert kept.found(["old"]) == {"old": b"x" * 100_000}
    monkeypatch.setattr(sqlite, "LARGEST", 50_000)
    with closing(sqlite3.connect(kept.file)) as other:
        assert other.execute("SELECT count(*) FROM kept").fetchone() == (1,)
        assert kept.put({"new": b"y"})
        assert kept.found(["old", "new"]) == {"new": b"y"}
        assert kept.file.stat().st_size < 50_000
        assert other.execute("SELECT key FROM kept").fetchall() == [("new",)]


def test_shelf_that_is_no_database_is_emptied_while_another_build_has_it_open(tmp_path: Path) -> None:
    kept = Shelf(tmp_path / "shelf.sqlite")
    kept.file.write_bytes(b"no database" * 1000)
    with kept.file.open("rb"):
        assert (kept.found(["key"]), kept.put({"key": b"1"})) == ({}, False)
        assert kept.put({"key": b"2"})
    assert kept.found(["key"]) == {"key": b"2"}
