"""Helpers of the checks: unknown and duplicate ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import Problem, unknown


def check_reference(
    document: Locator, what: str, name: str, choices: Collection[str], *path: str | int
) -> Iterator[Problem]:
    """A problem if this name is not one of the choices; ``what`` is the kind of thing it should name."""
    if name not in choices:
        yield unknown(document.file, document.line(*path), what, name, choices)


def check_duplicates(
    document: Locator, names: Sequence[str], *path: str | int, key: str | None = "id"
) -> Iterator[Problem]:
    """A problem for each repeated name; ``key`` is its key in the record, None in a plain list of names."""
    known: set[str] = set()
    for index, name in enumerate(names):
        if name in known:
            location = (*path, index) if key is None else (*path, index, key)
            yield document.problem("duplicate_id", *location, given=name)
        known.add(name)


def list_ids(records: Sequence[Any]) -> list[str]:
    """The ids of these records, in order."""
    return [record.id for record in records]
