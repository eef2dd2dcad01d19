"""What the pages of all languages share, and the files of a site that are no pages."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.content.load import load
from plugins.content.schema.site import Security
from plugins.content.stage_view import StageSnapshot
from plugins.paths import ROOT
from plugins.site import generator
from plugins.site.build_result import BuildOptions
from plugins.site.generator import (
    _files_without_media,
    _pages,
    _search_indexes,
    generate_site,
    make_context,
    sitemap,
)
from plugins.site.pages.page import Page
from plugins.site.render.renderer import make_renderer
from tests.content.mutations import write_file
from tests.support.builds import TINY


def _settings(tmp_path: Path, **changes: Any) -> dict[str, Any]:
    options = BuildOptions(content=TINY, output=tmp_path / "site")
    settings = {"RELATIVE_URLS": True, "CACHE_PATH": str(tmp_path), "CERTIFICATE_KEY": "a key", "FRAME_ANCESTORS": "*"}
    return options.to_settings() | settings | changes


def _snapshot(stage: str) -> StageSnapshot:
    competition = load(TINY).competition
    assert competition
    return competition.at(stage)


def test_links_are_those_of_the_settings_or_of_the_contest(tmp_path: Path) -> None:
    snapshot = _snapshot("awards")
    usual = make_context(_settings(tmp_path), snapshot)
    assert (usual.urls.site_url, usual.urls.languages, usual.urls.relative, usual.urls.explicit_index) == (
        *("https://small-town.example/zt", ("zh-Hans", "en"), True, False),
    )
    other = make_context(_settings(tmp_path, SITEURL="https://x.example/a/", RELATIVE_URLS=False), snapshot)
    assert (other.urls.site_url, other.urls.relative) == ("https://x.example/a", False)


def test_context_has_what_the_settings_say_of_the_build(tmp_path: Path) -> None:
    snapshot = _snapshot("awards")
    live = make_context(_settings(tmp_path), snapshot)
    assert (live.archived, live.rehearsal, live.media.cache) == (None, False, tmp_path / "pictures")
    assert (live.assets.theme, live.assets.brand, live.assets.languages) == (
        *(ROOT / "theme", snapshot.brand, ("zh-Hans", "en")),
    )
    assert {certificate.unit.id for certificate in live.certificates} == {"water-bureau", "east-office"}
    archived = make_context(_settings(tmp_path, ARCHIVED="2024-06-01", REHEARSAL=True), snapshot)
    assert (archived.archived, archived.rehearsal, archived.urls.explicit_index) == (date(2024, 6, 1), True, True)


def _files(tmp_path: Path, snapshot: StageSnapshot, **changes: Any) -> dict[str, bytes]:
    """The files that are neither pages nor media, by path, those of the theme left out."""
    settings = _settings(tmp_path, **changes)
    context = make_context(settings, snapshot)
    renderers = {lang: make_renderer(snapshot, lang, context) for lang in snapshot.config.languages}
    pages = [page for renderer in renderers.values() for page in _pages(settings, renderer)]
    outputs = [*_files_without_media(settings, renderers, pages), *_search_indexes(renderers)]
    return {output.path: output.data for output in outputs if not output.path.startswith("theme/")}


@pytest.mark.parametrize(
    ("archived", "paths"),
    [("", ["_headers", "en/feed.xml", "feed.xml", "robots.txt", "sitemap.xml"]), ("2024-06-01", [])],
)
def test_archive_leaves_what_applies_to_the_host_to_the_live_site(
    tmp_path: Path, archived: str, paths: list[str]
) -> None:
    assert sorted(_files(tmp_path, _snapshot("call"), ARCHIVED=archived)) == paths


@pytest.mark.parametrize(
    ("changes", "paths"),
    [({}, ["404.html"]), ({"ARCHIVED": "2024-06-01"}, []), ({"PREVIEW": True}, ["404.html", "styleguide/"])],
)
def test_preview_has_a_style_guide_and_an_archive_no_page_for_unknown_paths(
    tmp_path: Path, changes: dict[str, Any], paths: list[str]
) -> None:
    snapshot, settings = _snapshot("tour"), _settings(tmp_path, **changes)
    renderer = make_renderer(snapshot, "en", make_context(settings, snapshot))
    pages = [page.path for page in _pages(settings, renderer)]
    assert [path for path in pages if path in {"404.html", "styleguide/"}] == paths


def test_stages_with_entries_have_search_indexes(tmp_path: Path) -> None:
    data = [path.rpartition("/")[2] for path in _files(tmp_path, _snapshot("vote")) if path.startswith("data/")]
    assert sorted(name.split(".")[0] for name in data) == [
        *("search-bodies-en", "search-bodies-zh-hans", "search-en", "search-zh-hans"),
    ]


def test_site_without_news_has_no_feed_and_one_with_a_contact_says_it(tmp_path: Path) -> None:
    snapshot = _snapshot("call")
    security = Security(contact="mailto:a@x.example", expires=date(2024, 5, 2))
    config = replace(snapshot.config, site=replace(snapshot.config.site, security=security))
    files = _files(tmp_path, replace(snapshot, articles=(), config=config), FRAME_ANCESTORS="https://a.example")
    assert "feed.xml" not in files
    assert b"Contact: mailto:a@x.example" in files[".well-known/security.txt"]
    policy = files["_headers"].decode().splitlines()[1]
    assert policy.endswith("; frame-ancestors https://a.example")


def test_policy_of_every_file_allows_the_frames_of_all_pages(tmp_path: Path) -> None:
    snapshot = _snapshot("call")
    context = make_context(_settings(tmp_path), snapshot)
    renderers = {lang: make_renderer(snapshot, lang, context) for lang in snapshot.config.languages}
    pages = [page for renderer in renderers.values() for page in _pages(_settings(tmp_path), renderer)]
    framed: list[Page] = [replace(pages[0], frames=("https://b.example",)), *pages[1:]]
    files = {output.path: output.data for output in _files_without_media(_settings(tmp_path), renderers, framed)}
    assert b"frame-src https://b.example;" in files["_headers"]


def test_site_map_leaves_out_pages_that_belong_nowhere(tmp_path: Path) -> None:
    snapshot = _snapshot("call")
    renderer = make_renderer(snapshot, "zh-Hans", make_context(_settings(tmp_path), snapshot))
    pages = list(_pages(_settings(tmp_path), renderer))
    text = sitemap(renderer, pages).data.decode()
    assert [page.path for page in pages if f"<loc>https://small-town.example/zt/{page.path}</loc>" not in text] == [
        "404.html"
    ]


def test_output_that_would_replace_the_content_is_refused(tmp_path: Path) -> None:
    for output in (tmp_path, tmp_path / "content"):
        settings = _settings(tmp_path, PATH=str(tmp_path / "content"), OUTPUT_PATH=str(output))
        result = generate_site(settings)
        assert (result.failure, result.output) == ("output_contains_content", output)


def test_error_of_the_disk_is_the_failure_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError(errno.ENOSPC, "No space left on device")

    def fail(_: Path) -> None:
        raise error

    monkeypatch.setattr(generator, "replace_output", fail)
    result = generate_site(_settings(tmp_path, STAGE="vote"))
    assert (result.failure, result.stage, result.output) == (error, "vote", tmp_path / "site")
    assert not result.ok


def test_wrong_phrases_keep_a_site_from_being_built(tiny: Path, tmp_path: Path) -> None:
    write_file("translations/en.yaml", "phrases:\n  menu.hom: x\n")(tiny)
    result = generate_site(_settings(tmp_path, PATH=str(tiny)))
    assert ([item.code for item in result.problems], result.stage) == (["unknown_phrase_near"], "vote")
    assert not (tmp_path / "site").exists()
