"""The pages of a site: named in one process, then made and written by all processors, each whole by one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plugins.cache.parallel import MIN_THINGS, by_all_cores
from plugins.site.files.media import Asked
from plugins.site.files.outputs import Output
from plugins.site.incremental.cache_keys import PageNames
from plugins.site.incremental.manifest import Seen
from plugins.site.incremental.output_writer import SiteWriter, write_new
from plugins.site.language_site import Page
from plugins.site.render.engine import template_names
from plugins.site.render.renderer import Renderer
from plugins.site.urls import file_of
from plugins.site.views.page_views import CatalogueView


@dataclass(frozen=True)
class PlacedPage:
    """A page and the path of its file from the site's root."""

    path: str
    page: Page

    @property
    def claim(self) -> Output:
        """What stands for the page where addresses are compared: no two pages are one."""
        return Output(self.path, self.page.template, f"{self.page.lang}/{self.page.path}", b"")


def place(renderer: Renderer, pages: Sequence[Page]) -> list[PlacedPage]:
    """These pages of one language, each with its file."""
    in_language = renderer.house.addresses.in_language
    return [PlacedPage(file_of(in_language(page.path, renderer.lang)), page) for page in pages]


def write_pages(
    renderers: Mapping[str, Renderer],
    pages: Sequence[PlacedPage],
    names: PageNames,
    writer: SiteWriter,
    meanwhile: Callable[[], object],
) -> None:
    """Have every page in the writer's folder, made now where it does not stand already.

    ``meanwhile`` is what else has to be done and needs nothing of the pages. What the pages ask for is noted with the
    writer. Of a first build all pages are made, whatever their names are: those are found out meanwhile.
    """
    unmade = list(pages)
    if not writer.is_first:
        unmade = [each for each in pages if not writer.take_page(each.path, names.name(each.page))]
    # the catalogue needs the search indexes, which are made meanwhile
    waiting = [each for each in unmade if isinstance(each.page.view, CatalogueView)]
    unmade = [each for each in unmade if not isinstance(each.page.view, CatalogueView)]
    if len(unmade) >= MIN_THINGS:
        _load_templates(renderers)

    def do_meanwhile() -> None:
        for each in unmade:
            names.name(each.page)
        meanwhile()
        for each in waiting:
            writer.note_page(each.path, names.name(each.page), *_write(renderers, writer.folder, each))

    written = by_all_cores(partial(_write, renderers, writer.folder), unmade, do_meanwhile)
    for each, (stands, asked) in zip(unmade, written, strict=True):
        writer.note_page(each.path, names.name(each.page), stands, asked)


def _load_templates(renderers: Mapping[str, Renderer]) -> None:
    """What each process that makes pages would begin with, done once before they part."""
    for renderer in renderers.values():
        for name in template_names(renderer.house.theme / "templates"):
            renderer.environment.get_template(name)


def _write(renderers: Mapping[str, Renderer], folder: Path, placed: PlacedPage) -> tuple[Seen | None, list[Asked]]:
    """Make and write a page; give back how it stands, and the files that it asks for."""
    data, asked = renderers[placed.page.lang].page(placed.page)
    return write_new(folder / placed.path, data), asked
