"""The home page leads with what its stage is about; the three of the day take turns."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.site.views.fair_order import shuffle
from tests.browser.conftest import Serve, show_lists_only_in_order
from tests.conftest import Site
from tests.support.builds import SHIPPED, soup
from tests.support.reading import shortlist

STOPS = shortlist(SHIPPED)
ORDER = shuffle(STOPS, "guangzhou-2022 home")
LEADS = {
    "call": ["怎样参加"],
    "tour": ["市民评选", "今天看三项"],
    "review": ["现在进行什么"],
    "notice": ["对公示名单有异议", "拟获奖项目公示"],
    "awards": ["获奖项目"],
    "archive": ["获奖项目", "从这里查阅"],
}


@pytest.mark.parametrize("stage", LEADS)
def test_home_leads_with_its_stage(shipped_site: Site, stage: str) -> None:
    headings = [heading.get_text() for heading in soup(shipped_site(stage), "").select("main .section h2")]
    assert headings[: len(LEADS[stage])] == LEADS[stage]


def test_home_of_the_awards_shows_the_winners(shipped_site: Site) -> None:
    page = soup(shipped_site("awards"), "")
    assert len(page.select(".cards .card .cover img")) == 10


def test_archive_leads_to_every_part(shipped_site: Site) -> None:
    links = {str(link["href"]) for link in soup(shipped_site("archive"), "").select("main .link-list a")}
    assert {"tour/", "entries/", "winners/", "news/", "tracks/", "units/", "contents/"} <= links


def _shown_on(browser: Browser, address: str, day: date) -> list[str]:
    context = browser.new_context(timezone_id="America/New_York")
    page = context.new_page()
    show_lists_only_in_order(page)
    # noon in the contest's time zone
    page.clock.set_fixed_time(f"{day.isoformat()}T04:00:00Z")
    page.goto(address)
    expect(page.locator("[data-daily].is-ordered")).to_be_visible()
    links = page.locator("[data-daily] .card__title a").evaluate_all("links => links.map(link => link.href)")
    context.close()
    return [link.rstrip("/").rpartition("/")[2] for link in links]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 9)])
def test_three_of_the_day_can_be_recomputed(served: Serve, browser: Browser, day: date) -> None:
    first = 3 * (day - date(1970, 1, 1)).days % len(ORDER)
    expected = [ORDER[(first + step) % len(ORDER)] for step in range(3)]
    assert _shown_on(browser, served("tour"), day) == expected


def test_every_entry_comes_equally_often(shipped_site: Site) -> None:
    rows = json.loads((shipped_site("tour") / "data" / "daily-0.json").read_text(encoding="utf-8"))
    assert [row["slug"] for row in rows[: len(ORDER)]] == ORDER
    turns = Counter(rows[(3 * day + step) % len(ORDER)]["slug"] for day in range(len(ORDER)) for step in range(3))
    assert set(turns.values()) == {3}


def test_seed_is_published_and_the_first_three_need_no_script(shipped_site: Site) -> None:
    page = soup(shipped_site("tour"), "")
    assert [str(card["data-entry"]) for card in page.select("[data-daily] .card")] == ORDER[:3]
    assert "guangzhou-2022 home" in page.get_text()


def test_open_vote_is_reached_from_home_with_its_facts(served: Serve, page: Page) -> None:
    page.goto(served("tour"))
    expect(page.locator("main .ballot a.button[href$='vote/']")).to_be_visible()
    expect(page.locator("main .ballot .facts")).to_be_visible()
