"""Comparing two folders byte by byte."""

from __future__ import annotations

from pathlib import Path

from plugins.embargo.compare import Difference, find_differences, hash_files, list_files


def _write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_files_are_listed_by_path(tmp_path: Path) -> None:
    assert list_files(_write(tmp_path, b="", a__c="", a__b__d="")) == ["a/b/d", "a/c", "b"]


def test_difference_gives_byte_and_context(tmp_path: Path) -> None:
    one = _write(tmp_path / "one", same="x", page="-" * 50 + "abc" + "+" * 50)
    other = _write(tmp_path / "other", same="x", page="-" * 50 + "abd" + "+" * 50)
    (difference,) = find_differences(one, other)
    assert difference == Difference("page", 52, "-" * 38 + "abc" + "+" * 39, "-" * 38 + "abd" + "+" * 39)


def test_shorter_or_missing_file_is_a_difference(tmp_path: Path) -> None:
    one = _write(tmp_path / "one", cut="abc", gone="", longer="a")
    other = _write(tmp_path / "other", cut="ab", longer="ab")
    assert find_differences(one, other) == (
        Difference("cut", 2, "abc", "ab"),
        Difference("gone", 0, "", ""),
        Difference("longer", 1, "a", "ab"),
    )


def test_hash_depends_on_paths_and_bytes(tmp_path: Path) -> None:
    folder = _write(tmp_path, a="1", b="1", c="2")
    hashes = {hash_files(folder, paths) for paths in (["a"], ["b"], ["c"], ["a", "b"])}
    assert len(hashes) == 4
    assert hash_files(folder, ["a"]) == hash_files(folder, ["a"])
