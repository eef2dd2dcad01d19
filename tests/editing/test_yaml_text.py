"""Texts that a form writes into YAML: their quotes, and what of a value counts."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from plugins.editing.text.yaml_text import (
    block_lines,
    comparable,
    flow_text,
    is_empty,
    is_same,
    scalar_text,
    without_empty,
)


@pytest.mark.parametrize(
    ("value", "style", "quoting", "text"),
    [
        ("雨水", None, False, "雨水"),
        ("雨水", None, True, '"雨水"'),
        ("雨水", '"', False, '"雨水"'),
        ("雨水", "'", False, "'雨水'"),
        ("it's", "'", False, "'it''s'"),
        ("it's", "'", True, '"it\'s"'),
        (" 雨", "'", False, "' 雨'"),
        ("雨: 水", None, False, "'雨: 水'"),
        ("2022-09-19", None, False, "2022-09-19"),
        ("true", None, False, "true"),
        (12, None, False, "12"),
        (12, "'", False, "12"),
        (12, '"', False, '"12"'),
        ("雨" * 200 + " 水", None, False, "雨" * 200 + " 水"),
    ],
)
def test_text_keeps_the_quotes_that_it_had(value: object, style: str | None, quoting: bool, text: str) -> None:
    assert scalar_text(value, style, quoting=quoting) == text


def test_value_in_brackets_is_one_line() -> None:
    value = {"id": "a", "names": ["雨", "x, y"], "day": "2022-09-19"}
    assert flow_text(value, quoting=False) == "{id: a, names: [雨, 'x, y'], day: 2022-09-19}"
    assert flow_text(value, quoting=True) == '{id: "a", names: ["雨", "x, y"], day: "2022-09-19"}'
    assert flow_text(3, quoting=True) == "3"


def test_value_in_lines_is_indented_and_its_keys_have_no_quotes() -> None:
    value = {"id": "a", "names": ["雨", "水\n园\n"], "day": {"b": "true"}}
    plain = ["id: a", "names:", "  - 雨", "  - |", "    水", "    园", "day:", "  b: true"]
    assert block_lines(value, quoting=False) == plain
    quoted = ['id: "a"', "names:", '  - "雨"', '  - "水\\n园\\n"', "day:", '  b: "true"']
    assert block_lines(value, quoting=True) == quoted
    assert yaml.load("\n".join(quoted), yaml.BaseLoader) == value


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_nothing_is_empty(value: object) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, " ", [""], {"a": ""}])
def test_anything_else_is_not_empty(value: object) -> None:
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ({"a": "", "b": [None, {"c": []}], "d": {"e": "x"}}, {"d": {"e": "x"}}),
        (["", "x", (None,)], ["x"]),
        (("x", {}), ["x"]),
        ("", ""),
        (None, None),
        (0, 0),
    ],
)
def test_what_holds_nothing_is_left_out(value: Any, filled: Any) -> None:
    assert without_empty(value) == filled


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": ""}, {"a": "1"}, True),
        ({"a": [None, "x"]}, {"a": ("x",), "c": {"d": []}}, True),
        (None, "", True),
        (None, {}, False),
        ({"a": "1"}, {"a": "2"}, False),
        ({"a": "1"}, {"b": "1"}, False),
        (["x", "y"], ["y", "x"], False),
        (True, "True", True),
    ],
)
def test_data_are_the_same_if_they_say_the_same(one: Any, other: Any, same: bool) -> None:
    assert is_same(one, other) is same


def test_numbers_are_compared_as_texts() -> None:
    assert comparable({"a": {"b": [0]}}) == {"a": {"b": ["0"]}}
