"""A page, and which pages there are: the kinds of page in the order of the site map, each made by its own function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from plugins.exhibition import awards, info, lists, walk
from plugins.exhibition.addresses import path_of
from plugins.exhibition.edition import Edition, Page


def pages_of(edition: Edition) -> list[Page]:
    """Every page of the stage in one language, in the order of the site map."""
    return list(_all(edition))


def page_at(edition: Edition, path: str) -> Page | None:
    """The page at one path, made alone as far as that can be; nothing where there is none."""
    # of most sites most pages are entries
    card = next((card for card in edition.cards if path_of(card.entry) == path), None)
    return walk.stop(edition, card) if card else next((page for page in _all(edition) if page.path == path), None)


def _all(edition: Edition) -> Iterator[Page]:
    return chain(_always(edition), _with_entries(edition), _with_awards(edition))


def _always(edition: Edition) -> Iterator[Page]:
    yield info.home(edition)
    yield info.news(edition)
    yield from info.articles(edition)
    yield from info.info_pages(edition)
    yield lists.tracks(edition)
    yield from lists.track_pages(edition)
    yield info.contents(edition)
    yield info.not_found(edition)


def _with_entries(edition: Edition) -> Iterator[Page]:
    if edition.show.stage.shows_entries:
        yield walk.tour(edition)
        yield from walk.halls(edition)
        yield walk.tour_end(edition)
        yield lists.catalogue(edition)
        yield from walk.entries(edition)
        yield lists.vote(edition)
        yield lists.units(edition)


def _with_awards(edition: Edition) -> Iterator[Page]:
    if edition.show.stage.shows_awards:
        yield awards.winners(edition)
        yield from awards.method(edition)
        yield from awards.verifications(edition)
