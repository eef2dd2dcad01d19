"""Suggested slugs and numbers."""

from __future__ import annotations

import pytest

from plugins.scaffold.slugs import next_number, suggest_slug


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("雨水花园", (), "yu-shui-hua-yuan"),
        ("雨水花园", ("yu-shui-hua-yuan", "yu-shui-hua-yuan-2"), "yu-shui-hua-yuan-3"),
        ("“352”工作法 App", (), "352-gong-zuo-fa-app"),
        ("《》", (), "entry"),
        ("长" * 50, (), "-".join(["chang"] * 6)),
        ("x" * 40, (), "x" * 40),
        ("x" * 41, (), "entry"),
        ("", ("entry", "entry-2"), "entry-3"),
    ],
)
def test_slugs_are_suggested_from_pinyin(title: str, taken: tuple[str, ...], slug: str) -> None:
    assert suggest_slug(title, taken) == slug


@pytest.mark.parametrize(
    ("used", "following"),
    [
        ([], "1"),
        (["S07", "S23", "9"], "S24"),
        (["1", "2", "10"], "11"),
        (["甲"], "1"),
        (["9"], "10"),
        (["A099", "B1"], "A100"),
    ],
)
def test_next_number_has_the_most_frequent_form(used: list[str], following: str) -> None:
    assert next_number(used) == following
