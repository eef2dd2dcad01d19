"""Elder mode stays through the site; no mode has a barrier; large targets are large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    ENGLISH,
    LIKE_OTHERS,
    OpenedPage,
    Serve,
    find_barriers,
    find_color_barriers,
    open_kinds,
    show_lists_only_in_order,
    wait_until,
)

# the others only with --all
EVERY_KIND = open_kinds(exhaustive=ENGLISH | LIKE_OTHERS)
DARK: dict[str, Any] = {"color_scheme": "dark", "contrast": "no-preference"}
HIGH_CONTRAST: dict[str, Any] = {"color_scheme": "light", "contrast": "more"}
PRESSED = "document.documentElement.dataset.mode === 'elder'"
# where every element is, and whether it is seen
LAYOUT = """() => [...document.querySelectorAll('body *')].map(element => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return [element.localName, x, y, width, height, getComputedStyle(element).visibility]
})"""


@pytest.fixture
def usual(opened: OpenedPage) -> Iterator[Page]:
    """A kind of page, which after the test is in its usual mode again."""
    yield opened.page
    opened.page.emulate_media(color_scheme="light", contrast="no-preference")
    if opened.page.evaluate(PRESSED):
        opened.page.click("#mode")


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
def test_elder_mode_has_no_barrier(usual: Page) -> None:
    usual.click("#mode")
    assert usual.evaluate(PRESSED)
    assert find_barriers(usual) == []
    assert usual.evaluate("document.documentElement.scrollWidth") <= 360
    small = """() => [...document.querySelectorAll('.menu a, .button, .pager a, .masthead button')]
        .filter(element => element.offsetParent && element.getBoundingClientRect().height < 56)
        .map(element => element.textContent.trim())"""
    assert usual.evaluate(small) == []


@EVERY_KIND
def test_dark_and_high_contrast_are_other_colors_without_a_barrier(usual: Page) -> None:
    layout = usual.evaluate(LAYOUT)
    for media in DARK, HIGH_CONTRAST:
        usual.emulate_media(**media)
        assert (media, find_color_barriers(usual)) == (media, [])
        assert usual.evaluate(LAYOUT) == layout


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


NUMBERS = """() => [...document.querySelectorAll('body *')].filter(part => part.getClientRects().length
        && !part.closest('.visually-hidden, [hidden]')
        && [...part.childNodes].some(node => node.nodeType === 3 && /[0-9]/.test(node.data)))
    .map(part => {
        const drawn = part.closest('svg')
        const scale = drawn ? part.getScreenCTM().a : 1
        return [part.textContent.trim(), parseFloat(getComputedStyle(part).fontSize) * scale]
    }).filter(([, size]) => size < 18)"""


@pytest.mark.parametrize("path", ["tour/", "tour/five-risks/", "entries/baiyun-352/", "entries/", ""])
def test_elder_mode_has_no_small_number(served: Serve, page: Page, path: str) -> None:
    page.goto(f"{served('tour')}entries/baiyun-352/")
    page.click("#mode")
    page.goto(served("tour") + path)
    assert page.evaluate(NUMBERS) == []


def test_elder_masthead_is_one_row_with_a_menu(served: Serve, page: Page) -> None:
    page.goto(served("tour"))
    page.click("#mode")
    assert page.evaluate("document.querySelector('.masthead').getBoundingClientRect().height") <= 80
    menu = page.get_by_role("button", name="菜单")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#menu")).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#tools a").first).to_be_visible()
    assert find_barriers(page) == []
    page.locator("#menu a").nth(2).click()
    page.wait_for_url("**/tour/")
    expect(page.locator("#menu")).to_be_hidden()


def test_elder_mode_is_in_the_address_where_nothing_is_stored(served: Serve, page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get () { throw new Error('forbidden') } })")
    show_lists_only_in_order(page)
    page.goto(served("tour"))
    page.click("#mode")
    page.wait_for_url("**/?mode=elder")
    page.reload()
    page.wait_for_selector("[data-daily].is-ordered")
    modes = "links => links.map(link => new URL(link.href).searchParams.get('mode'))"
    assert page.locator("[data-daily] a").evaluate_all(modes) == ["elder"] * 3
    page.goto(page.url.replace("?", "tour/?"))
    page.locator("#start").click()
    page.wait_for_url("**/entries/**?mode=elder")
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    page.click("#mode")
    wait_until(page, "!location.search")
    with page.expect_navigation():
        page.locator(".pager a").first.click()
    expect(page.locator("html")).not_to_have_attribute("data-mode", "elder")
