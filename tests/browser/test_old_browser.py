"""With what Chromium 86 lacks taken away before the page loads, everything still works."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from plugins.paths import ROOT
from tests.browser.conftest import Serve
from tests.support.builds import SHIPPED
from tests.support.reading import shortlist

STOPS = shortlist(SHIPPED)
TAKE_AWAY = """
delete window.structuredClone; delete Array.prototype.at; delete String.prototype.at; delete Object.hasOwn
delete HTMLElement.prototype.inert; delete Document.prototype.startViewTransition; delete Array.prototype.findLast
delete HTMLElement.prototype.showPopover; delete String.prototype.replaceAll
delete Promise.any; delete window.AggregateError
delete Element.prototype.checkVisibility; delete Array.prototype.toSorted
delete Array.prototype.group; delete crypto.randomUUID
delete Navigator.prototype.share; delete window.WeakRef; delete Element.prototype.replaceChildren; delete Intl.Segmenter
"""


@pytest.fixture
def old(page: Page) -> Iterator[Page]:
    errors: list[str] = []
    page.add_init_script(TAKE_AWAY)
    # transitions between pages are a matter of styles, which a script cannot take away; without motion there are none
    page.emulate_media(reduced_motion="reduce")
    # not raised in the callback, where it would end the connection to the browser
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


def test_tour_and_resume_in_an_old_browser(served: Serve, old: Page) -> None:
    old.goto(f"{served('tour')}entries/{STOPS[0]}/")
    with old.expect_navigation():
        old.keyboard.press("ArrowRight")
    old.goto(served("tour") + "tour/")
    expect(old.locator("#resume")).to_have_text("继续：第2项")


def test_catalogue_and_modes_in_an_old_browser(served: Serve, old: Page) -> None:
    old.goto(served("tour") + "entries/")
    old.fill("#filters input", "城中村")
    expect(old.locator("#count")).to_contain_text("找到1项")
    old.click("#mode")
    expect(old.locator("html")).to_have_attribute("data-mode", "elder")


def test_gallery_in_an_old_browser(served: Serve, old: Page) -> None:
    old.goto(served("tour") + "entries/rain-lookouts/")
    old.locator(".gallery a").first.click()
    expect(old.locator("dialog.lightbox")).to_be_visible()


# what Chromium 86 or iOS 14 does not know, and what of it may stand in an enhancement only
TOO_NEW = {
    "css": r":has\(|@layer|@container|oklch|&\s*[.:\[{]|:is\(|:where\(|inset:|aspect-ratio",
    "js": r"\.at\(|structuredClone|replaceAll|\?\?=|\|\|=|&&=|Object\.hasOwn|\.findLast|^import |\(\?<[=!]",
}
WITH_FALLBACK = {"aspect-ratio"}


@pytest.mark.parametrize("kind", ["css", "js"])
def test_sources_stay_above_the_floor(kind: str) -> None:
    unsupported = []
    for path in sorted((ROOT / "theme" / "static").rglob(f"*.{kind}")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        guarded = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
        unsupported += [
            (path.name, match) for match in re.findall(TOO_NEW[kind], guarded, re.M) if match not in WITH_FALLBACK
        ]
    assert unsupported == []
