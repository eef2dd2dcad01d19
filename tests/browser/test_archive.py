"""An archive opened from its folder, without a server."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.publishing.archive import freeze
from tests.support.builds import TINY, pelican


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    site = pelican(TINY, folder / "site", STAGE="vote", ARCHIVED="2024-03-31")
    with zipfile.ZipFile(freeze(site, "vote", folder)) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked" / "vote"


def test_visitor_walks_through_a_folder(unpacked: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((unpacked / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.menu ul')).listStyleType") == "none"
    page.click("#start")
    page.go_back()
    page.click('[data-menu="entries/"]')
    page.locator("[data-entry] a").first.click()
    assert page.url.endswith("/index.html")
    assert page.locator(".ballot button").is_disabled()
    broken = "[...document.images].filter(each => each.currentSrc && each.complete && !each.naturalWidth).length"
    assert page.evaluate(broken) == 0
    assert [url for url in asked if not url.startswith((unpacked.as_uri(), "data:"))] == []
    assert errors == []
    page.close()
