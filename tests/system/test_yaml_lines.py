"""YAML as text with the line of every key and item."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from plugins.system.yaml_lines import KeyPath, YamlLines

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


class _Observed(YamlLines):
    """Keeps what a subclass is asked about: each value with its path, and each key that is there already."""

    def __init__(self, text: str) -> None:
        super().__init__(text, first_line=10)
        self.checked: list[KeyPath] = []
        self.duplicates: list[tuple[str, int, KeyPath]] = []

    def check(self, event: Any, path: KeyPath) -> None:
        super().check(event, path)
        self.checked.append(path)

    def on_duplicate(self, key: str, line: int, path: KeyPath) -> None:
        self.duplicates.append((key, line, path))


def test_subclass_is_asked_about_every_value_and_reported_of_every_duplicate() -> None:
    reader = _Observed("a: 1\nb:\n- c: 2\n  c: 3\n")
    assert reader.read() == {"a": "1", "b": [{"c": "3"}]}
    assert reader.duplicates == [("c", 13, ("b", 0))]
    # a key is checked as a part of its mapping
    assert reader.checked == [
        (),
        *((), ("a",)),
        *((), ("b",), ("b", 0)),
        *(("b", 0), ("b", 0, "c")) * 2,
    ]


def test_what_follows_the_document_is_given_as_it_is() -> None:
    reader = YamlLines("a: 1\n---\nb: 2\n")
    assert reader.read() == {"a": "1"}
    assert type(reader.next_event()) is yaml.MappingStartEvent


@pytest.mark.parametrize("text", ["a: [1", "a: &x 1\nb: *x", "? [a]\n: b", "a:\n\t- b"])
def test_what_is_invalid_or_cannot_be_read_as_text_is_an_error(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        YamlLines(text).read()
