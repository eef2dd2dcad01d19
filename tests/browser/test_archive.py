"""An archive opened from its folder, without a server."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from plugins.publishing.archive import freeze
from tests.browser.conftest import stop_clock, wait_until
from tests.conftest import Site
from tests.support.builds import SHIPPED, TINY, pelican, soup

FILM = SHIPPED / "entries" / "rain-lookouts"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    content = Path(shutil.copytree(TINY, folder / "content"))
    _add_film(content / "entries" / "rain-garden")
    site = pelican(content, folder / "site", STAGE="vote", ARCHIVED="2024-03-31")
    with zipfile.ZipFile(freeze(site, "vote", folder)) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked" / "vote"


def _add_film(entry: Path) -> None:
    for name in ("poster.jpg", "film.mp4", "film.vtt"):
        shutil.copy(FILM / name, entry / name)
    film = re.search(r"^video:\n(?: .*\n)+", (FILM / "index.md").read_text(encoding="utf-8"), re.M)
    assert film
    text = (entry / "index.md").read_text(encoding="utf-8")
    (entry / "index.md").write_text(text.replace("\n---\n", f"\n{film[0]}---\n", 1), encoding="utf-8")


def test_visitor_walks_through_a_folder(unpacked: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((unpacked / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.menu ul')).listStyleType") == "none"
    page.click("#start")
    page.go_back()
    page.click('[data-menu="entries/"]')
    page.locator("[data-entry] a").first.click()
    assert page.url.endswith("/index.html")
    assert page.locator(".ballot button").is_disabled()
    broken = "[...document.images].filter(each => each.currentSrc && each.complete && !each.naturalWidth).length"
    assert page.evaluate(broken) == 0
    assert [url for url in asked if not url.startswith((unpacked.as_uri(), "data:"))] == []
    assert errors == []
    page.close()


def test_search_of_a_folder_finds_by_sound_and_by_text(unpacked: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((unpacked / "entries" / "index.html").as_uri())
    page.fill("#filters input", "yushui")
    cards = page.locator(".cards [data-entry]")
    expect(cards).to_have_count(1)
    page.fill("#filters input", "芦苇 浅沟")
    expect(page.locator(".card__match mark").first).to_be_visible()
    assert cards.evaluate_all("cards => cards.map(card => card.dataset.entry)") == ["rain-garden"]
    page.fill("#filters input", "没有这样的词")
    expect(page.locator("#count")).to_contain_text("没有符合条件的项目")
    assert "没有载入" not in page.inner_text("#count")
    page.close()


def test_search_of_a_folder_says_what_it_could_not_load(unpacked: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/data/search-*", lambda route: route.abort())
    page.goto((unpacked / "entries" / "index.html").as_uri())
    page.fill("#filters input", "yushui")
    expect(page.locator("#count")).to_contain_text("没有载入")
    page.close()


def test_show_of_a_folder_goes_from_page_to_page(unpacked: Path, browser: Browser) -> None:
    page = browser.new_page()
    stop_clock(page)
    page.goto((unpacked / "entries" / "rain-garden" / "index.html").as_uri() + "?mode=show")
    title = page.locator(".show h1")
    first = title.inner_text()
    expect(page.locator(".show__screen:visible")).to_have_count(1)
    # no key too many, which would go on from the next page
    with page.expect_navigation():
        for _ in range(page.locator(".show__screen").count()):
            page.keyboard.press("ArrowRight")
    expect(title).not_to_have_text(first)
    assert page.url.endswith("/index.html?mode=show")
    page.close()


@pytest.mark.parametrize("path", ["tour/index.html", "tour/end/index.html", "news/index.html"])
def test_show_of_a_folder_begins_with_the_first_entry(unpacked: Path, browser: Browser, path: str) -> None:
    page = browser.new_page()
    stop_clock(page)
    page.goto(f"{(unpacked / path).as_uri()}?mode=show")
    page.wait_for_url("**/entries/rain-garden/index.html?mode=show")
    expect(page.locator(".show__screen:visible")).to_have_count(1)
    page.close()


def test_film_of_a_folder_plays_and_says_where_its_captions_are(
    unpacked: Path, shipped_site: Site, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto((unpacked / "entries" / "rain-garden" / "index.html").as_uri())
    expect(page.locator(".film .note")).to_contain_text("浏览器不显示字幕；影片的话都在文字稿里")
    page.evaluate("document.querySelector('.film video').play()")
    wait_until(page, "document.querySelector('.film video').currentTime > 0")
    page.locator(".film summary").click()
    transcript = page.locator(".film__transcript").inner_text()
    cues = [line for line in (FILM / "film.vtt").read_text(encoding="utf-8").splitlines() if line.endswith("。")]
    assert len(cues) == 3
    assert [cue for cue in cues if cue not in transcript] == []
    page.close()
    # on a server captions are shown
    film = soup(shipped_site("tour"), f"entries/{FILM.name}/").select_one(".film")
    assert film
    assert film.select("track[default]")
    assert film.select(".note") == []
