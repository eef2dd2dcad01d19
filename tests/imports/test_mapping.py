"""The mapping file: labels to key paths and back."""

from __future__ import annotations

import pytest

from plugins.imports.forms.mapping import (
    SECTIONS,
    Column,
    FieldMapping,
    KeyPath,
    LabelFinder,
    Section,
    is_sentence,
    load_mapping,
    parse_key,
)

LANGUAGES = ("zh-Hans", "en")


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("项目名称", ("title",)),
        ("*项目 名称：", ("title",)),
        ("三、项目名称（盖章）", ("title",)),
        ("项目名称.en", ("title", "en")),
        ("图片2说明", ("gallery", 1, "alt")),
        ("图片二说明", ("gallery", 1, "alt")),
        ("gallery[3].caption", ("gallery", 2, "caption")),
        ("做法", (SECTIONS, "做法")),
        ("联系人", None),
        ("项目名称.fr", None),
        ("password[1]", None),
        ("项目名称.zh-Hans", None),
        (".en", None),
        ("联系人.en", None),
        ("title", ("title",)),
        ("title.en", ("title", "en")),
        ("slug", ("slug",)),
        ("body", ("body",)),
        ("gallery[12].alt", ("gallery", 11, "alt")),
        ("gallery[0].alt", None),
        ("gallery[100].alt", None),
        ("links[2].url", ("links", 1, "url")),
        ("links[2].url.a.b", None),
        ("图片12说明", ("gallery", 11, "alt")),
        ("图片0说明", None),
        ("图片九说明", ("gallery", 8, "alt")),
        ("项目名称（不超过20字）（盖章）", None),
        ("", None),
    ],
)
def test_label_is_mapped_to_a_key_path(label: str, path: KeyPath | None) -> None:
    assert load_mapping().find_path(label, LANGUAGES) == path


def test_label_that_stands_twice_is_that_of_the_first() -> None:
    columns = Column("title", ("名称",)), Column("summary", ("简介", "名称"))
    sections = Section("做法", ("经过",)), Section("成效", ("经过", "结果"))
    mapping = FieldMapping(columns, sections)
    paths = {label: mapping.find_path(label, LANGUAGES) for label in ("名称", "简介", "经过", "结果")}
    assert paths == {"名称": ("title",), "简介": ("summary",), "经过": (SECTIONS, "做法"), "结果": (SECTIONS, "成效")}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("title",), "项目名称"),
        (("title", "en"), "项目名称.en"),
        (("gallery", 1, "alt"), "图片2说明"),
        ((SECTIONS, "做法"), "做法"),
        (("links", 1, "url"), "links[2].url"),
        (("links", 0), "links[1]"),
        (("gallery", 0, "alt"), "图片1说明"),
        (("gallery", 1, "alt", "en"), "图片2说明.en"),
        (("cover", "focus"), "cover.focus"),
    ],
)
def test_key_path_has_the_first_label_of_the_mapping_or_its_key(path: KeyPath, label: str) -> None:
    assert load_mapping().label_for(path) == label


def test_parse_key_counts_indexes_from_one() -> None:
    assert parse_key("gallery[2].alt") == ("gallery", 1, "alt")


def test_blank_values_and_ignored_labels_are_recognized() -> None:
    mapping = load_mapping()
    assert [mapping.is_blank(text) for text in ("", " \n", "无", "无锡")] == [True, True, True, False]
    assert [mapping.ignores(label) for label in ("联系人：", "项目名称")] == [True, False]


@pytest.mark.parametrize(("spaces", "path"), [(0, ("title",)), (76, ("title",)), (77, None)])
def test_text_that_is_longer_than_a_label_is_none(spaces: int, path: KeyPath | None) -> None:
    assert LabelFinder(load_mapping(), LANGUAGES).find("项目" + " " * spaces + "名称") == path
    assert LabelFinder(load_mapping(), LANGUAGES).find("") is None


@pytest.mark.parametrize(
    ("text", "label"), [("名称：雨水：花园", "名称"), ("名称:雨水", "名称"), ("：雨水", ""), ("名称", None), ("", None)]
)
def test_label_stands_before_the_first_colon(text: str, label: str | None) -> None:
    assert LabelFinder(load_mapping(), LANGUAGES).split(text) == label


@pytest.mark.parametrize(
    ("text", "is_part_of_a_description"),
    [
        ("甲" * 30, False),
        ("甲" * 31, True),
        ("甲，" + "乙" * 13, False),
        ("甲," + "乙" * 14, True),
        ("甲乙丙。", True),
        ("甲；乙", True),
        ("", False),
    ],
)
def test_long_texts_and_sentences_are_parts_of_a_description(text: str, is_part_of_a_description: bool) -> None:
    assert is_sentence(text) is is_part_of_a_description


def test_label_may_be_a_single_character() -> None:
    mapping = FieldMapping((Column("title", ("题",)),))
    assert LabelFinder(mapping, LANGUAGES).find("题") == ("title",)
