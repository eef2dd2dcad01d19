"""Writing the pages of a site: those whose key is unchanged are reused, the others rendered on all processors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from plugins.cache.parallel import MIN_PARALLEL_ITEMS, parallel_map
from plugins.site.files.media import RequestedFile
from plugins.site.incremental.cache_keys import PageKeys
from plugins.site.incremental.manifest import StatKey
from plugins.site.incremental.output_writer import SiteWriter, write_new_file
from plugins.site.pages.entries import CatalogueView
from plugins.site.pages.page import Page
from plugins.site.render.engine import template_names
from plugins.site.render.renderer import Renderer


def write_pages(
    renderers: Mapping[str, Renderer],
    pages: Sequence[Page],
    keys: PageKeys,
    writer: SiteWriter,
    meanwhile: Callable[[], object],
) -> None:
    """Write every page, or reuse it if its key is unchanged, and record it and its requests with the writer.

    ``meanwhile`` does other work that needs nothing of the pages while other processes render. In a first build all
    pages are rendered whatever their keys are, which are computed meanwhile.
    """

    def path(page: Page) -> str:
        return renderers[page.lang].site.output_path(page.path)

    changed = list(pages)
    if not writer.is_first_build:
        changed = [page for page in pages if not writer.reuse_page(path(page), keys.key(page))]
    # the catalogue needs the search indexes, which are made meanwhile
    catalogues = [page for page in changed if isinstance(page.view, CatalogueView)]
    changed = [page for page in changed if not isinstance(page.view, CatalogueView)]
    if len(changed) >= MIN_PARALLEL_ITEMS:
        _load_templates(renderers)

    def work_meanwhile() -> None:
        for page in changed:
            keys.key(page)
        meanwhile()
        for page in catalogues:
            writer.record_page(path(page), keys.key(page), *_write(renderers, writer.folder, page))

    written = parallel_map(partial(_write, renderers, writer.folder), changed, work_meanwhile)
    for page, (stat, requested) in zip(changed, written, strict=True):
        writer.record_page(path(page), keys.key(page), stat, requested)


def _load_templates(renderers: Mapping[str, Renderer]) -> None:
    """Load all templates before forking, so that not every process has to."""
    for renderer in renderers.values():
        for name in template_names(renderer.context.assets.theme / "templates"):
            renderer.environment.get_template(name)


def _write(renderers: Mapping[str, Renderer], folder: Path, page: Page) -> tuple[StatKey | None, list[RequestedFile]]:
    """Write a page. Returns how it is seen on disk, and the files that it requests."""
    renderer = renderers[page.lang]
    rendered = renderer.render_page(page)
    return write_new_file(folder / renderer.site.output_path(page.path), rendered.data), rendered.requested
