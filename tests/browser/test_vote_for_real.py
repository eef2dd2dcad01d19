"""A vote from our pages reaches the service: through the frame, by link alone, from the vote page, under a sub-path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.voting.local_poll import Poll, PollChoice, export_votes_csv, running_poll
from tests.browser.conftest import QuietHandler, serving
from tests.support.builds import TINY, pelican

CHOICES = [PollChoice("rain-garden", "01 雨水花园"), PollChoice("lift-watch", "02 电梯看护")]


@pytest.fixture(scope="module")
def voting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Poll]]:
    """The address of the tiny competition on localhost, and its poll on 127.0.0.1: two sites to a browser."""
    folder = tmp_path_factory.mktemp("real")
    with (
        running_poll(CHOICES, folder / "poll") as poll,
        serving(partial(QuietHandler, directory=str(folder / "root"))) as port,
    ):
        address = f"http://localhost:{port}/portal/zt"
        site = folder / "root" / "portal" / "zt"
        pelican(TINY, site, STAGE="vote", SITEURL=address, TRIAL_POLL=poll.ballot_url())
        # the tiny competition's vote is long over by any clock of today
        for page in site.rglob("*.html"):
            page.write_text(page.read_text().replace("2024-03-20T18:00:00+08:00", "2999-03-20T18:00:00+08:00"))
        yield f"{address}/", poll


def _votes(poll: Poll) -> list[str]:
    return [row.partition(",")[2] for row in export_votes_csv(poll.folder).splitlines()[1:]]


def _send(frame_or_page: object) -> None:
    frame_or_page.get_by_role("button", name="投票").click()  # type: ignore[attr-defined] # a page or a frame of one
    expect(frame_or_page.get_by_role("status")).to_contain_text("感谢您的参与")  # type: ignore[attr-defined]


def test_vote_in_the_frame_of_an_entry(voting: tuple[str, Poll], page: Page) -> None:
    address, poll = voting
    before = _votes(poll)
    page.goto(f"{address}entries/lift-watch/")
    page.get_by_role("button", name="在这里打开投票").click()
    frame = page.frame_locator(".ballot-option iframe")
    expect(frame.get_by_role("radio", checked=True)).to_have_attribute("value", "lift-watch")
    _send(frame)
    expect(page.locator(".ballot-option__frame [role=status]")).to_contain_text("您已提交")
    assert _votes(poll) == [*before, "lift-watch"]


def test_vote_in_the_frame_of_the_vote_page(voting: tuple[str, Poll], page: Page) -> None:
    address, poll = voting
    before = _votes(poll)
    page.goto(f"{address}vote/")
    page.get_by_role("button", name="在这里打开投票").click()
    frame = page.frame_locator(".ballot-option iframe")
    frame.get_by_label("01 雨水花园").check()
    _send(frame)
    assert _votes(poll) == [*before, "rain-garden"]


@pytest.mark.parametrize("path", ["entries/rain-garden/", "vote/"])
def test_vote_by_link_alone_without_script(voting: tuple[str, Poll], browser: Browser, path: str) -> None:
    address, poll = voting
    before = _votes(poll)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + path)
    page.get_by_role("link", name="前往小城客户端投票").click()
    if path == "vote/":
        page.get_by_label("01 雨水花园").check()
    _send(page)
    assert _votes(poll) == [*before, "rain-garden"]
    context.close()


def test_code_and_words_lead_where_the_link_leads(voting: tuple[str, Poll], page: Page) -> None:
    address, _ = voting
    page.goto(f"{address}entries/rain-garden/")
    code = page.get_by_role("img", name="小城客户端投票二维码")
    link = page.get_by_role("link", name="前往小城客户端投票").get_attribute("href")
    expect(page.locator(".ballot-option__address")).to_have_text(link or "")
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
