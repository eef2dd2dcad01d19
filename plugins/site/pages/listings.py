"""The pages that list: catalogue, tracks, units and the vote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.content.model import Entry
from plugins.content.stage_view import Exhibition
from plugins.site.language_site import Edition, Page
from plugins.site.urls import path_of
from plugins.site.views.components import Facets
from plugins.site.views.page_views import CatalogueView, TracksView, TrackView, UnitsView, VoteView
from plugins.site.views.vote import vote_on
from plugins.voting.embedding import frame_origins


def listing(edition: Edition, name: str, view: object, title: str | None = None) -> Page:
    """A page of the site's own: its path, template and section all have its name."""
    words = edition.phrases.say(title or f"title.{name}"), edition.named(f"description.{name}")
    return Page(f"{name}/", f"{name}.html", name, edition.lang, view, *words)


def catalogue(edition: Edition) -> Page:
    show = edition.show
    return listing(edition, "entries", CatalogueView(edition.cards, show.halls, _facets(show)))


def _facets(show: Exhibition) -> Facets:
    """Only what some entry has and another has not: a choice of one would be none."""
    units = [unit for entry in show.tour for unit in entry.units]
    districts = {unit.district.id: unit.district for unit in units if unit.district}
    kinds = {unit.kind.id: unit.kind for unit in units}
    return Facets(
        districts=tuple(districts.values()) if len(districts) > 1 else (),
        kinds=tuple(kinds.values()) if len(kinds) > 1 else (),
        levels=tuple(award.level for award in show.awards),
    )


def tracks(edition: Edition) -> Page:
    return listing(edition, "tracks", TracksView(edition.contest.tracks, edition.show.halls))


def track_pages(edition: Edition) -> Iterator[Page]:
    halls = {hall.track.id: hall for hall in edition.show.halls}
    for track in edition.contest.tracks:
        hall = halls.get(track.id)
        view = TrackView(track, hall, edition.cards_of(hall.entries) if hall else ())
        description = edition.plain(track.description or track.name)
        yield Page(path_of(track), "track.html", "tracks", edition.lang, view, track.name, description)


def vote(edition: Edition) -> Page:
    show = edition.show
    view = VoteView(vote_on(edition, show.ballots), show.contest.vote_channels, show.halls)
    return replace(listing(edition, "vote", view), frames=frame_origins(show.ballots))


def units(edition: Edition) -> Page:
    show, entries_of = edition.show, _entries_by_unit(edition.show)
    kinds = {unit.kind.id: unit.kind for unit in show.units}
    groups = tuple(
        (kind, tuple((unit, entries_of[unit.id]) for unit in show.units if unit.kind.id == kind.id))
        for kind in kinds.values()
    )
    return listing(edition, "units", UnitsView(groups))


def _entries_by_unit(show: Exhibition) -> dict[str, tuple[Entry, ...]]:
    """What each unit, by its id, handed in or recommended."""
    found: dict[str, list[Entry]] = {unit.id: [] for unit in show.units}
    for entry in show.tour:
        for unit_id in {unit.id for unit in (*entry.units, entry.recommending_unit) if unit}:
            found[unit_id].append(entry)
    return {unit_id: tuple(entries) for unit_id, entries in found.items()}
