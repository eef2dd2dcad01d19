"""The tour: its entrance, its halls and its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from plugins.content.model import Entry
from plugins.content.stages.halls import Hall, HallSection
from plugins.content.url_scheme import TOUR
from plugins.site.language_site import LanguageSite
from plugins.site.pages.long_lists import further_pages, page_paths
from plugins.site.pages.page import Page, named_page
from plugins.site.urls import url_path
from plugins.site.views.components import Card, Groups, View
from plugins.site.views.floor_plan import FloorPlan, floor_plan, room_plan

# fewer than at a desk, because visitors read while walking
HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 200


def pages(site: LanguageSite) -> Iterator[Page]:
    """All of them, in the order of the site map."""
    yield entrance(site)
    yield from halls(site)
    yield end(site)


@dataclass(frozen=True, kw_only=True)
class TourView(View):
    """The entrance. ``minutes`` is the time that the texts and films take, ``total`` the number of entries.

    The ``plan`` has doors where there is space for them, ``rooms`` has none, for phones.
    """

    halls: tuple[Hall, ...]
    plan: FloorPlan
    rooms: FloorPlan
    minutes: int
    total: int


def entrance(site: LanguageSite) -> Page:
    """The entrance, with the floor plan."""
    snapshot = site.snapshot
    view = TourView(
        halls=snapshot.halls,
        plan=floor_plan(snapshot.halls),
        rooms=room_plan(snapshot.halls),
        minutes=visit_minutes(snapshot.tour, site.lang),
        total=len(snapshot.tour),
    )
    return named_page(site, "tour", view)


def visit_minutes(entries: Iterable[Entry], lang: str) -> int:
    """The minutes that it takes to read the texts and watch the films of these entries, at least one."""
    seconds = 0
    for entry in entries:
        body = entry.body_ref(lang)
        seconds += round((body.han / HAN_PER_MINUTE + body.words / WORDS_PER_MINUTE) * 60)
        seconds += entry.video.seconds if entry.video else 0
    return max(1, round(seconds / 60))


@dataclass(frozen=True, kw_only=True)
class HallView(View):
    """A hall; its ``cards`` are in sections if it has several.

    ``shuffled`` means that its lists change order each day, because a vote is open. ``pages`` are the paths of all its
    pages.
    """

    hall: Hall
    shuffled: bool
    cards: tuple[Card, ...]
    sections: Groups[HallSection, Card]
    pages: tuple[str, ...]
    previous: Hall | None
    next: Hall | None


def halls(site: LanguageSite) -> Iterator[Page]:
    """A page for each hall, and further pages of a long one."""
    all_halls = site.snapshot.halls
    for index, hall in enumerate(all_halls):
        path, cards = url_path(hall), site.cards_of(hall.entries)
        view = HallView(
            hall=hall,
            shuffled=site.snapshot.stage.takes_votes and not site.archived,
            cards=cards,
            sections=tuple((section, site.cards_of(section.entries)) for section in hall.sections),
            pages=page_paths(path, len(cards)),
            previous=all_halls[index - 1] if index else None,
            next=all_halls[index + 1] if index + 1 < len(all_halls) else None,
        )
        first = Page(
            path=path,
            template="hall.html",
            section="tour",
            lang=site.lang,
            view=view,
            title=f"{site.hall_name(hall)} · {site.text_of(hall.place.name)}",
            description=site.text_of(hall.place.description or hall.place.name),
        )
        yield first
        yield from further_pages(site, first, cards)


@dataclass(frozen=True)
class TourEndView(View):
    """The end: all halls; the browser marks which entries its visitor has seen of the ``total``."""

    halls: tuple[Hall, ...]
    total: int


def end(site: LanguageSite) -> Page:
    """The page after the last entry."""
    view = TourEndView(site.snapshot.halls, len(site.snapshot.tour))
    return replace(named_page(site, "tour_end", view), path=f"{TOUR}end/", section="tour")
