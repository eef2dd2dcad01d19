"""The poll in a frame of another site, in a real browser: it stores the vote and tells the page its height."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.voting.local_poll import Poll, PollChoice, export_votes_csv, running_poll
from tests.browser.conftest import QuietHandler, serving, wait_until
from tests.support.chromium import FLAGS
from tests.support.needs import require_tool

HOST_PAGE = """<!DOCTYPE html><title>page</title><script>
  var received = [];
  addEventListener("message", function (event) { received.push([event.origin, event.data]) });
</script><iframe src="ADDRESS" title="poll" style="width:100%;height:500px"
  sandbox="allow-scripts allow-forms allow-same-origin"></iframe>"""


def settled_height(page: Page) -> int:
    """Wait until the last reported height is the ballot's at the frame's width, and return it."""
    ballot = page.frame_locator("iframe").locator("html")
    expect(ballot).to_have_js_property("clientWidth", page.locator("iframe").evaluate("frame => frame.clientWidth"))
    height: int = ballot.evaluate("html => Math.ceil(html.getBoundingClientRect().height)")
    wait_until(page, f"received.length && received.at(-1)[1].height === {height}")
    return height


@pytest.fixture
def poll(tmp_path: Path) -> Iterator[Poll]:
    """A poll of three entries."""
    choices = [PollChoice(slug, f"项目 {slug}") for slug in ("rain-garden", "lift-watch", "night-market")]
    with running_poll(choices, tmp_path / "poll") as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, poll: Poll) -> Iterator[str]:
    """The address of a page on localhost, which is another site than the poll's, with the ballot in a frame."""
    (tmp_path / "site").mkdir()
    address = poll.ballot_url("lift-watch")
    (tmp_path / "site" / "index.html").write_text(HOST_PAGE.replace("ADDRESS", address), encoding="utf-8")
    with serving(partial(QuietHandler, directory=str(tmp_path / "site"))) as port:
        yield f"http://localhost:{port}/"


def test_a_vote_in_a_frame_of_another_site_is_stored_and_announced(page: Page, site: str, poll: Poll) -> None:
    page.goto(site)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("radio", checked=True)).to_have_attribute("value", "lift-watch")
    height = settled_height(page)
    origin = poll.url.rstrip("/")
    assert page.evaluate("received.at(-1)") == [origin, {"type": "xunzhan-poll:height", "height": height}]
    frame.get_by_role("button").click()
    expect(frame.get_by_role("status")).to_be_visible()
    wait_until(page, "received.some(([origin, data]) => data.type === 'xunzhan-poll:done')")
    assert [message for message in page.evaluate("received") if message[1]["type"] == "xunzhan-poll:done"] == [
        [origin, {"type": "xunzhan-poll:done"}]
    ]
    assert export_votes_csv(poll.folder) == "user,entry\nAnonymous,lift-watch"


def test_a_vote_in_a_frame_is_stored_where_foreign_cookies_are_blocked(browser: Browser, site: str, poll: Poll) -> None:
    strict = browser.browser_type.launch(
        executable_path=require_tool("chromium"), args=[*FLAGS, "--test-third-party-cookie-phaseout"]
    )
    page = strict.new_page()
    page.goto(site)
    page.frame_locator("iframe").get_by_role("button").click()
    expect(page.frame_locator("iframe").get_by_role("status")).to_be_visible()
    strict.close()
    assert export_votes_csv(poll.folder) == "user,entry\nAnonymous,lift-watch"


def test_a_narrower_frame_announces_its_new_height(page: Page, site: str) -> None:
    page.goto(site)
    wide = settled_height(page)
    page.evaluate("document.querySelector('iframe').style.width = '120px'")
    wait_until(page, f"received.at(-1)[1].height > {wide}")


def test_the_ballot_fits_a_phone(page: Page, poll: Poll) -> None:
    page.goto(poll.ballot_url())
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]
