"""Lookup of units, tracks and existing entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.lookup import list_existing_entries, load_reference_data, normalize_label
from plugins.content.problems import ContentError


@pytest.mark.parametrize("label", ["项目名称", "*项目 名称：", "（三）项目名称", "1.项目名称", "\u3000项目名称 ＊"])
def test_decoration_of_labels_is_ignored(label: str) -> None:
    assert normalize_label(label) == "项目名称"


def test_units_and_tracks_are_found_by_name_and_id(tiny: Path) -> None:
    reference = load_reference_data(tiny)
    assert [reference.find_unit(name) for name in ("水务局", "Water Bureau", "water-bureau", "水")] == [
        "water-bureau",
        "water-bureau",
        "water-bureau",
        None,
    ]
    assert [reference.find_track(name) for name in ("水", "water", "火")] == ["water", "water", None]


def test_name_of_two_units_is_ambiguous(tiny: Path) -> None:
    units = tiny / "units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("东区办", "水务局"), encoding="utf-8")
    assert load_reference_data(tiny).find_unit("水务局") is None


def test_invalid_units_file_raises(tiny: Path) -> None:
    (tiny / "units.yaml").write_text("units: [", encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load_reference_data(tiny)
    assert {problem.file for problem in raised.value.problems} == {"units.yaml"}


def test_entry_takes_precedence_over_a_draft_of_the_same_number(tiny: Path) -> None:
    draft = tiny / "drafts" / "new-entry"
    draft.mkdir(parents=True)
    (draft / "index.md").write_text("---\nnumber: '01'\ntitle: 草稿\n---\n", encoding="utf-8")
    existing = list_existing_entries(tiny)
    assert existing.numbers["01"].startswith("entries/")
    assert existing.find_folders("01", "草稿") == [existing.numbers["01"], "drafts/new-entry"]
    assert "new-entry" in existing.slugs


def test_entries_and_drafts_are_found_by_title_whatever_their_state(tiny: Path) -> None:
    for folder, text in (
        ("drafts/a", "---\nnumber: '91'\ntitle: 甲\n---\n"),
        ("drafts/b", "---\nnumber: '91'\ntitle: 甲\n---\n"),
        ("drafts/c", "---\nnumber: [1]\ntitle: {en: x}\n---\n"),
        ("drafts/d", "no front matter"),
        ("drafts/E", "---\nnumber: '95'\n---\n"),
        ("drafts/f", "---\ntitle: 己\n---\n"),
    ):
        (tiny / folder).mkdir(parents=True)
        (tiny / folder / "index.md").write_text(text, encoding="utf-8")
    existing = list_existing_entries(tiny)
    assert existing.draft_titles == {"甲": ["drafts/a", "drafts/b"], "己": ["drafts/f"]}
    assert [existing.find_number(title) for title in ("甲", "己", "x")] == ["91", "", ""]
    assert existing.find_folders("91", "甲") == [existing.numbers["91"], "drafts/a", "drafts/b"]
    assert existing.find_folders("99", "x") == []
    assert {"a", "b", "c", "d", "f"} < existing.slugs and "E" not in existing.slugs
