"""Helpers of the checks: unknown and duplicate ids, and display names that were written where an id is required."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import Problem, problem, unknown
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.localized import TranslatedText
from plugins.content.sources import RawContent

# a part of a name is recognised from this length on
MIN_NAME_LENGTH = 2
NameIndex = list[tuple[str, str]]
"""Pairs of a display name and the id that it belongs to."""


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


def add_id_hints(raw: RawContent) -> Iterator[Problem]:
    """The problems of loading; where a known name was written for an id, its problem names the id."""
    indexes = _name_indexes(raw) if any(item.code == "not_slug" for item in raw.problems) else {}
    for item in raw.problems:
        yield _add_id_hint(item, indexes) if item.code == "not_slug" else item


def _name_indexes(raw: RawContent) -> dict[str, NameIndex]:
    """The names that can be meant, by the key under which the id is written."""
    config = raw.config.record if raw.config else None
    units = _name_index((unit.id, unit.name) for unit in (raw.units.record.units if raw.units else ()))
    entries = _name_index((source.slug, source.record.title) for source in raw.entries)
    tracks = config.tracks if config else ()
    return {
        "track": _name_index((track.id, name) for track in tracks for name in (track.name, track.short_name) if name),
        "public_from": stage_names(config) if config else [],
        **dict.fromkeys(("units", "partners", "recommending_unit"), units),
        **dict.fromkeys(("shortlist", "awards"), entries),
    }


def stage_names(config: CompetitionConfig) -> NameIndex:
    """The names of the stages, each with its stage's id."""
    return _name_index((stage.id, stage.name) for stage in config.stages)


def _name_index(names: Iterable[tuple[str, TranslatedText]]) -> NameIndex:
    return [(words, id_) for id_, name in names for words in name.by_language.values()]


def _add_id_hint(item: Problem, indexes: dict[str, NameIndex]) -> Problem:
    values = dict(item.values)
    key, name = values["key"], values["given"]
    id_ = id_for_name(name, indexes.get(re.split(r"[.\[]", key)[0], []))
    return problem(item.file, item.line, "name_for_code", key=key, given=name, id=id_) if id_ else item


def id_for_name(name: str, index: NameIndex) -> str | None:
    """The id of the only thing with this name or, if there is none, with a name that contains it; else None."""
    ids = {id_ for known, id_ in index if known == name}
    if not ids and len(name) >= MIN_NAME_LENGTH:
        ids = {id_ for known, id_ in index if name in known}
    return ids.pop() if len(ids) == 1 else None
