"""Differences of nested data as JSON and YAML have them, each with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

MAX_VALUE_LENGTH = 200


def find_differences(
    one: Any, other: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    """Yield where two data differ: the path and the two values there. Lists of other lengths differ as a whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*other, *(key for key in one if key not in other)]:
            yield from find_differences(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (old, new) in enumerate(zip(one, other, strict=True)):
            yield from find_differences(old, new, (*path, index))
    elif one != other:
        yield path, one, other


def format_place(path: Sequence[str | int]) -> str:
    """Format a path such as ``entries[2].votes``, counting from one."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).lstrip(".")


def format_value(value: Any) -> str:
    """Format a value as JSON, shortened; nothing is a dash."""
    return "—" if value is None else json.dumps(value, ensure_ascii=False)[:MAX_VALUE_LENGTH]
