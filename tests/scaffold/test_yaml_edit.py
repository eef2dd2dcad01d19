"""Keys are removed from YAML that people wrote, and every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from plugins.scaffold.yaml_edit import Span, edit, find, remove_keys


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
