"""News, tracks and the site map for people."""

from __future__ import annotations

from plugins.site.pages.content_pages import ArticleView, ContentsView, TrackView, articles, contents, track_pages
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


def test_articles_lead_to_newer_and_older_ones() -> None:
    views = [page.view for page in articles(make_renderers(TINY, "awards")["zh-Hans"].site)]
    ways = [
        (view.newer and view.newer.slug, view.article.slug, view.older and view.older.slug)
        for view in views
        if isinstance(view, ArticleView)
    ]
    assert ways == [(None, "results", "launch"), ("results", "launch", None)]


def test_the_site_map_lists_every_page_that_a_menu_or_a_list_leads_to_once() -> None:
    view = contents(make_renderers(TINY, "vote")["zh-Hans"].site).view
    assert isinstance(view, ContentsView)
    assert [(title, [link.path for link in links]) for title, links in view.groups] == [
        ("页面", ["", "news/", "tour/", "entries/", "vote/", "rules/", "tracks/", "privacy/", "contents/"]),
        ("大赛动态", ["news/launch/"]),
        ("参赛方向", ["tracks/water/", "tracks/safety/"]),
        ("第一展厅 · 水", ["entries/rain-garden/"]),
        ("第二展厅 · 安全", ["entries/lift-watch/"]),
    ]


def test_a_track_has_its_halls_and_its_entries_once_they_are_public() -> None:
    shown = {
        stage: [
            (view.track.id, [hall.id for hall in view.halls], [card.entry.slug for card in view.cards])
            for page in track_pages(make_renderers(TINY, stage)["zh-Hans"].site)
            if isinstance(view := page.view, TrackView)
        ]
        for stage in ("call", "tour")
    }
    assert shown == {
        "call": [("water", [], []), ("safety", [], [])],
        "tour": [("water", ["water"], ["rain-garden"]), ("safety", ["safety"], ["lift-watch"])],
    }
