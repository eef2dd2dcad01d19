"""The pages that appear, change and go from one stage to the next."""

from __future__ import annotations

from pathlib import Path

from plugins.release.stage_diff import PageChange, compare_sites
from tests.conftest import Site

PAGE = "<title>{} - Site</title><main><p>same</p><p>{}</p></main>"


def _write(folder: Path, **pages: str) -> Path:
    for name, page in pages.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(page, encoding="utf-8")
    return folder


def test_changes_come_as_new_changed_and_gone(tmp_path: Path) -> None:
    old = _write(tmp_path / "old", a=PAGE.format("A", "1"), b=PAGE.format("B", "1"), c=PAGE.format("C &amp; D", "1"))
    new = _write(tmp_path / "new", a=PAGE.format("A", "1"), b=PAGE.format("B", "2"), d=PAGE.format("D", "1"))
    assert list(compare_sites(old, new)) == [
        PageChange("new", "d/", "D - Site"),
        PageChange("changed", "b/", "B - Site", "2"),
        PageChange("gone", "c/", "C & D - Site"),
    ]


def test_hashed_names_and_ignored_texts_are_no_change(tmp_path: Path) -> None:
    old = _write(tmp_path / "old", a="<link href=/old/site.0123456789ab.css><img src=0123456789ab-720.avif>")
    new = _write(tmp_path / "new", a="<link href=/new/site.ba9876543210.css><img src=ba9876543210-720.avif>")
    assert list(compare_sites(old, new, ("/old", "/new"))) == []
    assert [change.kind for change in compare_sites(old, new)] == ["changed"]


def test_change_of_the_menu_alone_has_no_words(tmp_path: Path) -> None:
    old, new = (_write(tmp_path / name, a=f"<nav>{name}</nav>" + PAGE.format("A", "1")) for name in ("old", "new"))
    assert list(compare_sites(old, new)) == [PageChange("changed", "a/", "A - Site", "")]


def test_public_notice_reveals_the_winners(tiny_site: Site) -> None:
    changes = list(compare_sites(tiny_site("review"), tiny_site("notice")))
    assert [change for change in changes if change.kind == "new" and not change.path.startswith("en/")] == [
        PageChange("new", "winners/", "拟获奖项目公示 - 小城大赛")
    ]
    assert [change.path for change in changes if change.kind == "gone"] == []
    (lift,) = [change for change in changes if change.path == "entries/lift-watch/"]
    assert (lift.kind, lift.words[:4]) == ("changed", "拟金奖；")


def test_words_of_a_change_are_its_first_sixty_characters(tmp_path: Path) -> None:
    old, new = (_write(tmp_path / name, a=PAGE.format("A", text)) for name, text in (("old", "1"), ("new", "字" * 61)))
    assert [change.words for change in compare_sites(old, new)] == ["字" * 60]
