"""Elder mode stays through the site; no mode has a barrier; large targets are large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, find_barriers, kinds_in_modes

EVERY_KIND = pytest.mark.parametrize(("path", "stage"), kinds_in_modes())


def test_elder_mode_stays_through_the_site(served: Serve, page: Page) -> None:
    page.goto(served("tour"))
    usual = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    page.click("#mode")
    page.goto(served("tour") + "tour/")
    expect(page.locator("#mode")).to_have_attribute("aria-pressed", "true")
    page.goto(served("tour"))
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 1.2 * usual
    page.click("#mode")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.mode") is None


@EVERY_KIND
def test_elder_mode_has_no_barrier(served: Serve, page: Page, path: str, stage: str) -> None:
    page.goto(served(stage) + path)
    page.click("#mode")
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = """() => [...document.querySelectorAll('.menu a, .button, .pager a, .masthead button')]
        .filter(element => element.offsetParent && element.getBoundingClientRect().height < 56)
        .map(element => element.textContent.trim())"""
    assert page.evaluate(small) == []


@EVERY_KIND
def test_dark_has_no_barrier(served: Serve, page: Page, path: str, stage: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(served(stage) + path)
    assert find_barriers(page) == []


@EVERY_KIND
def test_high_contrast_has_no_barrier(served: Serve, page: Page, path: str, stage: str) -> None:
    page.emulate_media(contrast="more")
    page.goto(served(stage) + path)
    assert find_barriers(page) == []


def test_elder_mode_lines_have_air(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/baiyun-352/")
    page.click("#mode")
    script = """() => { const style = getComputedStyle(document.querySelector('.prose p:not(:first-child)'))
        const line = parseFloat(style.lineHeight)
        const between = Math.max(parseFloat(style.marginBottom), parseFloat(style.marginTop))
        return [line / parseFloat(style.fontSize), between / line] }"""
    leading, paragraph = page.evaluate(script)
    assert leading >= 1.3
    assert paragraph >= 1.3
