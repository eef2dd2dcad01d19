"""The winners' gallery, and the page by which the screen of a ceremony reveals one winner after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from plugins.content.model import Article, Download, EntryStatus, InfoPage, Unit
from plugins.content.schema.config import AwardLevel, Stage, StageKind
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import SpecialAward
from plugins.content.schema.results import NoticeFile, Vacancy
from plugins.content.stage_view import StageSnapshot
from plugins.content.url_scheme import WINNERS
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page, named_page
from plugins.site.views.certificates import CertificateLink, link_certificates
from plugins.site.views.components import Card, ResponsiveImage, View
from plugins.site.views.sharing import class_photo


def pages(site: LanguageSite) -> Iterator[Page]:
    """Both; the second only in the stage of the awards."""
    groups = winner_groups(site)
    yield gallery(site, groups)
    if _is_revealed(site):
        yield reveal(site, groups)


def _is_revealed(site: LanguageSite) -> bool:
    return site.snapshot.stage.has(StageKind.AWARDS) and not site.archived


@dataclass(frozen=True, kw_only=True)
class Winner:
    """An entry with its card, or a unit that has an award itself; ``rank`` where the order means rank."""

    card: Card | None
    unit: Unit | None
    rank: int | None
    citation: TranslatedText | None
    certificates: tuple[CertificateLink, ...]


class WinnerGroup(NamedTuple):
    """An award with its winners; ``is_first`` for the highest level, which is shown larger."""

    award: AwardLevel | SpecialAward
    winners: tuple[Winner, ...]
    is_ranked: bool = False
    is_first: bool = False
    vacancy: Vacancy | None = None


@dataclass(frozen=True, kw_only=True)
class WinnersView(View):
    """The gallery. ``explained`` if there is a page about the method, ``proposed`` for a list under public notice (拟).

    ``stage`` is that of the public notice, or the current one if there is none. ``departures`` are of entries that had
    an award. ``ceremonies`` and ``reports`` are pages about the day; ``photo`` shows all winning entries.
    """

    groups: tuple[WinnerGroup, ...]
    jury: TranslatedText | None
    explained: bool
    proposed: bool
    stage: Stage
    notice: NoticeFile | None
    departures: tuple[EntryStatus, ...]
    documents: tuple[Download, ...]
    ceremonies: tuple[InfoPage, ...]
    reports: tuple[Article, ...]
    photo: ResponsiveImage | None
    revealed: bool


def gallery(site: LanguageSite, groups: tuple[WinnerGroup, ...]) -> Page:
    """The winners' gallery."""
    snapshot = site.snapshot
    proposed = not snapshot.stage.awards_are_final
    entries = {winner.card.entry.slug: winner.card.entry for group in groups for winner in group.winners if winner.card}
    photo = class_photo(site, tuple(entries.values()))
    view = WinnersView(
        groups=groups,
        jury=snapshot.citations.jury if snapshot.citations else None,
        explained=bool(snapshot.published),
        proposed=proposed,
        stage=next((stage for stage in snapshot.config.stages if stage.has(StageKind.PUBLIC_NOTICE)), snapshot.stage),
        notice=snapshot.notice,
        departures=tuple(status for status in snapshot.departures if status.level),
        documents=snapshot.notice_documents,
        ceremonies=ceremonies(snapshot),
        reports=tuple(article for article in snapshot.articles if _is_of_awards(snapshot, article.public_from)),
        photo=photo,
        revealed=_is_revealed(site),
    )
    page = replace(named_page(site, "winners", view), image=photo)
    return replace(page, title=site.translations.translate("title.winners_proposed")) if proposed else page


def ceremonies(snapshot: StageSnapshot) -> tuple[InfoPage, ...]:
    """The public pages about an event of the awards."""
    return tuple(page for page in snapshot.pages if page.event and _is_of_awards(snapshot, page.public_from))


def _is_of_awards(snapshot: StageSnapshot, public_from: str) -> bool:
    return snapshot.config.stage(public_from).awards_are_final


def winner_groups(site: LanguageSite) -> tuple[WinnerGroup, ...]:
    """The award levels, the highest first, then the special awards."""
    snapshot, certificates = site.snapshot, link_certificates(site)
    citations = snapshot.citations.citations if snapshot.citations else {}

    def to_winner(award: AwardLevel | SpecialAward, winner: Card | Unit, rank: int | None = None) -> Winner:
        winner_id = winner.entry.slug if isinstance(winner, Card) else winner.id
        return Winner(
            card=winner if isinstance(winner, Card) else None,
            unit=winner if isinstance(winner, Unit) else None,
            rank=rank,
            citation=citations.get(winner_id),
            certificates=certificates.get((award.id, winner_id), ()),
        )

    levels = [
        WinnerGroup(
            award=award.level,
            winners=tuple(
                to_winner(award.level, card, number if award.level.ranked else None)
                for number, card in enumerate(site.cards_of(award.entries), start=1)
            ),
            is_ranked=award.level.ranked,
            is_first=award is snapshot.awards[0],
            vacancy=award.vacancy,
        )
        for award in snapshot.awards
    ]
    special = [
        WinnerGroup(
            award=result.award,
            winners=(
                *(to_winner(result.award, card) for card in site.cards_of(result.entries)),
                *(to_winner(result.award, unit) for unit in result.units),
            ),
        )
        for result in snapshot.special
    ]
    return (*levels, *special)


@dataclass(frozen=True, kw_only=True)
class RevealView(View):
    """The screen of a ceremony: the awards from the lowest to the highest, each with its winners, the best last."""

    groups: tuple[WinnerGroup, ...]
    day: date | None


def reveal(site: LanguageSite, groups: tuple[WinnerGroup, ...]) -> Page:
    """The page of the ceremony's screen."""
    levels = [group for group in groups if isinstance(group.award, AwardLevel)]
    special = [group for group in groups if not isinstance(group.award, AwardLevel)]
    in_order = [*reversed(levels[1:]), *special, *levels[:1]]
    events = [page.event for page in ceremonies(site.snapshot) if page.event]
    view = RevealView(
        groups=tuple(
            group._replace(winners=group.winners[::-1]) if group.is_ranked else group
            for group in in_order
            if group.winners
        ),
        day=events[0].starts if events else None,
    )
    return replace(named_page(site, "reveal", view), path=f"{WINNERS}reveal/", section="none")
