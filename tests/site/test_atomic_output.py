"""Replacing the output folder: the whole new site or the whole earlier one, with nothing left over."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cache.sqlite import SqliteCache
from plugins.site.files.outputs import Output
from plugins.site.incremental import atomic_output, manifest
from plugins.site.incremental.atomic_output import replace_output
from tests.support.builds import files


@pytest.fixture(autouse=True)
def separate_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Manifests of this test alone."""
    monkeypatch.setattr(manifest, "CACHE", SqliteCache(tmp_path / "cache.sqlite"))


def _write(folder: Path, **contents: str) -> None:
    with replace_output(folder) as writer:
        for name, text in contents.items():
            writer.write(Output.from_bytes(name.replace("_", "/"), "test", text.encode()))


def test_files_and_folders_of_earlier_sites_do_not_remain(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for contents in ({"a_b_c": "1", "d": "1"}, {"a_x": "2"}, {"d": "3"}, {"a_b_c": "1"}):
        _write(site, **contents)
        assert files(site) == {name.replace("_", "/"): text.encode() for name, text in contents.items()}
        assert {path.name for path in site.rglob("*") if path.is_dir()} == {"a_b_c": {"a", "b"}, "a_x": {"a"}}.get(
            next(iter(contents)), set()
        )


def test_exception_leaves_the_earlier_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, index="old")
    with pytest.raises(RuntimeError), replace_output(site) as writer:
        writer.write(Output.from_bytes("index", "test", b"new"))
        raise RuntimeError
    assert files(site) == {"index": b"old"}
    assert list(tmp_path.glob(".site-new-*")) == []


def test_leftovers_of_a_killed_build_are_removed_and_its_site_restored(tmp_path: Path) -> None:
    (tmp_path / ".site-new-1").mkdir()
    displaced = tmp_path / ".site-old"
    displaced.mkdir()
    (displaced / "index").write_text("old")
    with pytest.raises(RuntimeError), replace_output(tmp_path / "site"):
        raise RuntimeError
    assert files(tmp_path / "site") == {"index": b"old"}
    assert {path.name for path in tmp_path.iterdir()} & {".site-new-1", ".site-old"} == set()


def test_swap_works_without_an_exchange_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_output, "_exchange", lambda *_: False)
    for number in "123":
        _write(tmp_path / "site", index=number)
        assert files(tmp_path / "site") == {"index": number.encode()}


def test_changed_file_in_the_recycled_dir_is_not_reused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, index="1")
    _write(site, index="2")
    (tmp_path / ".site-spare" / "index").write_text("changed")
    _write(site, index="1")
    assert files(site) == {"index": b"1"}
