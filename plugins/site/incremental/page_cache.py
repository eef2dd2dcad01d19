"""Writing the pages of a site: those whose key is unchanged are reused, the others rendered on all processors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.cache.parallel import MIN_PARALLEL_ITEMS, parallel_map
from plugins.site.files.media import RequestedFile
from plugins.site.files.outputs import Output
from plugins.site.incremental.cache_keys import PageKeys
from plugins.site.incremental.manifest import StatKey
from plugins.site.incremental.output_writer import SiteWriter, write_new_file
from plugins.site.pages.entries import CatalogueView
from plugins.site.pages.page import Page
from plugins.site.render.engine import template_names
from plugins.site.render.renderer import Renderer
from plugins.site.urls import output_path


@dataclass(frozen=True)
class PageFile:
    """A page and the path of its file from the site's root."""

    path: str
    page: Page

    @property
    def claim(self) -> Output:
        """A stand-in for the page's file in the search for clashing paths: no two pages are the same."""
        return Output(self.path, self.page.template, f"{self.page.lang}/{self.page.path}", b"")


class WrittenPage(NamedTuple):
    """How a written page is seen on disk, and the files that it requests."""

    stat: StatKey | None
    requested: list[RequestedFile]


def to_page_files(renderer: Renderer, pages: Iterable[Page]) -> list[PageFile]:
    """These pages of one language, each with its file."""
    return [PageFile(output_path(renderer.site.local_path(page.path)), page) for page in pages]


def write_pages(
    renderers: Mapping[str, Renderer],
    pages: Sequence[PageFile],
    keys: PageKeys,
    writer: SiteWriter,
    meanwhile: Callable[[], object],
) -> None:
    """Write every page, or reuse it if its key is unchanged, and record it and its requests with the writer.

    ``meanwhile`` does other work that needs nothing of the pages while other processes render. In a first build all
    pages are rendered whatever their keys are, which are computed meanwhile.
    """
    changed = list(pages)
    if not writer.is_first_build:
        changed = [file for file in pages if not writer.reuse_page(file.path, keys.key(file.page))]
    # the catalogue needs the search indexes, which are made meanwhile
    catalogues = [file for file in changed if isinstance(file.page.view, CatalogueView)]
    changed = [file for file in changed if not isinstance(file.page.view, CatalogueView)]
    if len(changed) >= MIN_PARALLEL_ITEMS:
        _load_templates(renderers)

    def work_meanwhile() -> None:
        for file in changed:
            keys.key(file.page)
        meanwhile()
        for file in catalogues:
            writer.record_page(file.path, keys.key(file.page), *_write(renderers, writer.folder, file))

    written = parallel_map(partial(_write, renderers, writer.folder), changed, work_meanwhile)
    for file, (stat, requested) in zip(changed, written, strict=True):
        writer.record_page(file.path, keys.key(file.page), stat, requested)


def _load_templates(renderers: Mapping[str, Renderer]) -> None:
    """Load all templates before forking, so that not every process has to."""
    for renderer in renderers.values():
        for name in template_names(renderer.context.theme / "templates"):
            renderer.environment.get_template(name)


def _write(renderers: Mapping[str, Renderer], folder: Path, file: PageFile) -> WrittenPage:
    rendered = renderers[file.page.lang].render_page(file.page)
    return WrittenPage(write_new_file(folder / file.path, rendered.data), rendered.requested)
