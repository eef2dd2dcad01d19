"""The tour: how long it takes, and from where to where its pages lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.content.body_store import BodyRef
from plugins.content.load import load
from plugins.content.model import MediaFile, Video
from plugins.content.schema.localized import TranslatedText
from plugins.site.pages.entries import EntryView, entry_page
from plugins.site.pages.tour import HallView, halls, visit_minutes
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.mark.parametrize(
    ("lengths", "minutes"),
    [
        ([], 1),
        ([(0, 0, None)], 1),
        ([(1200, 0, None)], 3),
        ([(0, 1000, None)], 5),
        ([(400, 200, "2:40")], 5),
        ([(0, 0, "1:10")] * 3, 4),
        ([(400, 0, None)] * 100, 100),
    ],
)
def test_a_visit_takes_as_long_as_its_texts_and_films(lengths: list[tuple[int, int, str | None]], minutes: int) -> None:
    competition = load(TINY).competition
    assert competition
    text, file = TranslatedText(""), MediaFile(Path("film.mp4"), "")
    entries = [
        replace(
            competition.entries[0],
            bodies={"zh-Hans": BodyRef("", "", han, words)},
            video=Video(text, file, text, file, None, None, duration) if duration else None,
        )
        for han, words, duration in lengths
    ]
    assert visit_minutes(entries, "zh-Hans") == minutes


def test_halls_lead_to_those_before_and_after_them() -> None:
    views = [page.view for page in halls(make_renderers(TINY, "vote")["zh-Hans"].site)]
    ways = [
        (view.previous and view.previous.id, view.hall.id, view.next and view.next.id)
        for view in views
        if isinstance(view, HallView)
    ]
    assert ways == [(None, "water", "safety"), ("water", "safety", None)]


def test_entries_lead_to_those_before_and_after_them() -> None:
    site = make_renderers(TINY, "vote")["zh-Hans"].site
    views = [entry_page(site, card).view for card in site.cards]
    ways = [
        (view.previous and view.previous.slug, view.card.entry.slug, view.next and view.next.slug, view.total)
        for view in views
        if isinstance(view, EntryView)
    ]
    assert ways == [(None, "rain-garden", "lift-watch", 2), ("rain-garden", "lift-watch", None, 2)]
