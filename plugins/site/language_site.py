"""The site in one language: what the functions that make its pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from itertools import pairwise

from markupsafe import Markup

from plugins.content.kinds import linked_document
from plugins.content.model import Document, Entry, Unit
from plugins.content.parsing.archives import StageArchive
from plugins.content.parsing.body import Figure, Link
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import Entrant, Menu
from plugins.content.schema.localized import LocalizedText, TranslatedText
from plugins.content.stage_view import StageSnapshot
from plugins.content.stages.halls import Hall, HallSection
from plugins.content.url_scheme import ARCHIVE, CONTENTS, ENTRIES, NEWS, TOUR, TRACKS, VOTE, WINNERS
from plugins.images.cards import CardColors
from plugins.results.certificates import Certificate
from plugins.site.files.media import MediaCollector
from plugins.site.render.headlines import Headlines
from plugins.site.translations import Translations
from plugins.site.urls import LinkTarget, UrlBuilder, content_folder, output_path, url_path
from plugins.site.views.components import Card, RenderedBody, ResponsiveImage, SiteLink
from plugins.site.views.related import RelatedEntries

DrawFigure = Callable[[ResponsiveImage, str, str], str]
"""Makes the HTML of a picture in a body, of the picture, its alternative text and its caption."""


@dataclass(frozen=True, kw_only=True)
class LanguageSite:
    """What a stage shows, in one language, with the means to make its pages.

    ``archived`` is the day on which the pages are frozen; nothing on them then leads to a vote.
    """

    snapshot: StageSnapshot
    lang: str
    translations: Translations
    urls: UrlBuilder
    media: MediaCollector
    draw_figure: DrawFigure
    certificates: tuple[Certificate, ...] = ()
    archived: date | None = None

    @property
    def config(self) -> CompetitionConfig:
        """The configuration of the competition, as far as the stage may show it."""
        return self.snapshot.config

    @cached_property
    def card_colors(self) -> CardColors:
        """The colours of the pictures that this program draws: those of the contest's light scheme."""
        light = self.snapshot.brand.palette.light
        return CardColors(**{field.name: light[field.name] for field in fields(CardColors)})

    def text_of(self, text: TranslatedText | str) -> str:
        """The text alone, for where its language cannot be marked."""
        return text if isinstance(text, str) else self.in_language(text).value

    def in_language(self, text: TranslatedText) -> LocalizedText:
        """The text in this language: its own translation, that of the contest's translation file, or the original."""
        localized = text.in_language(self.lang)
        translation = self._texts.get(localized.value) if localized.lang != self.lang else None
        return LocalizedText(translation, self.lang) if translation else localized

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        file = self.snapshot.translations.get(self.lang)
        return file.texts if file else {}

    def headline_parts(self, text: TranslatedText | str) -> list[str]:
        """The text as a headline in parts that stay on one line: as its author divided it, else by words."""
        value, lang = LocalizedText(text, self.lang) if isinstance(text, str) else self.in_language(text)
        if not lang.startswith("zh"):
            return [value]
        if not isinstance(text, str) and lang in text.breaks and value == text.by_language[lang]:
            return [value[start:end] for start, end in pairwise([0, *text.breaks[lang], len(value)])]
        return self._divide_headline(value)

    @cached_property
    def headline_names(self) -> tuple[str, ...]:
        """The names that are words of a headline, wherever it is."""
        tracks, places = self.config.tracks, [hall.place for hall in self.snapshot.halls]
        names = [item.name for item in (*self.snapshot.units, *tracks, *places)]
        names += [place.short_name for place in (*tracks, *places) if place.short_name]
        return tuple(sorted(set(map(self.text_of, names))))

    @cached_property
    def _divide_headline(self) -> Callable[[str], list[str]]:
        # a title is on half a dozen pages
        return cache(Headlines(self.headline_names).parts)

    @cached_property
    def entrant(self) -> str:
        """The form of words for all who submitted something: unit, person or team, or other if they differ."""
        return entrant_form(unit for entry in self.snapshot.tour for unit in entry.units)

    def phrase_for(self, key: str, units: Iterable[Unit] | None = None) -> str:
        """A phrase about these units, or about all that submitted something."""
        return self.translations.translate_as(key, self.entrant if units is None else entrant_form(units))

    def award_names(self, entry: Entry) -> list[str]:
        """The names of an entry's awards once they are final; what is only proposed may still change."""
        if not self.snapshot.stage.awards_are_final:
            return []
        award = self.snapshot.award_of(entry)
        names = [
            *([award.level.name] if award else []),
            *(result.award.name for result in self.snapshot.special_of(entry)),
        ]
        return [self.text_of(name) for name in names]

    def hall_name(self, hall: Hall) -> str:
        """A hall's name by its number, such as 第二展厅."""
        return self.translations.translate("hall.name", numeral=self.translations.numeral(hall.position))

    def section_name(self, section: HallSection) -> str:
        """The name of a part of a hall: its track, its group, or both."""
        return " · ".join(self.text_of(part.name) for part in (section.track, section.group) if part)

    def local_path(self, target: LinkTarget) -> str:
        """The path of a page in this language, from the site's root."""
        return self.urls.localized_path(url_path(target), self.lang)

    def output_path(self, target: LinkTarget) -> str:
        """The file of a page in this language, from the site's root."""
        return output_path(self.local_path(target))

    def absolute_url(self, target: LinkTarget) -> str:
        """The public address of a page in this language."""
        return self.urls.absolute(self.local_path(target))

    def render_body(self, document: Document, current_path: str | None = None) -> RenderedBody:
        """A document's body, with links from the page at this path from the site's root.

        Without a path all its links are absolute.
        """
        body = document.body(self.lang)

        def href(path: str) -> str:
            return self.urls.absolute(path) if current_path is None else self.urls.href(current_path, path)

        def link_url(link: Link) -> str | None:
            target = self._linked_documents.get(linked_document(content_folder(document), link.target) or "")
            return href(self.local_path(target)) if target else None

        def figure_html(figure: Figure) -> str:
            image = self.media.image_for(document.media[figure.file]).with_urls(href)
            return self.draw_figure(image, figure.alt, figure.title if figure.is_block else "")

        lang = self.lang if document.is_translated(self.lang) else self.config.languages[0]
        divide = self._divide_headline if lang.startswith("zh") else lambda text: [text]
        return RenderedBody(Markup(body.substitute(link_url, figure_html, divide)), lang, body.headings)

    @cached_property
    def _linked_documents(self) -> dict[str, LinkTarget]:
        """Every public document by its folder within the content; of an entry that has left, the notice about it."""
        shown = (*self.snapshot.documents, *(status.entry for status in self.snapshot.departures))
        return {content_folder(document): document for document in shown}

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Every public entry as a card, in the order of the tour."""
        snapshot = self.snapshot
        by_hall = [
            (hall, position, entry) for hall in snapshot.halls for position, entry in enumerate(hall.entries, start=1)
        ]
        return tuple(
            Card(
                entry=entry,
                hall=hall,
                position=position,
                position_in_hall=position_in_hall,
                award=snapshot.award_of(entry),
                special=snapshot.special_of(entry),
            )
            for position, (hall, position_in_hall, entry) in enumerate(by_hall, start=1)
        )

    def cards_of(self, entries: tuple[Entry, ...]) -> tuple[Card, ...]:
        """The cards of these entries, in their order."""
        return tuple(self._card_by_slug[entry.slug] for entry in entries)

    @cached_property
    def related(self) -> RelatedEntries:
        """The entries to which each entry's page leads."""
        return RelatedEntries(self.snapshot.tour)

    @cached_property
    def _card_by_slug(self) -> dict[str, Card]:
        return {card.entry.slug: card for card in self.cards}

    @property
    def archives(self) -> tuple[StageArchive, ...]:
        """The archived stages that the site leads to; an archive itself leads to no other."""
        return () if self.archived else self.snapshot.archives

    @cached_property
    def main_menu(self) -> tuple[SiteLink, ...]:
        """The main menu of this stage."""
        stage = self.snapshot.stage
        paths = [("", "home"), (NEWS, "news")]
        if stage.shows_entries:
            paths += [(TOUR, "tour"), (ENTRIES, "entries")]
            paths += [(VOTE, "vote")] if self.config.has_vote else []
        else:
            paths += [(TRACKS, "tracks")]
        if stage.shows_awards:
            paths += [(WINNERS, "winners")]
        fixed = tuple(SiteLink(path, self.translations.translate(f"menu.{name}")) for path, name in paths)
        return fixed + self._info_links(Menu.MAIN)

    @cached_property
    def footer_menu(self) -> tuple[SiteLink, ...]:
        """The links at the end of every page."""
        archive = [SiteLink(ARCHIVE, self.translations.translate("title.archive"))] if self.archives else []
        contents = SiteLink(CONTENTS, self.translations.translate("menu.contents"))
        years = SiteLink("../", self.translations.translate("years.all"))
        series = [years] if self.config.edition and not self.archived else []
        return (*self._info_links(Menu.FOOTER), *archive, contents, *series)

    def _info_links(self, menu: Menu) -> tuple[SiteLink, ...]:
        return tuple(SiteLink(url_path(page), page.title) for page in self.snapshot.pages if page.menu is menu)


def entrant_form(units: Iterable[Unit]) -> str:
    """The form of words that fits all of these: unit, person or team, or other if they differ."""
    forms = {unit.kind.entrant.value for unit in units} or {Entrant.UNIT.value}
    return forms.pop() if len(forms) == 1 else "other"
