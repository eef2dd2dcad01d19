"""What can be edited: which file, which record of it, and which keys."""

from __future__ import annotations

import pytest

from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import ArticleRecord, EntryRecord, TranslationRecord, UnitsFile
from plugins.content.schema.results import AwardsFile
from plugins.editing.targets import EditTarget, find_target, new_target


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("entries/a", EditTarget("entries/a", "entries/a/index.md", EntryRecord)),
        ("articles/a/en", EditTarget("articles/a/en", "articles/a/index.en.md", TranslationRecord)),
        ("units/a", EditTarget("units/a", "units.yaml", UnitsFile, unit="a")),
        ("awards", EditTarget("awards", "results/awards.yaml", AwardsFile)),
        ("stages", EditTarget("stages", "competition.yaml", CompetitionConfig, ("current_stage", "stages"))),
    ],
)
def test_address_is_a_record_of_a_file(address: str, target: EditTarget) -> None:
    assert find_target(address) == target


def test_what_is_new_has_no_name_yet() -> None:
    assert new_target("articles") == EditTarget("new/articles", "articles/?/index.md", ArticleRecord)
    assert new_target("units") == EditTarget("new/units", "units.yaml", UnitsFile, unit="?")
    assert new_target("awards") is None


@pytest.mark.parametrize(
    ("address", "is_markdown", "is_document", "folder"),
    [
        ("entries/a", True, True, "entries/a"),
        ("entries/a/en", True, False, "entries/a"),
        ("units/a", False, False, ""),
        ("awards", False, False, "results"),
    ],
)
def test_document_is_a_text_in_its_folder(address: str, is_markdown: bool, is_document: bool, folder: str) -> None:
    target = find_target(address)
    assert target
    assert (target.is_markdown, target.is_document, target.folder) == (is_markdown, is_document, folder)


@pytest.mark.parametrize(
    ("address", "keys"),
    [("stages", ["current_stage", "stages"]), ("shortlist", ["shortlist"])],
)
def test_form_has_the_keys_of_its_target(address: str, keys: list[str]) -> None:
    target = find_target(address)
    assert target
    assert [spec.key for spec in target.specs] == keys


def test_id_of_a_unit_is_asked_once() -> None:
    target = find_target("units/a")
    assert target
    keys = [spec.key for spec in target.specs]
    assert ("id" in keys, keys[:2]) == (False, ["name", "kind"])
