"""The parts that views consist of: cards, votes, pictures, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from plugins.content.model import Ballot, Count, Entry
from plugins.content.parsing.body import Heading
from plugins.content.schema.config import Stage, VoteRule
from plugins.content.schema.localized import TranslatedText
from plugins.content.stages.awards import Award, SpecialAwardResult
from plugins.content.stages.halls import Hall
from plugins.voting.embedding import Embedding

Owner = TypeVar("Owner")
Item = TypeVar("Item")
Groups = tuple[tuple[Owner, tuple[Item, ...]], ...]
"""What each of several things has, in their order: the units of each kind, the cards of each hall."""


class View:
    """Base of what a page shows: a template gets it as ``view``, beside ``site`` and ``page``."""


class Progress(StrEnum):
    """Whether a stage is over, is the current one or is still to come."""

    PAST = "past"
    CURRENT = "current"
    COMING = "coming"


@dataclass(frozen=True)
class StageStep:
    """A stage on the timeline of the competition."""

    stage: Stage
    progress: Progress


class BallotState(StrEnum):
    """The state of the vote: not yet open, open, closed, under expert review, result announced; or, on an archived
    page, one that was not yet over."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    REVIEW = "review"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"


@dataclass(frozen=True, kw_only=True)
class Vote:
    """The vote for one entry or on the page of the whole vote. There are no ``options`` unless it is open.

    ``following`` is the stage with the next vote, if this one is over and there is another. ``choices`` is the number
    of entries to choose on a ballot that lists all, as long as there is time for it.
    """

    state: BallotState
    stage: Stage | None
    following: Stage | None
    choices: int | None
    rule: VoteRule | None
    options: tuple[BallotOption, ...]
    count: Count | None


@dataclass(frozen=True)
class BallotOption:
    """A channel in which the vote is open.

    ``qr_code`` is the path of the address's QR code from the site's root; ``embedding`` is set if the ballot can be
    shown in a frame.
    """

    ballot: Ballot
    address: str
    qr_code: str
    embedding: Embedding | None


@dataclass(frozen=True, kw_only=True)
class Card:
    """An entry in a list. Its positions, in the whole tour and in its hall, count from one."""

    entry: Entry
    hall: Hall
    position: int
    position_in_hall: int
    award: Award | None
    special: tuple[SpecialAwardResult, ...]


@dataclass(frozen=True)
class RenderedBody:
    """A body on its page: safe HTML, the language it is in, and its headings."""

    html: Markup
    lang: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, kw_only=True)
class ShareAssets:
    """The files with which a page can be shared; all but ``address`` are paths from the site's root."""

    card: str
    poster: str
    address: str
    qr_svg: str
    qr_png: str


@dataclass(frozen=True)
class FacetOption:
    """A value that entries can be filtered by, and how many of them have it."""

    value: str
    name: TranslatedText | str
    count: int


@dataclass(frozen=True)
class Facet:
    """What the catalogue can be filtered by: the name of its field and of the cards' data attribute, and its values."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True)
class SiteLink:
    """A page of the site in a menu or a list: its path within a language, and its title."""

    path: str
    title: TranslatedText | str


class ImageSource(NamedTuple):
    """A picture in one format: its MIME type, and the (URL, width in pixels) of each size."""

    mime: str
    sizes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ResponsiveImage:
    """A picture as pages load it: a file for all browsers, its size in pixels, and lighter formats, the best first."""

    src: str
    width: int
    height: int
    variants: tuple[ImageSource, ...] = ()

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Each format's MIME type and srcset, the best first."""
        return self._sources(self.variants)

    @property
    def small_sources(self) -> tuple[tuple[str, str], ...]:
        """The same without what only a picture across a large screen needs."""
        # the fallback has the width of the middle size
        return self._sources(
            tuple(
                ImageSource(mime, tuple(size for size in sizes if size[1] <= self.width))
                for mime, sizes in self.variants
            )
        )

    @staticmethod
    def _sources(variants: tuple[ImageSource, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((mime, ", ".join(f"{url} {width}w" for url, width in sizes)) for mime, sizes in variants)

    @property
    def preload_url(self) -> str:
        """The URL that most phones will load: the best format in its middle size."""
        sizes = self.variants[0].sizes if self.variants else ((self.src, self.width),)
        return sizes[len(sizes) // 2][0]

    def with_urls(self, href: Callable[[str], str]) -> ResponsiveImage:
        """The same picture with each path replaced by the URL that ``href`` makes of it."""
        variants = tuple(
            ImageSource(mime, tuple((href(path), width) for path, width in sizes)) for mime, sizes in self.variants
        )
        return ResponsiveImage(href(self.src), self.width, self.height, variants)
