"""The table of names: under which letter a title is listed, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.site.pages.names import NamesView, first_letter, sort_by_letter
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.mark.parametrize(
    ("reading", "letter"),
    [
        ("yushui", "Y"),
        ("“yushui", "Y"),
        ("élan", "É"),
        ("3dayin", "#"),
        ("𠀀", "#"),
        ("㐀", "#"),
        ("……", "#"),
        ("", "#"),
    ],
)
def test_a_title_is_listed_by_the_letter_that_it_begins_with(reading: str, letter: str) -> None:
    assert first_letter(reading) == letter


def test_names_are_sorted_as_they_are_said_and_figures_come_last() -> None:
    card = make_renderers(TINY, "vote")["zh-Hans"].site.cards[0]
    readings = {"a": "yu", "b": "dianti", "c": "3d", "d": "yanlu"}
    cards = tuple(replace(card, entry=replace(card.entry, slug=slug)) for slug in readings)
    view = sort_by_letter(NamesView(cards, ()), readings)
    assert [(letter, [card.entry.slug for card in listed]) for letter, listed in view.letters] == [
        ("D", ["b"]),
        ("Y", ["d", "a"]),
        ("#", ["c"]),
    ]
