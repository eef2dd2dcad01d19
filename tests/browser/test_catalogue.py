"""The catalogue: any part of a word, pinyin and initials, filters, state in the address, and a list without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pypinyin import lazy_pinyin

from tests.browser.conftest import NEXT_TURN, Serve, find_barriers, open_at_rest, show_lists_only_in_order, wait_until
from tests.support.builds import SHIPPED
from tests.support.reading import read_track, shortlist

STOPS = shortlist(SHIPPED)
CARDS = ".cards > li [data-entry]"
# words of many texts and of no name
COMMON = "每周碰头一次"
# what a long list may take on a phone before the button that opens more of it
SCREENS = 6


def _list_shown(page: Page) -> list[str]:
    slugs: list[str] = page.locator(CARDS).evaluate_all("cards => cards.map(card => card.dataset.entry)")
    return slugs


@pytest.fixture(scope="module")
def catalogue(served: Serve, browser: Browser) -> Iterator[Page]:
    """The catalogue with all that it searches in loaded, for many questions."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(served("tour") + "entries/")
    with page.expect_response("**/data/search-*.json"):
        page.focus("#filters input")
    with page.expect_response("**/data/search-bodies-*.json"):
        page.fill("#filters input", "a")
    yield page
    context.close()


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
def test_search_finds_any_part_of_a_word(catalogue: Page, words: str, expected: list[str]) -> None:
    catalogue.fill("#filters input", "")
    expect(catalogue.locator(CARDS)).to_have_count(len(STOPS))
    catalogue.fill("#filters input", words)
    expect(catalogue.locator(CARDS)).to_have_count(len(expected))
    assert _list_shown(catalogue) == expected
    count_text = catalogue.inner_text("#count")
    assert count_text.startswith(f"找到{len(expected)}项" if expected else "没有符合条件的项目")


def test_filters_narrow_and_stay_in_the_address(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/")
    page.select_option("#filters select[name=hall]", "five-risks")
    risks = [slug for slug in STOPS if read_track(SHIPPED, slug) == "five-risks"]
    assert sorted(_list_shown(page)) == sorted(risks)
    expect(page).to_have_url(re.compile(r"\?hall=five-risks$"))
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
    open_at_rest(page, served("tour") + "entries/")
    assert [url for url in asked if "/data/search-" in url or "/find-" in url] == []
    with page.expect_response("**/data/search-zh-hans.*.json"):
        page.focus("#filters input")
    page.select_option("#filters select[name=hall]", "five-risks")
    with page.expect_response("**/data/search-bodies-*.json"):
        page.fill("#filters input", "a")
    page.fill("#filters input", "ab")
    page.evaluate(NEXT_TURN)
    indexes = [url.rpartition("/")[2].partition(".")[0] for url in asked if "/data/search-" in url]
    assert indexes == ["search-zh-hans", "search-bodies-zh-hans"]


def test_search_without_its_index_still_finds_titles(served: Serve, page: Page) -> None:
    page.route("**/data/search-*.json", lambda route: route.abort())
    page.goto(served("tour") + "entries/")
    page.fill("#filters input", "城中村")
    expect(page.locator(CARDS)).to_have_count(1)
    assert _list_shown(page) == ["baiyun-352"]


def _read_counts(page: Page, field: str) -> dict[str, int]:
    # the page counts when it has shown the list
    page.evaluate(NEXT_TURN)
    texts = page.locator(f"select[name={field}] option").evaluate_all(
        "options => options.filter(option => option.value).map(option => [option.value, option.text])"
    )
    return {value: int(text.rpartition("(")[2].rstrip(")")) for value, text in texts}


def test_every_value_of_a_filter_says_how_many_entries_it_has(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/")
    halls = _read_counts(page, "hall")
    assert sum(halls.values()) == len(STOPS)
    page.select_option("select[name=hall]", "five-risks")
    for field in ("district", "kind", "letter"):
        for value, number in _read_counts(page, field).items():
            page.select_option(f"select[name={field}]", value)
            assert len(_list_shown(page)) == number
            page.select_option(f"select[name={field}]", "")
    assert _read_counts(page, "hall") == halls


def test_letters_are_those_of_the_titles_as_they_are_said(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/?letter=H")
    titles = page.locator(".card__title").all_inner_texts()
    assert titles
    assert {lazy_pinyin(title)[0][0] for title in titles} == {"h"}


def test_the_other_language_keeps_the_filter(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/?x=1&hall=five-governance")
    page.select_option("select[name=hall]", "five-risks")
    risks = _list_shown(page)
    assert set(risks) == {slug for slug in STOPS if read_track(SHIPPED, slug) == "five-risks"}
    expect(page).to_have_url(re.compile(r"\?x=1&hall=five-risks$"))
    page.click(".masthead a[hreflang=en]")
    page.wait_for_url("**/en/entries/?x=1&hall=five-risks")
    assert _list_shown(page) == risks
    page.go_back()
    page.click("#clear")
    expect(page).to_have_url(re.compile(r"/entries/\?x=1$"))


def test_row_of_filters_stays_and_results_are_in_view(large_site: str, page: Page) -> None:
    page.goto(f"{large_site}entries/")
    card = page.locator(CARDS).first.bounding_box()
    assert card
    assert card["y"] < 500
    page.evaluate("scrollTo(0, 2000)")
    row = page.locator("#filters").bounding_box()
    assert row
    assert (row["y"], row["height"] < 70) == (0, True)


@pytest.mark.parametrize("path", ["entries/", "tour/water/"])
def test_a_long_list_opens_in_parts_and_back_restores_them(large_site: str, page: Page, path: str) -> None:
    show_lists_only_in_order(page)
    page.goto(large_site + path)
    more = page.locator(".more-button")
    box = more.bounding_box()
    assert box
    assert box["y"] + box["height"] <= SCREENS * 740
    assert len(_list_shown(page)) == 24
    more.click()
    assert len(_list_shown(page)) == 48
    before = _list_shown(page)
    focused = page.evaluate("document.activeElement.closest('[data-entry]').dataset.entry")
    assert focused == before[24]
    page.locator(CARDS).nth(40).locator("a").click()
    page.wait_for_url("**/entries/e*/")
    page.go_back()
    page.wait_for_url(f"**/{path}")
    expect(page.locator(CARDS)).to_have_count(48)
    assert _list_shown(page) == before
    wait_until(page, "scrollY > 3000")


def test_names_that_arrive_leave_the_list_and_the_focus_alone(large_site: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/data/search-*.json", lambda route: held.append(route))
    page.goto(f"{large_site}entries/")
    page.click(".more-button")
    with page.expect_request("**/data/search-*.json"):
        page.focus("#filters input")
    link = page.locator(CARDS).nth(30).locator("a")
    link.focus()
    with page.expect_response("**/data/search-*.json") as names:
        held[0].continue_()
    names.value.finished()
    page.evaluate(NEXT_TURN)
    expect(link).to_be_focused()
    assert len(_list_shown(page)) == 48


def test_back_restores_as_many_results_as_were_open(large_site: str, page: Page) -> None:
    page.goto(f"{large_site}entries/?q={COMMON}")
    expect(page.locator(".card__match")).to_have_count(24)
    page.click(".more-button")
    before = _list_shown(page)
    assert len(before) > 24
    page.locator(CARDS).nth(30).locator("a").click()
    page.wait_for_url("**/entries/e*/")
    page.go_back()
    expect(page.locator(".card__match")).to_have_count(len(before))
    assert _list_shown(page) == before


def test_a_long_list_is_pages_without_script(large_site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    slugs: list[str] = []
    page.goto(f"{large_site}entries/")
    last = page.locator(".page-links a").last.inner_text()
    for number in range(1, int(last) + 1):
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.locator(".page-links a", has_text=re.compile(f"^{number}$")).click()
        shown = _list_shown(page)
        assert len(shown) <= 24
        slugs += shown
    assert (len(slugs), len(set(slugs))) == (300, 300)
    page.goto(f"{large_site}names/")
    assert page.locator(".names td a").count() == 300
    context.close()


def test_table_of_names_fits_a_phone_and_has_no_barrier(served: Serve, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(served("tour") + "names/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert (
        page.locator(".names thead th").evaluate_all("cells => cells.map(cell => cell.scrollWidth > cell.clientWidth)")
        == [False] * 3
    )
    assert find_barriers(page) == []
    letters = page.locator(".names th[scope=rowgroup]").all_inner_texts()
    assert letters == sorted(letters, key=lambda letter: (letter == "#", letter))
    page.locator(".page-links a", has_text=letters[-1]).first.click()
    wait_until(page, "scrollY > 0")


@pytest.mark.parametrize(
    ("question", "number"), [("城中村", "找到1项"), ("没有这样的词", "没有符合条件的项目"), ("byqwzfw", "找到1项")]
)
def test_results_have_no_barrier(served: Serve, page: Page, question: str, number: str) -> None:
    page.goto(f"{served('tour')}entries/?q={question}")
    expect(page.locator("#count")).to_contain_text(number)
    assert find_barriers(page) == []


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
