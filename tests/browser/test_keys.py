"""The tour's keys belong first to a selection, to what scrolls or edits, and to the reader, who can switch them off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, wait_until
from tests.support.builds import SHIPPED
from tests.support.reading import shortlist

STOPS = shortlist(SHIPPED)
STOP = f"entries/{STOPS[1]}/"
TABLE = "entries/arcade-street-list/"
WATCH = """() => {
    const isNew = !window.went
    window.went = []
    if (isNew) navigation.addEventListener('navigate', event => {
        window.went.push(event.destination.url)
        event.preventDefault()
    })
}"""
SELECT = "() => getSelection().selectAllChildren(document.querySelector('.prose p'))"
ALL = ("ArrowLeft", "ArrowRight", "Home", "End", "m")


def _press(page: Page, *keys: str) -> list[str]:
    """Where keys would have led."""
    page.evaluate(WATCH)
    for key in keys:
        page.keyboard.press(key)
    went: list[str] = page.evaluate("window.went")
    return went


def test_keys_leave_a_selection_alone(served: Serve, page: Page) -> None:
    page.goto(served("tour") + STOP)
    page.evaluate(SELECT)
    assert _press(page, *ALL) == []
    page.evaluate("getSelection().removeAllRanges()")
    assert len(_press(page, "ArrowRight", "ArrowLeft")) == 2


@pytest.mark.parametrize("modifier", ["Shift", "Control", "Alt", "Meta"])
def test_keys_with_a_modifier_are_not_taken(served: Serve, page: Page, modifier: str) -> None:
    page.goto(served("tour") + STOP)
    page.evaluate("history.replaceState(null, '')")
    assert _press(page, *(f"{modifier}+{key}" for key in ALL)) == []


def test_what_scrolls_keeps_its_keys(served: Serve, page: Page) -> None:
    page.goto(served("tour") + TABLE)
    table = page.locator(".prose .table")
    table.evaluate("element => { element.style.maxWidth = '120px'; element.style.whiteSpace = 'nowrap' }")
    table.focus()
    assert _press(page, "ArrowRight", "End", "Home", "m") == []
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.prose .table').scrollLeft > 0")


def test_home_and_end_scroll_a_page_before_they_leave_it(served: Serve, page: Page) -> None:
    page.goto(served("tour") + STOP)
    assert _press(page, "End") == []
    wait_until(page, "innerHeight + scrollY >= document.documentElement.scrollHeight - 1")
    assert len(_press(page, "End")) == 1
    assert _press(page, "Home") == []
    wait_until(page, "scrollY === 0")
    assert len(_press(page, "Home")) == 1


@pytest.mark.parametrize("path", ["", "entries/", "about/", "vote/"])
def test_letters_do_nothing_outside_of_the_tour(served: Serve, page: Page, path: str) -> None:
    page.goto(served("tour") + path)
    assert _press(page, "m", "?") == []
    assert page.locator("dialog[open]").count() == 0


def test_keys_are_switched_off_in_the_help_for_good(served: Serve, page: Page) -> None:
    page.goto(served("tour") + STOP)
    page.keyboard.press("?")
    page.get_by_label("使用这些快捷键").uncheck()
    page.keyboard.press("Escape")
    assert _press(page, *ALL, "?") == []
    page.reload()
    assert _press(page, *ALL, "?") == []
    assert page.locator("dialog[open]").count() == 0
    # the way back is a button, because the key is off, too
    page.get_by_role("button", name="键盘操作").click()
    page.get_by_label("使用这些快捷键").check()
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("dialog")).to_have_count(0)
    assert len(_press(page, "m")) == 1
