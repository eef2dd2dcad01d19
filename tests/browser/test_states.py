"""No barrier in any state of a page in any mode: dialogs, shows, empty results, 400 % zoom, forced colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import KINDS, Serve, find_barriers, wait_until

ENTRY = "entries/rain-lookouts/"


class State(NamedTuple):
    """A page, and what is done there."""

    path: str
    reach: Callable[[Page], object]
    stage: str = "tour"


# 1280 pixels at 400 %
ZOOMED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
MODES: dict[str, dict[str, Any]] = {
    "usual": {},
    "elder": {},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "zoomed": ZOOMED,
    "forced-light": {"forced_colors": "active", "color_scheme": "light"},
    "forced-dark": {"forced_colors": "active", "color_scheme": "dark"},
}
NEW_MODES = ("zoomed", "forced-light", "forced-dark")


def _open_picture(page: Page) -> None:
    page.locator(".gallery a").first.click()
    expect(page.locator("dialog.lightbox img")).to_be_visible()
    wait_until(page, "document.querySelector('.lightbox img').complete")


def _fail_to_open_picture(page: Page) -> None:
    page.route("**/media/*.jpg", lambda route: route.abort())
    page.locator(".gallery a").first.click()
    expect(page.locator(".lightbox__status")).to_contain_text("图片没有载入")


def _open_help(page: Page) -> None:
    page.get_by_role("button", name="键盘操作").click()
    expect(page.locator("dialog.help")).to_be_visible()


def _open_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def _open_menu(page: Page) -> None:
    if page.locator("#menu-button").is_visible():
        page.click("#menu-button")


def _search(words: str, message: str) -> Callable[[Page], None]:
    def reach(page: Page) -> None:
        page.fill("#filters input", words)
        expect(page.locator("#count")).to_contain_text(message)

    return reach


def _turn(kind: str) -> Callable[[Page], None]:
    """Turn the show until a screen of this kind is there."""

    def reach(page: Page) -> None:
        page.wait_for_selector(".kiosk")
        for _ in range(60):
            if page.get_attribute(".show", "data-kind") == kind:
                break
            page.keyboard.press("ArrowRight")
        expect(page.locator(".show")).to_have_attribute("data-kind", kind)
        page.keyboard.press("Space")
        expect(page.locator(".kiosk button").first).to_have_text("继续")

    return reach


def _read_page(page: Page) -> None:
    page.wait_for_selector(".kiosk")
    page.get_by_role("button", name="看全文").click()
    expect(page.locator(".prose").first).to_be_visible()


def _wait_for_warning(page: Page) -> None:
    page.wait_for_selector(".kiosk")
    page.get_by_role("button", name="看全文").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def _go_through(page: Page) -> None:
    """Come back to the entrance after an entry."""
    address = page.url
    page.locator("#start").click()
    page.wait_for_url("**/entries/**")
    page.goto(address)
    expect(page.locator("#resume")).to_be_visible()


def _reveal(page: Page) -> None:
    for _ in range(2):
        page.keyboard.press("PageDown")


STATES = {
    "picture": State(ENTRY, _open_picture),
    "no-picture": State(ENTRY, _fail_to_open_picture),
    "help": State(ENTRY, _open_help),
    "folds": State(ENTRY, _open_folds),
    "menu": State("", _open_menu),
    "no-results": State("entries/", _search("没有这样的词", "没有符合条件的项目")),
    "results": State("entries/", _search("城中村", "找到1项")),
    "show-title": State(f"{ENTRY}?mode=show", _turn("title")),
    "show-text": State(f"{ENTRY}?mode=show", _turn("text")),
    "show-picture": State(f"{ENTRY}?mode=show", _turn("picture")),
    "show-scan": State(f"{ENTRY}?mode=show", _turn("scan")),
    "kiosk-screen": State(f"{ENTRY}?mode=kiosk", _turn("title")),
    "kiosk-page": State(f"{ENTRY}?mode=kiosk", _read_page),
    "kiosk-warning": State(f"{ENTRY}?mode=kiosk&idle=1", _wait_for_warning),
    "resumed": State("tour/", _go_through),
    "reveal": State("winners/reveal/", _reveal, "awards"),
}


@contextmanager
def _page_in_mode(browser: Browser, address: str, mode: str) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": {"width": 360, "height": 740}, "locale": "zh-CN", **MODES[mode]})
    page = context.new_page()
    if mode == "elder":
        page.goto(address)
        page.click("#mode")
    yield page
    context.close()


def _barriers(page: Page, mode: str) -> list[tuple[str, list[object]]]:
    barriers = find_barriers(page, has_own_colors=not mode.startswith("forced"))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        barriers.append(("scrolls sideways", []))
    return barriers


SAMPLE = {("picture", "forced-dark"), ("no-results", "zoomed"), ("show-text", "forced-light"), ("help", "elder")}


@pytest.mark.parametrize(
    ("state", "mode"),
    [
        pytest.param(state, mode, marks=[] if (state, mode) in SAMPLE else pytest.mark.exhaustive)
        for state in STATES
        for mode in MODES
    ],
)
def test_no_state_has_a_barrier(served: Serve, browser: Browser, state: str, mode: str) -> None:
    path, reach, stage = STATES[state]
    with _page_in_mode(browser, served(stage), mode) as page:
        page.goto(served(stage) + path)
        reach(page)
        assert _barriers(page, mode) == []


def test_enlarged_show_leaves_room_for_what_it_shows(served: Serve, browser: Browser) -> None:
    reachable = """() => [...document.querySelectorAll('.show__screen')].map(room => {
        room.hidden = false
        const top = room.firstElementChild.getBoundingClientRect().top - room.getBoundingClientRect().top
        return [room.clientHeight > innerHeight / 2, top >= -1]
    })"""
    with _page_in_mode(browser, served("tour"), "zoomed") as page:
        page.goto(f"{served('tour')}{ENTRY}?mode=show")
        page.wait_for_selector(".kiosk")
        assert {tuple(screen) for screen in page.evaluate(reachable)} == {(True, True)}


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        pytest.param(path, mode, marks=[] if (path, mode) == ("", "zoomed") else pytest.mark.exhaustive)
        for path in KINDS
        for mode in NEW_MODES
    ],
)
def test_no_kind_of_page_has_a_barrier_enlarged_or_in_forced_colors(
    served: Serve, browser: Browser, path: str, mode: str
) -> None:
    with _page_in_mode(browser, served(KINDS[path]), mode) as page:
        page.goto(served(KINDS[path]) + path)
        assert _barriers(page, mode) == []
