"""Manifests of output folders: what the next build can tell of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from plugins.cache import fingerprints
from plugins.cache.sqlite import SqliteCache
from plugins.content.problems import problem
from plugins.site.files.outputs import Output
from plugins.site.incremental import manifest
from plugins.site.incremental.atomic_output import replace_output
from plugins.site.incremental.manifest import (
    EMPTY_MANIFEST,
    OutputManifest,
    build_key,
    find_up_to_date_build,
    load_manifest,
    save_manifests,
    save_stamp,
    stat_key,
)
from plugins.site.incremental.output_writer import SiteWriter, write_new_file

WARNING = problem("a.md", 3, "warn_not_read", name="a")


@pytest.fixture(autouse=True)
def separate_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Manifests of this test alone."""
    monkeypatch.setattr(manifest, "CACHE", SqliteCache(tmp_path / "cache.sqlite"))


def _output(path: str, text: str = "1") -> Output:
    return Output.from_bytes(path, "test", text.encode())


def _build(folder: Path, *outputs: Output) -> None:
    with replace_output(folder) as writer:
        for output in outputs:
            writer.write(output)


def test_file_has_its_size_time_and_number_and_what_is_none_has_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert stat_key(str(file)) is None
    file.write_bytes(b"abc")
    os.utime(file, ns=(5, 7))
    assert stat_key(str(file)) == (3, 7, file.stat().st_ino)


def test_manifest_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    assert load_manifest(tmp_path) is EMPTY_MANIFEST
    one, other = OutputManifest({"a": ("k", (1, 2, 3))}, {"": None}, b"x"), OutputManifest({}, {"b": (4, 5, 6)})
    save_manifests({tmp_path / "one": one, tmp_path / "other": other})
    assert [load_manifest(tmp_path / name) for name in ("one", "one/../other")] == [one, other]


def test_folders_are_the_same_until_something_is_added(tmp_path: Path) -> None:
    assert not EMPTY_MANIFEST.has_same_folders(tmp_path)
    site = tmp_path / "site"
    _build(site, _output("a/b"), _output("c"))
    assert load_manifest(site).folders.keys() == {"", "a"}
    assert load_manifest(site).has_same_folders(site)
    (site / "a/new").write_bytes(b"")
    assert not load_manifest(site).has_same_folders(site)


def test_build_is_up_to_date_until_a_file_or_a_folder_changes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    outputs = [_output("a/b"), _output("c")]
    _build(site, *outputs)
    save_stamp(None, site, "vote", ())
    assert find_up_to_date_build(None, site) is None
    assert find_up_to_date_build("key", site) is None
    save_stamp("key", site, "vote", (WARNING,))
    stamp = find_up_to_date_build("key", site)
    assert stamp
    assert (stamp.stage, stamp.problems) == ("vote", (WARNING,))
    assert find_up_to_date_build("other", site) is None
    (site / "c").write_bytes(b"2")
    assert find_up_to_date_build("key", site) is None
    _build(site, *outputs)
    save_stamp("key", site, "vote", ())
    (site / "a/new").write_bytes(b"")
    assert find_up_to_date_build("key", site) is None


def test_stamp_of_another_state_of_the_folder_does_not_count(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _build(site, _output("a"))
    save_stamp("key", site, "vote", ())
    _build(site, _output("b"))
    assert find_up_to_date_build("key", site) is None


def test_inputs_of_a_build_are_its_settings_content_and_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # so that the file system can tell at once
    monkeypatch.setattr(fingerprints, "RACY_WINDOW_NS", 0)
    content, theme = tmp_path / "content", tmp_path / "theme"
    settings: dict[str, Any] = {"THEME": str(theme), "STAGE": "vote"}
    assert build_key(content, settings) is None
    for folder in (content, theme):
        folder.mkdir()
        (folder / "a").write_bytes(b"1")
    key = build_key(content, settings)
    assert key
    assert build_key(content, dict(reversed(settings.items()))) == key
    assert build_key(content, settings | {"STAGE": "tour"}) != key
    for folder in (content, theme):
        (folder / "a").write_bytes(b"22")
        changed = build_key(content, settings)
        assert changed not in {None, key}
        key = changed


def _writer(folder: Path, previous: Path) -> SiteWriter:
    folder.mkdir(exist_ok=True)
    return SiteWriter(folder, EMPTY_MANIFEST, previous, load_manifest(previous))


def test_unchanged_file_of_the_site_before_is_linked(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _build(site, _output("a/b", "old"), _output("c", "old"))
    writer = _writer(tmp_path / "new", site)
    assert not writer.is_first_build
    for output in (_output("a/b", "old"), _output("c", "new"), _output("d", "new")):
        writer.write(output)
    assert ((tmp_path / "new/a/b").stat().st_ino, (tmp_path / "new/c").read_bytes()) == (
        (site / "a/b").stat().st_ino,
        b"new",
    )
    assert (site / "c").read_bytes() == b"old"
    assert writer.finish().files.keys() == {"a/b", "c", "d"}
    assert _writer(tmp_path / "first", tmp_path / "none").is_first_build


def test_file_that_somebody_changed_is_not_linked(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _build(site, _output("a", "old"))
    (site / "a").write_bytes(b"changed")
    assert _writer(tmp_path / "new", site).reuse("a", _output("a", "old").key) is None


def test_page_is_reused_with_the_files_that_it_requests(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with replace_output(site) as writer:
        for path, requested in (("b", ["film"]), ("a", ["picture"]), ("c", [])):
            writer.record_page(path, f"key {path}", write_new_file(writer.folder / path, b"1"), requested)
        assert list(writer.requests) == [["picture"], ["film"]]
    writer = _writer(tmp_path / "new", site)
    assert [writer.reuse_page(path, key) for path, key in (("a", "key a"), ("b", "other"), ("c", "key c"))] == [
        *(True, False, True),
    ]
    assert list(writer.requests) == [["picture"]]
    assert writer.finish().requests == {"a": ["picture"]}


def test_file_that_is_written_twice_is_written_once(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "new", tmp_path / "none")
    writer.write(_output("a", "first"))
    writer.write(_output("a", "second"))
    assert (tmp_path / "new/a").read_bytes() == b"first"


def test_new_file_leaves_the_bytes_of_its_other_names(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "new").hardlink_to(tmp_path / "old")
    stat = write_new_file(tmp_path / "new", b"new")
    assert ((tmp_path / "old").read_bytes(), stat) == (b"old", stat_key(str(tmp_path / "new")))
    assert write_new_file(tmp_path / "a/b/c", b"x") == stat_key(str(tmp_path / "a/b/c"))
