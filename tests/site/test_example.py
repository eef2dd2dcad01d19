"""The second shipped example: small, without a vote, in two languages, drawn otherwise, and made up from end to end."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from plugins.cli.printing import print_booklet
from plugins.content.load import load
from plugins.embargo.check import check_for_leaks
from tests.support.builds import EXAMPLE, files, page_urls, pelican, soup

ENTRIES = ["lamp-over-the-bakery", "ticket-hall-shelves", "milk-float-library", "ferry-crate", "orchard-benches"]
STAGES = ["call", "open-doors", "jury", "evening", "shelf"]
HAN = re.compile("[\u4e00-\u9fff]")
LANGUAGES = ("", "zh-hant/")
INFO = ["", "about/", "rules/", "privacy/", "accessibility/", "contents/", "feed.xml", "news/", "news/launch/"]
TRACKS = ["tracks/", *(f"tracks/{track}/" for track in ("walls", "wheels", "sky"))]
TOUR = ["entries/", *(f"entries/{slug}/" for slug in ENTRIES), "tour/", "tour/end/", "names/", "units/"]
TOUR += [f"tour/{track}/" for track in ("walls", "wheels", "sky")]
ONCE = {"404.html", "zh-hant/404.html", "_headers", "robots.txt", "sitemap.xml"}
OPEN_DATA = {f"{lang}data/entries.{kind}" for lang in LANGUAGES for kind in ("csv", "json")}
CONTENT_FOLDERS = ("entries", "articles", "pages")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site of each stage."""
    folder = tmp_path_factory.mktemp("example")
    return {stage: pelican(EXAMPLE, folder / stage, STAGE=stage) for stage in STAGES}


@pytest.mark.parametrize("stage", STAGES)
def test_the_example_has_no_problem(stage: str) -> None:
    assert load(EXAMPLE, stage).problems == ()


def test_everything_in_it_is_made_up() -> None:
    competition = load(EXAMPLE).competition
    assert competition
    assert [entry.slug for entry in competition.entries if not entry.sample] == []
    assert sorted(entry.slug for entry in competition.entries) == sorted(ENTRIES)
    assert [unit.id for unit in competition.units if not unit.sample] == []
    assert [body.name for body in competition.config.organisers if not body.sample] == []


def test_each_stage_has_exactly_its_pages(sites: dict[str, Path]) -> None:
    shown = {
        "call": [*INFO, *TRACKS],
        "open-doors": [*INFO, *TRACKS, *TOUR],
        "jury": [*INFO, *TRACKS, *TOUR],
        "evening": [*INFO, *TRACKS, *TOUR, "winners/", "winners/reveal/", "news/evening/"],
        "shelf": [*INFO, *TRACKS, *TOUR, "winners/", "news/evening/"],
    }
    for stage, site in sites.items():
        expected = {f"{lang}{path}" for lang in LANGUAGES for path in shown[stage]} | ONCE
        expected |= OPEN_DATA if "entries/" in shown[stage] else set()
        assert page_urls(site) == expected, stage


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_of_it_is_shown_early(sites: dict[str, Path], stage: str) -> None:
    report = check_for_leaks(sites[stage], EXAMPLE, stage, "https://reading-rooms.example")
    assert (report.leaks, report.differences, report.passed) == ((), (), True)


def test_there_is_no_word_of_a_vote(sites: dict[str, Path]) -> None:
    pages = {
        path: data.decode() for site in sites.values() for path, data in files(site).items() if path.endswith(".html")
    }
    allowed = "There is no vote|no public vote|entry__vote|vote-only"
    texts = {path: re.sub(allowed, "", text) for path, text in pages.items()}
    assert {path for path, text in texts.items() if re.search(r"\bvot(e|es|ing|ers)\b|投票|評選", text, re.I)} == set()


def test_it_calls_its_parts_by_its_own_words(sites: dict[str, Path]) -> None:
    home, tour = soup(sites["open-doors"], "").get_text(), soup(sites["open-doors"], "zh-hant/tour/").get_text()
    assert "Step into the houses" in home
    assert "Current chapter" in home
    assert "House 1" in home
    assert "第一屋" in tour
    assert "牛奶車圖書館" in tour


def test_untranslated_texts_are_marked_as_such(sites: dict[str, Path]) -> None:
    page = soup(sites["open-doors"], "zh-hant/entries/ferry-crate/")
    assert page.select_one("h1").get_text() == "渡輪上的一箱書"  # type: ignore[union-attr]
    assert page.select_one(".prose")["lang"] == "en"  # type: ignore[index]


@pytest.mark.parametrize("path", ["", "tour/", "entries/", "entries/milk-float-library/", "zh-hant/entries/"])
def test_pages_of_another_brand_come_in_the_first_round_trip(sites: dict[str, Path], path: str) -> None:
    site = sites["open-doors"]
    links = soup(site, path).select("link[rel=stylesheet]:not([media=print])")
    styles = [(site / path / str(link["href"])).resolve() for link in links]
    critical = [file.read_bytes() for file in (site / path / "index.html", *styles)]
    assert sum(len(gzip.compress(data, 9)) for data in critical) <= 14 * 1024


def test_it_looks_unlike_the_first(sites: dict[str, Path]) -> None:
    paths = {path: data.decode() for path, data in files(sites["open-doors"]).items() if path.endswith(".css")}
    (style,) = (text for path, text in paths.items() if path.startswith("theme/site."))
    competition = load(EXAMPLE).competition
    assert competition
    assert competition.brand.palette.light["accent"] in style
    assert "#a3211d" not in style
    assert "polygon" in style
    icons = [path for path in files(sites["open-doors"]) if path.startswith(("theme/emblem", "theme/favicon"))]
    assert len(icons) == 2


def test_its_booklet_is_printed_with_its_ornament(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_booklet(EXAMPLE, "evening", tmp_path, "en") == 0
    assert HAN.search(capsys.readouterr().out) is None
    assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]
