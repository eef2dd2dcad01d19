"""Differences of nested data: where they are, what each side has, and how both are shown."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.content.differences import MAX_VALUE_LENGTH, find_differences, format_place, format_value


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": 1, "b": [1, 2]}, {"b": [1, 2], "a": 1}, []),
        ({"a": 1}, {"a": 2}, [(("a",), 1, 2)]),
        ({"a": 1, "b": 2}, {"c": 3, "a": 1}, [(("c",), None, 3), (("b",), 2, None)]),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, [(("a", 1, "b"), 2, 3)]),
        ([1, 2], [1, 2, 3], [((), [1, 2], [1, 2, 3])]),
        ({"a": [1]}, {"a": {"0": 1}}, [(("a",), [1], {"0": 1})]),
    ],
)
def test_differences_are_as_deep_as_they_can_be(one: Any, other: Any, expected: list[Any]) -> None:
    assert list(find_differences(one, other)) == expected


@pytest.mark.parametrize(
    ("path", "place"), [((), ""), (("votes",), "votes"), (("entries", 1, "votes"), "entries[2].votes"), ((0,), "[1]")]
)
def test_a_place_counts_from_one(path: tuple[str | int, ...], place: str) -> None:
    assert format_place(path) == place


def test_a_value_is_shown_as_json_and_cut() -> None:
    values = (None, 0, "雨", {"a": [True]}, "x" * 300)
    assert [format_value(value) for value in values[:-1]] == ["—", "0", '"雨"', '{"a": [true]}']
    assert format_value(values[-1]) == '"' + "x" * (MAX_VALUE_LENGTH - 1)
