"""The bar and the watermark in a page: where they stand, which problems they list, and when a page is shown again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.preview.build.protocol import BuildRequest, DisplayProblem
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.server.assets import FILES
from plugins.preview.server.bar import insert_bar
from plugins.preview.server.routes import HTML, PreviewResponse

PAGE = (
    b'<!doctype html><head><link rel="stylesheet" href="../theme/site.0123456789ab.css"></head>'
    b'<body class="entry"> <a class="skip" href="#main">skip</a><h1>Title</h1></body>'
)
GARDEN = DisplayProblem("entries/rain-garden/index.md", 4, "wrong track")
LIFT = DisplayProblem("entries/lift-watch/index.md", 5, "wrong number", is_warning=True)


@pytest.fixture
def scheduler(tiny: Path, tmp_path: Path) -> BuildScheduler:
    """A scheduler that builds nothing; its default stage is built and has two problems."""
    request = BuildRequest(
        content=str(tiny), output=str(tmp_path), stage="vote", site_url="http://127.0.0.1", lang="en"
    )
    scheduler = BuildScheduler(request, lambda *_: None)
    scheduler.builds["vote"] = replace(
        scheduler.latest_build("vote"), state=1, number=1, ok=True, problems=(GARDEN, LIFT)
    )
    return scheduler


def _page(scheduler: BuildScheduler, path: str, data: bytes = PAGE, status: int = 200) -> BeautifulSoup:
    response = PreviewResponse(status, HTML, data, "vote", path)
    return BeautifulSoup(insert_bar(scheduler, f"/{path}", response), "html.parser")


def test_bar_follows_the_skip_link_and_its_styles_end_the_head(scheduler: BuildScheduler) -> None:
    page = _page(scheduler, "entries/rain-garden/")
    assert [tag.name for tag in page.select("body > *")] == ["a", "aside", "script", "div", "h1"]
    styles = [str(link["href"]) for link in page.select("head link")]
    assert [re.sub(r"\?[0-9a-f]{12}$", "", style) for style in styles] == [
        "../theme/site.0123456789ab.css",
        "/.preview/bar.css",
        "/.preview/mark.css",
    ]
    assert set(FILES) == {"bar.css", "bar.js", "mark.css", "pages.css", "edit.css", "edit.js"}


@pytest.mark.parametrize("data", [b"<h1>Title</h1>", b"<head></head><body><h1>Title</h1></body>"])
def test_page_without_a_skip_link_has_a_bar_too(scheduler: BuildScheduler, data: bytes) -> None:
    assert len(_page(scheduler, "", data).select("#preview-bar")) == 1


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("entries/rain-garden/", ["wrong track", "wrong number"]),
        ("en/entries/lift-watch/", ["wrong number", "wrong track"]),
        ("rules/", ["wrong track", "wrong number"]),
    ],
)
def test_problems_of_the_page_come_first(scheduler: BuildScheduler, path: str, listed: list[str]) -> None:
    page = _page(scheduler, path)
    problems = page.select(".pv-problem")
    assert [next(text for text in listed if text in problem.get_text()) for problem in problems] == listed
    headings = [heading.get_text() for heading in page.select(".pv-others")]
    assert headings == ([] if path == "rules/" else ["Problems elsewhere"])


def test_bar_counts_errors_and_warnings(scheduler: BuildScheduler) -> None:
    state = _page(scheduler, "rules/").select_one("[data-live=state]")
    assert state
    assert [(tag["class"], tag.get_text()) for tag in state.select("b, span")] == [
        (["pv-bad"], "errors: 1"),
        (["pv-doubt"], "warnings: 1"),
    ]


def test_links_lead_to_the_same_page_of_other_stages_unless_it_is_missing(scheduler: BuildScheduler) -> None:
    for status, path in ((200, "rules/"), (404, "")):
        links = _page(scheduler, "rules/", status=status).select("nav li:not(.pv-stages__more) a")
        assert [str(link["href"]) for link in links][:3] == [f"/.stage/call/{path}", f"/.stage/tour/{path}", f"/{path}"]
        assert [str(link["href"]) for link in links if link.get("aria-current")] == [f"/{path}"]


def test_digest_of_a_page_ignores_its_style(scheduler: BuildScheduler) -> None:
    pages = [PAGE, PAGE.replace(b"0123456789ab", b"ba9876543210"), PAGE.replace(b"Title", b"Other")]
    bars = [_page(scheduler, "rules/", data).select_one("#preview-bar") for data in pages]
    page_digests, styles = ([str(bar[name]) for bar in bars if bar] for name in ("data-page", "data-style"))
    assert page_digests[0] == page_digests[1] != page_digests[2]
    assert styles == [
        "../theme/site.0123456789ab.css",
        "../theme/site.ba9876543210.css",
        "../theme/site.0123456789ab.css",
    ]


def test_page_of_the_last_good_build_says_so(scheduler: BuildScheduler) -> None:
    assert _page(scheduler, "rules/").select(".pv-note--previous") == []
    scheduler.builds["vote"] = replace(scheduler.builds["vote"], ok=False)
    assert len(_page(scheduler, "rules/").select(".pv-note--previous")) == 1


def test_missing_page_leads_home(scheduler: BuildScheduler) -> None:
    links = _page(scheduler, "none/", status=404).select(".pv-note a")
    assert [str(link["href"]) for link in links] == ["/"]
    assert _page(scheduler, "none/").select(".pv-note a") == []


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("entries/rain-garden/", "/.edit/entries/rain-garden"),
        ("en/entries/rain-garden/", "/.edit/entries/rain-garden"),
        ("news/launch/", "/.edit/articles/launch"),
        ("rules/", "/.edit/pages/rules"),
        ("tour/", "/.edit/shortlist"),
        ("winners/", "/.edit/awards"),
        ("", "/.edit/stages"),
        ("units/", "/.edit/new/entries"),
    ],
)
def test_bar_leads_to_the_form_of_its_page(scheduler: BuildScheduler, path: str, form: str) -> None:
    links = [str(link["href"]) for link in _page(scheduler, path).select(".pv-edit a")]
    assert links[0] == form
    assert links[-5:] == [f"/.edit/{name}" for name in ("new/entries", "new/articles", "new/units", "", "history")]
