"""The cache of files: keys depend on every part and its place; a cache that cannot be used changes no result."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cache.files import cache_key, get_or_create, load, store


def test_key_depends_on_parts_and_their_order() -> None:
    keys = [cache_key("ab", "c"), cache_key("a", "bc"), cache_key("c", "ab"), cache_key("abc"), cache_key()]
    assert len(set(keys)) == len(keys)
    assert cache_key("项目") == cache_key("项目".encode())


def test_stored_bytes_are_loaded_and_leave_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"
    assert (load(folder, "key"), store(folder, "key", b"old"), store(folder, "key", b"new")) == (b"", b"old", b"new")
    assert load(folder, "key") == b"new"
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_bytes_are_created_only_once(tmp_path: Path) -> None:
    assert get_or_create(tmp_path, "key", lambda: b"first") == b"first"
    assert get_or_create(tmp_path, "key", lambda: pytest.fail("it was cached")) == b"first"


def test_an_unwritable_folder_changes_no_result(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert get_or_create(tmp_path / "file", "key", lambda: b"created") == b"created"
    assert get_or_create(tmp_path / "file", "key", lambda: b"again") == b"again"
