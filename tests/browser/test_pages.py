"""Every kind of page in a real browser: no errors, nothing lost without script, nothing too wide, barrier-free."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Serve, find_barriers, kinds, kinds_in_modes

EVERY_KIND = pytest.mark.parametrize(("path", "stage"), kinds())
# in English only with --all
CHINESE_KINDS = pytest.mark.parametrize(("path", "stage"), kinds_in_modes())


@EVERY_KIND
def test_page_opens_without_a_complaint(served: Serve, page: Page, path: str, stage: str) -> None:
    complaints: list[str] = []
    hosts: set[str | None] = set()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(served(stage) + path, wait_until="networkidle")
    assert complaints == []
    assert hosts == {"127.0.0.1"}


@CHINESE_KINDS
def test_page_says_the_same_without_script(served: Serve, browser: Browser, page: Page, path: str, stage: str) -> None:
    page.goto(served(stage) + path)
    plain = browser.new_context(java_script_enabled=False)
    without = plain.new_page()
    without.goto(served(stage) + path)
    main_text, source = without.locator("main").inner_text(), without.content()
    plain.close()
    assert len(main_text) > 30
    assert _words(source) <= _words(page.content())


def _words(html: str) -> set[str]:
    main = BeautifulSoup(html, "html.parser").main
    assert main
    # the entries of the day, which a script chooses among all that the catalogue has
    for daily in main.select("[data-daily]"):
        daily.clear()
    return set(main.stripped_strings)


@EVERY_KIND
def test_page_never_scrolls_sideways(served: Serve, page: Page, path: str, stage: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(served(stage) + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@CHINESE_KINDS
def test_axe_finds_no_barrier(served: Serve, page: Page, path: str, stage: str) -> None:
    page.goto(served(stage) + path)
    assert find_barriers(page) == []


@CHINESE_KINDS
def test_every_target_is_large_enough_to_tap(served: Serve, page: Page, path: str, stage: str) -> None:
    page.goto(served(stage) + path)
    script = """() => [...document.querySelectorAll('nav a, button, summary, .button')]
        .filter(element => element.offsetParent && !element.closest('nav.breadcrumbs'))
        .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    assert page.evaluate(script) == []
