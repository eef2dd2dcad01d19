"""The catalogue: any part of a word, pinyin and initials, filters, state in the address, and a list without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve
from tests.support.builds import SHIPPED
from tests.support.reading import read_track, shortlist

STOPS = shortlist(SHIPPED)
CARDS = ".cards > li [data-entry]"


def _list_shown(page: Page) -> list[str]:
    slugs: list[str] = page.locator(CARDS).evaluate_all("cards => cards.map(card => card.dataset.entry)")
    return slugs


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("城中村", ["baiyun-352"]),
        ("全区用同一套电子门禁", ["baiyun-352"]),
        ("352", ["baiyun-352"]),
        ("白云区委政法委", ["baiyun-352"]),
        ("byqwzfw", ["baiyun-352"]),
        ("baiyunqu", ["baiyun-352"]),
        ("ＨＵＡＤＵ", ["huadu-two-centres"]),
        # radicals, as copied from a PDF
        ("全区用同一套电⼦⻔禁", ["baiyun-352"]),
        ("没有这样的词", []),
    ],
)
def test_search_finds_any_part_of_a_word(served: Serve, page: Page, words: str, expected: list[str]) -> None:
    page.goto(served("tour") + "entries/")
    with page.expect_response("**/data/search-*.json"):
        page.focus("#filters input")
    with page.expect_response("**/data/search-bodies-*.json"):
        page.fill("#filters input", words)
    expect(page.locator(CARDS)).to_have_count(len(expected))
    assert _list_shown(page) == expected
    count_text = page.inner_text("#count")
    assert count_text.startswith(f"找到{len(expected)}项" if expected else "没有符合条件的项目")


def test_filters_narrow_and_stay_in_the_address(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/")
    page.select_option("#filters select[name=hall]", "five-risks")
    risks = [slug for slug in STOPS if read_track(SHIPPED, slug) == "five-risks"]
    assert sorted(_list_shown(page)) == sorted(risks)
    assert page.url.endswith("?hall=five-risks")
    page.reload()
    assert sorted(_list_shown(page)) == sorted(risks)
    page.click("#clear")
    assert len(_list_shown(page)) == len(STOPS)
    assert page.evaluate("document.activeElement.name") == "q"


def test_back_restores_the_filtered_list(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/?hall=five-governance")
    before = _list_shown(page)
    page.locator(".cards > li a").first.click()
    page.wait_for_url("**/entries/*/")
    page.go_back()
    page.wait_for_url("**/entries/?hall=five-governance")
    assert _list_shown(page) == before


def test_index_is_loaded_on_first_use_only(served: Serve, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served("tour") + "entries/", wait_until="networkidle")
    assert [url for url in asked if "search-" in url] == []
    with page.expect_response("**/data/search-zh-hans.*.json"):
        page.focus("#filters input")
    page.select_option("#filters select[name=hall]", "five-risks")
    with page.expect_response("**/data/search-bodies-*.json"):
        page.fill("#filters input", "a")
    page.fill("#filters input", "ab")
    page.wait_for_load_state("networkidle")
    indexes = [url.rpartition("/")[2].partition(".")[0] for url in asked if "search-" in url]
    assert indexes == ["search-zh-hans", "search-bodies-zh-hans"]


def test_search_without_its_index_still_finds_titles(served: Serve, page: Page) -> None:
    page.route("**/data/search-*.json", lambda route: route.abort())
    page.goto(served("tour") + "entries/")
    page.fill("#filters input", "城中村")
    expect(page.locator(CARDS)).to_have_count(1)
    assert _list_shown(page) == ["baiyun-352"]


def test_award_filter_only_when_awards_are_public(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/")
    assert page.locator("select[name=award]").count() == 0
    page.goto(served("awards") + "entries/")
    page.select_option("select[name=award]", "top-ten")
    assert len(_list_shown(page)) == 10


def test_catalogue_without_script_is_a_plain_list(served: Serve, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served("tour") + "entries/")
    expect(page.locator("#filters")).to_be_hidden()
    assert page.locator(".cards > li").count() == len(STOPS)
    context.close()
