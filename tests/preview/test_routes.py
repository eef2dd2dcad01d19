"""Addresses of the preview without a server: files of a build, pages in place of one, and where redirects lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.preview.build.instant_pages import InstantPage, OpenPage
from plugins.preview.build.protocol import DisplayProblem
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.server.routes import HTML, PreviewResponse, pages_at, resolve_address
from tests.preview.conftest import make_built_scheduler

FILES = {
    "index.html": b"home",
    "404.html": b"lost",
    "entries/index.html": b"entries",
    "theme/site.css": b"body {}",
    "media/film.vtt": b"WEBVTT",
    "data/汉字 +.json": b"{}",
    "feed.xml": b"<feed/>",
    "robots.txt": b"all",
}


@pytest.fixture
def scheduler(tiny: Path, tmp_path: Path) -> BuildScheduler:
    """A scheduler that builds nothing; its default stage, the vote, is built, the awards are broken."""
    scheduler = make_built_scheduler(tiny, tmp_path / "builds", FILES)
    (tmp_path / "builds" / "secret.txt").write_bytes(b"secret")
    problems = (DisplayProblem("units.yaml", 3, "wrong unit"),)
    scheduler.builds["awards"] = replace(scheduler.latest_build("awards"), state=1, problems=problems)
    return scheduler


@pytest.mark.parametrize(
    ("address", "content_type", "data", "path"),
    [
        ("/", HTML, b"home", ""),
        ("/entries/", HTML, b"entries", "entries/"),
        ("/theme/site.css", "text/css; charset=utf-8", b"body {}", "theme/site.css"),
        ("/media/film.vtt", "text/vtt; charset=utf-8", b"WEBVTT", "media/film.vtt"),
        ("/data/%E6%B1%89%E5%AD%97%20+.json", "application/json", b"{}", "data/%E6%B1%89%E5%AD%97%20+.json"),
        ("/robots.txt", "text/plain; charset=utf-8", b"all", "robots.txt"),
    ],
)
def test_files_of_the_default_stage_are_at_the_root(
    scheduler: BuildScheduler, address: str, content_type: str, data: bytes, path: str
) -> None:
    assert resolve_address(scheduler, address) == PreviewResponse(200, content_type, data, "vote", path)


def test_feed_is_served_as_xml_in_utf_8(scheduler: BuildScheduler) -> None:
    assert resolve_address(scheduler, "/feed.xml").content_type in {
        "text/xml; charset=utf-8",
        "application/xml; charset=utf-8",
    }


@pytest.mark.parametrize(
    "address", ["/none", "/entries/none/", "/..%2Fsecret.txt", "/../secret.txt", "/a%00", "/a%5Cb"]
)
def test_what_is_not_in_the_build_is_its_page_for_unknown_paths(scheduler: BuildScheduler, address: str) -> None:
    response = resolve_address(scheduler, address)
    assert (response.status, response.content_type, response.data) == (404, HTML, b"lost")


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/entries", "/entries/"),
        ("/.stage/vote/", "/"),
        ("/.stage/vote/entries/", "/entries/"),
        ("/.stage/vote//evil.example/", "/evil.example/"),
        ("/.stage/tour", "/.stage/tour/"),
        ("/.stage/vote/%E6%B1%89/", "/%E6%B1%89/"),
    ],
)
def test_every_page_has_one_address(scheduler: BuildScheduler, address: str, location: str) -> None:
    response = resolve_address(scheduler, address)
    assert (response.status, response.location) == (302, location)


def test_stage_without_a_build_says_why(scheduler: BuildScheduler) -> None:
    waiting, broken = (resolve_address(scheduler, f"/.stage/{stage}/tour/") for stage in ("tour", "awards"))
    assert [(page.status, page.stage, page.path) for page in (waiting, broken)] == [
        (503, "tour", "tour/"),
        (503, "awards", "tour/"),
    ]
    assert (b"wrong unit" in waiting.data, b"wrong unit" in broken.data) == (False, True)


def test_unknown_stage_is_named_as_text(scheduler: BuildScheduler) -> None:
    response = resolve_address(scheduler, "/.stage/%3Cb%3E" + "x" * 200 + "/")
    assert (response.status, response.stage) == (404, "vote")
    assert b"&lt;b&gt;" + b"x" * 77 in response.data
    assert b"x" * 78 not in response.data


def test_pages_of_the_preview_belong_to_the_default_stage(scheduler: BuildScheduler) -> None:
    statuses = {
        address: resolve_address(scheduler, address).status
        for address in ("/.problems/", "/.stages/", "/.manual/", "/.manual/publishers.md", "/.manual/none.md")
    }
    assert statuses == {
        "/.problems/": 200,
        "/.stages/": 200,
        "/.manual/": 200,
        "/.manual/publishers.md": 200,
        "/.manual/none.md": 404,
    }


def test_instant_page_is_shown_in_place_of_the_build(scheduler: BuildScheduler) -> None:
    scheduler._instant.pages[OpenPage("vote", "entries/")] = InstantPage(2, b"instant")
    assert resolve_address(scheduler, "/entries/").data == b"instant"
    assert resolve_address(scheduler, "/").data == b"home"


@pytest.mark.parametrize(
    ("address", "is_immutable"),
    [("/theme/site.css", True), ("/media/film.vtt", True), ("/", False), ("/theme/none.css", False)],
)
def test_only_names_with_a_hash_are_cached(scheduler: BuildScheduler, address: str, is_immutable: bool) -> None:
    assert resolve_address(scheduler, address).is_immutable is is_immutable


def test_pages_that_a_browser_shows(scheduler: BuildScheduler) -> None:
    assert pages_at(scheduler, "/entries/") == (OpenPage("vote", "entries/"),)
    assert pages_at(scheduler, "/.stage/tour/entries/") == (OpenPage("tour", "entries/"),)
    assert pages_at(scheduler, "/.stage/party/") == ()
    assert pages_at(scheduler, "/.stages/") == tuple(OpenPage(stage, "/.stages/") for stage in scheduler.stages.names)
