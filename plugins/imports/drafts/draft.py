"""An entry in the making: what a submission came to so far, and where in the form each part of it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugins.content.lookup import Known
from plugins.content.problems import Problem, problem
from plugins.content.schema.documents import DownloadRecord, EntryRecord, LinkRecord, PictureRecord, VideoRecord
from plugins.imports.forms.mapping import SLUG, Form, KeyPath
from plugins.imports.forms.submission import Finding, Place, Submission

# front matter has its keys in the order of the records
RECORDS: tuple[type[Any], ...] = (EntryRecord, PictureRecord, VideoRecord, LinkRecord, DownloadRecord)
ORDER = list(dict.fromkeys(each.name for record in RECORDS for each in fields(record)))


@dataclass(frozen=True)
class Desk:
    """What lies at hand while submissions become drafts: the mapping, the content's names, the folder they came in.

    In the ``workshop`` pictures that were made safe wait for their entries, each under the hash of its bytes.
    """

    form: Form
    known: Known
    folder: Path
    workshop: Path


@dataclass
class Draft:
    """``bodies`` are Markdown by language; ``body_places`` tells for lines of the first where they come from."""

    submission: Submission
    values: dict[KeyPath, str] = field(default_factory=dict)
    places: dict[KeyPath, Place] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    body_places: list[tuple[int, Place]] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)

    def wrong(self, place: Place, *problems: Problem) -> None:
        self.submission.findings += [Finding(place, each) for each in problems]

    def said(self, key: str) -> str:
        return self.values.get((key,), "")

    @property
    def is_faulty(self) -> bool:
        return any(not each.problem.is_warning for each in self.submission.findings)

    def data(self, lang: str) -> dict[str, Any]:
        """The front matter, of which single words are in this language."""
        return nested({path: value for path, value in self.values.items() if path[0] != SLUG}, lang)

    def place_of(self, path: KeyPath) -> Place:
        """Where the form says this, or the nearest thing to it: an empty cell, a neighbour, the form itself."""
        places = self.places_now()
        while path and not (near := [place for each, place in places.items() if each[: len(path)] == path]):
            path = path[:-1]
        return places.get(path, near[0]) if path else self.submission.place

    def places_now(self) -> dict[KeyPath, Place]:
        """The places by where in the front matter things stand now; of list items that are there at all."""
        moved = {old[:2]: new[:2] for old, new in renumbered(self.values).items()}
        return {
            (*moved.get(old[:2], old[:2]), *old[2:]): place
            for old, place in self.places.items()
            if old[:2] in moved or not any(isinstance(part, int) for part in old)
        }


def at(place: Place, code: str, **values: object) -> Problem:
    """A problem of this place."""
    return problem(place.file, place.line, code, **values)


def renumbered(paths: Iterable[KeyPath]) -> dict[KeyPath, KeyPath]:
    """The paths with the gaps in their lists closed: pictures 1 and 3 of a form are an entry's first and second."""
    every = sorted(paths, key=_order)
    found: dict[KeyPath, KeyPath] = {}
    for path in every:
        new: list[str | int] = []
        for depth, part in enumerate(path):
            here = {other[depth] for other in every if other[:depth] == path[:depth] and len(other) > depth}
            new.append(sorted(map(int, here)).index(part) if isinstance(part, int) else part)
        found[path] = tuple(new)
    return found


def nested(values: Mapping[KeyPath, str], lang: str) -> dict[str, Any]:
    """Values by their paths as lists and keys within keys."""
    data: dict[str, Any] = {}
    new = renumbered(values)
    for path in sorted(values, key=_order):
        _put(data, new[path], values[path], lang)
    return data


def _order(path: KeyPath) -> list[tuple[int, int, str]]:
    return [
        (0, part, "") if isinstance(part, int) else (1, ORDER.index(part) if part in ORDER else len(ORDER), part)
        for part in path
    ]


def _put(data: dict[str, Any], path: KeyPath, value: str, lang: str) -> None:
    around: Any = data
    for part, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):
            around += [empty] if part == len(around) else []
        elif isinstance(around.get(part), str):
            # words that stood alone turn out to be one language of several
            around[part] = {lang: around[part]}
        else:
            around.setdefault(part, empty)
        around = around[part]
    if isinstance(around, list):
        around.append(value)
    else:
        around[path[-1]] = value
