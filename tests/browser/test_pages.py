"""Every kind of page in a real browser: no errors, nothing lost without script, nothing too wide, barrier-free."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ENGLISH, OpenedPage, find_barriers, open_kinds

EVERY_KIND = open_kinds()
# in English only with --all
CHINESE_KINDS = open_kinds(exhaustive=ENGLISH)


@pytest.fixture(scope="module")
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@EVERY_KIND
def test_page_opens_without_a_complaint(opened: OpenedPage) -> None:
    assert opened.complaints == ()
    assert opened.hosts == {"127.0.0.1"}


@CHINESE_KINDS
def test_page_says_the_same_without_script(opened: OpenedPage, plain_page: Page) -> None:
    plain_page.goto(opened.page.url)
    assert len(plain_page.locator("main").inner_text()) > 30
    assert _words(plain_page.content()) <= _words(opened.page.content())


def _words(html: str) -> set[str]:
    main = BeautifulSoup(html, "html.parser").main
    assert main
    # the entries of the day, which a script chooses among all that the catalogue has
    for daily in main.select("[data-daily]"):
        daily.clear()
    return set(main.stripped_strings)


@EVERY_KIND
def test_page_never_scrolls_sideways(opened: OpenedPage) -> None:
    opened.page.set_viewport_size({"width": 320, "height": 640})
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.set_viewport_size({"width": 360, "height": 740})
    assert width == 320


@CHINESE_KINDS
def test_axe_finds_no_barrier(opened: OpenedPage) -> None:
    assert find_barriers(opened.page) == []


@CHINESE_KINDS
def test_every_target_is_large_enough_to_tap(opened: OpenedPage) -> None:
    script = """() => [...document.querySelectorAll('nav a, button, summary, .button')]
        .filter(element => element.offsetParent && !element.closest('nav.breadcrumbs'))
        .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    assert opened.page.evaluate(script) == []
