"""Archived stages: the page that lists them, and their files on the site."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugins.content.parsing.archives import StageArchive
from plugins.site.language_site import LanguageSite
from plugins.site.pages.archives import ArchivedStage, ArchiveListView, archive_files, pages
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY

DATA = {"vote/index.html": b"home", "vote/en/index.html": b"English home"}


@pytest.fixture
def archives(tmp_path: Path) -> tuple[StageArchive, ...]:
    """Two archived stages, the first in Chinese alone."""
    with zipfile.ZipFile(tmp_path / "vote.zip", "w") as opened:
        for name, data in DATA.items():
            opened.writestr(name, data)
    tour = StageArchive("tour", "tiny-2024", tmp_path / "tour.zip", ("tour/index.html",), "1", 100, 0)
    vote = StageArchive("vote", "tiny-2024", tmp_path / "vote.zip", tuple(DATA), "2", 300, 0, date(2024, 3, 20))
    return tour, vote


def _site(lang: str, archives: tuple[StageArchive, ...]) -> LanguageSite:
    site = make_renderers(TINY, "awards")[lang].site
    return replace(site, snapshot=replace(site.snapshot, archives=archives))


def test_archives_are_listed_with_the_page_in_the_language_if_they_have_it(archives: tuple[StageArchive, ...]) -> None:
    site = _site("en", archives)
    (page,) = pages(site)
    assert (page.path, page.section) == ("archive/", "archive")
    tour, vote = site.config.stage("tour"), site.config.stage("vote")
    assert page.view == ArchiveListView(
        (
            ArchivedStage(stage=tour, day=None, path="archive/tour/", download="archive/tour.zip", size=100),
            ArchivedStage(
                stage=vote, day=date(2024, 3, 20), path="archive/vote/en/", download="archive/vote.zip", size=300
            ),
        )
    )


def test_no_list_without_archives_and_none_in_an_archive(archives: tuple[StageArchive, ...]) -> None:
    sites = (_site("zh-Hans", ()), replace(_site("zh-Hans", archives), archived=date(2024, 6, 1)))
    assert [list(pages(site)) for site in sites] == [[], []]


def test_archive_is_on_the_site_as_a_zip_and_as_pages(archives: tuple[StageArchive, ...]) -> None:
    snapshot = _site("zh-Hans", archives[1:]).snapshot
    files = {output.path: (output.source, output.key, output.data) for output in archive_files(snapshot)}
    source = "archives/vote.zip"
    assert files == {
        "archive/vote.zip": (source, "2", archives[1].path.read_bytes()),
        **{f"archive/{name}": (source, f"2 {name}", data) for name, data in DATA.items()},
    }
