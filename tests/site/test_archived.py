"""A stage as it is archived: all in its folder, dated, and nothing in it acts."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.builds import TINY, files, pelican, soup

PHRASE = "这里的投票入口已停用，只供查阅。"


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny competition's vote, archived."""
    return pelican(TINY, tmp_path_factory.mktemp("archived") / "vote", STAGE="vote", ARCHIVED="2024-03-31")


def _pages(site: Path) -> list[str]:
    return [path for path in files(site) if path.endswith(".html")]


def test_every_page_says_of_when_it_is(archived: Path) -> None:
    undated = [path for path in _pages(archived) if not soup(archived, path).select_one("#archived")]
    assert undated == []
    element = soup(archived, "index.html").select_one("#archived")
    assert element
    assert "2024年3月31日" in element.text


def test_controls_of_the_vote_are_shown_and_inert(archived: Path) -> None:
    for path in ("entries/rain-garden/index.html", "vote/index.html"):
        page = soup(archived, path)
        state = page.select_one(".ballot__state")
        assert state
        assert state.text == PHRASE
        buttons = page.select("#main button.button")
        assert buttons
        assert all(button.has_attr("disabled") for button in buttons)


def test_no_page_leads_to_a_ballot_or_runs_a_clock(archived: Path) -> None:
    live = ".vote-only, [data-channel], [data-frame], [data-vote], [data-fair], iframe, .ballot-option__code"
    assert [path for path in _pages(archived) if soup(archived, path).select(live)] == []
    assert "frame-src" not in "".join(
        data.decode() for path, data in files(archived).items() if path in _pages(archived)
    )


def test_every_link_of_a_page_names_a_file_of_the_archive(archived: Path) -> None:
    present, missing = files(archived), []
    for path in _pages(archived):
        for element in soup(archived, path).select("[href], [src]"):
            link = urlsplit(str(element.get("href") or element.get("src")))
            if link.scheme or not link.path:
                continue
            result = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(link.path)))
            missing += [f"{path}: {link.path}"] if result not in present else []
    assert missing == []


def test_archive_does_not_speak_for_the_live_site(archived: Path) -> None:
    whole = {"_headers", "robots.txt", "sitemap.xml", "feed.xml", "404.html"}
    assert [path for path in files(archived) if posixpath.basename(path) in whole] == []
    robots = soup(archived, "index.html").select_one("meta[name=robots]")
    assert robots
    assert robots["content"] == "noindex"
