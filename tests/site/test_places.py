"""Links and shared fragments of a page are its own, though pages of one folder share what they can."""

from __future__ import annotations

import itertools
import posixpath
from urllib.parse import quote

import pytest

from plugins.site.files.media import RequestedFile
from plugins.site.pages.page_kinds import list_pages
from plugins.site.pages.styleguide import styleguide
from plugins.site.render.relative_links import PageLinks, folders_of
from plugins.site.urls import UrlBuilder, file_of
from tests.site.sites import renderers_of
from tests.support.builds import TINY, TINY_STAGES

PATHS = ["", "entries/", "entries/a/", "entries/b/", "entries/a/x/", "rules/", "tour/water/", "404.html", "en/a/"]
TARGETS = [*PATHS, "theme/site.css", "media/一.jpg", "entries/a/file.pdf", "en/entries/a/", "feed.xml"]


def _plainly(origin: str, path: str, named: bool) -> str:
    start = origin.rpartition("/")[0]
    if named:
        return quote(posixpath.relpath(file_of(path), start or "."))
    way = posixpath.relpath(path or ".", start or ".")
    return quote(way + "/" if path == "" or path.endswith("/") else way)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_links_lead_the_same_way_from_wherever_pages_are_entered(lang: str, named: bool) -> None:
    urls = UrlBuilder("https://x.example/sub", ("zh-Hans", "en"), relative=True, named=named)
    places = PageLinks(urls, lang)
    places.linked = folders_of(["rules/", "tour/water/", ""])
    # twice over all pairs of pages, so that whatever is kept of one is there when the next is entered
    for path in [each for pair in itertools.permutations(PATHS, 2) for each in pair]:
        places.enter(path)
        for target in TARGETS:
            if path == "404.html":
                assert places.href(target) == quote(f"/sub/{target}")
            else:
                assert places.href(target) == _plainly(urls.in_language(path, lang), target, named), (path, target)


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_pages_are_the_same_whatever_pages_were_made_before(stage: str) -> None:
    for lang in ("zh-Hans", "en"):
        renderer = renderers_of(TINY, stage)[lang]
        pages = [*list_pages(renderer.site), *styleguide(renderer.site)]
        together = [renderer.page(page) for page in pages]
        again = [renderer.page(page) for page in reversed(pages)][::-1]
        alone = renderers_of(TINY, stage)[lang]
        alone.environment.share = lambda _, make: make()
        made = [alone.page(page) for page in pages]
        assert [data for data, _ in together] == [data for data, _ in made] == [data for data, _ in again]
        # what a fragment asked for when it was made, all pages with it ask for
        assert [_named(requested) for _, requested in together] == [_named(requested) for _, requested in made]


def _named(requested: list[RequestedFile]) -> set[str]:
    return {str(each.path) for each in requested}
