"""The catalogue, the pages of entries and of those that left, and the pages that list them by vote and by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from plugins.content.model import Entry, EntryStatus, Unit
from plugins.content.schema.config import Round
from plugins.content.schema.documents import Term
from plugins.content.stages.halls import Hall
from plugins.content.stages.rounds import FormerEntry
from plugins.content.url_scheme import ENTRIES
from plugins.images.cards import CARD
from plugins.site.files.search_index import SearchIndexes
from plugins.site.language_site import LanguageSite
from plugins.site.pages.long_lists import further_pages, page_paths
from plugins.site.pages.names import first_letter, names_page
from plugins.site.pages.page import Page, document_page, named_page
from plugins.site.urls import url_path
from plugins.site.views.components import (
    Card,
    Facet,
    Groups,
    RenderedBody,
    ResponsiveImage,
    ShareAssets,
    View,
    Vote,
)
from plugins.site.views.facets import letter_facet, list_facets
from plugins.site.views.sharing import share_assets
from plugins.site.views.vote import vote_view
from plugins.voting.embedding import list_frame_origins


def pages(site: LanguageSite) -> Iterator[Page]:
    """All of them, in the order of the site map."""
    first = catalogue(site)
    yield first
    yield from further_pages(site, first, site.cards)
    yield names_page(site)
    yield from (entry_outline(site, card) for card in site.cards)
    yield from former_pages(site)
    yield from vote(site)
    yield units(site)
    yield from statuses(site)


class FormerGroup(NamedTuple):
    """The entries that came as far as an earlier round; ``explained`` if there is a page about its result."""

    round: Round
    entries: tuple[Entry, ...]
    explained: bool


@dataclass(frozen=True, kw_only=True)
class CatalogueView(View):
    """The catalogue; ``former`` entries are listed after the others. ``pages`` are the paths of all its pages.

    ``names`` and ``bodies`` are the paths of its search indexes from the site's root, ``letters`` the initials of the
    titles by slug. They are empty until the page is rendered, because the indexes take long to make.
    """

    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    former: tuple[FormerGroup, ...]
    pages: tuple[str, ...] = ()
    names: str = ""
    bodies: str = ""
    letters: Mapping[str, str] | None = None


def catalogue(site: LanguageSite) -> Page:
    """The catalogue of all public entries."""
    snapshot = site.snapshot
    explained = {result.round.id for result in snapshot.round_results}
    former = tuple(
        FormerGroup(part, tuple(item.entry for item in items), part.id in explained)
        for part, items in groupby(snapshot.former, lambda item: item.round)
    )
    pages = page_paths(ENTRIES, len(site.cards))
    view = CatalogueView(cards=site.cards, facets=list_facets(site), former=former, pages=pages)
    return named_page(site, "entries", view)


def complete_catalogue(site: LanguageSite, view: CatalogueView, indexes: SearchIndexes) -> CatalogueView:
    """The view with what is known only of the search indexes."""
    letters = {slug: first_letter(reading) for slug, reading in indexes.readings.items()}
    return replace(
        view,
        names=indexes.names.path,
        bodies=indexes.bodies.path,
        letters=letters,
        facets=(*view.facets, *letter_facet(site, letters)),
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
    """An entry, with those before and after it on the tour, which has ``total`` entries."""

    card: Card
    body: RenderedBody
    previous: Entry | None
    next: Entry | None
    total: int
    vote: Vote | None
    statuses: tuple[EntryStatus, ...]
    share: ShareAssets | None
    related: tuple[Card, ...]


def entry_page(site: LanguageSite, card: Card) -> Page:
    """The page of an entry."""
    entry, tour = card.entry, site.snapshot.tour
    view = EntryView(
        card=card,
        body=site.render_body(entry, site.local_path(entry)),
        previous=tour[card.position - 2] if card.position > 1 else None,
        next=tour[card.position] if card.position < len(tour) else None,
        total=len(tour),
        vote=vote_view(site, entry.ballots, entry.count),
        statuses=site.snapshot.statuses_of(entry),
        share=share_assets(site, entry) if site.config.site.entry_cards else None,
        related=site.cards_of(site.related.of(entry)),
    )
    return replace(
        entry_outline(site, card),
        view=view,
        title=entry.title,
        description=site.text_of(entry.summary),
        image=ResponsiveImage(view.share.card, *CARD) if view.share else None,
    )


@dataclass(frozen=True)
class FormerView(View):
    """An entry that is out since an earlier round."""

    former: FormerEntry
    body: RenderedBody
    statuses: tuple[EntryStatus, ...]


def former_pages(site: LanguageSite) -> Iterator[Page]:
    """A page for each entry of an earlier round that is not in this one: it stays, and says how far the entry came."""
    for former in site.snapshot.former:
        entry = former.entry
        body = site.render_body(entry, site.local_path(entry))
        view = FormerView(former, body, site.snapshot.statuses_of(entry))
        yield document_page(site, entry, "former_entry.html", "entries", view)


@dataclass(frozen=True, kw_only=True)
class VoteView(View):
    """The page of the whole vote; ``on_pages`` if entries have ballots on their own pages."""

    vote: Vote
    on_pages: bool
    halls: tuple[Hall, ...]


def vote(site: LanguageSite) -> Iterator[Page]:
    """The page of the whole vote, if there is one."""
    snapshot, whole = site.snapshot, vote_view(site, site.snapshot.ballots)
    if whole is None:
        return
    on_pages = any(ballot.address for entry in snapshot.tour for ballot in entry.ballots)
    view = VoteView(vote=whole, on_pages=on_pages, halls=snapshot.halls)
    yield replace(named_page(site, "vote", view), frames=list_frame_origins(snapshot.ballots))


class UnitEntries(NamedTuple):
    """A unit with the public entries that it submitted, has a part in, or recommended."""

    unit: Unit
    submitted: tuple[Entry, ...]
    partnered: tuple[Entry, ...]
    recommended: tuple[Entry, ...]


@dataclass(frozen=True)
class UnitsView(View):
    """Units by kind, each with its entries."""

    groups: Groups[Term, UnitEntries]


def units(site: LanguageSite) -> Page:
    """The list of units."""
    snapshot = site.snapshot
    entries = snapshot.entries
    by_unit = (
        _by_unit((unit, entry) for entry in entries for unit in entry.units),
        _by_unit((unit, entry) for entry in entries for unit in entry.partners),
        _by_unit((entry.recommending_unit, entry) for entry in entries if entry.recommending_unit),
    )
    kinds = {unit.kind.id: unit.kind for unit in snapshot.units}
    groups = tuple(
        (
            kind,
            tuple(
                UnitEntries(unit, *(tuple(entries_of.get(unit.id, ())) for entries_of in by_unit))
                for unit in snapshot.units
                if unit.kind.id == kind.id
            ),
        )
        for kind in kinds.values()
    )
    return named_page(site, "units", UnitsView(groups))


def _by_unit(pairs: Iterable[tuple[Unit, Entry]]) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for unit, entry in pairs:
        entries.setdefault(unit.id, []).append(entry)
    return entries


@dataclass(frozen=True)
class StatusView(View):
    """What became of an entry."""

    status: EntryStatus


def statuses(site: LanguageSite) -> Iterator[Page]:
    """A page at each address at which there was an entry: it has left the competition, or was renamed.

    Only the entry that it leads to is in the site map.
    """
    for status in site.snapshot.statuses:
        former_paths = [url_path(status.entry)] if status.record.leaves else []
        former_paths += [f"{ENTRIES}{status.record.old_slug}/"] if status.record.old_slug else []
        for path in former_paths:
            yield Page(
                path=path,
                template="status.html",
                section="none",
                lang=site.lang,
                view=StatusView(status),
                title=status.entry.title,
                description=site.translations.translate(f"status.{status.record.kind}"),
                updated=status.record.date,
            )
