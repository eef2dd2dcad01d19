"""Changes of YAML that people wrote: only the lines of what changed are written, with all comments in their places."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

import yaml

from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, problem
from plugins.editing.text.yaml_flow import rewrite_flow
from plugins.editing.text.yaml_text import block_lines, comparable, is_empty, is_same, scalar_text, without_empty
from plugins.scaffold.yaml_edit import compose, last_line


class _NotPatchableError(Exception):
    """The change of a value cannot be described as replacements of single lines."""


def patch_yaml(file: str, text: str, new: Mapping[str, Any], first_line: int = 1) -> str:
    """The YAML text with these data; ``text`` has LF line ends, and may be empty.

    Keys are added after the nearest key before them in ``new``, or where they stand as a comment. Raises
    ``ContentError`` if the text is not in the YAML of content files, or if it cannot be changed so that it is read back
    right.
    """
    old = read_yaml(file, text, first_line).data or {}
    if is_same(old, new):
        return text
    for quoting in (False, True):
        for patch in (_patch_lines, _patch_keys):
            try:
                changed = patch(text, old, new, quoting=quoting)
                data = read_yaml(file, changed, first_line).data or {}
            except (_NotPatchableError, ContentError, yaml.YAMLError):
                continue
            if is_same(data, new):
                return changed
    raise ContentError(problem(file, first_line, "editing_not_possible"))


def _comments(text: str) -> Iterator[str]:
    """The comments of a YAML text: what stands between its tokens and begins with a number sign."""
    tokens = list(yaml.scan(text, yaml.SafeLoader))
    starts = [*(token.start_mark.index for token in tokens[1:]), len(text)]
    for token, start in zip(tokens, starts, strict=True):
        # a stream's first token has no length
        gap = text[token.end_mark.index if token.end_mark.index else 0 : max(start, 0)]
        yield from (line[line.index("#") :].rstrip() for line in gap.split("\n") if "#" in line)


def _patch_lines(text: str, old: Any, new: Mapping[str, Any], *, quoting: bool) -> str:
    patch = _Patch(text, quoting=quoting)
    root = compose(text)
    if root is None or isinstance(root, yaml.ScalarNode):
        patch.insert_keys(None, new, 0)
    else:
        patch.change(root, old, new)
    return patch.apply()


def _patch_keys(text: str, old: Any, new: Mapping[str, Any], *, quoting: bool) -> str:
    """Replace keys whose values changed as a whole, with the comments in them together."""
    root, patch = compose(text), _Patch(text, quoting=quoting)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise _NotPatchableError
    for key, value in root.value:
        if is_same(old.get(key.value), new.get(key.value)):
            continue
        first, end = patch.line_span(key, value)
        comments = [f"{' ' * (key.start_mark.column + 2)}{comment}" for comment in _comments(text[first:end])]
        item = new.get(key.value)
        lines = [] if is_empty(item) else block_lines({key.value: without_empty(item)}, quoting=quoting)
        # not into a block of text
        place = 1 if lines and lines[0].endswith(":") else len(lines)
        patch.replace(first, end, "".join(f"{line}\n" for line in [*lines[:place], *comments, *lines[place:]]))
    patch.insert_keys(root, {key: value for key, value in new.items() if key not in old}, root.start_mark.column)
    changed = patch.apply()
    if Counter(_comments(text)) - Counter(_comments(changed)):
        raise _NotPatchableError
    return changed


class _Patch:
    """Replacements in a text, found by walking through its nodes beside the old and the new data."""

    def __init__(self, text: str, *, quoting: bool) -> None:
        self.text = text
        self.quoting = quoting
        self._starts: list[int] = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._spans: list[tuple[int, int, int, str]] = []

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace the text between two indexes."""
        self._spans.append((start, end, len(self._spans), new))

    def apply(self) -> str:
        """The text with all replacements. Raises ``_NotPatchableError`` where two of them overlap."""
        parts, position = [], 0
        for start, end, _, new in sorted(self._spans):
            if start < position:
                raise _NotPatchableError
            parts += [self.text[position:start], new]
            position = end
        return "".join([*parts, self.text[position:]])

    def change(self, node: Any, old: Any, new: Any) -> None:
        """Change a value that stays one: a mapping, a list or a text."""
        if is_same(old, new):
            return
        if getattr(node, "flow_style", False):
            source = rewrite_flow(self.text, node, old, new, quoting=self.quoting)
            if "#" in self.text[node.start_mark.index : node.end_mark.index]:
                raise _NotPatchableError
            self.replace(node.start_mark.index, node.end_mark.index, source)
        elif isinstance(node, yaml.MappingNode) and isinstance(new, dict):
            self._change_mapping(node, old, new)
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new:
            self._change_sequence(node, old, new)
        elif isinstance(node, yaml.ScalarNode) and isinstance(new, str | int) and "\n" not in str(new) + str(old):
            start, end = node.start_mark.index, node.end_mark.index
            if node.style in {"|", ">"} or start == end:
                raise _NotPatchableError
            self.replace(start, end, scalar_text(new, node.style, quoting=self.quoting))
        else:
            raise _NotPatchableError

    def _change_mapping(self, node: Any, old: Any, new: Any) -> None:
        column = node.start_mark.column
        for index, (key, value) in enumerate(node.value):
            name = key.value
            if is_empty(new.get(name)) and not is_empty(old.get(name)):
                self._remove_key(node, index)
            elif not is_same(old.get(name), new.get(name)):
                self._change_value(key, value, old.get(name), new[name], column)
        added = {key: value for key, value in new.items() if key not in old and not is_empty(value)}
        self.insert_keys(node, added, column, list(new))

    def _remove_key(self, node: Any, index: int) -> None:
        key, value = node.value[index]
        first, end = self.line_span(key, value)
        if self.text[first : key.start_mark.index].strip():
            # it stands after the hyphen of a list item, which its next key takes over
            following = node.value[index + 1][0] if index + 1 < len(node.value) else None
            if following is None or self._starts[following.start_mark.line] != end:
                raise _NotPatchableError
            self.replace(key.start_mark.index, following.start_mark.index, "")
        else:
            self.replace(first, end, "")

    def _change_value(self, key: Any, value: Any, old: Any, new: Any, column: int) -> None:
        is_nested = isinstance(new, dict | list) and not is_empty(old) and isinstance(old, type(new))
        is_line = isinstance(new, str | int) and isinstance(old, str) and "\n" not in f"{new}{old}"
        if is_nested or (is_line and getattr(value, "style", None) not in {"|", ">"}):
            self.change(value, old, new)
            return
        lines = block_lines({key.value: without_empty(new)}, quoting=self.quoting)
        # what stands after the colon of the first line: the mark of a block, or the whole of a short text
        head, rest = lines[0][len(block_lines({key.value: "x"}, quoting=False)[0]) - 2 :], lines[1:]
        indented = "".join(f"{' ' * column}{line}\n" if line else "\n" for line in rest)
        colon = self.text.index(":", key.end_mark.index) + 1
        end = self._end(value) if value.start_mark.index < value.end_mark.index else colon
        if value.start_mark.line > key.start_mark.line:
            # a block: its lines go, whatever follows the colon stays
            first = self._starts[value.start_mark.line]
            self.replace(colon, colon, head)
            self.replace(first, self._line_end(end), indented)
        else:
            self.replace(colon, end, head)
            self.replace(self._line_end(end), self._line_end(end), indented)

    def _change_sequence(self, node: Any, old: Any, new: Any) -> None:
        regions = [self._item_lines(node, index) for index in range(len(node.value))]
        keys = [[json.dumps(comparable(item), ensure_ascii=False) for item in items] for items in (old, new)]
        opcodes = SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes()
        steps = [step for step in opcodes if step[0] != "equal"]
        removed: dict[str, list[int]] = {}
        for _, first, end, _, _ in steps:
            for index in range(first, end):
                removed.setdefault(keys[0][index], []).append(index)
        for _, first, end, new_first, new_end in steps:
            pairs = _pairs(removed, keys, range(first, end), range(new_first, new_end))
            for index in range(first, end):
                if index in pairs:
                    self.change(node.value[index], old[index], new[pairs[index]])
                else:
                    self.replace(*regions[index], "")
            position = regions[end - 1][1] if end else regions[0][0]
            for index in range(new_first, new_end):
                if index not in pairs.values():
                    self._insert_item(position, regions, removed.get(keys[1][index]), new[index], node)

    def _insert_item(self, position: int, regions: Any, moved: list[int] | None, value: Any, node: Any) -> None:
        if moved:
            first, end = regions[moved.pop(0)]
            lines = self.text[first:end]
        else:
            indent = " " * node.start_mark.column
            items = block_lines([without_empty(value)], quoting=self.quoting)
            lines = "".join(f"{indent}{line}\n" if line else "\n" for line in items)
        self._insert_lines(position, lines if lines.endswith("\n") else lines + "\n")

    def insert_keys(self, node: Any, added: Mapping[str, Any], column: int, order: list[str] | None = None) -> None:
        """Insert keys, each after the one before it in this order, or after the comment that it stood in."""
        names = {} if node is None else {key.value: index for index, (key, _) in enumerate(node.value)}
        order = order or list(added)
        position_of: dict[str, int] = {}
        for name, value in added.items():
            if is_empty(value):
                continue
            before = next((other for other in reversed(order[: order.index(name)]) if other in names), None)
            earlier = [other for other in order[: order.index(name)] if other in position_of]
            if (comment := self._end_of_comment(name)) is not None and column == 0:
                position = comment
            elif before is not None:
                position = self.line_span(*node.value[names[before]])[1]
                position = max([position, *(position_of[other] for other in earlier)])
            else:
                position = self._first_position(node, column)
            position_of[name] = position
            lines = block_lines({name: without_empty(value)}, quoting=self.quoting)
            self._insert_lines(position, "".join(f"{' ' * column}{line}\n" if line else "\n" for line in lines))

    def _first_position(self, node: Any, column: int) -> int:
        if node is None or not node.value:
            return len(self.text)
        if column == 0:
            return self.line_span(*node.value[0])[0]
        return self.line_span(*node.value[0])[1]

    def _end_of_comment(self, name: str) -> int | None:
        """The end of the lines in which a key stands as a comment, as a new document has those without a value."""
        lines = self.text.split("\n")
        for number, line in enumerate(lines):
            if line.startswith((f"# {name}:", f"#{name}:")):
                while number + 1 < len(lines) and lines[number + 1].startswith(("#   ", "#  -")):
                    number += 1
                return min(self._starts[number + 1], len(self.text))
        return None

    def _insert_lines(self, position: int, lines: str) -> None:
        needs_end = position == len(self.text) and self.text and not self.text.endswith("\n")
        self.replace(position, position, "\n" + lines if needs_end else lines)

    def line_span(self, key: Any, value: Any) -> tuple[int, int]:
        """The indexes at which the lines of a key with its value begin and end."""
        return self._starts[key.start_mark.line], self._line_end(max(self._end(value), key.end_mark.index))

    def _item_lines(self, sequence: Any, index: int) -> tuple[int, int]:
        item, column = sequence.value[index], sequence.start_mark.column
        line = item.start_mark.line
        while self.text[self._starts[line] + column : self._starts[line] + column + 1] != "-" and line:
            line -= 1
        return self._starts[line], self._line_end(max(self._end(item), self._starts[line] + column))

    def _end(self, node: Any) -> int:
        """The index after the last character of a value that is not a blank."""
        line = last_line(node)
        while line > node.start_mark.line and not self.text[self._starts[line] : self._starts[line + 1]].strip():
            line -= 1
        end: int = min(node.end_mark.index, self._starts[line + 1] - 1)
        if not getattr(node, "flow_style", True):
            end = self._starts[line + 1] - 1
        return min(max(end, int(node.start_mark.index)), len(self.text))

    def _line_end(self, index: int) -> int:
        """The index at which the line after this one begins."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1


def _pairs(removed: dict[str, list[int]], keys: list[list[str]], old: range, new: range) -> dict[int, int]:
    """Which old item becomes which new one by a change of its own: those that are nowhere else, in order."""
    changed = [index for index in new if not removed.get(keys[1][index])]
    dropped = [index for index in old if keys[0][index] not in keys[1]]
    return dict(zip(dropped, changed, strict=True)) if len(changed) == len(dropped) else {}
