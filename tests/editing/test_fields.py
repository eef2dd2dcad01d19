"""Forms follow the model: every key of a record has a field with a name in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import pytest

from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord, TranslationRecord, UnitRecord
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


def _by_key(record: type[Any]) -> dict[str, FieldSpec]:
    return {spec.key: spec for spec in describe_record(record)}


def test_help_begins_with_a_capital_and_what_is_optional_is_not_repeated() -> None:
    texts = [text for record in RECORDS for spec in _all(describe_record(record)) for text in spec.help.values()]
    assert texts
    assert [text for text in texts if "可不填" in text or text[:1] in set("，；：,;: ") or text[:1].islower()] == []
    labels = [text for record in RECORDS for spec in _all(describe_record(record)) for text in spec.label.values()]
    assert [label for label in labels if label[:1].islower()] == []


def test_ids_are_asked_for_by_the_names_of_things() -> None:
    specs = _by_key(EntryRecord)
    assert (specs["units"].label, specs["units"].help) == ({"zh-Hans": "申报单位", "en": "Submitting units"}, {})
    assert (specs["track"].label["en"], specs["track"].refers) == ("Track", "track")
    # ids of a fixed list have names of their own
    assert (_by_key(PageRecord)["menu"].refers, _by_key(PageRecord)["menu"].options) == ("", ("main", "footer"))


def test_limits_and_defaults_are_those_of_the_model() -> None:
    specs = _by_key(EntryRecord)
    assert {key: spec.limit for key, spec in specs.items() if spec.limit} == dict.fromkeys(
        ("track", "recommending_unit", "group"), 80
    )
    assert (specs["sample"].default, specs["sample"].is_required) == ("", False)
    page = _by_key(PageRecord)
    assert {key: (spec.default, spec.limit) for key, spec in page.items() if spec.default} == {
        "menu": ("footer", None),
        "order": ("100", 1000),
    }
    kinds = {key: str(spec.kind) for key, spec in _by_key(ArticleRecord).items()}
    assert (kinds["date"], kinds["source_url"], kinds["sample"]) == ("day", "line", "switch")
    stage = _by_key(CompetitionConfig)["stages"].fields[0]
    assert {spec.key: str(spec.kind) for spec in stage.fields if spec.key in {"opens", "kinds", "id", "name"}} == {
        "id": "line",
        "name": "line",
        "kinds": "flags",
        "opens": "moment",
    }


def test_files_are_of_the_kind_that_their_place_takes() -> None:
    specs = _by_key(EntryRecord)
    kinds = {
        f"{spec.key}.{inner.key}": inner.accepts
        for spec in (specs["cover"], specs["video"], specs["downloads"].fields[0], specs["gallery"].fields[0])
        for inner in spec.fields
        if inner.kind is FieldKind.FILE
    }
    assert kinds == {
        "cover.file": "picture", "video.poster": "picture", "video.file": "film", "video.captions": "captions",
        ".file": "picture",
    }  # fmt: skip


def test_only_keys_of_a_record_are_required() -> None:
    inner = [spec for record in RECORDS for spec in _all(describe_record(record)) if not spec.key]
    assert inner
    assert [spec for spec in inner if spec.is_required or spec.default] == []


def test_text_of_a_translation_has_several_lines_and_its_title_one() -> None:
    fields = {key: (str(spec.kind), spec.limit, spec.is_localized) for key, spec in _by_key(TranslationRecord).items()}
    assert fields == {"title": ("line", 300, False), "summary": ("text", 2000, False)}
