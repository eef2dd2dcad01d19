"""A draft entry, with the location in the form of each of its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugins.content.lookup import ReferenceData
from plugins.content.problems import Problem
from plugins.content.schema.documents import DownloadRecord, EntryRecord, LinkRecord, PictureRecord, VideoRecord
from plugins.imports.forms.mapping import SLUG, FieldMapping, KeyPath
from plugins.imports.forms.submission import LocatedProblem, SourceLocation, Submission

# the order of keys in front matter
RECORDS: tuple[type[Any], ...] = (EntryRecord, PictureRecord, VideoRecord, LinkRecord, DownloadRecord)
KEY_ORDER = list(dict.fromkeys(field.name for record in RECORDS for field in fields(record)))


@dataclass(frozen=True, kw_only=True)
class ImportContext:
    """What every step of an import needs.

    ``folder`` contains the forms; ``temp_dir`` the sanitized pictures, each named by the hash of its bytes.
    """

    mapping: FieldMapping
    reference: ReferenceData
    folder: Path
    temp_dir: Path


@dataclass
class Draft:
    """A draft entry. ``bodies`` are Markdown by language, ``files`` the sources of its files by name.

    ``body_locations`` are first lines of blocks in the default language's body, with their locations.
    """

    submission: Submission
    values: dict[KeyPath, str] = field(default_factory=dict)
    locations: dict[KeyPath, SourceLocation] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    body_locations: list[tuple[int, SourceLocation]] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    chosen_cover: str = ""
    """The picture that became the cover since the form has none."""

    def add_problems(self, location: SourceLocation, *problems: Problem) -> None:
        """Record problems of the submission."""
        self.submission.problems += [LocatedProblem(location, problem) for problem in problems]

    def text(self, key: str) -> str:
        """Return the value of a key, empty if there is none."""
        return self.values.get((key,), "")

    @property
    def has_errors(self) -> bool:
        return any(not located.problem.is_warning for located in self.submission.problems)

    def front_matter(self, lang: str) -> dict[str, Any]:
        """Return the front matter; texts without a language are in ``lang``."""
        return nest_values({path: value for path, value in self.values.items() if path[0] != SLUG}, lang)

    def locate(self, path: KeyPath) -> SourceLocation:
        """Return the location of a key path in the form, or the nearest one: a neighbour, or the whole form."""
        locations = self.current_locations()
        while path:
            if nearby := [location for other, location in locations.items() if other[: len(path)] == path]:
                return locations.get(path, nearby[0])
            path = path[:-1]
        return self.submission.location

    def current_locations(self) -> dict[KeyPath, SourceLocation]:
        """Return the locations by key path in the front matter, whose lists have no gaps and only existing items."""
        new_items = {old[:2]: new[:2] for old, new in close_list_gaps(self.values).items()}
        return {
            (*new_items.get(path[:2], path[:2]), *path[2:]): location
            for path, location in self.locations.items()
            if path[:2] in new_items or not any(isinstance(part, int) for part in path)
        }


def close_list_gaps(paths: Iterable[KeyPath]) -> dict[KeyPath, KeyPath]:
    """Renumber list items without gaps: pictures 1 and 3 of a form become items 0 and 1."""
    ordered = sorted(paths, key=_sort_key)
    new_paths: dict[KeyPath, KeyPath] = {}
    for path in ordered:
        new: list[str | int] = []
        for depth, part in enumerate(path):
            siblings = {other[depth] for other in ordered if other[:depth] == path[:depth] and len(other) > depth}
            new.append(sorted(map(int, siblings)).index(part) if isinstance(part, int) else part)
        new_paths[path] = tuple(new)
    return new_paths


def nest_values(values: Mapping[KeyPath, str], lang: str) -> dict[str, Any]:
    """Convert values by key path to nested dicts and lists."""
    data: dict[str, Any] = {}
    new_paths = close_list_gaps(values)
    for path in sorted(values, key=_sort_key):
        _insert(data, new_paths[path], values[path], lang)
    return data


def _sort_key(path: KeyPath) -> list[tuple[int, int, str]]:
    return [(0, part, "") if isinstance(part, int) else (1, key_rank(part), part) for part in path]


def key_rank(key: str) -> int:
    """Return the rank of a key in ``KEY_ORDER``; unknown keys come last."""
    return KEY_ORDER.index(key) if key in KEY_ORDER else len(KEY_ORDER)


def _insert(data: dict[str, Any], path: KeyPath, value: str, lang: str) -> None:
    parent: Any = data
    for part, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):
            parent += [empty] if part == len(parent) else []
        elif isinstance(parent.get(part), str):
            # a plain text becomes one language of several
            parent[part] = {lang: parent[part]}
        else:
            parent.setdefault(part, empty)
        parent = parent[part]
    if isinstance(parent, list):
        parent.append(value)
    else:
        parent[path[-1]] = value
