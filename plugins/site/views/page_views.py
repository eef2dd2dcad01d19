"""What each kind of page shows: one typed view a template, which gets it as ``view`` beside ``site`` and ``page``."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.content.model import Article, Entry, InfoPage, Unit
from plugins.content.schema.config import Contest, Highlight, Organiser, Stage, Track, VoteChannel
from plugins.content.schema.documents import Named
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.results import ChannelResult, EntryResult, NoticeFile
from plugins.content.stage_view import Award, Hall, Special
from plugins.results.certificates import Certificate
from plugins.site.views.components import Card, Facets, Prose, Sharing, SiteLink, StageStep, Stop, Vote
from plugins.site.views.floor_plan import FloorPlan


@dataclass(frozen=True)
class HomeView:
    stages: tuple[StageStep, ...]
    next_stage: Stage | None
    articles: tuple[Article, ...]
    highlights: tuple[Highlight, ...]
    halls: tuple[Hall, ...]
    cards: tuple[Card, ...]
    awards: tuple[Award, ...]
    minutes: int


@dataclass(frozen=True)
class NewsView:
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class ArticleView:
    article: Article
    prose: Prose
    newer: Article | None
    older: Article | None


@dataclass(frozen=True)
class InfoView:
    info: InfoPage
    prose: Prose
    contest: Contest
    stages: tuple[StageStep, ...]


@dataclass(frozen=True)
class TracksView:
    tracks: tuple[Track, ...]
    halls: tuple[Hall, ...]


@dataclass(frozen=True)
class TrackView:
    track: Track
    hall: Hall | None
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class CatalogueView:
    """The catalogue. ``names`` and ``bodies`` are the paths of its search indexes from the site's root; to make the
    indexes takes long, so that they are known only once the page is made."""

    cards: tuple[Card, ...]
    halls: tuple[Hall, ...]
    facets: Facets
    names: str = ""
    bodies: str = ""


@dataclass(frozen=True)
class EntryView:
    entry: Entry
    prose: Prose
    stop: Stop
    vote: Vote
    award: Award | None
    special: tuple[Special, ...]
    sharing: Sharing | None
    seconds: int


@dataclass(frozen=True)
class TourView:
    """The entrance. ``minutes`` is the time a visitor needs, from the length of texts and films."""

    halls: tuple[Hall, ...]
    plan: FloorPlan
    minutes: int
    total: int


@dataclass(frozen=True)
class TourEndView:
    """The way out: all halls, of which the visitor's own device knows which were seen."""

    halls: tuple[Hall, ...]
    total: int


@dataclass(frozen=True)
class HallView:
    """A hall. ``shuffled`` says that its list changes order each day, because a vote is open."""

    hall: Hall
    shuffled: bool
    halls: tuple[Hall, ...]
    cards: tuple[Card, ...]
    previous: Hall | None
    next: Hall | None


@dataclass(frozen=True)
class VoteView:
    vote: Vote
    channels: tuple[VoteChannel, ...]
    halls: tuple[Hall, ...]


@dataclass(frozen=True)
class WinnersView:
    """The gallery: each level and each special award with its cards; ``explained`` where a page tells how it came.

    ``proposed`` marks a list under public notice (拟).
    """

    awards: tuple[tuple[Award, tuple[Card, ...]], ...]
    special: tuple[tuple[Special, tuple[Card, ...]], ...]
    explained: bool
    proposed: bool
    stage: Stage
    notice: NoticeFile | None


@dataclass(frozen=True)
class MethodView:
    """How the result came about: ``rule`` where it is public, each channel's votes, each entry's figures."""

    contest: Contest
    rule: ResultRule | None
    channels: tuple[tuple[VoteChannel, ChannelResult], ...]
    figures: tuple[tuple[Entry, EntryResult], ...]
    columns: tuple[str, ...]
    record: str


@dataclass(frozen=True)
class VerifyView:
    """What is true of one certificate."""

    certificate: Certificate
    issuers: tuple[Organiser, ...]


@dataclass(frozen=True)
class UnitsView:
    """Units by kind, each with its entries."""

    groups: tuple[tuple[Named, tuple[tuple[Unit, tuple[Entry, ...]], ...]], ...]


@dataclass(frozen=True)
class ContentsView:
    """The site map for people: headed groups of links."""

    groups: tuple[tuple[str, tuple[SiteLink, ...]], ...]


@dataclass(frozen=True)
class NotFoundView:
    links: tuple[SiteLink, ...]


@dataclass(frozen=True)
class StyleguideView:
    """Named examples of components; in preview builds only."""

    cards: tuple[tuple[str, Card], ...]
    votes: tuple[Vote, ...]
    halls: tuple[Hall, ...]


@dataclass(frozen=True)
class FeedView:
    articles: tuple[tuple[Article, Prose], ...]
