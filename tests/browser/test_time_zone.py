"""A vote in Berlin closes at its midnight, wherever its visitors and their clocks are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.site.views.fair_order import daily_seed
from tests.browser.conftest import serving, show_lists_only_in_order, stop_clock
from tests.browser.platforms import Site
from tests.content.mutations import SITE, replace_text
from tests.support.builds import TINY, pelican

# the morning of the last day is the first of summer time
DAYS = (
    'opens: "2024-03-10T09:00:00+08:00", closes: "2024-03-20T18:00:00+08:00"',
    "opens: 2024-03-10, closes: 2024-03-31",
)
CLOCKS = {
    "the last second": ("2024-03-31T23:59:56+02:00", "The vote is open for another 1 min (Berlin time)."),
    "midnight": ("2024-04-01T00:00:00+02:00", "The vote is closed. Thank you to everyone who took part."),
    "midnight in Beijing": ("2024-04-01T00:00:00+08:00", "The vote is open for another 6 h (Berlin time)."),
}


@dataclass
class _BerlinVote:
    address: str
    clock: dict[str, float]

    def url_at(self, moment: str) -> str:
        self.clock["now"] = datetime.fromisoformat(moment).timestamp()
        return f"{self.address}en/entries/rain-garden/"


@pytest.fixture(scope="module")
def vote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_BerlinVote]:
    folder = tmp_path_factory.mktemp("berlin")
    content = Path(shutil.copytree(TINY, folder / "content"))
    zone = ("period: 2024年", "period: 2024年\ntimezone: Europe/Berlin")
    replace_text(SITE, zone, DAYS, ("opens: 2024-03-21", "opens: 2024-04-01"))(content)
    pelican(content, folder / "site", STAGE="vote")
    clock: dict[str, float] = {}
    with serving(partial(type("Bound", (Site,), {"clock": clock}), directory=str(folder / "site"))) as port:
        yield _BerlinVote(f"http://127.0.0.1:{port}/", clock)


@pytest.mark.parametrize("moment", CLOCKS)
@pytest.mark.parametrize("visitor", ["Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai"])
def test_vote_is_open_until_midnight_there(vote: _BerlinVote, browser: Browser, moment: str, visitor: str) -> None:
    now, words = CLOCKS[moment]
    context = browser.new_context(timezone_id=visitor)
    page = context.new_page()
    stop_clock(page, now)
    page.goto(vote.url_at(now))
    expect(page.locator(".ballot__state")).to_have_text(words)
    context.close()


def test_page_closes_itself_at_that_midnight(vote: _BerlinVote, page: Page) -> None:
    now, words = CLOCKS["the last second"]
    stop_clock(page, now)
    page.goto(vote.url_at(now))
    expect(page.locator(".ballot__state")).to_have_text(words)
    page.clock.run_for(10_000)
    expect(page.locator(".ballot__state")).to_have_text(CLOCKS["midnight"][1])


@pytest.mark.parametrize(
    ("clock", "day"),
    [("2024-03-30T22:59:59Z", 30), ("2024-03-30T23:00:00Z", 31), ("2024-03-31T21:59:59Z", 31)],
)
def test_order_changes_at_midnight_there(vote: _BerlinVote, page: Page, clock: str, day: int) -> None:
    show_lists_only_in_order(page)
    page.clock.set_fixed_time(clock)
    page.goto(f"{vote.address}tour/water/")
    assert page.inner_text("[data-seed]").endswith(daily_seed("tiny-2024", date(2024, 3, day), "water"))
