"""The pieces that views are made of: cards, stops, votes, pictures, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from plugins.content.model import Ballot, Count, Entry
from plugins.content.parsing.body import Heading
from plugins.content.schema.config import AwardLevel, Stage, VoteRule
from plugins.content.schema.documents import Named
from plugins.content.schema.localized import Translated
from plugins.content.stage_view import Award, Hall, Special
from plugins.voting.embedding import Embedding


class Progress(StrEnum):
    """Where a stage stands, seen from the stage the site is in."""

    PAST = "past"
    CURRENT = "current"
    COMING = "coming"


@dataclass(frozen=True)
class StageStep:
    stage: Stage
    progress: Progress


class BallotState(StrEnum):
    """What a visitor can do about the vote: it has not opened, is open, is closed, is being reviewed, is announced;
    or the page is archived, and was so."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    REVIEW = "review"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Vote:
    """The vote as one entry's block or the whole vote page shows it; no ballot has an address unless it is open."""

    state: BallotState
    stage: Stage | None
    rule: VoteRule | None
    ways: tuple[Way, ...]
    count: Count | None


@dataclass(frozen=True)
class Way:
    """A way to an open ballot: its address, its QR code's path from the site's root, and its frame if it has one."""

    ballot: Ballot
    address: str
    code: str
    embedding: Embedding | None


@dataclass(frozen=True)
class Card:
    """An entry in a list: with its hall and its places in the whole tour and in the hall, counted from one."""

    entry: Entry
    hall: Hall
    place: int
    place_in_hall: int
    award: Award | None
    special: tuple[Special, ...]


@dataclass(frozen=True)
class Prose:
    """A rendered body on its page: safe HTML, the language it is in, and its headings."""

    html: Markup
    lang: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Stop:
    """Where an entry hangs on the walk: "第二展厅 3/6 · 总 9/23", and its neighbours."""

    hall: Hall
    place_in_hall: int
    place: int
    total: int
    previous: Entry | None
    next: Entry | None


@dataclass(frozen=True)
class Sharing:
    """What a page gives to pass on; paths are from the site's root."""

    card: str
    poster: str
    address: str
    qr_svg: str
    qr_png: str


@dataclass(frozen=True)
class Facets:
    """What the catalogue can be narrowed down by, each as what it calls itself; an empty one is not offered."""

    districts: tuple[Named, ...]
    kinds: tuple[Named, ...]
    levels: tuple[AwardLevel, ...]


@dataclass(frozen=True)
class SiteLink:
    """A page of the site in a menu or a list: its path within a language, and its name."""

    path: str
    title: Translated | str


@dataclass(frozen=True)
class Rendition:
    """A picture as a page loads it: the plain file, and for browsers that know better, types with (address, width)."""

    src: str
    width: int
    height: int
    copies: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Each type with its srcset, the best first."""
        return tuple((mime, ", ".join(f"{src} {width}w" for src, width in sizes)) for mime, sizes in self.copies)

    @property
    def light(self) -> str:
        """The address that most phones will load: the best type in its middle size."""
        sizes = self.copies[0][1] if self.copies else ((self.src, self.width),)
        return sizes[len(sizes) // 2][0]

    def placed(self, href: Callable[[str], str]) -> Rendition:
        """The same picture with addresses as one page writes them."""
        copies = tuple((mime, tuple((href(src), width) for src, width in sizes)) for mime, sizes in self.copies)
        return Rendition(href(self.src), self.width, self.height, copies)
