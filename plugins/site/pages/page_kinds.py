"""A page, and which pages there are: the kinds of page in the order of the site map, each made by its own function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from plugins.site.language_site import Edition, Page
from plugins.site.pages import awards, content_pages, listings, tour
from plugins.site.urls import path_of


def pages_of(edition: Edition) -> list[Page]:
    """Every page of the stage in one language, in the order of the site map."""
    return list(_all(edition))


def page_at(edition: Edition, path: str) -> Page | None:
    """The page at one path, made alone as far as that can be; nothing where there is none."""
    # of most sites most pages are entries
    card = next((card for card in edition.cards if path_of(card.entry) == path), None)
    return tour.stop(edition, card) if card else next((page for page in _all(edition) if page.path == path), None)


def _all(edition: Edition) -> Iterator[Page]:
    return chain(_always(edition), _with_entries(edition), _with_awards(edition))


def _always(edition: Edition) -> Iterator[Page]:
    yield content_pages.home(edition)
    yield content_pages.news(edition)
    yield from content_pages.articles(edition)
    yield from content_pages.info_pages(edition)
    yield listings.tracks(edition)
    yield from listings.track_pages(edition)
    yield content_pages.contents(edition)
    yield content_pages.not_found(edition)


def _with_entries(edition: Edition) -> Iterator[Page]:
    if edition.show.stage.shows_entries:
        yield tour.tour(edition)
        yield from tour.halls(edition)
        yield tour.tour_end(edition)
        yield listings.catalogue(edition)
        yield from tour.entries(edition)
        yield listings.vote(edition)
        yield listings.units(edition)


def _with_awards(edition: Edition) -> Iterator[Page]:
    if edition.show.stage.shows_awards:
        yield awards.winners(edition)
        yield from awards.method(edition)
        yield from awards.verifications(edition)
