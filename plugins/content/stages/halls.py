"""The halls of the tour: where each public entry stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.content.model import Entry
from plugins.content.schema.config import CompetitionConfig, HallRecord, Track, TrackGroup


@dataclass(frozen=True)
class HallSection:
    """The entries of a hall that are of one track and one group; each of both is None if it goes without saying."""

    id: str
    track: Track | None
    group: TrackGroup | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Hall:
    """A hall of the tour with its public entries, section after section. ``position`` counts from 1.

    ``place`` is the track that has the hall to itself, or what competition.yaml says of the hall. There are no sections
    if one would hold all entries.
    """

    position: int
    place: Track | HallRecord
    entries: tuple[Entry, ...]
    sections: tuple[HallSection, ...] = ()

    @property
    def id(self) -> str:
        """The id of its place."""
        return self.place.id

    def shows(self, track: Track) -> bool:
        """True if entries of this track are in it."""
        return any(entry.track.id == track.id for entry in self.entries)


def lay_out_halls(config: CompetitionConfig, entries: Sequence[Entry]) -> tuple[Hall, ...]:
    """The halls that have entries, in the order of the walk; in each, tracks and groups are in their order."""
    entries_by_part: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        entries_by_part.setdefault((entry.track.id, entry.group.id if entry.group else ""), []).append(entry)
    places: Sequence[Track | HallRecord] = config.halls or config.tracks
    halls: list[Hall] = []
    for place in places:
        sections = _sections(config, place, entries_by_part)
        if sections:
            in_order = tuple(entry for section in sections for entry in section.entries)
            halls.append(Hall(len(halls) + 1, place, in_order, sections if len(sections) > 1 else ()))
    return tuple(halls)


def _sections(
    config: CompetitionConfig, place: Track | HallRecord, entries_by_part: dict[tuple[str, str], list[Entry]]
) -> tuple[HallSection, ...]:
    """The sections of a hall that have entries."""
    names = {place.id} if isinstance(place, Track) else {*place.tracks, *place.groups}
    filled = [
        (track, group, listed)
        for track in config.tracks
        for group in (*track.groups, None)
        if track.id in names or (group and group.id in names)
        if (listed := entries_by_part.get((track.id, group.id if group else "")))
    ]
    has_tracks = len({track.id for track, _, _ in filled}) > 1
    return tuple(
        HallSection(
            f"{place.id}/{group.id if group else track.id}", track if has_tracks else None, group, tuple(listed)
        )
        for track, group, listed in filled
    )
