"""The pages of the result: the winners' gallery, the page that explains it, and one to verify each certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from plugins.content.model import Entry
from plugins.content.schema.config import CompetitionConfig, Organiser, Stage, StageKind, VoteChannel
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.results import ChannelResult, EntryResult, NoticeFile
from plugins.content.stage_view import Award, SpecialAwardResult, StageSnapshot
from plugins.content.url_scheme import VERIFY, WINNERS
from plugins.results.certificates import Certificate
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page, named_page
from plugins.site.views.components import Card, View

# the figures of an entry that may be published, in the order in which they lead to the result
FIGURES = ("rank", "votes", "share", "public", "experts", "total")


def pages(site: LanguageSite) -> Iterator[Page]:
    """All of them, in the order of the site map."""
    yield winners(site)
    yield from method(site)
    yield from verifications(site)


class AwardCards(NamedTuple):
    """An award level with the cards of its winners."""

    award: Award
    cards: tuple[Card, ...]


class SpecialAwardCards(NamedTuple):
    """A special award with the cards of its winners, if it goes to entries."""

    result: SpecialAwardResult
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class WinnersView(View):
    """The gallery. ``explained`` if there is a page about the method, ``proposed`` for a list under public notice (拟).

    ``stage`` is that of the public notice, or the current one if there is none.
    """

    awards: tuple[AwardCards, ...]
    special: tuple[SpecialAwardCards, ...]
    explained: bool
    proposed: bool
    stage: Stage
    notice: NoticeFile | None


def winners(site: LanguageSite) -> Page:
    """The winners' gallery."""
    snapshot = site.snapshot
    proposed = not snapshot.stage.awards_are_final
    view = WinnersView(
        awards=tuple(AwardCards(award, site.cards_of(award.entries)) for award in snapshot.awards),
        special=tuple(SpecialAwardCards(result, site.cards_of(result.entries)) for result in snapshot.special),
        explained=bool(snapshot.published),
        proposed=proposed,
        stage=_notice_stage(snapshot),
        notice=snapshot.notice,
    )
    page = named_page(site, "winners", view)
    return replace(page, title=site.translations.translate("title.winners_proposed")) if proposed else page


def _notice_stage(snapshot: StageSnapshot) -> Stage:
    stages = snapshot.contest.stages
    return next((stage for stage in stages if stage.has(StageKind.PUBLIC_NOTICE)), snapshot.stage)


class ChannelFigures(NamedTuple):
    """A channel of the vote with its published result."""

    channel: VoteChannel
    result: ChannelResult


class EntryFigures(NamedTuple):
    """An entry with its published figures."""

    entry: Entry
    result: EntryResult


@dataclass(frozen=True, kw_only=True)
class MethodView(View):
    """How the result came about: the ``rule`` if it is public, the votes by channel, and the figures of each entry.

    ``columns`` are the figures that are known of some entry; ``record`` is the hash of the whole record.
    """

    contest: CompetitionConfig
    rule: ResultRule | None
    channels: tuple[ChannelFigures, ...]
    figures: tuple[EntryFigures, ...]
    columns: tuple[str, ...]
    record: str


def method(site: LanguageSite) -> Iterator[Page]:
    """The page on how the result came about, if any of that was published."""
    snapshot, published = site.snapshot, site.snapshot.published
    if published:
        channels = {channel.id: channel for channel in snapshot.contest.vote_channels}
        entries = {entry.slug: entry for entry in snapshot.tour}
        view = MethodView(
            contest=snapshot.contest,
            rule=snapshot.contest.result_rule if published.public else None,
            channels=tuple(ChannelFigures(channels[result.channel], result) for result in published.channels),
            figures=tuple(EntryFigures(entries[result.entry], result) for result in published.entries),
            columns=tuple(name for name in FIGURES if any(getattr(result, name) for result in published.entries)),
            record=published.record,
        )
        yield replace(named_page(site, "method", view), path=f"{WINNERS}method/", section="winners")


@dataclass(frozen=True)
class VerifyView(View):
    """The facts that one certificate states."""

    certificate: Certificate
    issuers: tuple[Organiser, ...]


def verifications(site: LanguageSite) -> Iterator[Page]:
    """A page for each certificate; no page links to it, its address is on the certificate."""
    for certificate in site.certificates:
        page = named_page(site, "verify", VerifyView(certificate, site.contest.organisers))
        yield replace(page, path=verify_path(certificate.id), section="none")


def verify_path(certificate_id: str) -> str:
    """The path within a language at which a certificate is verified."""
    return f"{VERIFY}{certificate_id}/"
