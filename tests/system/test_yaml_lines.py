"""YAML as text with the line of every key and item."""

from __future__ import annotations

import pytest
import yaml

from plugins.system.yaml_lines import YamlLines

TEXT = """# a comment
name: no
items:
- 1.10
- {a: ~, b: "x"}
"""


def test_scalars_are_texts_and_every_key_and_item_has_its_line() -> None:
    reader = YamlLines(TEXT, first_line=10)
    assert reader.read() == {"name": "no", "items": ["1.10", {"a": "~", "b": "x"}]}
    assert reader.lines == {
        (): 10,
        ("name",): 11,
        ("items",): 12,
        ("items", 0): 13,
        ("items", 1): 14,
        ("items", 1, "a"): 14,
        ("items", 1, "b"): 14,
    }
    assert reader.next_event() is None


def test_an_empty_text_has_no_data() -> None:
    assert YamlLines("# nothing\n").read() is None


def test_last_value_of_a_duplicate_key_counts_and_its_line_is_the_first() -> None:
    reader = YamlLines("a: 1\na: 2\n")
    assert (reader.read(), reader.lines[("a",)]) == ({"a": "2"}, 1)


@pytest.mark.parametrize("text", ["a: [1", "a: &x 1\nb: *x", "? [a]\n: b", "a:\n\t- b"])
def test_what_is_invalid_or_cannot_be_read_as_text_is_an_error(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        YamlLines(text).read()
