"""Forms follow the model: every key of a record has a field with a name in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import pytest

from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord, UnitRecord
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CountsFile,
    NoticeFile,
    ShortlistFile,
    StatusesFile,
)
from plugins.editing.fields import FieldKind, FieldSpec, describe_record
from plugins.editing.targets import FILES, find_target

RECORDS = (
    *(EntryRecord, ArticleRecord, PageRecord, UnitRecord),
    *(ShortlistFile, NoticeFile, CountsFile, CertificatesFile, StatusesFile, AwardsFile),
)


def _all(specs: Sequence[FieldSpec]) -> Iterator[FieldSpec]:
    for spec in specs:
        yield spec
        yield from _all(spec.fields)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_of_a_record_is_in_its_form_in_order(record: type[Any]) -> None:
    keys = [field.name for field in fields(record)]
    assert [spec.key for spec in describe_record(record)] == keys


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_named_in_both_languages_and_by_no_code(record: type[Any]) -> None:
    for spec in _all(describe_record(record)):
        if not spec.key or (not spec.label and not spec.help):
            continue
        assert set(spec.label) == {"zh-Hans", "en"}
        texts = [*spec.label.values(), *(spec.help.values() if spec.refers else ())]
        assert [text for text in texts if "代号" in text and spec.refers and spec.key != "ballots"] == []
        assert not any(".yaml" in text or "write true" in text for text in texts)


def test_kinds_requirements_and_limits_come_from_the_model() -> None:
    specs = {spec.key: spec for spec in describe_record(EntryRecord)}
    assert {key: str(spec.kind) for key, spec in specs.items()} == {
        "number": "line", "title": "line", "units": "rows", "track": "choice", "summary": "text", "partners": "rows",
        "recommending_unit": "name", "group": "choice", "cover": "record", "gallery": "rows", "video": "record",
        "links": "rows", "downloads": "rows", "ballots": "mapping", "sample": "switch", "continues": "line",
    }  # fmt: skip
    assert [key for key, spec in specs.items() if spec.is_required] == ["number", "title", "units", "track", "summary"]
    assert [key for key, spec in specs.items() if spec.is_localized] == ["title", "summary"]
    # what has to look like an id is never several lines
    assert [spec.kind for spec in describe_record(UnitRecord) if spec.key == "id"] == [FieldKind.LINE]
    order = next(spec for spec in describe_record(PageRecord) if spec.key == "order")
    assert (order.kind, order.limit, order.default) == (FieldKind.NUMBER, 1000, "100")
    assert [spec.accepts for spec in specs["video"].fields if spec.accepts] == ["picture", "film", "captions"]


@pytest.mark.parametrize(
    ("record", "key", "levels"),
    [
        (ShortlistFile, "shortlist", ["rows entry", "name entry"]),
        (AwardsFile, "awards", ["mapping level", "rows entry", "name entry"]),
        (AwardsFile, "special", ["mapping special_award", "rows winner", "name winner"]),
        (CountsFile, "counts", ["mapping entry", "number "]),
        (EntryRecord, "units", ["rows unit", "name unit"]),
        (EntryRecord, "ballots", ["mapping channel", "line "]),
        (CompetitionConfig, "languages", ["rows ", "line "]),
    ],
)
def test_lists_and_their_items_name_what_their_ids_stand_for(record: type[Any], key: str, levels: list[str]) -> None:
    spec = next(spec for spec in describe_record(record) if spec.key == key)
    described = [f"{spec.kind} {spec.refers}"]
    while spec.fields:
        (spec,) = spec.fields
        described.append(f"{spec.kind} {spec.refers}")
    assert described == levels


def test_name_of_a_field_is_the_beginning_of_its_help_and_the_rest_explains_it() -> None:
    specs = {spec.key: spec for spec in describe_record(EntryRecord)}
    assert specs["number"].label == {"zh-Hans": "项目编号", "en": "Number of the entry"}
    assert specs["number"].help == {"zh-Hans": "不能重复", "en": "Each only once"}
    assert specs["recommending_unit"].label == {"zh-Hans": "推荐单位", "en": "Recommending unit"}


def test_rows_of_entries_say_once_that_they_take_several_numbers() -> None:
    (rows,) = describe_record(ShortlistFile)
    assert (rows.help["en"], rows.fields[0].help) == ("A row takes several numbers: 1-5, 07", {})


@pytest.mark.parametrize(
    "address",
    [
        *("", "entries", "entries/", "entries/A", "entries/con", "entries/../units", "entries/a/../../x", "drafts/a"),
        *("entries/a/xx/y", "entries/a/.", "results/awards", "units/", "units/a/b", "pages/a%2fb", "entries/a\0"),
    ],
)
def test_nothing_else_can_be_edited(address: str) -> None:
    assert find_target(address) is None


def test_addresses_lead_to_files() -> None:
    addresses = ["entries/a", "articles/b", "pages/c/en", "units/d", *FILES]
    files = [target.file for address in addresses if (target := find_target(address))]
    assert files == [
        *("entries/a/index.md", "articles/b/index.md", "pages/c/index.en.md", "units.yaml"),
        *("results/shortlist.yaml", "competition.yaml", "results/awards.yaml", "results/statuses.yaml"),
        *("results/notice.yaml", "results/counts.yaml", "results/certificates.yaml"),
    ]
