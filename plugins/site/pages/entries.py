"""The catalogue, the pages of the entries, and the pages that list them by vote and by unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from plugins.content.model import Entry, Unit
from plugins.content.schema.config import VoteChannel
from plugins.content.schema.documents import Term
from plugins.content.stage_view import Award, Hall, SpecialAwardResult, StageSnapshot
from plugins.images.cards import CARD
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page, named_page
from plugins.site.urls import url_path
from plugins.site.views.components import (
    Card,
    Facets,
    RenderedBody,
    ResponsiveImage,
    ShareAssets,
    TourPosition,
    View,
    Vote,
)
from plugins.site.views.reading_time import visit_seconds
from plugins.site.views.sharing import share_assets
from plugins.site.views.vote import vote_view
from plugins.voting.embedding import list_frame_origins


def pages(site: LanguageSite) -> Iterator[Page]:
    """All of them, in the order of the site map."""
    yield catalogue(site)
    yield from (entry_outline(site, card) for card in site.cards)
    yield vote(site)
    yield units(site)


@dataclass(frozen=True, kw_only=True)
class CatalogueView(View):
    """The catalogue.

    ``names`` and ``bodies`` are the paths of its search indexes from the site's root. They are empty until the page is
    rendered, because the indexes take long to make.
    """

    cards: tuple[Card, ...]
    halls: tuple[Hall, ...]
    facets: Facets
    names: str = ""
    bodies: str = ""


def catalogue(site: LanguageSite) -> Page:
    """The catalogue of all public entries."""
    snapshot = site.snapshot
    view = CatalogueView(cards=site.cards, halls=snapshot.halls, facets=_facets(snapshot))
    return named_page(site, "entries", view)


def _facets(snapshot: StageSnapshot) -> Facets:
    """A facet is offered only if it has at least two choices; award levels always are."""
    units = [unit for entry in snapshot.tour for unit in entry.units]
    districts = {unit.district.id: unit.district for unit in units if unit.district}
    kinds = {unit.kind.id: unit.kind for unit in units}
    return Facets(
        districts=tuple(districts.values()) if len(districts) > 1 else (),
        kinds=tuple(kinds.values()) if len(kinds) > 1 else (),
        levels=tuple(award.level for award in snapshot.awards),
    )


@dataclass(frozen=True)
class EntryOutline(View):
    """Stands for the view of an entry until its page is rendered, which other pages need not wait for."""

    card: Card


def entry_outline(site: LanguageSite, card: Card) -> Page:
    """What the rest of the site has to know of an entry's page; ``entry_page`` completes it."""
    return Page(
        path=url_path(card.entry),
        template="entry.html",
        section="tour",
        lang=site.lang,
        view=EntryOutline(card),
        title=None,
        description="",
        frames=list_frame_origins(card.entry.ballots) if card.entry.ballots else (),
    )


@dataclass(frozen=True, kw_only=True)
class EntryView(View):
    """An entry. ``seconds`` is the time for its text and its film."""

    entry: Entry
    body: RenderedBody
    position: TourPosition
    vote: Vote
    award: Award | None
    special: tuple[SpecialAwardResult, ...]
    share: ShareAssets | None
    seconds: int


def entry_page(site: LanguageSite, card: Card) -> Page:
    """The page of an entry."""
    entry = card.entry
    view = EntryView(
        entry=entry,
        body=site.render_body(entry, site.local_path(entry)),
        position=_tour_position(site.snapshot, card),
        vote=vote_view(site, entry.ballots, entry.count),
        award=card.award,
        special=card.special,
        share=share_assets(site, entry) if site.config.site.entry_cards else None,
        seconds=visit_seconds(entry, site.lang),
    )
    return replace(
        entry_outline(site, card),
        view=view,
        title=entry.title,
        description=site.text_of(entry.summary),
        image=ResponsiveImage(view.share.card, *CARD) if view.share else None,
    )


def _tour_position(snapshot: StageSnapshot, card: Card) -> TourPosition:
    tour, index = snapshot.tour, card.position - 1
    return TourPosition(
        hall=card.hall,
        position_in_hall=card.position_in_hall,
        position=card.position,
        total=len(tour),
        previous=tour[index - 1] if index else None,
        next=tour[index + 1] if index + 1 < len(tour) else None,
    )


@dataclass(frozen=True, kw_only=True)
class VoteView(View):
    """The page of the whole vote."""

    vote: Vote
    channels: tuple[VoteChannel, ...]
    halls: tuple[Hall, ...]


def vote(site: LanguageSite) -> Page:
    """The page of the whole vote."""
    snapshot = site.snapshot
    view = VoteView(
        vote=vote_view(site, snapshot.ballots), channels=snapshot.config.vote_channels, halls=snapshot.halls
    )
    return replace(named_page(site, "vote", view), frames=list_frame_origins(snapshot.ballots))


class UnitEntries(NamedTuple):
    """A unit with the public entries that it handed in or recommended."""

    unit: Unit
    entries: tuple[Entry, ...]


class UnitGroup(NamedTuple):
    """The units of one kind."""

    kind: Term
    units: tuple[UnitEntries, ...]


@dataclass(frozen=True)
class UnitsView(View):
    """Units by kind, each with its entries."""

    groups: tuple[UnitGroup, ...]


def units(site: LanguageSite) -> Page:
    """The list of units."""
    snapshot = site.snapshot
    entries = _entries_by_unit(snapshot)
    kinds = {unit.kind.id: unit.kind for unit in snapshot.units}
    groups = tuple(
        UnitGroup(
            kind,
            tuple(UnitEntries(unit, entries[unit.id]) for unit in snapshot.units if unit.kind.id == kind.id),
        )
        for kind in kinds.values()
    )
    return named_page(site, "units", UnitsView(groups))


def _entries_by_unit(snapshot: StageSnapshot) -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = {unit.id: [] for unit in snapshot.units}
    for entry in snapshot.tour:
        for unit_id in {unit.id for unit in (*entry.units, entry.recommending_unit) if unit}:
            entries[unit_id].append(entry)
    return {unit_id: tuple(of_unit) for unit_id, of_unit in entries.items()}
