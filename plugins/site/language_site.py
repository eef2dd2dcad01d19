"""One language's edition of the exhibition: what the functions that make its pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup

from plugins.content.model import Document, Entry
from plugins.content.parsing.body import Figure, Link
from plugins.content.parsing.links import document_of
from plugins.content.schema.config import Contest
from plugins.content.schema.documents import Menu
from plugins.content.schema.localized import Translated
from plugins.content.stage_view import Exhibition, Hall
from plugins.results.certificates import Certificate
from plugins.site.files.media import Media
from plugins.site.translations import Phrases
from plugins.site.urls import Addresses, path_of
from plugins.site.views.components import Card, Prose, Rendition, SiteLink

FOLDERS = {"Entry": "entries", "Article": "articles", "InfoPage": "pages"}
DrawFigure = Callable[[Rendition, str, str], str]


@dataclass(frozen=True)
class Page:
    """One page: its path within its language, its template, its view, and the origins that it may frame."""

    path: str
    template: str
    section: str
    lang: str
    view: Any
    title: Translated | str | None
    description: str
    updated: date | None = None
    image: Rendition | None = None
    frames: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The exhibition in one language, with the means to write its pages; ``archived`` on a day, nothing in it acts."""

    show: Exhibition
    lang: str
    phrases: Phrases
    addresses: Addresses
    media: Media
    draw_figure: DrawFigure
    certificates: tuple[Certificate, ...] = ()
    archived: date | None = None

    @property
    def contest(self) -> Contest:
        return self.show.contest

    def plain(self, words: Translated | str) -> str:
        """The words for a place where no language can be marked."""
        return words if isinstance(words, str) else words.in_language(self.lang).value

    def named(self, key: str) -> str:
        """A phrase about this competition, by its short name."""
        return self.phrases.say(key, name=self.plain(self.contest.short_name))

    def hall_name(self, hall: Hall) -> str:
        return self.phrases.say("hall.name", numeral=self.phrases.numeral(hall.position))

    def prose(self, document: Document, origin: str | None = None) -> Prose:
        """A document's body for a page at this path from the site's root; without one all its links are absolute."""
        body = document.body(self.lang)
        html = body.filled(
            lambda link: self._address(document, link, origin), lambda figure: self._figure(document, figure, origin)
        )
        return Prose(
            Markup(html), self.lang if document.is_translated(self.lang) else self.contest.languages[0], body.headings
        )

    def _address(self, document: Document, link: Link, origin: str | None) -> str | None:
        target = self._public.get(document_of(f"{FOLDERS[type(document).__name__]}/{document.slug}", link.target) or "")
        if target is None:
            return None
        path = self.addresses.in_language(path_of(target), self.lang)
        return self.addresses.absolute(path) if origin is None else self.addresses.href(origin, path)

    def _figure(self, document: Document, figure: Figure, origin: str | None) -> str:
        def href(path: str) -> str:
            return self.addresses.absolute(path) if origin is None else self.addresses.href(origin, path)

        placed = self.media.rendition(document.media[figure.file]).placed(href)
        return self.draw_figure(placed, figure.alt, figure.title if figure.stands_alone else "")

    @cached_property
    def _public(self) -> dict[str, Any]:
        documents = (*self.show.tour, *self.show.articles, *self.show.pages)
        return {f"{FOLDERS[type(document).__name__]}/{document.slug}": document for document in documents}

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Every public entry as a card, in the order of the tour."""
        hung = [(hall, *each) for hall in self.show.halls for each in enumerate(hall.entries, start=1)]
        return tuple(
            Card(entry, hall, place, in_hall, self.show.award_of(entry), self.show.special_of(entry))
            for place, (hall, in_hall, entry) in enumerate(hung, start=1)
        )

    def cards_of(self, entries: tuple[Entry, ...]) -> tuple[Card, ...]:
        """The cards of these entries, in their order."""
        return tuple(self._card_of[entry.slug] for entry in entries)

    @cached_property
    def _card_of(self) -> dict[str, Card]:
        return {card.entry.slug: card for card in self.cards}

    @cached_property
    def main_menu(self) -> tuple[SiteLink, ...]:
        """The main menu of this stage."""
        paths = [("", "home"), ("news/", "news")]
        if self.show.stage.shows_entries:
            paths += [("tour/", "tour"), ("entries/", "entries"), ("vote/", "vote")]
        else:
            paths += [("tracks/", "tracks")]
        if self.show.stage.shows_awards:
            paths += [("winners/", "winners")]
        fixed = tuple(SiteLink(path, self.phrases.say(f"menu.{name}")) for path, name in paths)
        return fixed + self._info_links(Menu.MAIN)

    @cached_property
    def footer_menu(self) -> tuple[SiteLink, ...]:
        return (*self._info_links(Menu.FOOTER), SiteLink("contents/", self.phrases.say("menu.contents")))

    def _info_links(self, menu: Menu) -> tuple[SiteLink, ...]:
        return tuple(SiteLink(path_of(page), page.title) for page in self.show.pages if page.menu is menu)
