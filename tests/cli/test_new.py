"""The headings with which a new entry begins."""

from __future__ import annotations

import pytest

from plugins.cli.new import _headings


@pytest.mark.parametrize(
    ("lang", "first", "count"), [("zh-Hans", "背景", 3), ("zh-Hant", "背景", 3), ("en", "Why", 3), ("de", "Why", 3)]
)
def test_a_new_entry_has_headings_in_chinese_or_english(lang: str, first: str, count: int) -> None:
    headings = _headings(lang)
    assert (headings[0], len(headings)) == (first, count)
