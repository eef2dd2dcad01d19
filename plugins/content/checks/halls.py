"""Checks of halls and of the groups of tracks: every track or group is in one hall."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import Problem
from plugins.content.schema.config import CompetitionConfig
from plugins.content.sources import DataFile


def check_halls(data_file: DataFile[CompetitionConfig]) -> Iterator[Problem]:
    """The problems of ``halls`` and of the groups of tracks."""
    config, document = data_file.record, data_file.document
    groups = [group.id for track in config.tracks for group in track.groups]
    yield from _check_groups(config, document)
    yield from check_duplicates(document, list_ids(config.halls), "halls")
    for index, hall in enumerate(config.halls):
        for key, names, choices in (("track", hall.tracks, list_ids(config.tracks)), ("group", hall.groups, groups)):
            for place, name in enumerate(names):
                yield from check_reference(document, key, name, choices, "halls", index, f"{key}s", place)
        if not (hall.tracks or hall.groups):
            yield document.problem("hall_shows_nothing", "halls", index, "id", hall=hall.id)
    if config.halls:
        yield from _check_places(config, document)


def _check_groups(config: CompetitionConfig, document: YamlDocument) -> Iterator[Problem]:
    """A group's id is its own in the whole competition."""
    known: set[str] = set()
    for number, track in enumerate(config.tracks):
        for index, group in enumerate(track.groups):
            if group.id in known:
                yield document.problem("duplicate_id", "tracks", number, "groups", index, "id", given=group.id)
            known.add(group.id)


def _check_places(config: CompetitionConfig, document: YamlDocument) -> Iterator[Problem]:
    """Each track, or each of its groups, is in one hall."""
    for track in config.tracks:
        halls = [hall.id for hall in config.halls if track.id in hall.tracks]
        parts = {group.id: [hall.id for hall in config.halls if group.id in hall.groups] for group in track.groups}
        for name, places in {track.id: halls, **parts}.items():
            both = [*places, *halls] if name in parts else places
            if len(both) > 1:
                yield document.problem("in_two_halls", "halls", given=name, halls=both)
        missing = [name for name, places in parts.items() if not (places or halls)] if parts else []
        if not halls and (missing or not parts):
            yield document.problem("in_no_hall", "halls", given=missing or track.id)
