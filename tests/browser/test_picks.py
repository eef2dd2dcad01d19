"""The visitor's own shortlist: gathered on the pages of entries, listed on the page of the vote, printed and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import QuietHandler, serving
from tests.content.mutations import SITE, replace_text
from tests.support.builds import TINY, pelican

MOST = 2


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny competition with a third finalist, on the days of a vote of two among three."""
    folder = tmp_path_factory.mktemp("picks")
    content = Path(shutil.copytree(TINY, folder / "content"))
    replace_text(SITE, ("limit: 每天一票}", f"limit: 每天一票, choices: {MOST}}}"))(content)
    replace_text("results/shortlist.yaml", ("lift-watch]", "lift-watch, night-market]"))(content)
    with serving(partial(QuietHandler, directory=str(folder / "site"))) as port:
        pelican(content, folder / "site", STAGE="vote")
        yield f"http://127.0.0.1:{port}/"


def _note(page: Page, address: str, slug: str) -> None:
    page.goto(f"{address}entries/{slug}/")
    page.get_by_role("button", name="记进“我选的2项”").click()


def test_noted_entries_are_listed_for_the_ballot_and_can_be_taken_out(page: Page, address: str) -> None:
    _note(page, address, "lift-watch")
    _note(page, address, "rain-garden")
    expect(page.get_by_role("button", name="从“我选的2项”里去掉")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{address}vote/#picks")
    picks = page.locator("#picks")
    expect(picks.locator("li")).to_contain_text(["02 电梯看护", "01 雨水花园"])
    expect(picks).to_contain_text("已记2项，可以选2项。")
    picks.get_by_role("button", name="去掉 02 电梯看护").click()
    expect(picks.locator("li")).to_contain_text(["01 雨水花园"])
    page.reload()
    expect(picks.locator("li")).to_have_count(1)


def test_no_more_can_be_noted_than_a_ballot_names(page: Page, address: str) -> None:
    for slug in ("lift-watch", "rain-garden", "night-market"):
        _note(page, address, slug)
    expect(page.get_by_role("status")).to_have_text("已经记满2项，先去掉一项，才能再记。")
    expect(page.get_by_role("button", name="记进“我选的2项”")).to_have_attribute("aria-pressed", "false")
    page.goto(f"{address}vote/")
    expect(page.locator("#picks li")).to_have_count(MOST)


def test_list_is_copied_as_text(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="zh-CN")
    page = context.new_page()
    _note(page, address, "rain-garden")
    _note(page, address, "night-market")
    page.goto(f"{address}vote/")
    page.get_by_role("button", name="复制成文字").click()
    expect(page.get_by_role("status")).to_have_text("已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == "01 雨水花园\n03 夜市"
    context.close()


def test_list_alone_is_printed_and_the_page_comes_back(page: Page, address: str) -> None:
    page.add_init_script(
        "window.print = () => {"
        " window.printed = Array.from(document.querySelectorAll('header, main h2, main h1'))"
        ".filter(part => part.offsetParent).map(part => part.textContent.trim());"
        " dispatchEvent(new Event('afterprint')) }"
    )
    _note(page, address, "rain-garden")
    page.goto(f"{address}vote/")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") == ["我选的2项"]
    expect(page.locator("header.masthead")).to_be_visible()


def test_history_of_the_tour_is_cleared_without_the_list(page: Page, address: str) -> None:
    _note(page, address, "rain-garden")
    page.goto(f"{address}tour/")
    page.locator("#forget").click()
    page.goto(f"{address}vote/")
    expect(page.locator("#picks li")).to_have_count(1)


def test_page_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}vote/")
    expect(page.locator("#picks")).to_be_hidden()
    expect(page.get_by_text("一张选票列出全部项目，从中选2项。")).to_have_count(1)
    context.close()


def test_next_visitor_of_a_kiosk_finds_an_empty_list(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(f"{address}entries/rain-garden/?mode=kiosk")
    page.get_by_role("button", name="看全文").click()
    page.get_by_role("button", name="记进“我选的2项”").click()
    page.clock.run_for(76_000)
    page.wait_for_url("**/tour/**")
    page.goto(f"{address}vote/")
    expect(page.locator("#picks li")).to_have_count(0)
