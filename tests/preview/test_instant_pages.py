"""Instant pages: a page rendered by the process of the last build is that of the next build, or there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plugins.preview.build.instant_pages import InstantPage, InstantPages, OpenPage, find_affected_sources
from plugins.preview.build.protocol import BuildRequest, PageRequest
from plugins.preview.build.worker_client import WorkerClient
from plugins.preview.watch import TEMPLATES, THEME
from tests.preview.conftest import ONE_WAY_TO_START, replaced_text

RAIN, RULES, LAUNCH = "entries/rain-garden/", "pages/rules/", "articles/launch/"
RAIN_REQUEST = PageRequest("entries/rain-garden", RAIN)


def _build(worker: WorkerClient, content: Path, site: Path) -> None:
    request = BuildRequest(
        content=str(content), output=str(site), stage="vote", site_url="http://127.0.0.1:1", lang="en"
    )
    response = worker.build(request)
    assert (response.ok, response.renders_pages) == (True, True)


@pytest.mark.parametrize(
    "edits",
    [
        ((RAIN, RAIN, "index.md"), (RULES, "en/rules/", "index.md")),
        pytest.param(
            ((RAIN, f"en/{RAIN}", "index.en.md"), (LAUNCH, "news/launch/", "index.md"), (RULES, "rules/", "index.md")),
            marks=pytest.mark.exhaustive,
        ),
    ],
    ids=["sample", "rest"],
)
def test_page_is_the_page_of_the_next_build(
    worker: WorkerClient, tiny: Path, tmp_path: Path, edits: tuple[tuple[str, str, str], ...]
) -> None:
    _build(worker, tiny, tmp_path / "site")
    for source, path, file in edits:
        page, text = tmp_path / "site" / path / "index.html", tiny / source / file
        before = page.read_bytes()
        words = text.read_text(encoding="utf-8")
        text.write_text(f"{words}\n\n新的一段,见[规则](../../pages/rules/index.md)。\n", encoding="utf-8")
        instant = worker.render_page(PageRequest(source.rstrip("/"), path))
        assert page.read_bytes() == before
        _build(worker, tiny, tmp_path / "site")
        assert instant == page.read_bytes() != before


def test_there_is_no_page_where_only_a_build_can_tell(worker: WorkerClient, tiny: Path, tmp_path: Path) -> None:
    assert WorkerClient().render_page(RAIN_REQUEST) is None
    _build(worker, tiny, tmp_path / "site")
    text = tiny / RAIN / "index.md"
    with replaced_text(text, "title: ", "titel: "):
        assert worker.render_page(RAIN_REQUEST) is None
    with replaced_text(text, "track: water", "track: watre"):
        assert worker.render_page(RAIN_REQUEST) is None
    Image.new("RGB", (300, 200), "teal").save(tiny / RAIN / "new.png")
    with replaced_text(text, "(view.png", "(new.png"):
        assert worker.render_page(RAIN_REQUEST) is None
    assert worker.render_page(RAIN_REQUEST) == (tmp_path / "site" / RAIN / "index.html").read_bytes()
    assert worker.render_page(PageRequest("entries/rain-garden", "entries/nowhere/")) is None
    assert worker.render_page(PageRequest("entries/nowhere", RAIN)) is None


@ONE_WAY_TO_START
def test_page_is_of_the_last_good_build(worker: WorkerClient, tiny: Path, tmp_path: Path) -> None:
    _build(worker, tiny, tmp_path / "site")
    text = tiny / RAIN / "index.md"
    with replaced_text(text, "track: water", "track: watre"):
        request = BuildRequest(
            content=str(tiny), output=str(tmp_path / "site"), stage="vote", site_url="http://127.0.0.1:1", lang="en"
        )
        assert not worker.build(request).ok
    assert worker.render_page(RAIN_REQUEST) == (tmp_path / "site" / RAIN / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        ([f"{RAIN}index.md", f"{RULES}photo.jpg"], {RAIN, RULES}),
        ([f"{RAIN}index.md", "competition.yaml"], None),
        (["results/awards.yaml"], None),
        (["entries/stray.md"], None),
        ([], set()),
    ],
)
def test_affected_sources_are_document_folders_or_need_a_build(saved: list[str], expected: set[str] | None) -> None:
    content = Path("/made-up/content")
    assert find_affected_sources(content, [content / path for path in saved]) == expected


def test_template_affects_every_page_and_a_style_needs_a_build() -> None:
    content = Path("/made-up/content")
    assert find_affected_sources(content, [TEMPLATES / "entry.html", content / RAIN / "index.md"]) == {RAIN, ""}
    assert find_affected_sources(content, [THEME / "static/css/base.css"]) is None


HOME, RAIN_PAGE = OpenPage("vote", ""), OpenPage("vote", RAIN)
OPEN_PAGES = {HOME: "competition.yaml", RAIN_PAGE: RAIN, OpenPage("tour", RAIN): RAIN}


def _take_all(instant: InstantPages) -> dict[OpenPage, PageRequest]:
    requests = dict[OpenPage, PageRequest]()
    while request := instant.next_request():
        requests[request[0]] = request[1]
    return requests


def test_requests_are_for_open_pages_of_the_last_stage_built() -> None:
    instant = InstantPages(stage="vote", state=1)
    instant.add_requests(2, {RAIN}, OPEN_PAGES)
    assert _take_all(instant) == {RAIN_PAGE: RAIN_REQUEST}
    instant.add_requests(3, {""}, OPEN_PAGES)
    assert _take_all(instant) == {RAIN_PAGE: RAIN_REQUEST, HOME: PageRequest("", "")}


def test_no_request_is_left_after_a_change_that_needs_a_build_until_it_is_built() -> None:
    instant = InstantPages(stage="vote", state=1)
    instant.add_requests(2, {RAIN}, OPEN_PAGES)
    instant.add_requests(3, None, OPEN_PAGES)
    instant.add_requests(4, {RAIN}, OPEN_PAGES)
    assert _take_all(instant) == {}
    instant.state = 4
    instant.add_requests(5, {RAIN}, OPEN_PAGES)
    assert _take_all(instant) == {RAIN_PAGE: RAIN_REQUEST}


def test_pages_are_removed_by_a_build_that_is_as_new() -> None:
    instant = InstantPages(pages={HOME: InstantPage(2, b"old"), RAIN_PAGE: InstantPage(3, b"new")})
    instant.remove_older("tour", 9)
    assert set(instant.pages) == {HOME, RAIN_PAGE}
    instant.remove_older("vote", 2)
    assert set(instant.pages) == {RAIN_PAGE}
