"""Changes within brackets: what stays is copied with its quotes, and a list of several lines keeps its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from plugins.editing.text.yaml_text import comparable, flow_text, is_empty, is_same, scalar_text


def rewrite_flow(text: str, node: Any, old: Any, new: Any, *, quoting: bool) -> str:
    """The text of a value in brackets with these data."""
    source = text[node.start_mark.index : node.end_mark.index]
    if source and is_same(old, new):
        return source
    if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and isinstance(old, dict):
        return "{" + _join_parts(source, node, list(_pairs(text, node, old, new, quoting=quoting))) + "}"
    if isinstance(node, yaml.SequenceNode) and isinstance(new, list) and isinstance(old, list):
        return "[" + _join_parts(source, node, list(_items(text, node, old, new, quoting=quoting))) + "]"
    if isinstance(node, yaml.ScalarNode) and not isinstance(new, dict | list):
        return scalar_text(new, node.style, quoting=quoting)
    return flow_text(new, quoting=quoting)


def _pairs(text: str, node: Any, old: Any, new: Any, *, quoting: bool) -> Iterator[str]:
    known = {key.value: (key, value) for key, value in node.value}
    for name, value in new.items():
        if name in known:
            key, value_node = known[name]
            source = text[key.start_mark.index : key.end_mark.index]
            yield f"{source}: {rewrite_flow(text, value_node, old.get(name), value, quoting=quoting)}".rstrip()
        elif not is_empty(value):
            yield f"{name}: {flow_text(value, quoting=quoting)}"


def _items(text: str, node: Any, old: Any, new: Any, *, quoting: bool) -> Iterator[str]:
    sources: dict[str, list[Any]] = {}
    for item_node, value in zip(node.value, old, strict=True):
        sources.setdefault(json.dumps(comparable(value), ensure_ascii=False), []).append(item_node)
    for index, value in enumerate(new):
        nodes = sources.get(json.dumps(comparable(value), ensure_ascii=False))
        if nodes:
            item_node = nodes.pop(0)
            yield text[item_node.start_mark.index : item_node.end_mark.index]
        elif len(new) == len(old):
            yield rewrite_flow(text, node.value[index], old[index], value, quoting=quoting)
        else:
            yield flow_text(value, quoting=quoting)


def _join_parts(source: str, node: Any, parts: list[str]) -> str:
    if "\n" not in source or not node.value:
        return ", ".join(parts)
    first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
    indent = "\n" + " " * first.start_mark.column
    opening = indent if first.start_mark.line > node.start_mark.line else ""
    return (
        opening + f",{indent}".join(parts) + (source[source.rstrip("]}").rfind("\n") :].rstrip("]}") if opening else "")
    )
