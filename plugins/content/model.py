"""The competition as a whole, every reference resolved: what the loader makes and what ``.at(stage)`` cuts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.content.body_store import BodyRef
from plugins.content.parsing.body import Body
from plugins.content.schema.config import Mode, Track, VoteChannel
from plugins.content.schema.documents import Block, EventRecord, LinkRecord, Menu, Term
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.providers import Frame, Provider


@dataclass(frozen=True)
class Unit:
    id: str
    name: TranslatedText
    kind: Term
    district: Term | None


@dataclass(frozen=True)
class MediaFile:
    """A checked file of an editor's: where it is, the SHA-256 of what is in it, and how large it is to be drawn
    (0 × 0 for what is no picture)."""

    path: Path
    digest: str
    width: int = 0
    height: int = 0

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class Picture:
    file: MediaFile
    alt: TranslatedText
    caption: TranslatedText | None


@dataclass(frozen=True)
class Video:
    title: TranslatedText
    poster: MediaFile
    transcript: TranslatedText
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

    label: TranslatedText
    file: MediaFile
    size: int

    @property
    def type(self) -> str:
        """What people call its type: PDF, DOCX, ZIP."""
        return self.file.path.suffix[1:].upper()


@dataclass(frozen=True)
class Ballot:
    """Where citizens vote in one channel, for one entry or for all. ``address`` is gone while no vote is open.

    ``names_entry`` says that the address tells the platform which entry is meant, so that nobody has to look for it.
    """

    channel: VoteChannel
    provider: Provider
    address: str | None
    names_entry: bool

    @property
    def frame(self) -> Frame | None:
        """How it is shown within a page, if it is."""
        modes = self.channel.modes or self.provider.modes
        return self.provider.frame if Mode.IFRAME in modes else None


@dataclass(frozen=True)
class Count:
    """Votes for one entry, as of when, and who states them."""

    votes: int
    as_of: date
    source: TranslatedText


@dataclass(frozen=True)
class Document:
    """What entries, articles and pages have in common: title, summary, a body in one or more languages, media.

    ``digest`` is the hash of all that its folder says apart from its bodies.
    """

    slug: str
    title: TranslatedText
    summary: TranslatedText
    bodies: Mapping[str, BodyRef]
    media: Mapping[str, MediaFile]
    digest: str

    def body_ref(self, lang: str) -> BodyRef:
        """What stands for the body in this language, or for the one in the default language (the first)."""
        return self.bodies.get(lang) or next(iter(self.bodies.values()))

    def body(self, lang: str) -> Body:
        """The body in this language, or the one in the default language, loaded now."""
        return self.body_ref(lang).load()

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
    count: Count | None
    sample: bool


@dataclass(frozen=True)
class Article(Document):
    date: date
    public_from: str
    author: TranslatedText | None
    editor: TranslatedText | None
    responsible_editor: TranslatedText | None
    source: TranslatedText | None
    source_url: str | None
    statement: TranslatedText | None
    cover: Picture | None


@dataclass(frozen=True)
class InfoPage(Document):
    public_from: str
    menu: Menu
    order: int
    blocks: tuple[Block, ...]
    event: EventRecord | None
    gallery: tuple[Picture, ...]
