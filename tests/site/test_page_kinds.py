"""Each stage has exactly its addresses, and every link inside the site leads to one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement

from plugins.site.pages.entries import EntryOutline
from plugins.site.pages.page_kinds import find_page, list_pages
from tests.conftest import Site
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY, TINY_STAGES, files, page_urls, pelican, soup

ALWAYS = {"", "404.html", "contents/", "feed.xml", "news/", "news/launch/", "privacy/", "rules/"}
ALWAYS |= {"tracks/", "tracks/safety/", "tracks/water/"}
TOUR = {"entries/", "entries/lift-watch/", "entries/rain-garden/", "tour/", "tour/safety/", "tour/water/", "tour/end/"}
TOUR |= {"names/", "units/", "vote/", "data/entries.csv", "data/entries.json"}

ONCE = {"_headers", "robots.txt", "sitemap.xml"}
EXPECTED = {
    "call": ALWAYS,
    "tour": ALWAYS | TOUR,
    "vote": ALWAYS | TOUR,
    "review": ALWAYS | TOUR,
    "notice": ALWAYS | TOUR | {"winners/"},
    "awards": ALWAYS | TOUR | {"winners/", "winners/reveal/", "news/results/"},
    "archive": ALWAYS | TOUR | {"winners/", "news/results/"},
}


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_urls_of_each_stage(tiny_site: Site, stage: str) -> None:
    both = EXPECTED[stage] | {f"en/{path}" for path in EXPECTED[stage]} | ONCE
    assert page_urls(tiny_site(stage)) == both


@pytest.mark.parametrize(("stage", "pictures"), [("call", 0), ("tour", 2), ("awards", 2)])
def test_pictures_of_each_stage(tiny_site: Site, stage: str, pictures: int) -> None:
    kinds = [Path(path).suffix for path in files(tiny_site(stage)) if path.startswith("media/")]
    assert (kinds.count(".avif"), kinds.count(".webp")) == (pictures, pictures)


@cache
def _read_pages(folder: Path) -> dict[str, HtmlElement]:
    """Every page by the path of its file."""
    pages = {path: data for path, data in files(folder).items() if path.endswith(".html")}
    return {path: lxml.html.document_fromstring(data) for path, data in pages.items()}


def _internal_links(folder: Path, site: str) -> list[tuple[str, str]]:
    """Every link inside the site, as the page it stands on and the address it leads to."""
    result = []
    for path, root in _read_pages(folder).items():
        page = urljoin(site, path.removesuffix("index.html"))
        for tag in root.iter("a", "link", "img", "script", "source", "video", "track"):
            targets = [tag.get("href"), tag.get("src"), tag.get("poster")]
            targets += [part.split()[0] for part in tag.get("srcset", "").split(",") if part.strip()]
            result += [(path, urljoin(page, target)) for target in targets if target]
    return [(path, address) for path, address in result if address.startswith(site)]


def _dangling(folder: Path, site: str) -> list[tuple[str, str]]:
    known = page_urls(folder) | set(files(folder))
    ids = {path.removesuffix("index.html"): set(root.xpath("//@id")) for path, root in _read_pages(folder).items()}
    wrong = []
    for path, address in _internal_links(folder, site):
        target, fragment = (
            unquote(address.removeprefix(site).partition("#")[0].partition("?")[0]),
            unquote(urlsplit(address).fragment),
        )
        if target not in known or (fragment and fragment not in ids[target]):
            wrong.append((path, address))
    return wrong


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_links_of_each_stage_resolve(tiny_site: Site, stage: str) -> None:
    site = "https://small-town.example/zt/"
    assert len(_internal_links(tiny_site(stage), site)) > 100
    assert _dangling(tiny_site(stage), site) == []


@pytest.mark.parametrize("stage", ["call", "tour", "awards"])
def test_links_of_shipped_content_resolve(shipped_site: Site, stage: str) -> None:
    assert _dangling(shipped_site(stage), "https://xunzhan.example/gz2022/") == []


@pytest.mark.parametrize("address", ["https://a.example", "https://a.example/deep/path"])
def test_links_from_the_root_resolve_under_any_path(tmp_path: Path, address: str) -> None:
    site = pelican(TINY, tmp_path / "site", SITEURL=address, RELATIVE_URLS=False)
    links = [str(tag["href"]) for tag in soup(site, "entries/rain-garden/").find_all("a", href=True)]
    expected_own = [link for link in links if not link.startswith(("http", "#", "mailto", "tel"))]
    base = urlsplit(address).path + "/"
    assert expected_own == [link for link in expected_own if link.startswith(base)] != []
    assert _dangling(site, address + "/") == []


def test_relative_links_hold_no_host_and_no_root(tiny_site: Site) -> None:
    links = [str(tag["href"]) for tag in soup(tiny_site("vote"), "entries/rain-garden/").select("main a[href]")]
    assert [link for link in links if link.startswith("/") or "small-town" in link] == []


@pytest.mark.parametrize("stage", ["call", "vote", "awards"])
def test_a_page_is_found_by_its_path(stage: str) -> None:
    site = make_renderers(TINY, stage)["en"].site
    pages = list(list_pages(site))
    for page in pages:
        match = find_page(site, page.path)
        assert match
        assert (match.path, match.template, match.lang) == (page.path, page.template, "en")
        # an outline would be empty
        assert not isinstance(match.view, EntryOutline)
    assert find_page(site, "nothing/") is None
