"""The ballot in a real browser: frames that speak, frames that fail, hostile frames, and every clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import NEXT_TURN, open_at_rest, stop_clock, wait_until
from tests.browser.platforms import FAILING, SPEAKERS, TALL, encode_message, voting_site

OPEN = "2024-03-15T12:00:00+08:00"
STATE = "投票正在进行，还剩5天（北京时间）。"
PATIENCE_MS = 8000


@dataclass
class Vote:
    """The site on its days of vote."""

    address: str
    asked: list[str]
    clock: dict[str, float]

    def url_at(self, moment: str) -> str:
        """Set the server's clock; give the address of an entry."""
        self.clock["now"] = datetime.fromisoformat(moment).timestamp()
        return f"{self.address}entries/rain-garden/"


@pytest.fixture(scope="module")
def vote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vote]:
    with voting_site(tmp_path_factory.mktemp("vote")) as (address, asked, clock):
        yield Vote(address, asked, clock)


@pytest.fixture
def page(page: Page) -> Page:
    """A visitor whose own clock is right: it counts where the server is slower than three seconds."""
    page.clock.set_system_time(OPEN)
    return page


def _way(page: Page, name: str) -> Locator:
    return page.locator(".ballot-option", has=page.locator(f"[data-channel='{name}']"))


def _open_frame(page: Page, name: str) -> Locator:
    way = _way(page, name)
    way.get_by_role("button", name="在这里打开投票").click()
    return way


COUNT_MESSAGES = "window.messages = []; addEventListener('message', event => { window.messages.push(event.data) })"
# the page's own listener is older, so it has dealt with what is counted, but for a height, which waits for a frame
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => done(true)))"


def _await_messages(page: Page, count: int) -> None:
    wait_until(page, f"window.messages.length >= {count}")
    page.evaluate(NEXT_FRAME)


def _height(way: Locator) -> int:
    return int(way.locator("iframe").evaluate("frame => parseInt(frame.style.height)"))


@pytest.mark.parametrize("name", SPEAKERS)
def test_frame_grows_as_its_platform_says(vote: Vote, page: Page, name: str) -> None:
    page.goto(vote.url_at(OPEN))
    way = _open_frame(page, name)
    expect(way.get_by_role("status")).to_have_text("投票页面已经打开。")
    expect(way.locator("iframe")).to_have_css("height", f"{TALL}px")
    way.locator("iframe").content_frame.get_by_role("button").click()
    expect(way.get_by_role("status")).to_have_text("投票页面说您已提交。结果以投票平台为准，本站不计票。")


def test_frame_has_a_name_and_the_least_rights(vote: Vote, page: Page) -> None:
    page.goto(vote.url_at(OPEN))
    way = _open_frame(page, "typeform")
    frame = way.locator("iframe")
    attributes = {
        name: frame.get_attribute(name) for name in ("title", "loading", "referrerpolicy", "sandbox", "allow")
    }
    assert attributes == {
        "title": "typeform的投票页面",
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
        "sandbox": "allow-scripts allow-forms allow-same-origin",
        "allow": None,
    }
    expect(way.get_by_role("status")).to_be_focused()
    expect(way.get_by_role("link", name="直接打开投票页面")).to_have_attribute(
        "href", way.locator("[data-channel]").get_attribute("href") or ""
    )


@pytest.mark.parametrize("name", ["deny", "empty", "hang"])
def test_frame_that_fails_leads_to_link_and_code(vote: Vote, page: Page, name: str) -> None:
    reasons = {"hang": "投票页面迟迟没有打开。"}
    reason = reasons.get(name, "投票页面没有显示出来，对方可能不允许在这里打开。")
    page.goto(vote.url_at(OPEN), wait_until="domcontentloaded")
    expect(page.locator(".ballot__state")).to_have_text(STATE)
    # pictures of the page load, too, before and after it
    note = "window.isLoaded ||= event.target.localName === 'iframe'"
    page.evaluate(f"document.addEventListener('load', event => {{ {note} }}, true)")
    way = _open_frame(page, name)
    if name != "hang":
        wait_until(page, "window.isLoaded")
    page.clock.run_for(PATIENCE_MS)
    expect(way.get_by_role("status")).to_have_text(f"{reason} 请改用上面的链接或二维码投票。")
    _can_vote(way, name)


def _can_vote(way: Locator, name: str) -> None:
    expect(way.get_by_role("link", name=f"前往{name}投票")).to_be_visible()
    expect(way.get_by_role("img", name=f"{name}投票二维码")).to_be_visible()
    expect(way.locator(".ballot-option__address")).to_have_text(
        way.locator("[data-channel]").get_attribute("href") or ""
    )


def test_frame_without_words_leaves_the_way_out_open(vote: Vote, page: Page) -> None:
    page.goto(vote.url_at(OPEN))
    way = _open_frame(page, "error")
    expect(way.get_by_role("link", name="直接打开投票页面")).to_be_visible()
    _can_vote(way, "error")


def test_frame_offline_says_so_at_once(vote: Vote, page: Page) -> None:
    page.goto(vote.url_at(OPEN))
    expect(page.locator(".ballot__state")).to_have_text(STATE)
    page.context.set_offline(True)
    way = _open_frame(page, "typeform")
    expect(way.get_by_role("status")).to_have_text("您的设备没有连上网络。 请改用上面的链接或二维码投票。")
    _can_vote(way, "typeform")


def test_frame_is_not_offered_in_wechat(vote: Vote, browser: Browser) -> None:
    context = browser.new_context(user_agent="Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0.30")
    page = context.new_page()
    page.goto(vote.url_at(OPEN))
    expect(page.locator(".ballot-option").first).to_be_visible()
    expect(page.locator("[data-frame]")).to_have_count(0)
    assert page.locator("a[target]").count() == 0
    context.close()


HEIGHT = SPEAKERS["typeform"]["resize"][0]
HOSTILE = {
    "huge": [encode_message(HEIGHT, 10**9)],
    "negative": [encode_message(HEIGHT, -5)],
    "not a number": [encode_message(HEIGHT, "NaN")],
    "endless": [encode_message(HEIGHT, "Infinity")],
    "markup": [encode_message(HEIGHT, "<img src=x onerror=alert(1)>")],
    "list": [encode_message(HEIGHT, [9999])],
    "object": [encode_message(HEIGHT, {"valueOf": 9999})],
    "yes": [encode_message(HEIGHT, True)],
    "nothing": [None],
    "empty text": [""],
    "number": [42],
    "other kind": [{"type": "form-height", "height": 99}],
    "prototype as text": ['{"__proto__": {"type": "form-height-changed", "height": 99}}'],
    "inherited": [{"__proto__x": 1, "constructor": {"prototype": {"height": 1}}}],
    "long text": ["x" * 200_000],
    "deep text": ["[" * 5000],
    "flood": [{"type": "form-height", "height": height} for height in range(2_000)],
}


@pytest.fixture(scope="module")
def framed_page(vote: Vote, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """An entry whose frame has been opened, and the errors of its scripts, for many tests."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(vote.url_at(OPEN))
    page.evaluate(COUNT_MESSAGES)
    _open_frame(page, "typeform")
    yield page, errors
    context.close()


def _post_from_frame(way: Locator, messages: list[object]) -> None:
    way.locator("iframe").content_frame.locator("body").evaluate(
        "(_, all) => all.forEach(each => parent.postMessage(each, '*'))", messages
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_of_the_frame_change_nothing_but_a_bounded_height(
    framed_page: tuple[Page, list[str]], name: str
) -> None:
    page, errors = framed_page
    way = _way(page, "typeform")
    expect(way.get_by_role("status")).to_have_text("投票页面已经打开。")
    _post_from_frame(way, [encode_message(HEIGHT, TALL)])
    expect(way.locator("iframe")).to_have_css("height", f"{TALL}px")
    before = page.locator("body").inner_text()
    page.evaluate("window.messages = []")
    _post_from_frame(way, HOSTILE[name])
    _await_messages(page, len(HOSTILE[name]))
    assert (_height(way), errors) == (4000 if name == "huge" else TALL, [])
    assert page.locator("body").inner_text() == before
    assert page.evaluate("({}).height === undefined && ({}).type === undefined")


@pytest.mark.parametrize("sender", ["the page itself", "another frame", "a frame of another platform"])
def test_words_from_elsewhere_are_not_heard(vote: Vote, page: Page, sender: str) -> None:
    page.goto(vote.url_at(OPEN))
    way = _open_frame(page, "typeform")
    expect(way.locator("iframe")).to_have_css("height", f"{TALL}px")
    message = encode_message(HEIGHT, 777)
    page.evaluate(COUNT_MESSAGES)
    if sender == "the page itself":
        page.evaluate("message => postMessage(message, '*')", message)
    elif sender == "another frame":
        page.evaluate(
            """message => { const own = document.body.appendChild(document.createElement('iframe'))
            own.contentWindow.parent.postMessage(message, '*') }""",
            message,
        )
    else:
        other = _open_frame(page, "nextcloud-forms")
        expect(other.locator("iframe")).to_have_css("height", f"{TALL}px")
        other.locator("iframe").content_frame.locator("body").evaluate(
            "(_, message) => parent.postMessage(message, '*')", message
        )
    wait_until(page, "window.messages.some(message => JSON.stringify(message).includes('777'))")
    page.evaluate(NEXT_FRAME)
    assert _height(way) == TALL


CLOCKS = {
    "before": ("2024-03-10T08:59:00+08:00", "投票还没有开始。", False),
    "first minute": ("2024-03-10T09:00:30+08:00", "投票正在进行，还剩10天（北京时间）。", True),
    "last hours": ("2024-03-20T12:30:00+08:00", "投票正在进行，还剩5小时（北京时间）。", True),
    "last minutes": ("2024-03-20T17:48:30+08:00", "投票正在进行，还剩12分钟（北京时间）。", True),
    "after": ("2024-03-20T18:00:30+08:00", "投票已经结束。感谢每一位参与的市民。", False),
}


@pytest.mark.parametrize("moment", CLOCKS)
@pytest.mark.parametrize("visitor", ["right", "a day fast", "in Los Angeles"])
def test_state_follows_the_servers_clock(vote: Vote, browser: Browser, moment: str, visitor: str) -> None:
    now, words, can_vote = CLOCKS[moment]
    zone = "America/Los_Angeles" if visitor == "in Los Angeles" else "Asia/Shanghai"
    context = browser.new_context(viewport={"width": 360, "height": 740}, timezone_id=zone)
    page = context.new_page()
    stop_clock(page, "2024-03-22T00:00:00+08:00" if visitor == "a day fast" else now)
    page.goto(vote.url_at(now))
    expect(page.locator(".ballot__state")).to_have_text(words)
    expect(page.locator(".ballot .ballot-option").first).to_be_visible(visible=can_vote)
    expect(page.locator(".entry__vote")).to_be_visible(visible=can_vote)
    if moment == "after":
        assert page.locator("[data-frame], [data-channel], .ballot-option__code, iframe").count() == 0
    context.close()


def test_page_closes_itself_while_it_is_looked_at(vote: Vote, page: Page) -> None:
    now = "2024-03-20T17:59:30+08:00"
    stop_clock(page, now)
    page.goto(vote.url_at(now))
    expect(page.locator(".ballot__state")).to_have_text("投票正在进行，还剩1分钟（北京时间）。")
    page.clock.run_for(35_000)
    expect(page.locator(".ballot__state")).to_have_text("投票已经结束。感谢每一位参与的市民。")
    expect(page.locator(".ballot-option")).to_have_count(0)


def test_a_translated_state_is_left_alone(vote: Vote, page: Page) -> None:
    now = "2024-03-20T12:30:00+08:00"
    stop_clock(page, now)
    page.goto(vote.url_at(now))
    state = page.locator(".ballot__state")
    expect(state).to_have_text("投票正在进行，还剩5小时（北京时间）。")
    state.evaluate("line => { line.textContent = 'Still open for five hours.' }")
    page.clock.run_for(30_000)
    expect(state).to_have_text("Still open for five hours.")
    page.clock.run_for(40 * 60_000)
    expect(state).to_have_text("投票正在进行，还剩4小时（北京时间）。")


def test_visitors_own_clock_serves_where_the_server_does_not_answer(vote: Vote, page: Page) -> None:
    page.route("**/*", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
    page.clock.set_system_time("2024-03-30T00:00:00+08:00")
    page.goto(vote.url_at(OPEN))
    expect(page.locator(".ballot__state")).to_have_text("投票已经结束。感谢每一位参与的市民。")


def test_without_script_days_link_and_code_are_there_and_nothing_claims_to_know_the_time(
    vote: Vote, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(vote.url_at(OPEN))
    expect(page.locator(".ballot__state")).to_have_text("请在下列时间内投票（北京时间）。")
    for name in ("typeform", *FAILING):
        _can_vote(_way(page, name), name)
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("path", ["", "entries/", "entries/rain-garden/", "vote/", "tour/", "tour/water/", "winners/"])
def test_nothing_is_asked_of_a_platform_before_a_tap(vote: Vote, page: Page, path: str) -> None:
    vote.url_at(OPEN)
    before = len(vote.asked)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    open_at_rest(page, vote.address + path)
    # and on the way to its end
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate(NEXT_TURN)
    assert (hosts, vote.asked[before:]) == ({vote.address.split("/")[2]}, [])
