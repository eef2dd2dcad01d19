"""The competition as a whole, every reference resolved: what the loader makes and what ``.at(stage)`` cuts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from plugins.competition.body import Body
from plugins.competition.contest import AwardLevel, Contest, Stage, Track, VoteChannel
from plugins.competition.records import Block, LinkRecord, Menu, Named
from plugins.competition.text import Translated


@dataclass(frozen=True)
class Unit:
    id: str
    name: Translated
    kind: Named
    district: Named | None


@dataclass(frozen=True)
class MediaFile:
    """A checked file of an editor's: where it is, and how large it is to be drawn (0 × 0 for what is no picture)."""

    path: Path
    width: int = 0
    height: int = 0

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class Picture:
    file: MediaFile
    alt: Translated
    caption: Translated | None


@dataclass(frozen=True)
class Video:
    title: Translated
    poster: MediaFile
    transcript: Translated
    file: MediaFile | None
    url: str | None
    captions: MediaFile | None
    duration: str | None

    @property
    def seconds(self) -> int:
        """Length of the film; 0 where the editors did not say."""
        minutes, _, seconds = (self.duration or "0:00").partition(":")
        return int(minutes) * 60 + int(seconds)


@dataclass(frozen=True)
class Download:
    """A file to take away, and its size in bytes."""

    label: Translated
    file: MediaFile
    size: int

    @property
    def type(self) -> str:
        """What people call its type: PDF, DOCX, ZIP."""
        return self.file.path.suffix[1:].upper()


@dataclass(frozen=True)
class Ballot:
    """Where one entry is voted for in one channel. ``url`` is gone while no vote is open."""

    channel: VoteChannel
    url: str | None


@dataclass(frozen=True)
class Document:
    """What entries, articles and pages have in common: title, summary, a body in one or more languages, media."""

    slug: str
    title: Translated
    summary: Translated
    bodies: Mapping[str, Body]
    media: Mapping[str, MediaFile]

    def body(self, lang: str) -> Body:
        """The body in this language, or the one in the default language (the first)."""
        return self.bodies.get(lang) or next(iter(self.bodies.values()))

    def is_translated(self, lang: str) -> bool:
        return lang in self.bodies


@dataclass(frozen=True)
class Entry(Document):
    number: str
    units: tuple[Unit, ...]
    recommending_unit: Unit | None
    track: Track
    cover: Picture | None
    gallery: tuple[Picture, ...]
    video: Video | None
    links: tuple[LinkRecord, ...]
    downloads: tuple[Download, ...]
    ballots: tuple[Ballot, ...]
    sample: bool


@dataclass(frozen=True)
class Article(Document):
    date: date
    public_from: str
    author: Translated | None
    editor: Translated | None
    responsible_editor: Translated | None
    source: Translated | None
    source_url: str | None
    statement: Translated | None
    cover: Picture | None


@dataclass(frozen=True)
class InfoPage(Document):
    public_from: str
    menu: Menu
    order: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Hall:
    """A room of the tour: a track with the entries that hang there, in the order of the walk."""

    position: int
    track: Track
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Award:
    """A level of award and the entries that have it, in order of rank where it is ranked."""

    level: AwardLevel
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Exhibition:
    """What one stage shows, and nothing else. Whatever is downstream of here can hide nothing and leak nothing."""

    contest: Contest
    stage: Stage
    units: tuple[Unit, ...]
    halls: tuple[Hall, ...]
    awards: tuple[Award, ...]
    articles: tuple[Article, ...]
    pages: tuple[InfoPage, ...]

    @cached_property
    def tour(self) -> tuple[Entry, ...]:
        """The public entries in the order of the walk, hall after hall."""
        return _tour(self.halls)

    @cached_property
    def tracks_with_entries(self) -> Mapping[str, tuple[Entry, ...]]:
        return {hall.track.id: hall.entries for hall in self.halls}

    def award_of(self, entry: Entry) -> Award | None:
        return next((award for award in self.awards if entry in award.entries), None)


@dataclass(frozen=True)
class Competition:
    """Everything the editors wrote, secrets included. Only ``at`` leads from here to a page."""

    contest: Contest
    units: tuple[Unit, ...]
    entries: tuple[Entry, ...]
    articles: tuple[Article, ...]
    pages: tuple[InfoPage, ...]
    shortlist: tuple[str, ...]
    awards: Mapping[str, tuple[str, ...]]

    def at(self, stage_id: str) -> Exhibition:
        """The part that is public in this stage. Raises ``StopIteration`` for a stage the contest does not have."""
        stage = self.contest.stage(stage_id)
        contest = self._contest_at(stage)
        entries = self._entries_at(stage)
        shown = {unit.id for entry in entries for unit in (*entry.units, entry.recommending_unit) if unit}
        halls = _halls(contest, entries)
        return Exhibition(
            contest=contest,
            stage=stage,
            units=tuple(unit for unit in self.units if unit.id in shown),
            halls=halls,
            awards=_awards(contest, self.awards, _tour(halls)) if stage.shows_awards else (),
            articles=tuple(each for each in self.articles if contest.is_reached(each.public_from, stage.id)),
            pages=tuple(each for each in self.pages if contest.is_reached(each.public_from, stage.id)),
        )

    def _contest_at(self, stage: Stage) -> Contest:
        levels = tuple(
            level for level in self.contest.award_levels if self.contest.is_reached(level.public_from, stage.id)
        )
        channels = tuple(
            channel if stage.takes_votes else replace(channel, url=None) for channel in self.contest.vote_channels
        )
        return replace(self.contest, award_levels=levels, vote_channels=channels, current_stage=stage.id)

    def _entries_at(self, stage: Stage) -> tuple[Entry, ...]:
        if not stage.shows_entries:
            return ()
        by_slug = {entry.slug: entry for entry in self.entries}
        return tuple(_entry_at(by_slug[slug], stage) for slug in self.shortlist)


def _entry_at(entry: Entry, stage: Stage) -> Entry:
    if stage.takes_votes:
        return entry
    return replace(entry, ballots=tuple(replace(ballot, url=None) for ballot in entry.ballots))


def _halls(contest: Contest, entries: tuple[Entry, ...]) -> tuple[Hall, ...]:
    by_track = [(track, tuple(entry for entry in entries if entry.track.id == track.id)) for track in contest.tracks]
    filled = [(track, hung) for track, hung in by_track if hung]
    return tuple(Hall(position, track, hung) for position, (track, hung) in enumerate(filled, start=1))


def _tour(halls: tuple[Hall, ...]) -> tuple[Entry, ...]:
    return tuple(entry for hall in halls for entry in hall.entries)


def _awards(contest: Contest, awarded: Mapping[str, tuple[str, ...]], tour: tuple[Entry, ...]) -> tuple[Award, ...]:
    by_slug = {entry.slug: entry for entry in tour}
    places = {entry.slug: place for place, entry in enumerate(tour)}
    awards = []
    for level in contest.award_levels:
        # an unranked level is shown in the order of the tour, so that the file's order cannot be read as a rank
        slugs = awarded.get(level.id, ())
        ordered = slugs if level.ranked else tuple(sorted(slugs, key=lambda slug: places[slug]))
        awards.append(Award(level, tuple(by_slug[slug] for slug in ordered)))
    return tuple(award for award in awards if award.entries)
