"""Whether a folder is as it was, by what the disk says of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cache import fingerprints
from plugins.cache.fingerprints import file_signature, folder_signature, tree_signature

SMALL = Path("halls") / "water" / "rain.md"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fingerprints, "TOO_FRESH", 0)
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


def _exchange(tree: Path) -> None:
    (tree / "halls" / "water").rename(tree / "halls" / "fire")
    (tree / "halls" / "safety").rename(tree / "halls" / "water")


def _add(tree: Path) -> None:
    (tree / "halls" / "fire").mkdir()


def _drop(tree: Path) -> None:
    (tree / SMALL).unlink()


@pytest.mark.parametrize("change", [_rewrite, _replace, _rename, _exchange, _add, _drop])
def test_a_tree_in_which_something_changed_is_another(tree: Path, change: Callable[[Path], None]) -> None:
    before = tree_signature(tree)
    assert before == tree_signature(tree) != ""
    change(tree)
    assert tree_signature(tree) not in ("", before)


@pytest.mark.posix
@pytest.mark.parametrize("place", [".", "halls", "halls/water"])
def test_links_are_not_trusted_at_any_depth(tree: Path, place: str) -> None:
    (tree / place / "elsewhere").symlink_to(tree.parent)
    assert tree_signature(tree) == ""


@pytest.mark.posix
def test_a_link_to_a_tree_is_not_trusted(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tree)
    assert tree_signature(tmp_path / "link") == ""


def test_what_has_just_changed_is_not_trusted(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all((tree_signature(tree), folder_signature(tree / SMALL.parent), file_signature(tree / SMALL)))
    monkeypatch.setattr(fingerprints, "TOO_FRESH", 2_000_000_000)
    told = (tree_signature(tree), folder_signature(tree / SMALL.parent), file_signature(tree / SMALL))
    assert told == ("", "", "")


def test_names_that_are_no_text_are_names(tree: Path) -> None:
    (tree / os.fsdecode(b"\xff\n")).write_text("雨水", encoding="utf-8")
    assert tree_signature(tree) != ""


def test_what_is_no_folder_has_no_signature(tree: Path) -> None:
    assert (tree_signature(tree / "none"), tree_signature(tree / SMALL)) == ("", "")
    assert (folder_signature(tree / "none"), file_signature(tree / "none")) == ("", "none")
