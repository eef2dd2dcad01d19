"""Links and shared fragments of a page are right, though pages of one folder share what they can."""

from __future__ import annotations

import itertools
import posixpath
from urllib.parse import quote

import pytest

from plugins.site.files.media import RequestedFile
from plugins.site.pages.page_kinds import list_pages
from plugins.site.pages.styleguide import styleguide
from plugins.site.urls import PageLinks, UrlBuilder, folders_of, output_path
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY, TINY_STAGES

PATHS = ["", "entries/", "entries/a/", "entries/b/", "entries/a/x/", "rules/", "tour/water/", "404.html", "en/a/"]
TARGETS = [*PATHS, "theme/site.css", "media/一.jpg", "entries/a/file.pdf", "en/entries/a/", "feed.xml"]


def _expected_link(current_path: str, path: str, explicit_index: bool) -> str:
    start = current_path.rpartition("/")[0]
    if explicit_index:
        return quote(posixpath.relpath(output_path(path), start or "."))
    link = posixpath.relpath(path or ".", start or ".")
    return quote(link + "/" if path == "" or path.endswith("/") else link)


@pytest.mark.parametrize("explicit_index", [False, True])
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_links_do_not_depend_on_the_pages_entered_before(lang: str, explicit_index: bool) -> None:
    urls = UrlBuilder("https://x.example/sub", ("zh-Hans", "en"), relative=True, explicit_index=explicit_index)
    links = PageLinks(urls, lang)
    links.menu_folders = folders_of(["rules/", "tour/water/", ""])
    # all pairs of pages, so that what is kept of one is there when another is entered
    for path in [path for pair in itertools.permutations(PATHS, 2) for path in pair]:
        links.enter(path)
        for target in TARGETS:
            if path == "404.html":
                assert links.href(target) == quote(f"/sub/{target}")
            else:
                expected = _expected_link(urls.localized_path(path, lang), target, explicit_index)
                assert links.href(target) == expected, (path, target)


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_pages_do_not_depend_on_the_pages_rendered_before(stage: str) -> None:
    for lang in ("zh-Hans", "en"):
        renderer = make_renderers(TINY, stage)[lang]
        pages = [*list_pages(renderer.site), *styleguide(renderer.site)]
        forwards = [renderer.render_page(page) for page in pages]
        backwards = [renderer.render_page(page) for page in reversed(pages)][::-1]
        unshared_renderer = make_renderers(TINY, stage)[lang]
        unshared_renderer.environment.share = lambda _, make: make()
        unshared = [unshared_renderer.render_page(page) for page in pages]
        expected = [page.data for page in unshared]
        assert [page.data for page in forwards] == expected
        assert [page.data for page in backwards] == expected
        # all pages with a shared fragment request its files, not only the first
        assert [_paths(page.requested) for page in forwards] == [_paths(page.requested) for page in unshared]


def _paths(requested: list[RequestedFile]) -> set[str]:
    return {str(file.path) for file in requested}
