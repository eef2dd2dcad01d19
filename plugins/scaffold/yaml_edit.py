"""Changes of single keys in YAML that people write: every other byte stays, with its comments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from plugins.content.problems import ContentError, problem
from plugins.scaffold.front_matter import to_yaml

Span = tuple[int, int, str]
"""Where to replace a text, by its first and last index, and by what."""


def compose(text: str) -> Any:
    """The root node of a YAML text, with the places of all nodes."""
    return yaml.compose(text, yaml.SafeLoader)


def find(node: Any, *path: str) -> Any:
    """The value node at these keys of a mapping, or None."""
    for key in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return node


def last_line(node: Any) -> int:
    """The index of the last line of a node's text; a block's end mark is after the comments that follow it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return last_line(node.value[-1])
    ends_before_line = node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line
    return int(node.end_mark.line) - (1 if ends_before_line else 0)


def append_item(file: str, text: str, key: str, item: Mapping[str, str]) -> str:
    """The text of a file with an item after the last one of a list; no other byte changes.

    Raises ``ContentError`` if there is no list of lines with this key, such as one in brackets.
    """
    items = find(compose(text.removeprefix("\ufeff")), key)
    if not isinstance(items, yaml.SequenceNode) or items.flow_style:
        raise ContentError(problem(file, items.start_mark.line + 1 if items else 1, "new_unit_in_brackets"))
    lines, line_end = text.splitlines(keepends=True), "\r\n" if "\r\n" in text else "\n"
    indent, last = " " * items.start_mark.column, last_line(items.value[-1])
    if not lines[last].endswith("\n"):
        lines[last] += line_end
    added = [indent + line.removeprefix("  ") + line_end for line in to_yaml({key: [item]}).splitlines()[1:]]
    return "".join([*lines[: last + 1], *added, *lines[last + 1 :]])


def edit(text: str, spans: Callable[[Any], Iterator[Span]]) -> str:
    """The text with these replacements, which are found in its root node."""
    for start, end, new in sorted(spans(compose(text)), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def replace_scalar(node: Any, value: str) -> Iterator[Span]:
    """Replace a scalar by another, if there is one."""
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.index, node.end_mark.index, to_scalar(value)


def to_scalar(value: str) -> str:
    """A text as YAML writes it, in quotes if it must have them."""
    return to_yaml({"value": value}).removeprefix("value: ").rstrip("\n")


def remove_keys(text: str, mapping: Any, names: Sequence[str]) -> Iterator[Span]:
    """Remove keys of a mapping with their values; what begins a list item only loses its value."""
    if not isinstance(mapping, yaml.MappingNode):
        return
    pairs, is_first = mapping.value, True
    for index, (key, value) in enumerate(pairs):
        if key.value not in names:
            is_first = False
        elif mapping.flow_style and is_first:
            following = pairs[index + 1][0].start_mark if index + 1 < len(pairs) else value.end_mark
            yield key.start_mark.index, following.index, ""
        elif mapping.flow_style:
            yield pairs[index - 1][1].end_mark.index, value.end_mark.index, ""
        elif index == 0:
            yield key.end_mark.index + 1, value.end_mark.index, ""
        else:
            yield *_lines_of(text, key, value), ""


def _lines_of(text: str, key: Any, value: Any) -> tuple[int, int]:
    """The first and last index of the whole lines of a key and its value."""
    lines = text.splitlines(keepends=True)
    start = key.start_mark.index - key.start_mark.column
    last = max(last_line(value), key.start_mark.line)
    return start, start + sum(len(line) for line in lines[key.start_mark.line : last + 1])
