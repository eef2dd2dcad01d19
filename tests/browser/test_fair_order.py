"""While a vote is open a hall's order is the published shuffle of the day, the same in Python and in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, Route, expect

from plugins.site.views.fair_order import daily_seed, shuffle
from tests.browser.conftest import Serve, show_lists_only_in_order
from tests.support.builds import SHIPPED
from tests.support.large_contest import large_entries
from tests.support.reading import read_track, shortlist

HALL = "five-risks"
OFFICIAL = [slug for slug in shortlist(SHIPPED) if read_track(SHIPPED, slug) == HALL]


def _list_entries(page: Page) -> list[str]:
    slugs: list[str] = page.evaluate(
        "[...document.querySelectorAll('.cards [data-entry]')].map(card => card.dataset.entry)"
    )
    return slugs


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2023-03-01T10:00:00+08:00", date(2023, 3, 1)),
        ("2023-03-01T23:59:59+08:00", date(2023, 3, 1)),
        ("2023-03-02T00:00:01+08:00", date(2023, 3, 2)),
        ("2023-12-31T17:00:00Z", date(2024, 1, 1)),
    ],
)
def test_browser_and_python_shuffle_the_same(served: Serve, page: Page, clock: str, day: date) -> None:
    show_lists_only_in_order(page)
    page.clock.set_fixed_time(clock)
    page.goto(f"{served('tour')}tour/{HALL}/")
    seed = daily_seed("guangzhou-2022", day, HALL)
    assert _list_entries(page) == shuffle(OFFICIAL, seed)
    assert page.inner_text("[data-seed]").endswith(seed)


def test_vote_page_shuffles_its_halls_too(served: Serve, page: Page) -> None:
    show_lists_only_in_order(page)
    page.clock.set_fixed_time("2023-03-01T10:00:00+08:00")
    page.goto(f"{served('tour')}vote/")
    script = f"[...document.querySelectorAll('[data-fair={HALL}] > li')].map(item => item.dataset.entry)"
    assert page.evaluate(script) == shuffle(OFFICIAL, daily_seed("guangzhou-2022", date(2023, 3, 1), HALL))


def test_order_is_official_once_the_vote_is_over(served: Serve, page: Page) -> None:
    page.goto(f"{served('awards')}tour/{HALL}/")
    assert _list_entries(page) == OFFICIAL


def test_a_list_that_was_read_is_not_sorted_under_the_finger(served: Serve, page: Page) -> None:
    held: list[Route] = []
    page.route("**/theme/site-*.js", lambda route: held.append(route))
    with page.expect_request("**/theme/site-*.js"):
        page.goto(f"{served('tour')}tour/{HALL}/", wait_until="commit")
    fair = page.locator("[data-fair]")
    expect(fair).to_be_hidden()
    # two seconds later
    fair.evaluate("list => list.getAnimations().forEach(animation => animation.finish())")
    expect(fair).to_be_visible()
    held[0].continue_()
    expect(page.locator("[data-seed]")).to_have_text("这次打开，按公布的顺序排列。")
    assert _list_entries(page) == OFFICIAL


def test_the_whole_of_a_long_hall_is_shuffled(large_site: str, page: Page) -> None:
    show_lists_only_in_order(page)
    page.clock.set_fixed_time("2024-03-12T10:00:00+08:00")
    page.goto(f"{large_site}tour/water/")
    slugs = [entry.slug for entry in large_entries()]
    expected = shuffle(slugs, daily_seed("tiny-2024", date(2024, 3, 12), "water"))
    assert _list_entries(page) == expected[:24]
    page.click(".more-button")
    assert _list_entries(page) == expected[:48]


def test_every_place_falls_to_every_entry_about_as_often() -> None:
    slugs = [f"entry-{number}" for number in range(6)]
    days = [date.fromordinal(738_000 + number) for number in range(1200)]
    firsts = [shuffle(slugs, daily_seed("c", day, "h"))[0] for day in days]
    assert all(150 <= firsts.count(slug) <= 250 for slug in slugs)
