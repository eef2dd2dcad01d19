"""Keys are removed from YAML that people wrote and items are added to it, and every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from plugins.content.problems import ContentError
from plugins.scaffold.yaml_edit import Span, append_item, edit, find, remove_keys

# the text before and after the insertion
UNITS = {
    "last in the file": (
        "kinds: []\nunits:\n  - id: a  # 甲\n    name: 甲\n",
        "kinds: []\nunits:\n  - id: a  # 甲\n    name: 甲\n  - id: new\n    name: 新\n",
    ),
    "no line end": (
        "units:\n- id: a\n  name: 甲",
        "units:\n- id: a\n  name: 甲\n- id: new\n  name: 新\n",
    ),
    "with comments after it": (
        "units:\n  - id: a\n    name:\n      zh-Hans: 甲\n      en: A\n\n# 结束\n",
        "units:\n  - id: a\n    name:\n      zh-Hans: 甲\n      en: A\n  - id: new\n    name: 新\n\n# 结束\n",
    ),
    "before other keys": (
        "units:\n  - {id: a, name: 甲}\n  # 甲之后\ndistricts:\n  - id: b\n",
        "units:\n  - {id: a, name: 甲}\n  - id: new\n    name: 新\n  # 甲之后\ndistricts:\n  - id: b\n",
    ),
    "Windows": (
        "\ufeffunits:\r\n  - id: a\r\n    name: 甲\r\n\r\nkinds: []\r\n",
        "\ufeffunits:\r\n  - id: a\r\n    name: 甲\r\n  - id: new\r\n    name: 新\r\n\r\nkinds: []\r\n",
    ),
    "a text of several lines": (
        "units:\n  - id: a\n    name: |\n      甲\n      乙\nkinds: []\n",
        "units:\n  - id: a\n    name: |\n      甲\n      乙\n  - id: new\n    name: 新\nkinds: []\n",
    ),
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{opens: 1, id: a}", "{id: a}"),
        ("{id: a, opens: 1}", "{id: a}"),
        ("{opens: 1, id: a, closes: 2}", "{id: a}"),
        ("{opens: 1,closes: 2,   id: a}", "{id: a}"),
        ("{opens: 1,\n    closes: 2, id: a}", "{id: a}"),
        ("{id: a,opens: 1,  closes: 2}", "{id: a}"),
        ("{opens: 1}", "{}"),
        ("{opens: 1, closes: 2}", "{}"),
        ("{id: a}", "{id: a}"),
        ("\n  id: a\n  opens: 1 # soon\n  closes:\n    - 2\n  # a note\n  z: 1", "\n  id: a\n  # a note\n  z: 1"),
        # what begins an item of a list
        ("\n  opens: 1\n  closes: 2\n  id: a", "\n  opens:\n  id: a"),
        ("opens", "opens"),
    ],
)
def test_keys_are_removed_with_what_divides_them(before: str, after: str) -> None:
    def spans(root: Any) -> Iterator[Span]:
        return remove_keys(text, find(root, "a"), ("opens", "closes"))

    text = f"# {{opens: 1}}\na: {before}\nb: 1\n"
    assert edit(text, spans) == f"# {{opens: 1}}\na: {after}\nb: 1\n"


@pytest.mark.parametrize(("text", "expected"), UNITS.values(), ids=UNITS)
def test_item_is_added_after_the_last_one_and_the_rest_is_unchanged(text: str, expected: str) -> None:
    assert append_item("units.yaml", text, "units", {"id": "new", "name": "新"}) == expected


@pytest.mark.parametrize(
    ("text", "line"), [("kinds: []\nunits: [{id: a}]\n", 2), ("units: {}\n", 1), ("kinds: []\n", 1)]
)
def test_item_is_added_to_a_list_of_lines_only(text: str, line: int) -> None:
    with pytest.raises(ContentError) as raised:
        append_item("units.yaml", text, "units", {"id": "b"})
    problems = [(problem.file, problem.line, problem.code) for problem in raised.value.problems]
    assert problems == [("units.yaml", line, "new_unit_in_brackets")]
