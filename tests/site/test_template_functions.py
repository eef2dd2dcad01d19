"""The filters of templates: sizes of files, and text in another language than the page's."""

from __future__ import annotations

import pytest

from plugins.content.schema.localized import LocalizedText
from plugins.site.render.template_functions import file_size, localize


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "1 KB"),
        (1499, "1 KB"),
        (1501, "2 KB"),
        (999_499, "999 KB"),
        (1_000_000, "1.0 MB"),
        (2_560_000, "2.6 MB"),
    ],
)
def test_sizes_are_in_the_units_of_disks(size: int, text: str) -> None:
    assert file_size(size) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("雨 & 水", "雨 &amp; 水"),
        (LocalizedText("雨水", "zh-Hans"), "雨水"),
        (LocalizedText("<Rain>", "en"), '<span lang="en">&lt;Rain&gt;</span>'),
        (LocalizedText("مطر", "ar"), '<span lang="ar" dir="rtl">مطر</span>'),
    ],
)
def test_text_is_marked_with_its_language_where_it_is_another(text: LocalizedText | str, html: str) -> None:
    assert localize(text, "zh-Hans") == html
