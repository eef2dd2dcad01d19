"""The plain table of all entries' names, by the letter that they begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from plugins.content.stages.halls import Hall
from plugins.content.url_scheme import NAMES
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page, named_page
from plugins.site.views.components import Card, Groups, View

# stands for all that does not begin with a letter; it comes last
OTHER = "#"


@dataclass(frozen=True)
class NamesView(View):
    """The table: the entries by the ``letters`` that their titles begin with, in the order of the titles.

    These are empty until the page is rendered, because the pinyin of titles takes long.
    """

    cards: tuple[Card, ...]
    halls: tuple[Hall, ...]
    letters: Groups[str, Card] = ()


def names_page(site: LanguageSite) -> Page:
    """The page of the table."""
    page = named_page(site, "names", NamesView(site.cards, site.snapshot.halls))
    return replace(page, path=NAMES, section="entries")


def first_letter(reading: str) -> str:
    """The letter under which a title is listed that is said like this."""
    letter = next((character for character in reading if character.isalnum()), "")
    return letter.upper() if letter.isalpha() and ord(letter) < ord("㐀") else OTHER


def sort_by_letter(view: NamesView, readings: Mapping[str, str]) -> NamesView:
    """The view with its entries by letter. ``readings`` are the titles as they are said, by slug."""

    def key(card: Card) -> tuple[bool, str, str]:
        reading = readings[card.entry.slug]
        letter = first_letter(reading)
        return letter == OTHER, letter, reading

    groups = groupby(sorted(view.cards, key=key), key=lambda card: first_letter(readings[card.entry.slug]))
    return replace(view, letters=tuple((letter, tuple(cards)) for letter, cards in groups))
