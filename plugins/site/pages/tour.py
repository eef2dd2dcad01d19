"""The tour: its entrance, its halls, and its stops, which are the pages of the entries."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.model import Entry
from plugins.content.stage_view import Exhibition
from plugins.images.cards import CARD
from plugins.site.language_site import Edition, Page
from plugins.site.urls import path_of
from plugins.site.views.components import Card, Rendition, Stop
from plugins.site.views.floor_plan import floor_plan
from plugins.site.views.page_views import EntryView, HallView, TourEndView, TourView
from plugins.site.views.reading_time import minutes_for, seconds_for
from plugins.site.views.sharing import sharing
from plugins.site.views.vote import vote_on
from plugins.voting.embedding import frame_origins


def tour(edition: Edition) -> Page:
    show = edition.show
    minutes = minutes_for(show.tour, edition.lang)
    view = TourView(show.halls, floor_plan(show.halls), minutes, len(show.tour))
    title, description = edition.phrases.say("title.tour"), edition.named("description.tour")
    return Page("tour/", "tour.html", "tour", edition.lang, view, title, description)


def tour_end(edition: Edition) -> Page:
    view = TourEndView(edition.show.halls, len(edition.show.tour))
    title, description = edition.phrases.say("title.tour_end"), edition.named("description.tour_end")
    return Page("tour/end/", "tour_end.html", "tour", edition.lang, view, title, description)


def halls(edition: Edition) -> Iterator[Page]:
    all_halls = edition.show.halls
    for at, hall in enumerate(all_halls):
        view = HallView(
            hall=hall,
            shuffled=edition.show.stage.takes_votes and not edition.archived,
            halls=all_halls,
            cards=edition.cards_of(hall.entries),
            previous=all_halls[at - 1] if at else None,
            next=all_halls[at + 1] if at + 1 < len(all_halls) else None,
        )
        name = edition.plain(hall.track.name)
        title = f"{edition.hall_name(hall)} · {name}"
        description = edition.plain(hall.track.description or hall.track.name)
        yield Page(path_of(hall), "hall.html", "tour", edition.lang, view, title, description)


def entries(edition: Edition) -> Iterator[Page]:
    return (_outline(edition, card) for card in edition.cards)


def _outline(edition: Edition, card: Card) -> Page:
    """What the rest of the site has to know of an entry's page; the view is made where the page is."""
    frames = frame_origins(card.entry.ballots) if card.entry.ballots else ()
    return Page(path_of(card.entry), "entry.html", "tour", edition.lang, card, None, "", frames=frames)


def stop(edition: Edition, card: Card) -> Page:
    """A stop of the tour: the page of one entry."""
    entry, path = card.entry, path_of(card.entry)
    view = EntryView(
        entry=entry,
        prose=edition.prose(entry, edition.addresses.in_language(path, edition.lang)),
        stop=_stop(edition.show, card),
        vote=vote_on(edition, entry.ballots, entry.count),
        award=card.award,
        special=card.special,
        sharing=sharing(edition, entry) if edition.contest.site.entry_cards else None,
        seconds=seconds_for(entry, edition.lang),
    )
    image = Rendition(view.sharing.card, *CARD) if view.sharing else None
    summary, frames = edition.plain(entry.summary), frame_origins(entry.ballots)
    return Page(path, "entry.html", "tour", edition.lang, view, entry.title, summary, image=image, frames=frames)


def _stop(show: Exhibition, card: Card) -> Stop:
    walk: tuple[Entry, ...] = show.tour
    at = card.place - 1
    return Stop(
        hall=card.hall,
        place_in_hall=card.place_in_hall,
        place=card.place,
        total=len(walk),
        previous=walk[at - 1] if at else None,
        next=walk[at + 1] if at + 1 < len(walk) else None,
    )
