"""Links and shared fragments of a page are right, though pages of one folder share what they can."""

from __future__ import annotations

import itertools
import posixpath
from urllib.parse import quote

import pytest

from plugins.site.files.media import RequestedFile
from plugins.site.pages.page_kinds import list_pages
from plugins.site.pages.styleguide import styleguide
from plugins.site.urls import LinkTarget, PageLinks, UrlBuilder, content_folder, folders_of, output_path, url_path
from plugins.site.views.components import SiteLink
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY, TINY_STAGES

PATHS = ["", "entries/", "entries/a/", "entries/b/", "entries/a/x/", "rules/", "tour/water/", "404.html", "en/a/"]
TARGETS = [*PATHS, "theme/site.css", "media/一.jpg", "entries/a/file.pdf", "en/entries/a/", "feed.xml"]

URLS = UrlBuilder("https://x.example:8000/sub", ("zh-Hans", "en", "zh-Hant"), relative=False)


def test_things_have_their_paths_within_a_language() -> None:
    snapshot = make_renderers(TINY, "vote")["zh-Hans"].site.snapshot
    article, page, hall = snapshot.articles[0], snapshot.pages[0], snapshot.halls[0]
    targets: list[LinkTarget] = [
        snapshot.tour[0],
        article,
        page,
        hall,
        snapshot.config.tracks[0],
        SiteLink("a/", ""),
        "",
    ]
    assert list(map(url_path, targets)) == [
        *("entries/rain-garden/", "news/launch/", f"{page.slug}/", "tour/water/", "tracks/water/", "a/", ""),
    ]
    assert list(map(content_folder, (snapshot.tour[0], article))) == ["entries/rain-garden", "articles/launch"]


def test_folders_are_all_those_above_the_files() -> None:
    assert folders_of(["a/b/c", "a/b/d", "e", "f/g"]) == {"a", "a/b", "f"}
    assert folders_of([]) == set()


def test_file_of_a_path_is_that_which_a_server_sends() -> None:
    assert list(map(output_path, ("", "a/", "a", "a/b.xml"))) == ["index.html", "a/index.html", "a", "a/b.xml"]


def test_address_has_a_host_a_path_and_public_links() -> None:
    assert (URLS.domain, URLS.base_path) == ("x.example:8000", "/sub")
    assert UrlBuilder("https://x.example", ("en",), relative=True).base_path == ""
    assert URLS.absolute("media/一.jpg") == "https://x.example:8000/sub/media/%E4%B8%80.jpg"
    assert URLS.href("a/index.html", "media/一.jpg") == "/sub/media/%E4%B8%80.jpg"


def test_every_language_but_the_first_has_a_folder() -> None:
    paths = {lang: URLS.localized_path("rules/", lang) for lang in URLS.languages}
    assert paths == {"zh-Hans": "rules/", "en": "en/rules/", "zh-Hant": "zh-hant/rules/"}
    assert URLS.localized_path("../", "en") == "../"
    assert {path: URLS.split_language(path) for path in ("rules/", "en/rules/", "zh-hant/a/b", "en", "zh-hans/a")} == {
        "rules/": ("zh-Hans", "rules/"),
        "en/rules/": ("en", "rules/"),
        "zh-hant/a/b": ("zh-Hant", "a/b"),
        "en": ("en", ""),
        "zh-hans/a": ("zh-Hans", "zh-hans/a"),
    }


def _scopes(*paths: str) -> list[object]:
    links = PageLinks(URLS, "zh-Hans")
    links.menu_folders = folders_of(["rules/", "tour/water/"])
    scopes = [links.scope]
    for path in paths:
        links.enter(path)
        scopes.append(links.scope)
    return scopes


def test_pages_of_one_folder_share_their_links_unless_a_menu_leads_to_them() -> None:
    assert _scopes("entries/a/", "entries/", "rules/", "tour/water/", "tour/fire/", "entries/a.html") == [
        ("", False), ("entries", True), ("entries/", False), ("rules/", False), ("tour/water/", False),
        ("tour", True), ("entries/a.html", False),
    ]  # fmt: skip


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
