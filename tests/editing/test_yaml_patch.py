"""Changes of YAML: only the lines of what changed are others."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Callable
from typing import Any

import pytest

from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, problem
from plugins.editing.text import yaml_patch
from plugins.editing.text.yaml_patch import patch_yaml
from plugins.editing.text.yaml_text import is_same

TEXT = """\
# of the whole file
number: S03   # as printed
title: "In quotes"
units: [a, 'b'] # on one line
track: water
cover:
  file: cover.png   # the large one
  # why this one
  alt:
    zh-Hans: 花园
    en: 'It''s'
gallery:
  - file: p1.png   # first
    alt: one
  # between
  - file: p2.png
    alt: two
summary: |
  line one
  line two

# before the ballots
ballots:
  app: https://vote.example.com/1
"""


def _changed_lines(text: str, change: Callable[[Any], object]) -> list[str]:
    """The lines that a change of the data took away and added."""
    data = copy.deepcopy(read_yaml("f", text).data or {})
    change(data)
    patched = patch_yaml("f", text, data)
    assert is_same(read_yaml("f", patched).data, data)
    lines = difflib.ndiff(text.splitlines(), patched.splitlines())
    return [line for line in lines if line[0] in "-+"]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (lambda data: data.update(track="safety"), ["- track: water", "+ track: safety"]),
        (lambda data: data.update(number="24"), ["- number: S03   # as printed", "+ number: '24'   # as printed"]),
        (lambda data: data.update(title="Other"), ['- title: "In quotes"', '+ title: "Other"']),
        (
            lambda data: data["units"].insert(1, "c"),
            ["- units: [a, 'b'] # on one line", "+ units: [a, c, 'b'] # on one line"],
        ),
        (lambda data: data["cover"]["alt"].update(en="x's: y"), ["-     en: 'It''s'", "+     en: 'x''s: y'"]),
        (lambda data: data["cover"].pop("alt"), ["-   alt:", "-     zh-Hans: 花园", "-     en: 'It''s'"]),
        (
            lambda data: data["gallery"].reverse(),
            ["+   - file: p2.png", "+     alt: two", "-   - file: p2.png", "-     alt: two"],
        ),
        (lambda data: data["gallery"].pop(0), ["-   - file: p1.png   # first", "-     alt: one"]),
        (
            lambda data: data["gallery"].append({"file": "p3.png", "alt": {"zh-Hans": "三", "en": "3"}}),
            ["+   - file: p3.png", "+     alt:", "+       zh-Hans: 三", "+       en: '3'"],
        ),
        (
            lambda data: data.update(summary="short"),
            ["- summary: |", "-   line one", "-   line two", "+ summary: short"],
        ),
        (lambda data: data["ballots"].update(web="https://x.example/2"), ["+   web: https://x.example/2"]),
        (lambda data: data.pop("ballots"), ["- ballots:", "-   app: https://vote.example.com/1"]),
        (
            lambda data: data.update(sample="true", order=5, date="2024-05-01"),
            ["+ sample: true", "+ order: 5", "+ date: 2024-05-01"],
        ),
        (lambda data: data.update(track="one\ntwo"), ["- track: water", "+ track: |-", "+   one", "+   two"]),
        (lambda data: data.update(number="S03", partners=[], links=None), []),
    ],
)
def test_only_lines_of_what_changed_differ(change: Callable[[Any], object], lines: list[str]) -> None:
    assert sorted(_changed_lines(TEXT, change)) == sorted(lines)


def test_key_goes_after_the_one_before_it_or_where_it_stands_as_a_comment() -> None:
    data = read_yaml("f", "a: 1\nc: 3\n").data
    assert patch_yaml("f", "a: 1\nc: 3\n", {"a": "1", "b": "2", "c": "3"}) == "a: 1\nb: '2'\nc: 3\n"
    text = "# help\n# b:\n#   - x:\n# other\na: 1\n"
    assert patch_yaml("f", text, {"a": "1", "b": ["y"]}) == "# help\n# b:\n#   - x:\nb:\n  - y\n# other\na: 1\n"
    assert data == {"a": "1", "c": "3"}


def test_next_key_of_an_item_takes_the_hyphen_of_one_that_is_removed() -> None:
    text = "rows:\n- alt: x\n  file: a # note\n- file: b\n"
    assert patch_yaml("f", text, {"rows": [{"file": "a"}, {"file": "b"}]}) == "rows:\n- file: a # note\n- file: b\n"


def test_only_key_of_an_item_can_become_another() -> None:
    assert patch_yaml("f", "rows:\n- alt: x # note\n", {"rows": [{"file": "a"}]}) == "rows:\n  # note\n  - file: a\n"


@pytest.mark.parametrize(
    ("text", "value", "patched"),
    [
        ("key: []\n", ["y", "z"], "key:\n  - y\n  - z\n"),
        ("key: {} # note\n", {"b": "c"}, "key: # note\n  b: c\n"),
        ("key: [x]\n", ["x", "y"], "key: [x, y]\n"),
    ],
)
def test_empty_brackets_become_lines_and_filled_ones_stay(text: str, value: object, patched: str) -> None:
    assert patch_yaml("f", text, {"key": value}) == patched


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("cover:\n  alt: x # note\n", {"cover": {"file": "a", "alt": "x"}}),
        ("rows:\n- alt: x # note\n", {"rows": [{"file": "a", "alt": "x"}]}),
    ],
)
def test_first_key_of_an_inner_mapping_goes_after_the_one_that_is_there(text: str, new: dict[str, object]) -> None:
    assert patch_yaml("f", text, new) == f"{text}  file: a\n"


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "key:\n", "key: # later\n", "key: ~\n", "key: []\n", "key: {}\n"]
)
def test_what_is_empty_is_filled_in(text: str) -> None:
    patched = patch_yaml("f", text, {"key": [{"one": "x", "two": "y"}]})
    assert read_yaml("f", patched).data == {"key": [{"one": "x", "two": "y"}]}
    assert all(comment in patched for comment in ("# nothing yet", "# later") if comment in text)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "null",
            "~",
            "true",
            "12:30",
            "1e5",
            "0x1",
            "2024-05-01",
            "- x",
            "a: b",
            "x #y",
            "#",
            "'",
            '"',
            "\\",
            "%",
            "@a",
            "|",
        ),
        *(
            " a ",
            "a\n",
            "\na",
            "a\n\n\nb",
            "  a\nb",
            "a\tb",
            "：",
            "\u3000a",
            "{a}",
            "[a",
            "&a",
            "*a",
            "!a",
            "?",
            "key:",
            "---",
            "…" * 900,
        ),
    ],
)
@pytest.mark.parametrize(
    "text", ["key: old\n", "key: 'old'\n", 'key: "old" # c\n', "key: |\n  old\n", "{key: old}\n", "key:\n  old\n"]
)
def test_any_text_is_read_back(text: str, value: str) -> None:
    assert read_yaml("f", patch_yaml("f", text, {"key": value})).data == {"key": value}


def test_comment_in_brackets_is_not_lost() -> None:
    text = "units: [\n  a, # lead\n  b\n]\nnext: x\n"
    patched = patch_yaml("f", text, {"units": ["a", "c"], "next": "x"})
    assert "# lead" in patched
    assert read_yaml("f", patched).data == {"units": ["a", "c"], "next": "x"}


def test_file_that_is_no_yaml_is_not_touched() -> None:
    with pytest.raises(ContentError):
        patch_yaml("f", "key: [\n", {"key": "x"})


@pytest.mark.parametrize(
    ("text", "new", "patched"),
    [
        # at the beginning, if no key before it is there
        ("# head\nb: 2\n", {"a": "x", "b": "2"}, "# head\na: x\nb: 2\n"),
        ("b: 2\n", {"a": "x", "b": "2", "c": "y", "d": "z"}, "a: x\nb: 2\nc: y\nd: z\n"),
        # new ones keep their order, also those that go behind the same one
        ("a: 1\n# d:\n", {"a": "1", "b": "x", "c": "y", "d": "z"}, "a: 1\nb: x\nc: y\n# d:\nd: z\n"),
        ("#a: help\nb: 2", {"a": "x", "b": "2", "c": "y"}, "#a: help\na: x\nb: 2\nc: y\n"),
        # a value over several lines ends before the next key
        ("a: |\n  x\n\nc: 3\n", {"a": "x\n", "b": "y", "c": "3"}, "a: |\n  x\nb: y\n\nc: 3\n"),
        ("a:\n  - x\n\n# of c\nc: 3\n", {"a": ["x", "y"], "c": "3"}, "a:\n  - x\n  - y\n\n# of c\nc: 3\n"),
        # a list without indentation keeps it
        ("a:\n- x\n- y\n", {"a": ["y", "z"]}, "a:\n- y\n- z\n"),
        ("a: 1 # one\n", {"a": "1", "b": ["x"]}, "a: 1 # one\nb:\n  - x\n"),
        ("a: x\nb: y\n", {"b": "y"}, "b: y\n"),
        ("a:\n  b: x\n  c: y\n", {"a": {"c": "y"}}, "a:\n  c: y\n"),
        ("a: x\n", {"a": ["b"]}, "a:\n  - b\n"),
        ("a:\n  - x\n", {"a": "b"}, "a: b\n"),
        ("a: 3\n", {"a": 3}, "a: 3\n"),
        ("a:\n  b\n", {"a": "c"}, "a:\n  c\n"),
    ],
)
def test_change_is_where_it_belongs(text: str, new: dict[str, object], patched: str) -> None:
    assert patch_yaml("f", text, new) == patched


def test_text_that_no_form_can_change_is_reported_with_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_patch, "is_same", lambda *_: False)
    with pytest.raises(ContentError) as refused:
        patch_yaml("f.md", "a: 1\n", {"a": "2"}, 2)
    assert refused.value.problems == (problem("f.md", 2, "editing_not_possible"),)


@pytest.mark.parametrize(
    ("text", "new", "patched"),
    [
        ("a: [x, y]\n", {"a": ["y", "x"]}, "a: [y, x]\n"),
        ("a: {b: 'x', c: y}\n", {"a": {"b": "z", "d": "w", "c": "y"}}, "a: {b: 'z', d: w, c: y}\n"),
        ("a: {b: x}\n", {"a": {"c": "y"}}, "a: {c: y}\n"),
        ("a: [\n  x,\n  y\n]\n", {"a": ["x", "z", "y"]}, "a: [\n  x,\n  z,\n  y\n]\n"),
        ("a: [x,\n    y]\n", {"a": ["x", "y", "z"]}, "a: [x,\n    y,\n    z]\n"),
        ("a: {b: [x], c: {d: e}}\n", {"a": {"b": ["x", "y"], "c": {"d": "f"}}}, "a: {b: [x, y], c: {d: f}}\n"),
        ('a: ["x"]\n', {"a": ["y"]}, 'a: ["y"]\n'),
        ("a: [x]\n", {"a": [{"b": "c"}]}, "a: [{b: c}]\n"),
    ],
)
def test_change_within_brackets_keeps_what_stays(text: str, new: dict[str, object], patched: str) -> None:
    assert patch_yaml("f", text, new) == patched


def test_hyphen_of_an_item_is_found_where_its_text_begins_with_one() -> None:
    # the line before has a hyphen one column further on
    assert patch_yaml("f", "a:\n- - x\n- - y\n", {"a": [["y"]]}) == "a:\n- - y\n"
    assert patch_yaml("f", "a:\n-\n  b: -x\n-\n  b: y\n", {"a": [{"b": "y"}]}) == "a:\n-\n  b: y\n"
    assert patch_yaml("f", "a:\n  -\n    b: x\n  -\n    b: y\n", {"a": [{"b": "x"}]}) == "a:\n  -\n    b: x\n"
