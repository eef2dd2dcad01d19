"""The cost of a first visit: bytes with gzip, requests and hosts."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from tests.browser.conftest import Serve
from tests.conftest import Site
from tests.support.builds import files, soup

KB = 1024
FIRST_VISITS = ["tour/", "tour/five-risks/", "entries/baiyun-352/", "entries/"]


def _compressed_size(site: Path, paths: list[str]) -> int:
    return sum(len(gzip.compress((site / path).read_bytes(), 9)) for path in paths)


def _parts(site: Path, page: str) -> tuple[list[str], list[str]]:
    """A page's critical files, and its scripts, as paths of the site."""
    read = soup(site, page)
    up = "../" * page.count("/")
    styles = [str(link["href"]) for link in read.select("link[rel=stylesheet]:not([media=print])")]
    scripts = [str(script["src"]) for script in read.select("script[src]")]
    return (
        [f"{page}index.html", *(style.removeprefix(up) for style in styles)],
        [script.removeprefix(up) for script in scripts],
    )


@pytest.mark.parametrize("path", ["", *FIRST_VISITS])
def test_page_comes_in_the_first_round_trip(shipped_site: Site, path: str) -> None:
    critical, scripts = _parts(shipped_site("tour"), path)
    assert _compressed_size(shipped_site("tour"), critical) <= 14 * KB
    assert _compressed_size(shipped_site("tour"), scripts) <= 15 * KB
    icon = [name for name in files(shipped_site("tour")) if name.startswith("theme/emblem")]
    assert _compressed_size(shipped_site("tour"), critical + scripts + icon) <= 40 * KB


@pytest.mark.parametrize("path", FIRST_VISITS)
def test_first_visit_asks_for_little(served: Serve, page: Page, path: str) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(served("tour") + path, wait_until="load")
    pictures = [request for request in asked if request.resource_type == "image" and "/media/" in request.url]
    assert len(asked) - len(pictures) <= 8
    bytes_of_pictures = sum(len(request.response().body()) for request in pictures if request.response())  # type: ignore[union-attr]
    assert bytes_of_pictures <= 60 * KB
