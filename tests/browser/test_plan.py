"""The floor plan in a browser: rooms on phones, doors where they can be tapped and their numbers read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve

MEASURE = """() => {
    const size = element => element.getBoundingClientRect()
    const plans = [...document.querySelectorAll('.floor-plan')].filter(plan => size(plan).width)
    return plans.map(plan => {
        const scale = size(plan).width / plan.viewBox.baseVal.width
        const texts = [...plan.querySelectorAll('text')]
            .map(text => parseFloat(getComputedStyle(text).fontSize) * scale)
        const targets = [...plan.querySelectorAll('a')].map(link => size(link.querySelector('rect, path')))
        const sides = targets.map(box => Math.min(box.width, box.height))
        return [plan.querySelectorAll('[data-stop]').length, Math.min(...texts), Math.min(...sides)]
    })
}"""


@pytest.mark.parametrize(("width", "doors"), [(360, 0), (640, 23), (768, 23), (1920, 23)])
def test_numbers_can_be_read_and_doors_tapped(served: Serve, page: Page, width: int, doors: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(served("tour") + "tour/")
    [(number, text, target)] = page.evaluate(MEASURE)
    assert number == doors
    assert text >= 12
    assert target >= 24


def test_those_who_want_large_text_get_no_drawing_but_the_list(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "tour/")
    page.click("#mode")
    assert page.evaluate(MEASURE) == []
    expect(page.locator(".room__title").first).to_be_visible()


def test_entrance_lists_the_halls_and_a_long_hall_its_entries_on_its_page(large_site: str, page: Page) -> None:
    page.goto(f"{large_site}tour/")
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * 740
    assert page.locator("main [data-entry], main .stop-list li").count() == 0
    page.click(".room__title a")
    page.wait_for_url("**/tour/water/")
    expect(page.locator(".cards > li")).to_have_count(24)


def test_visitor_of_a_long_hall_goes_on_where_she_was(large_site: str, page: Page) -> None:
    page.goto(f"{large_site}entries/e123/")
    page.goto(f"{large_site}tour/")
    expect(page.locator(".room__seen")).to_have_text("已看1/300")
    page.click("#resume")
    page.wait_for_url("**/entries/e123/")
