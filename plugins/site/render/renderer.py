"""Rendering pages: from a page and its view to the bytes of its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, NamedTuple

from plugins.content.stage_view import StageSnapshot
from plugins.site.files.media import MediaCollector, RequestedFile
from plugins.site.files.outputs import Output, integrity
from plugins.site.files.search_index import SearchIndexes, search_indexes
from plugins.site.language_site import LanguageSite
from plugins.site.pages.entries import CatalogueView, EntryOutline, complete_catalogue, entry_page
from plugins.site.pages.names import NamesView, sort_by_letter
from plugins.site.pages.page import Page
from plugins.site.render.context import SiteContext, site_template_context
from plugins.site.render.engine import EngineEnvironment, make_environment
from plugins.site.render.security_headers import page_csp
from plugins.site.render.structured_data import json_ld
from plugins.site.render.template_functions import filters, functions
from plugins.site.urls import PageLinks, folders_of
from plugins.site.views.components import ResponsiveImage
from plugins.site.views.sharing import site_card

# types of keys of shared fragments that are compared by value
COMPARED_BY_VALUE = {str, int, bool, tuple}


class RenderedPage(NamedTuple):
    """The bytes of a page, and the files that it shows."""

    data: bytes
    requested: list[RequestedFile]


@dataclass(frozen=True)
class _Fragment:
    """HTML that pages share, and the files that it shows."""

    html: str
    requested: list[RequestedFile]
    # kept, so that no other object can ever get the id of one of its parts
    key: tuple[object, ...]


def make_renderer(
    snapshot: StageSnapshot, lang: str, context: SiteContext, site_type: type[LanguageSite] = LanguageSite
) -> Renderer:
    """A renderer for one language of what a stage shows."""
    environment = make_environment(context.assets.theme)
    site = site_type(
        snapshot=snapshot,
        lang=lang,
        translations=context.translations[lang],
        urls=context.urls,
        media=context.media,
        draw_figure=partial(_draw_figure, environment),
        certificates=context.certificates,
        archived=context.archived,
    )
    return Renderer(site, environment, context)


def _draw_figure(environment: EngineEnvironment, image: ResponsiveImage, alt: str, caption: str) -> str:
    # sought only when it is called: at first the environment lacks the functions that the template uses
    return str(environment.component("components/figure.html", "figure")(image, alt, caption))


class Renderer:
    """Renders the pages of one language, one after the other: links are relative to the current page."""

    def __init__(self, site: LanguageSite, environment: EngineEnvironment, context: SiteContext) -> None:
        self.site = site
        self.environment = environment
        self.context = context
        self.script = context.assets.script(site.translations, whole=bool(context.archived))
        self.later_scripts = () if context.archived else tuple(context.assets.later_scripts(site.translations).values())
        self.template_context = site_template_context(site, rehearsal=context.rehearsal)
        self._links = PageLinks(site.urls, site.lang)
        menus = (*self.template_context.menu, *self.template_context.footer)
        self._links.menu_folders = folders_of(link.path for link in menus)
        environment.share = self._share
        environment.filters |= filters(site)
        environment.globals |= functions(site, self._links, context.assets, self.script)
        environment.globals["site"] = self.template_context
        self.head_script = str(environment.component("components/head_script.html", "head_script")(site.config))
        self._fragments: dict[tuple[object, ...], _Fragment] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        # for a spawned process, which compiles its own templates and collects what its own pages request
        media = MediaCollector(self.context.media.cache)
        return make_renderer, (self.site.snapshot, self.site.lang, replace(self.context, media=media))

    def cache_inputs(self) -> tuple[object, ...]:
        """Everything that every page of this language depends on."""
        assets = [(output.path, integrity(output.data)) for output in self.context.assets.outputs.values()]
        return (
            self.template_context,
            self.head_script,
            self.site.translations,
            self.site.urls,
            self.site.snapshot.statuses,
            "\n".join(self.site.headline_names),
            assets,
            self.script.path,
            self._site_card,
        )

    def render_page(self, page: Page) -> RenderedPage:
        """Render one page."""
        media = self.context.media
        media.requested = []
        page = self._complete(page)
        image = page.image or self._site_card
        self._links.enter(page.path)
        text = self.environment.get_template(page.template).render(
            page=replace(page, image=image),
            view=page.view,
            policy=page_csp(self.head_script, page.frames),
            json_ld=json_ld(self.site, page, image.src),
            url_in=lambda lang: self._links.href(self.site.urls.localized_path(page.path, lang)),
        )
        return RenderedPage(text.encode(), list({file.path: file for file in media.requested}.values()))

    def render_file(self, path: str, template: str, **values: Any) -> Output:
        """Render a file that is not a page."""
        text = self.environment.get_template(template).render(**values)
        return Output.from_bytes(path, template, text.encode())

    @cached_property
    def search_indexes(self) -> SearchIndexes:
        """The search indexes of the catalogue in this language."""
        return search_indexes(self.site)

    @cached_property
    def _site_card(self) -> ResponsiveImage:
        return site_card(self.site)

    def _complete(self, page: Page) -> Page:
        """The page with the parts of its view that are made only for rendering."""
        match page.view:
            case EntryOutline():
                return entry_page(self.site, page.view.card)
            case CatalogueView():
                return replace(page, view=complete_catalogue(self.site, page.view, self.search_indexes))
            case NamesView():
                return replace(page, view=sort_by_letter(page.view, self.search_indexes.readings))
        return page

    def _share(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        """The HTML that was made for this key, or is made now. Every page that shows it requests its files."""
        # objects are compared by identity: comparing all their parts takes longer than writing the HTML
        known_by = tuple(part if type(part) in COMPARED_BY_VALUE else id(part) for part in key)
        fragment, media = self._fragments.get(known_by), self.context.media
        if fragment is None:
            before, media.requested = media.requested, []
            fragment = self._fragments[known_by] = _Fragment(make(), media.requested, key)
            media.requested = before
        media.requested += fragment.requested
        return fragment.html
