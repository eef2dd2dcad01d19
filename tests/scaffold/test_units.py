"""Insertion of a unit into ``units.yaml``."""

from __future__ import annotations

import pytest

from plugins.content.problems import ContentError
from plugins.scaffold.units import insert_unit

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


@pytest.mark.parametrize(("text", "expected"), UNITS.values(), ids=UNITS)
def test_unit_is_inserted_after_the_last_one_and_the_rest_is_unchanged(text: str, expected: str) -> None:
    assert insert_unit(text, {"id": "new", "name": "新"}) == expected


def test_units_in_brackets_are_rejected() -> None:
    with pytest.raises(ContentError) as raised:
        insert_unit("units: [{id: a}]\n", {"id": "b"})
    assert [problem.code for problem in raised.value.problems] == ["new_unit_in_brackets"]
