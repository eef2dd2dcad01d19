"""The documents for machines: the Atom feed, the site map and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plugins.content.model import Article
from plugins.site.files.outputs import Output
from plugins.site.pages.page import Page
from plugins.site.render.renderer import Renderer
from plugins.site.views.components import RenderedBody


class FeedEntry(NamedTuple):
    """An article in the feed, with absolute links in its body."""

    article: Article
    body: RenderedBody


@dataclass(frozen=True)
class FeedView:
    """The Atom feed."""

    articles: tuple[FeedEntry, ...]


@dataclass(frozen=True)
class SitemapUrl:
    """A page in the site map for machines."""

    path: str
    lang: str
    languages: tuple[str, ...]
    updated: date | None


def feeds(renderer: Renderer) -> Iterator[Output]:
    """The Atom feed of the news in one language.

    There is none without news, because a feed needs a date, and none in an archive, to which no news are added.
    """
    site = renderer.site
    if not site.snapshot.articles or site.archived:
        return
    view = FeedView(tuple(FeedEntry(article, site.render_body(article)) for article in site.snapshot.articles))
    yield renderer.render_file(site.local_path("feed.xml"), "feed.xml", view=view)


def sitemap_and_robots(renderer: Renderer, pages: Iterable[Page]) -> Iterator[Output]:
    """The files that a site has only once."""
    languages = renderer.site.urls.languages
    urls = [SitemapUrl(page.path, page.lang, languages, page.updated) for page in pages if page.section != "none"]
    yield renderer.render_file("sitemap.xml", "sitemap.xml", urls=urls)
    yield renderer.render_file("robots.txt", "robots.txt")
