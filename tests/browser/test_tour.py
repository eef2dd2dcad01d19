"""The whole tour walked three ways: by keyboard alone, by touch, and with script off."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve, stop_clock, swipe
from tests.support.builds import SHIPPED
from tests.support.reading import shortlist

STOPS = shortlist(SHIPPED)
# the scripts have run; pictures may still come
READY: Literal["domcontentloaded"] = "domcontentloaded"


def _slug(page: Page) -> str:
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def _place(page: Page) -> str:
    return page.locator(".tour-position__text").inner_text()


def test_tour_walked_by_keyboard(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "tour/")
    page.locator("#start").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/**")
    walked = [_slug(page)]
    for _ in STOPS[1:]:
        with page.expect_navigation(wait_until=READY):
            page.keyboard.press("ArrowRight")
        walked.append(_slug(page))
    assert walked == STOPS
    assert _place(page).endswith(f"{len(STOPS)}/{len(STOPS)}")
    with page.expect_navigation(wait_until=READY):
        page.keyboard.press("ArrowRight")
    assert _slug(page) == "end"
    assert page.locator(".stop-list a.is-seen").count() == len(STOPS)


def test_tour_walked_by_touch(served: Serve, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{served('tour')}entries/{STOPS[0]}/")
    walked = [_slug(page)]
    for _ in STOPS[1:]:
        with page.expect_navigation(wait_until=READY):
            swipe(page, 300, 120, 90)
        walked.append(_slug(page))
    with page.expect_navigation(wait_until=READY):
        swipe(page, 100, 120, 300)
    assert walked == STOPS
    assert _slug(page) == STOPS[-2]
    context.close()


def test_tour_walked_without_script(served: Serve, browser: Browser) -> None:
    # each transition between pages takes a third of a second, and would make no difference
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(served("tour") + "tour/")
    with page.expect_navigation(wait_until="commit"):
        page.click("#start")
    walked = [_slug(page)]
    for _ in STOPS[1:]:
        with page.expect_navigation(wait_until="commit"):
            page.click(".pager a[rel=next]")
        walked.append(_slug(page))
    assert walked == STOPS
    page.go_back()
    assert _slug(page) == STOPS[-2]
    context.close()


WATCH = "navigation.addEventListener('navigate', () => { sessionStorage.left = 'yes' })"
HAS_LEFT = "sessionStorage.left === 'yes'"


@pytest.mark.parametrize(
    ("start", "end", "drift"),
    [(300, 260, 0), (300, 90, 180), (10, 250, 0), (355, 100, 0)],
    ids=["too short", "mostly down", "from the left edge", "from the right edge"],
)
def test_swipe_that_means_something_else_stays(served: Serve, page: Page, start: int, end: int, drift: int) -> None:
    page.goto(f"{served('tour')}entries/{STOPS[1]}/")
    page.evaluate(WATCH)
    swipe(page, start, 200, end, drift)
    assert (page.evaluate(HAS_LEFT), _slug(page)) == (False, STOPS[1])
    with page.expect_navigation():
        swipe(page, 300, 200, 90)
    assert (page.evaluate(HAS_LEFT), _slug(page)) == (True, STOPS[2])


def test_swipe_turns_the_screens_of_a_kiosk_but_not_below_a_page_that_is_read(served: Serve, page: Page) -> None:
    stop_clock(page)
    page.goto(f"{served('tour')}entries/{STOPS[0]}/?mode=kiosk")
    show = page.locator(".show")
    expect(show).to_have_attribute("data-kind", "title")
    page.get_by_role("button", name="看全文").click()
    swipe(page, 300, 200, 90)
    expect(show).to_have_attribute("data-kind", "title")
    page.get_by_role("button", name="继续").click()
    swipe(page, 300, 200, 90)
    expect(show).to_have_attribute("data-kind", "text")


@pytest.mark.parametrize("key", ["Control+ArrowRight", "Alt+m", "Shift+Alt+ArrowRight", "Meta+ArrowRight"])
def test_keys_with_a_modifier_are_the_browsers(served: Serve, page: Page, key: str) -> None:
    page.goto(f"{served('tour')}entries/{STOPS[1]}/")
    page.evaluate("history.pushState(null, '', location.href)")
    page.evaluate(WATCH)
    page.keyboard.press(key)
    assert (page.evaluate(HAS_LEFT), _slug(page)) == (False, STOPS[1])


def test_keys_in_a_field_are_the_fields(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/")
    page.fill("#filters input", "m")
    page.press("#filters input", "ArrowRight")
    page.press("#filters input", "m")
    assert page.input_value("#filters input") == "mm"
    assert _slug(page) == "entries"


def test_home_end_and_plan_keys(served: Serve, page: Page) -> None:
    page.goto(f"{served('tour')}entries/{STOPS[1]}/")
    with page.expect_navigation():
        page.keyboard.press("Home")
    assert _slug(page) == STOPS[0]
    with page.expect_navigation():
        page.keyboard.press("m")
    assert "/tour/#" in page.url


def test_returning_visitor_goes_on_where_she_was(served: Serve, page: Page) -> None:
    for stop in STOPS[:3]:
        page.goto(f"{served('tour')}entries/{stop}/")
    page.goto(served("tour") + "tour/")
    expect(page.locator("#resume")).to_have_text("继续：第3项")
    page.click("#resume")
    page.wait_for_url(f"**/{STOPS[2]}/")


def test_remembered_stop_that_is_gone_leads_to_its_hall(served: Serve, page: Page) -> None:
    page.goto(f"{served('tour')}entries/{STOPS[-1]}/")
    page.evaluate("""() => { const name = Object.keys(localStorage).find(key => key.endsWith(':last'))
        localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), slug: 'gone' })) }""")
    hall = page.evaluate(
        "JSON.parse(localStorage.getItem(Object.keys(localStorage).find(key => key.endsWith(':last')))).hall"
    )
    page.goto(served("tour") + "tour/")
    assert "不在展出" in page.inner_text("#resume")
    page.click("#resume")
    page.wait_for_url(f"**/tour/{hall}/")


@pytest.mark.parametrize("path", ["tour/", "tour/end/"])
def test_visit_can_be_forgotten(served: Serve, page: Page, path: str) -> None:
    page.goto(f"{served('tour')}entries/{STOPS[0]}/")
    page.goto(served("tour") + path)
    page.click("#forget")
    assert page.locator(".is-seen, #resume, #seen:not(:empty)").count() == 0
    stored: list[Any] = page.evaluate("Object.keys(localStorage).filter(key => !key.endsWith(':mode'))")
    assert stored == []


def test_tour_works_where_storage_is_forbidden(served: Serve, page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get () { throw new Error('forbidden') } })")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served('tour')}entries/{STOPS[0]}/")
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert (_slug(page), errors) == (STOPS[1], [])


def test_a_stop_back_in_history_is_marked_as_seen(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "tour/")
    page.click("#start")
    page.wait_for_url("**/entries/**")
    page.go_back()
    expect(page.locator(f".stop-list a[data-stop={STOPS[0]}]")).to_have_class("is-seen")
