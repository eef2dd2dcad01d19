"""From pages to bytes: the template engine of one language, with the functions and filters that templates use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from plugins.content.model import MediaFile
from plugins.content.schema.fields import end_of, start_of
from plugins.content.schema.localized import Translated, Words
from plugins.content.stage_view import Exhibition
from plugins.results.certificates import Certificate
from plugins.site.files.media import Asked, Media
from plugins.site.files.outputs import Output, integrity, written
from plugins.site.files.search_index import indexes
from plugins.site.files.theme_assets import Assets
from plugins.site.language_site import Edition, Page
from plugins.site.pages.tour import stop
from plugins.site.render.engine import EngineEnvironment, make_environment
from plugins.site.render.relative_links import Places, folders_of
from plugins.site.render.security_headers import page_policy
from plugins.site.render.structured_data import json_ld
from plugins.site.template_context import MappedPage, PageFacts, SiteFacts
from plugins.site.translations import Phrases
from plugins.site.urls import Addresses, path_of
from plugins.site.views.components import Card, Rendition
from plugins.site.views.page_views import CatalogueView, FeedView
from plugins.site.views.sharing import site_card
from plugins.site.views.vote import clocked_vote

# keys of shared fragments that are compared as what they say
PLAIN = {str, int, bool, tuple}


def file_size(size: int) -> str:
    """A file's size in the units that people know from their own disks."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


class Renderer:
    """Renders the pages of one language. The address of the page at hand is what links are made from."""

    def __init__(self, show: Exhibition, lang: str, house: House) -> None:
        self.house = house
        self.lang = lang
        self.phrases = house.phrases[lang]
        self.places = Places(house.addresses, lang)
        self.environment = self._make_environment()
        draw: Callable[[Rendition, str, str], str] = self._macro("figure")
        self.edition = Edition(
            show,
            lang,
            self.phrases,
            house.addresses,
            house.media,
            draw,
            house.certificates,
            house.archived,
        )
        site = self.environment.globals["site"] = self._site()
        self.places.linked = folders_of(link.path for link in (*site.menu, *site.footer))
        self._policies: dict[tuple[str, ...], str] = {}
        self._fragments: dict[tuple[object, ...], tuple[str, list[Asked], tuple[object, ...]]] = {}
        self.early = str(self._macro("early")(show.contest))
        house.media.attach(self.script)

    def __reduce__(self) -> tuple[Any, ...]:
        # for a process that is no copy of this one: it makes templates of its own, and collects what its pages ask for
        return Renderer, (self.edition.show, self.lang, replace(self.house, media=Media(self.house.media.cache)))

    def made_from(self) -> tuple[object, ...]:
        """What every page of this language is made from, besides its own."""
        assets = [(output.path, integrity(output.data)) for output in self.house.assets.outputs.values()]
        site = self.environment.globals["site"]
        return site, self.early, self.phrases, self.house.addresses, assets, self.script.path, self._card

    @cached_property
    def _card(self) -> Rendition:
        return site_card(self.edition)

    def _make_environment(self) -> EngineEnvironment:
        environment = make_environment(self.house.theme)
        environment.share = self._share
        environment.filters |= {
            "words": self.words,
            "plain": lambda words: words if isinstance(words, str) else words.in_language(self.lang).value,
            "day": self.phrases.day,
            "size": file_size,
            "opening": start_of,
            "closing": end_of,
            "iso": lambda moment: moment.isoformat(),
        }
        environment.globals |= {
            "say": self.phrases.say,
            "hall_name": lambda hall: self.edition.hall_name(hall),
            "place": lambda: self.places.place,
            "url": lambda target: self.places.href(self.house.addresses.in_language(path_of(target), self.lang)),
            "absolute": lambda path, lang: self.house.addresses.absolute(self.house.addresses.in_language(path, lang)),
            "script": lambda: self.places.href(self.script.path),
            "script_integrity": lambda: integrity(self.script.data),
            "integrity": lambda name: integrity(self.house.assets.outputs[name].data),
            "file": self.places.href,
            "asset": lambda name: self.places.href(self.house.assets.path(name)),
            "rendition": self._rendition,
            "file_url": self._file_url,
        }
        return environment

    @cached_property
    def script(self) -> Output:
        """This language's script."""
        return self.house.assets.script(self.phrases)

    def _macro(self, name: str) -> Any:
        return getattr(self.environment.get_template(f"components/{name}.html").module, name)

    def _share(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        """What was made with these keys, or is made now; whatever files it asks for, each page asks for."""
        # things are the same if they are one thing: to compare all that is in them takes longer than to write it
        known_by = tuple(each if type(each) in PLAIN else id(each) for each in key)
        fragment = self._fragments.get(known_by)
        if fragment is None:
            media = self.house.media
            before, media.asked = media.asked, []
            # held with its keys, so that no other thing can ever have the identity of one
            fragment = self._fragments[known_by] = make(), media.asked, key
            media.asked = before
        self.house.media.asked += fragment[1]
        return fragment[0]

    def _file_url(self, file: MediaFile) -> str:
        return self.places.href(self.house.media.path(file))

    def _rendition(self, file: MediaFile) -> Rendition:
        return self.house.media.rendition(file).placed(self.places.href)

    def words(self, words: Translated | Words | str) -> Markup:
        """The words, marked with their language where it is not the page's."""
        said = words.in_language(self.lang) if isinstance(words, Translated) else words
        if isinstance(said, str) or said.lang == self.lang:
            return escape(str(said))
        return Markup('<span lang="{}">{}</span>').format(said.lang, said.value)

    def _site(self) -> SiteFacts:
        show, addresses = self.edition.show, self.house.addresses
        return SiteFacts(
            contest=show.contest,
            stage=show.stage,
            lang=self.lang,
            default_lang=addresses.languages[0],
            languages=addresses.languages,
            name=show.contest.short_name,
            menu=self.edition.main_menu,
            footer=self.edition.footer_menu,
            shows_entries=show.stage.shows_entries,
            awards_public=show.stage.shows_awards,
            vote=clocked_vote(self.edition),
            has_news=bool(show.articles) and not self.edition.archived,
            archived=self.edition.archived,
            base_url=addresses.site_url,
            domain=addresses.domain,
            rehearsal=self.house.rehearsal,
        )

    def _facts(self, page: Page) -> PageFacts:
        return PageFacts(
            path=page.path,
            template=page.template,
            section=page.section,
            lang=page.lang,
            title=page.title,
            description=page.description,
            languages=self.house.addresses.languages,
            image=page.image or self._card,
            updated=page.updated,
            json_ld=json_ld(self.edition, page),
            policy=self._policy(page.frames),
        )

    def _policy(self, frames: tuple[str, ...]) -> str:
        if frames not in self._policies:
            self._policies[frames] = page_policy(self.early, frames)
        return self._policies[frames]

    def page(self, page: Page) -> tuple[bytes, list[Asked]]:
        """Render one page; with it come the files that it asked for."""
        media = self.house.media
        media.asked = []
        page = self._complete(page)
        self.places.enter(page.path)
        template = self.environment.get_template(page.template)
        text = template.render(page=self._facts(page), view=page.view, url_in=self._url_in(page))
        return text.encode("utf-8"), list({each.path: each for each in media.asked}.values())

    def _complete(self, page: Page) -> Page:
        """The page with all of its view."""
        match page.view:
            case Card():
                return stop(self.edition, page.view)
            case CatalogueView():
                names, bodies = self.index_paths
                return replace(page, view=replace(page.view, names=names, bodies=bodies))
        return page

    @cached_property
    def index_paths(self) -> tuple[str, ...]:
        """The paths of the search indexes, which come with them onto the site."""
        return tuple(map(self.house.media.attach, indexes(self.edition)))

    def _url_in(self, page: Page) -> Callable[[str], str]:
        return lambda lang: self.places.href(self.house.addresses.in_language(page.path, lang))

    def feeds(self) -> Iterator[Output]:
        """The Atom feed of the news in this language; without news there is none, for it would need a date; an archive
        has no news to come."""
        if not self.edition.show.articles or self.edition.archived:
            return
        view = FeedView(tuple((article, self.edition.prose(article)) for article in self.edition.show.articles))
        yield self._output(self.house.addresses.in_language("feed.xml", self.lang), "feed.xml", view=view)

    def for_machines(self, pages: list[Page]) -> Iterator[Output]:
        """What the whole site has once: its map and its word to robots."""
        listed = [page for page in pages if page.section != "none"]
        urls = [MappedPage(page.path, page.lang, self.house.addresses.languages, page.updated) for page in listed]
        yield self._output("sitemap.xml", "sitemap.xml", urls=urls)
        yield self._output("robots.txt", "robots.txt")

    def _output(self, path: str, template: str, **context: Any) -> Output:
        text = self.environment.get_template(template).render(**context)
        return written(path, template, text.encode("utf-8"))


@dataclass(frozen=True)
class House:
    """What the editions of all languages share."""

    addresses: Addresses
    phrases: dict[str, Phrases]
    assets: Assets
    media: Media
    theme: Path
    certificates: tuple[Certificate, ...] = ()
    rehearsal: bool = False
    archived: date | None = None
