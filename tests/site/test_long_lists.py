"""Lists that are too long for one page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.site.pages.long_lists import page_paths
from plugins.site.pages.page_kinds import list_pages
from tests.site.site_renderers import make_renderers
from tests.support.large_contest import write_large_contest


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contest of 300 entries."""
    return write_large_contest(tmp_path_factory.mktemp("large") / "content")


def _read(content: Path, path: str) -> BeautifulSoup:
    renderer = make_renderers(content, "tour")["zh-Hans"]
    (page,) = [page for page in list_pages(renderer.site) if page.path == path]
    return BeautifulSoup(renderer.render_page(page).data, "html.parser")


@pytest.mark.parametrize(
    ("path", "name"), [("entries/", "入围项目"), ("tracks/water/", "水"), ("tour/water/", "第一展厅 · 水")]
)
def test_further_pages_lead_back_to_the_list_by_its_name(large: Path, path: str, name: str) -> None:
    page = _read(large, f"{path}all/2/")
    assert [link.get_text() for link in page.select(".breadcrumbs a")][-1] == name
    assert page.select_one("h1").get_text() == f"{name}（第2页，共13页）"  # type: ignore[union-attr]
    assert len(page.select(".card")) == 24


@pytest.mark.parametrize(
    ("count", "paths"),
    [(0, ()), (24, ()), (25, ("a/", "a/all/2/")), (48, ("a/", "a/all/2/")), (49, ("a/", "a/all/2/", "a/all/3/"))],
)
def test_a_list_has_a_page_for_every_24_entries(count: int, paths: tuple[str, ...]) -> None:
    assert page_paths("a/", count) == paths
