"""What every check of references needs: is this name one of those, and is no name there twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from plugins.content.parsing.yaml_lines import Located
from plugins.content.problems import Problem, unknown


def check_reference(
    document: Located, what: str, given: str, choices: Collection[str], *path: str | int
) -> Iterator[Problem]:
    """A problem where this name is none of the choices; ``what`` says what it should have named."""
    if given not in choices:
        yield unknown(document.file, document.line(*path), what, given, choices)


def check_duplicates(
    document: Located, given_ids: Sequence[str], *path: str | int, key: str | None = "id"
) -> Iterator[Problem]:
    """A problem for each id that was given before; ``key`` is where in its record it stands, none in a plain list."""
    seen: set[str] = set()
    for at, given in enumerate(given_ids):
        if given in seen:
            place = (*path, at) if key is None else (*path, at, key)
            yield document.problem("duplicate_id", *place, given=given)
        seen.add(given)


def ids(records: Sequence[Any]) -> list[str]:
    """The ids of these records, in their order."""
    return [record.id for record in records]
