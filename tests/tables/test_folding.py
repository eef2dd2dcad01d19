"""Names written in another dress are the same, and a name nearly right leads to the one that was meant."""

from __future__ import annotations

import pytest

from plugins.tables.folding import fold, nearest


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｒａｉｎ Garden", "raingarden"),
        ("“雨水”——花园", '"雨水"-花园'),
        ("「雨水」－花园", '"雨水"-花园'),
        ("3–8", "3-8"),
        ("5′ 3″", "5'3\""),
        ("等等…", "等等."),
        ("阿凡提•买买提", "阿凡提·买买提"),
        ("雨\u200b水\ufeff", "雨水"),
        ("A--B", "a-b"),
    ],
)
def test_dress_does_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded == fold(folded)


@pytest.mark.parametrize(
    ("name", "choices", "meant"),
    [
        ("水物局", ["林业局", "水务局"], "水务局"),
        ("abcdef", ["abcdxy"], "abcdxy"),
        ("abcdef", ["abcxyz"], None),
        ("abcdef", ["abcdxy", "abcdex", "abcdyz"], "abcdex"),
        ("abcdef", ["abcdxf", "abcdef!"], "abcdxf"),
        ("Ａbcdef", ["ABCDEF"], "ABCDEF"),
        ("abcdef", ["abdef", "xxxxxx"], "abdef"),
        # at most five of any length
        ("a" * 30, ["a" * 25 + "b" * 5], "a" * 25 + "b" * 5),
        ("a" * 30, ["a" * 24 + "b" * 6], None),
        # of long names the beginning is compared
        ("a" * 60 + "b" * 40, ["a" * 60 + "c" * 40], "a" * 60 + "c" * 40),
        # the only one that contains it
        ("雨水", ["西区雨水花园计划", "电梯"], "西区雨水花园计划"),
        ("雨水", ["西区雨水花园计划", "东区雨水收集工程"], None),
        ("雨", ["西区雨水花园计划"], None),
        ("雨水", [], None),
    ],
)
def test_nearest_is_what_was_meant(name: str, choices: list[str], meant: str | None) -> None:
    assert nearest(name, choices) == meant
