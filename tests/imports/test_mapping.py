"""The mapping file: labels to key paths and back."""

from __future__ import annotations

import pytest

from plugins.imports.forms.mapping import SECTIONS, KeyPath, load_mapping, parse_key

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
    ],
)
def test_label_is_mapped_to_a_key_path(label: str, path: KeyPath | None) -> None:
    assert load_mapping().find_path(label, LANGUAGES) == path


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("title",), "项目名称"),
        (("title", "en"), "项目名称.en"),
        (("gallery", 1, "alt"), "图片2说明"),
        ((SECTIONS, "做法"), "做法"),
        (("links", 1, "url"), "links[2].url"),
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
