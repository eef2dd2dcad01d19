"""The documents of a competition with every reference resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from plugins.content.body_store import BodyRef
from plugins.content.kinds import ARTICLES, ENTRIES, PAGES, ContentKind
from plugins.content.parsing.body import Body
from plugins.content.schema.config import AwardLevel, Mode, Track, TrackGroup, VoteChannel
from plugins.content.schema.documents import Block, EventRecord, LinkRecord, Menu, Term, UnitKind
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.providers import Frame, Provider
from plugins.content.schema.results import StatusRecord


@dataclass(frozen=True)
class Unit:
    """A unit that takes part or recommends entries."""

    id: str
    name: TranslatedText
    kind: UnitKind
    district: Term | None
    sample: bool


@dataclass(frozen=True)
class MediaFile:
    """A checked file: its path, the SHA-256 of its content, and its size in pixels (0 × 0 if it is not a picture)."""

    path: Path
    digest: str
    width: int = 0
    height: int = 0

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.name


@dataclass(frozen=True)
class Picture:
    """A picture with its texts."""

    file: MediaFile
    alt: TranslatedText
    caption: TranslatedText | None


@dataclass(frozen=True)
class Video:
    """A film as a file of the site, or as a URL elsewhere. ``duration`` is minutes:seconds."""

    title: TranslatedText
    poster: MediaFile
    transcript: TranslatedText
    file: MediaFile | None
    url: str | None
    captions: MediaFile | None
    duration: str | None

    @property
    def seconds(self) -> int:
        """The length of the film; 0 if unknown."""
        minutes, _, seconds = (self.duration or "0:00").partition(":")
        return int(minutes) * 60 + int(seconds)


@dataclass(frozen=True)
class Download:
    """A file for download, and its size in bytes."""

    label: TranslatedText
    file: MediaFile
    size: int

    @property
    def type(self) -> str:
        """The file type as people call it: PDF, DOCX, ZIP."""
        return self.file.path.suffix[1:].upper()


@dataclass(frozen=True)
class Ballot:
    """Where citizens vote in one channel, for one entry or for all. ``address`` is None while no vote is open.

    ``names_entry`` is True if the URL tells the vote provider which entry is meant.
    """

    channel: VoteChannel
    provider: Provider
    address: str | None
    names_entry: bool

    @property
    def frame(self) -> Frame | None:
        """How the ballot is shown within a page, if it is."""
        modes = self.channel.modes or self.provider.modes
        return self.provider.frame if Mode.IFRAME in modes else None


@dataclass(frozen=True)
class Count:
    """The votes for one entry, as of when, and who states them."""

    votes: int
    as_of: date
    source: TranslatedText


@dataclass(frozen=True)
class Document:
    """The common part of entries, articles and pages: title, summary, bodies by language, media by file name.

    ``digest`` is the hash of everything in its folder except its bodies. ``kind`` says which folder that is.
    """

    kind: ClassVar[ContentKind]

    slug: str
    title: TranslatedText
    summary: TranslatedText
    bodies: Mapping[str, BodyRef]
    media: Mapping[str, MediaFile]
    digest: str

    def body_ref(self, lang: str) -> BodyRef:
        """A reference to the body in this language, or to the one in the default language, which is the first."""
        return self.bodies.get(lang) or next(iter(self.bodies.values()))

    def body(self, lang: str) -> Body:
        """Load the body in this language, or the one in the default language."""
        return self.body_ref(lang).load()

    def is_translated(self, lang: str) -> bool:
        """True if there is a body in this language."""
        return lang in self.bodies


@dataclass(frozen=True)
class Entry(Document):
    """An entry of the competition."""

    kind = ENTRIES
    number: str
    units: tuple[Unit, ...]
    partners: tuple[Unit, ...]
    recommending_unit: Unit | None
    track: Track
    group: TrackGroup | None
    cover: Picture | None
    gallery: tuple[Picture, ...]
    video: Video | None
    links: tuple[LinkRecord, ...]
    downloads: tuple[Download, ...]
    ballots: tuple[Ballot, ...]
    count: Count | None
    sample: bool
    continues: str | None

    @property
    def participants(self) -> tuple[Unit, ...]:
        """The units that submitted it, or lead, and their partners."""
        return (*self.units, *self.partners)

    @property
    def named_units(self) -> tuple[Unit, ...]:
        """Every unit that its page names."""
        return (*self.participants, *([self.recommending_unit] if self.recommending_unit else []))


@dataclass(frozen=True)
class EntryStatus:
    """What became of an entry. ``entry`` has only what a notice shows: slug, number, title, units and track.

    ``into`` is the entry that it is a part of now, or a renamed one under its new title. ``level`` is the award that it
    had.
    """

    record: StatusRecord
    entry: Entry
    into: Entry | None
    level: AwardLevel | None


@dataclass(frozen=True)
class Article(Document):
    """A news article, public from a stage on."""

    kind = ARTICLES
    date: date
    public_from: str
    author: TranslatedText | None
    editor: TranslatedText | None
    responsible_editor: TranslatedText | None
    source: TranslatedText | None
    source_url: str | None
    statement: TranslatedText | None
    cover: Picture | None
    sample: bool


@dataclass(frozen=True)
class InfoPage(Document):
    """A page about the competition, public from a stage on."""

    kind = PAGES
    public_from: str
    menu: Menu
    order: int
    blocks: tuple[Block, ...]
    event: EventRecord | None
    gallery: tuple[Picture, ...]
    sample: bool


AnyDocument = Entry | Article | InfoPage
"""A document of any kind."""
