"""Presentation and kiosk: an entry is a sequence of screens in one document; idleness forgets."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Serve, find_barriers, stop_clock, wait_until
from tests.conftest import Site
from tests.support.builds import SHIPPED, soup
from tests.support.reading import shortlist

STOPS = shortlist(SHIPPED)
FILM = "rain-lookouts"
TABLE = "arcade-street-list"
SIZES = [(1280, 720), (1366, 768), (1920, 1080), (3840, 2160)]
# once a second: how long each block of text was on the screen, whole
WATCH = """() => {
    window.watched = {}
    setInterval(() => document.querySelectorAll('.show__reel :is(p, li, td, h2, figcaption)').forEach(block => {
        const box = block.getBoundingClientRect(), text = block.textContent.replace(/\\s+/g, '')
        const room = block.closest('.show__reel').getBoundingClientRect()
        if (box.height && box.top >= room.top - 1 && box.bottom <= room.bottom + 1 && box.right <= innerWidth + 1)
            window.watched[text] = (window.watched[text] || 0) + 1
    }), 1000)
}"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.show *, .kiosk *')]
    .filter(part => part.offsetParent && [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(part => parseFloat(getComputedStyle(part).fontSize)))"""


def _start(page: Page, address: str, size: tuple[int, int] = (1280, 720)) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    stop_clock(page)
    page.goto(address)
    page.wait_for_selector(".kiosk")


def _pass(page: Page, seconds: int) -> None:
    """Let time pass, with breaks for what is loaded meanwhile."""
    for _ in range(0, seconds, 10):
        page.clock.run_for(10_000)
        page.wait_for_timeout(5)


def _pass_until(page: Page, slug: str) -> None:
    """Let time pass until the show has come to this entry."""
    deadline = time.monotonic() + 60
    while _slug(page) != slug:
        assert time.monotonic() < deadline
        _pass(page, 10)


def _slug(page: Page) -> str:
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def _seconds_to_read(text: str) -> float:
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    return han / 400 * 60 + len(re.findall(r"[A-Za-z0-9]+", text)) / 200 * 60


def _paragraphs(page: BeautifulSoup) -> list[str]:
    """The blocks of an entry's text without what is in a block of its own."""
    texts = []
    for block in page.select(".lead, .prose p, .prose li, .prose td, .prose h2, .gallery figcaption"):
        if not block.select("p, li, td"):
            texts.append("".join(block.get_text().split()))
    return texts


def _unread(page: Page, site: Path, slug: str) -> dict[str, tuple[int, float]]:
    """What of an entry was not on the screen, whole, for as long as it takes to read it."""
    watched: dict[str, int] = page.evaluate("window.watched")
    needed = {text: _seconds_to_read(text) for text in _paragraphs(soup(site, f"entries/{slug}/"))}
    assert needed
    return {text: (watched.get(text, 0), time) for text, time in needed.items() if watched.get(text, 0) < time}


@pytest.mark.parametrize(
    ("size", "entries"),
    [(SIZES[0], 3), *(pytest.param(size, len(STOPS), marks=pytest.mark.exhaustive) for size in SIZES)],
)
def test_show_is_one_document_in_full_screen_and_every_paragraph_is_read(
    served: Serve, shipped_site: Site, page: Page, size: tuple[int, int], entries: int
) -> None:
    # a film takes its time on any clock
    page.route("**/*.mp4", lambda route: route.abort())
    _start(page, f"{served('tour')}entries/{STOPS[0]}/?mode=show", size)
    page.get_by_role("button", name="全屏").click()
    wait_until(page, "document.fullscreenElement")
    page.evaluate(WATCH)
    walked = [_slug(page)]
    while len(walked) <= entries:
        page.clock.run_for(5000)
        page.wait_for_timeout(5)
        if _slug(page) != walked[-1]:
            walked.append(_slug(page))
            assert page.evaluate("!!document.fullscreenElement && !!window.watched")
    assert walked == [*STOPS, STOPS[0]][: entries + 1]
    assert page.locator("h1:visible").inner_text() in page.title()
    unread = {slug: _unread(page, shipped_site("tour"), slug) for slug in walked[:entries]}
    assert unread == {slug: {} for slug in walked[:entries]}


@pytest.mark.parametrize("size", [SIZES[2], (1080, 1920)])
def test_no_text_of_the_show_is_small(served: Serve, page: Page, size: tuple[int, int]) -> None:
    _start(page, f"{served('tour')}entries/{FILM}/?mode=show", size)
    kinds = set()
    for _ in range(20):
        kinds.add(page.get_attribute(".show", "data-kind"))
        assert page.evaluate(SMALLEST) >= 24
        assert page.evaluate("document.documentElement.scrollHeight") == size[1]
        page.keyboard.press("ArrowRight")
    assert kinds == {"title", "text", "picture", "film", "scan"}


def test_after_the_last_entry_comes_the_first(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}entries/{STOPS[-1]}/?mode=show")
    _pass_until(page, STOPS[0])


def test_screens_are_turned_by_keys_buttons_and_a_remote(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}entries/{STOPS[0]}/?mode=show")

    def screen_text() -> str:
        return page.locator(".show__screen:visible").inner_text()

    first = screen_text()
    page.keyboard.press("ArrowRight")
    second = screen_text()
    page.get_by_role("button", name="下一屏").click()
    third = screen_text()
    page.keyboard.press("PageUp")
    assert screen_text() == second
    page.get_by_role("button", name="上一屏").click()
    assert (len({first, second, third}), screen_text()) == (3, first)
    expect(page.get_by_role("region", name="播放控制")).to_be_visible()


def test_film_plays_to_its_end(served: Serve, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{served('tour')}entries/{FILM}/?mode=show")
    page.wait_for_selector(".kiosk")
    for _ in range(20):
        if page.get_attribute(".show", "data-kind") == "film":
            break
        page.keyboard.press("ArrowRight")
    # the show may have gone on and put the film away when it is asked
    page.evaluate("""() => {
        window.film = document.querySelector('.show video')
        film.addEventListener('ended', () => { window.hasEnded = true })
    }""")
    wait_until(page, "film.currentTime > 0.5")
    page.evaluate("film.playbackRate = 8")
    wait_until(page, "window.hasEnded")
    expect(page.locator(".show")).not_to_have_attribute("data-kind", "film")
    assert "无声动画" not in page.locator(".show__screen:visible").inner_text()


def test_film_that_cannot_play_gives_its_words(served: Serve, page: Page) -> None:
    page.route("**/*.mp4", lambda route: route.abort())
    _start(page, f"{served('tour')}entries/{FILM}/?mode=show")
    for _ in range(20):
        if page.get_attribute(".show", "data-kind") == "film":
            break
        page.keyboard.press("ArrowRight")
    # the show has patience for ten seconds, if nobody says before that there is no film
    for _ in range(12):
        if page.get_attribute(".show", "data-kind") != "film":
            break
        page.clock.run_for(1000)
    expect(page.locator(".show__screen:visible")).to_contain_text("无声动画")


def test_code_to_vote_is_shown_only_while_the_vote_is_open(served: Serve, browser: Browser) -> None:
    for stage, count in (("tour", 2), ("review", 0)):
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.goto(f"{served(stage)}entries/{STOPS[0]}/?mode=show")
        page.wait_for_selector(".kiosk")
        assert page.locator(".show .ballot-option__code").count() == count
        context.close()


def test_any_touch_pauses_and_space_goes_on(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}entries/{STOPS[0]}/?mode=kiosk")
    page.mouse.click(100, 300)
    expect(page.locator(".kiosk button").first).to_have_text("继续")
    page.clock.run_for(50_000)
    assert f"/{STOPS[0]}/" in page.url
    page.keyboard.press("Space")
    expect(page.locator(".kiosk button").first).to_have_text("暂停")


def test_space_opens_a_fold_in_a_kiosk(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}entries/{FILM}/?mode=kiosk")
    page.get_by_role("button", name="看全文").click()
    page.locator(".film summary").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('.film details').open")
    expect(page.locator(".kiosk button").first).to_have_text("继续")


def test_idle_kiosk_warns_then_forgets_and_starts_again(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}entries/{STOPS[2]}/?mode=kiosk")
    page.mouse.click(100, 300)
    page.clock.run_for(59_000)
    assert page.locator(".kiosk__warning").count() == 0
    page.clock.run_for(1000)
    expect(page.get_by_role("alertdialog")).to_contain_text("15秒后从头播放")
    page.clock.resume()
    assert find_barriers(page) == []
    page.clock.run_for(15_000)
    page.wait_for_url("**/tour/?mode=kiosk")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.locator("#resume").count() == 0
    _pass(page, 20)
    page.wait_for_url(f"**/entries/{STOPS[0]}/?mode=kiosk")


@pytest.mark.parametrize("answer", ["touch", "key", "button"])
def test_any_touch_answers_the_warning(served: Serve, page: Page, answer: str) -> None:
    _start(page, f"{served('tour')}entries/{STOPS[2]}/?mode=kiosk")
    page.mouse.click(100, 300)
    page.clock.run_for(65_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    if answer == "touch":
        page.mouse.click(200, 100)
    elif answer == "key":
        page.keyboard.press("Space")
    else:
        page.get_by_role("button", name="我还在看").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(50_000)
    assert _slug(page) == STOPS[2]
    expect(page.locator(".kiosk button").first).to_have_text("继续")


@pytest.mark.parametrize(
    "activity",
    [
        "Object.defineProperty(HTMLMediaElement.prototype, 'paused', { get: () => false })",
        "Object.defineProperty(window, 'speechSynthesis', { value: { speaking: true, cancel () {} } })",
        "setInterval(() => dispatchEvent(new Event('scroll')), 10000)",
    ],
    ids=["film", "speech", "scrolling"],
)
def test_who_watches_listens_or_scrolls_is_there(served: Serve, page: Page, activity: str) -> None:
    _start(page, f"{served('tour')}entries/{FILM}/?mode=kiosk")
    page.mouse.click(100, 300)
    page.evaluate(activity)
    page.clock.run_for(120_000)
    assert (page.locator(".kiosk__warning").count(), _slug(page)) == (0, FILM)


@pytest.mark.parametrize(
    ("parameter", "seconds", "warned"), [("idle=20", 21, 1), ("idle=20", 19, 0), ("idle=0", 900, 0)]
)
def test_idle_time_is_set_in_the_address(served: Serve, page: Page, parameter: str, seconds: int, warned: int) -> None:
    _start(page, f"{served('tour')}entries/{STOPS[0]}/?mode=kiosk&{parameter}")
    page.mouse.click(100, 300)
    page.clock.run_for(seconds * 1000)
    assert page.locator(".kiosk__warning").count() == warned
    page.keyboard.press("Shift")
    page.get_by_role("button", name="回到入口").click()
    page.wait_for_url(f"**/tour/?mode=kiosk&{parameter}")


def test_kiosk_leads_nowhere_outside(served: Serve, page: Page) -> None:
    for stop in (TABLE, FILM, STOPS[0]):
        _start(page, f"{served('tour')}entries/{stop}/?mode=kiosk")
        outside = (
            "() => [...document.links].filter(a => a.protocol.startsWith('http') && a.host !== location.host).length"
        )
        assert page.evaluate(outside) == 0
        page.wait_for_selector(".share__code", state="attached")


def test_addresses_in_capitals_and_of_mail_are_outside_too(served: Serve, page: Page) -> None:
    def add_links(route: Route) -> None:
        response = route.fetch()
        links = '<p><a href="HTTPS://a.example/">one</a> <a href="mailto:a@a.example">two</a></p></article>'
        route.fulfill(response=response, body=response.text().replace("</article>", links, 1))

    page.route(f"**/entries/{STOPS[0]}/?mode=kiosk", add_links)
    _start(page, f"{served('tour')}entries/{STOPS[0]}/?mode=kiosk")
    assert page.locator("main .outside").all_text_contents()[-2:] == ["one", "two"]


def test_picture_that_was_left_open_hides_neither_the_warning_nor_the_entrance(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}entries/{FILM}/?mode=kiosk")
    page.get_by_role("button", name="看全文").click()
    page.locator(".gallery a").first.click()
    expect(page.locator("dialog.lightbox")).to_be_visible()
    page.clock.run_for(65_000)
    page.get_by_role("button", name="我还在看").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(page.locator("dialog.lightbox")).to_be_visible()
    page.clock.run_for(76_000)
    page.wait_for_url("**/tour/?mode=kiosk")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_entry_chosen_at_a_kiosk_plays_in_the_same_document(served: Serve, page: Page) -> None:
    _start(page, f"{served('tour')}tour/?mode=kiosk")
    page.evaluate("window.document_of_the_start = true")
    page.locator("#start").click()
    page.wait_for_url(f"**/entries/{STOPS[0]}/?mode=kiosk")
    expect(page.locator(".show h1")).to_be_visible()
    page.get_by_role("button", name="看全文").click()
    expect(page.locator(".prose").first).to_be_visible()
    page.get_by_role("button", name="回到入口").click()
    page.wait_for_url("**/tour/?mode=kiosk")
    assert page.evaluate("window.document_of_the_start")


@pytest.mark.parametrize("mode", ["show", "kiosk"])
@pytest.mark.parametrize("path", ["entries/" + FILM, "tour"])
@pytest.mark.parametrize("which", ["one of a kind", pytest.param("every", marks=pytest.mark.exhaustive)])
def test_show_and_kiosk_have_no_barrier(served: Serve, page: Page, which: str, path: str, mode: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{served('tour')}{path}/?mode={mode}")
    page.wait_for_selector(".kiosk")
    page.keyboard.press("Space")
    tried = set()
    for _ in range(8):
        kind = page.evaluate("document.querySelector('.show')?.dataset.kind")
        if which == "every" or kind not in tried:
            assert (kind, find_barriers(page)) == (kind, [])
        tried.add(kind)
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("minutes", [10, pytest.param(120, marks=pytest.mark.exhaustive)])
def test_kiosk_holds_its_memory(served: Serve, page: Page, minutes: int) -> None:
    """Run hours in fast motion, two of them more than four whole tours: documents, nodes and listeners do not grow."""
    session = page.context.new_cdp_session(page)
    # a film takes its time on any clock
    page.route("**/*.mp4", lambda route: route.abort())

    def count() -> dict[str, int]:
        session.send("HeapProfiler.collectGarbage")
        counters: dict[str, int] = session.send("Memory.getDOMCounters")
        return counters

    # the buttons of a film, which Chromium draws with documents of its own, are there from the first film on
    _start(page, f"{served('tour')}entries/{FILM}/?mode=kiosk")
    while _slug(page) == FILM:
        _pass(page, 10)
    before = count()
    _pass(page, minutes * 60)
    most = {
        "documents": before["documents"] + 1,
        "nodes": before["nodes"] * 1.5,
        "jsEventListeners": before["jsEventListeners"] * 1.5,
    }
    # what was left is freed some time after the next document stands, not by the first collection
    deadline = time.monotonic() + 60
    while more := {name: after for name, after in count().items() if after > most[name]}:
        assert time.monotonic() < deadline, more
        page.wait_for_timeout(100)
