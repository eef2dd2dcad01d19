"""Fingerprints change with any change of a folder, and there is none where the file system cannot tell."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cache import fingerprints
from plugins.cache.fingerprints import code_digest, file_signature, folder_signature, tree_signature

SMALL = Path("halls") / "water" / "rain.md"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fingerprints, "RACY_WINDOW_NS", 0)
    for name in (SMALL, Path("halls") / "safety" / "lift.md", Path("units.yaml")):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_text("雨水", encoding="utf-8")
    return tmp_path / "tree"


def _rewrite(tree: Path) -> None:
    (tree / SMALL).write_text("电梯", encoding="utf-8")
    os.utime(tree / SMALL, ns=(0, 0))


def _replace(tree: Path) -> None:
    other = tree.parent / "other.md"
    other.write_text("电梯", encoding="utf-8")
    other.replace(tree / SMALL)


def _rename(tree: Path) -> None:
    (tree / SMALL).rename(tree / SMALL.with_name("snow.md"))


def _swap(tree: Path) -> None:
    (tree / "halls" / "water").rename(tree / "halls" / "fire")
    (tree / "halls" / "safety").rename(tree / "halls" / "water")


def _add(tree: Path) -> None:
    (tree / "halls" / "fire").mkdir()


def _drop(tree: Path) -> None:
    (tree / SMALL).unlink()


@pytest.mark.parametrize("change", [_rewrite, _replace, _rename, _swap, _add, _drop])
def test_signature_changes_with_any_change(tree: Path, change: Callable[[Path], None]) -> None:
    before = tree_signature(tree)
    assert before
    assert before == tree_signature(tree)
    change(tree)
    assert tree_signature(tree) not in (None, before)


@pytest.mark.posix
@pytest.mark.parametrize("place", [".", "halls", "halls/water"])
@pytest.mark.parametrize("target", ["folder", "folder/file"])
def test_a_tree_with_a_link_has_no_signature(tree: Path, place: str, target: str) -> None:
    (tree.parent / "folder").mkdir()
    (tree.parent / "folder/file").write_bytes(b"outside")
    (tree / place / "elsewhere").symlink_to(tree.parent / target)
    assert tree_signature(tree) is None


@pytest.mark.posix
def test_a_link_to_a_tree_has_no_signature(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tree)
    assert tree_signature(tmp_path / "link") is None


def test_recent_changes_have_no_signature(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all((tree_signature(tree), folder_signature(tree / SMALL.parent), file_signature(tree / SMALL)))
    monkeypatch.setattr(fingerprints, "RACY_WINDOW_NS", 2_000_000_000)
    recent = (tree_signature(tree), folder_signature(tree / SMALL.parent), file_signature(tree / SMALL))
    assert recent == (None, None, None)


def test_a_change_is_recent_from_the_first_moment_of_the_window(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = (tree / SMALL).lstat().st_ctime_ns
    monkeypatch.setattr(fingerprints, "RACY_WINDOW_NS", 10)
    monkeypatch.setattr("time.time_ns", lambda: changed + 10)
    assert file_signature(tree / SMALL) is None
    monkeypatch.setattr("time.time_ns", lambda: changed + 11)
    assert file_signature(tree / SMALL)


def test_undecodable_file_names_are_included(tree: Path) -> None:
    (tree / os.fsdecode(b"\xff\n")).write_text("雨水", encoding="utf-8")
    assert tree_signature(tree) is not None


def test_a_missing_folder_has_no_signature(tree: Path) -> None:
    assert (tree_signature(tree / "none"), tree_signature(tree / SMALL)) == (None, None)
    assert (folder_signature(tree / "none"), file_signature(tree / "none")) == (None, "none")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small program in place of this one."""
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    for name in ("plugins/a.py", "plugins/messages.yaml", "requirements/site.lock", "pelicanconf.py", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one\n", encoding="utf-8")
    return tmp_path


def _digest() -> str:
    return code_digest.__wrapped__()


@pytest.mark.parametrize("name", ["plugins/a.py", "plugins/messages.yaml", "requirements/site.lock", "pelicanconf.py"])
def test_digest_of_the_code_changes_with_every_file_of_it(program: Path, name: str) -> None:
    before = _digest()
    (program / name).write_text("two\n", encoding="utf-8")
    assert _digest() != before
    (program / name).write_bytes(b"one\r\n")
    assert _digest() == before
    (program / name).rename(program / name.replace(".", "x."))
    assert _digest() != before


@pytest.mark.parametrize("name", ["README.md", "plugins/__pycache__/a.cpython-311.pyc", "plugins/none/"])
def test_digest_of_the_code_is_the_same_beside_other_files(program: Path, name: str) -> None:
    before = _digest()
    if name.endswith("/"):
        (program / name).mkdir()
    else:
        (program / name).parent.mkdir(exist_ok=True)
        (program / name).write_bytes(b"two")
    assert _digest() == before
