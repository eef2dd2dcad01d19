"""The pages of every stage beside the home page: news, the editors' own pages, tracks, the site map for people, 404."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plugins.content.model import Article, InfoPage
from plugins.content.schema.config import CompetitionConfig, Track
from plugins.content.stage_view import StageSnapshot
from plugins.content.stages.halls import Hall
from plugins.content.url_scheme import TRACKS
from plugins.results.explain import explain_rule
from plugins.site.language_site import LanguageSite
from plugins.site.pages.long_lists import further_pages, page_paths
from plugins.site.pages.page import Page, document_page, named_page
from plugins.site.urls import url_path
from plugins.site.views.components import Card, Groups, Progress, RenderedBody, SiteLink, StageStep, View


def pages(site: LanguageSite) -> Iterator[Page]:
    """All of them, in the order of the site map."""
    yield news(site)
    yield from articles(site)
    yield from info_pages(site)
    yield named_page(site, "tracks", TracksView(site.snapshot.halls))
    yield from track_pages(site)
    yield contents(site)
    yield not_found(site)


def stage_steps(snapshot: StageSnapshot) -> tuple[StageStep, ...]:
    """Every stage of the competition, and whether it is over, current or still to come."""
    stages = snapshot.config.stages
    current = stages.index(snapshot.stage)
    return (
        *(StageStep(stage, Progress.PAST) for stage in stages[:current]),
        StageStep(snapshot.stage, Progress.CURRENT),
        *(StageStep(stage, Progress.COMING) for stage in stages[current + 1 :]),
    )


@dataclass(frozen=True)
class NewsView(View):
    """The list of articles, the newest first."""

    articles: tuple[Article, ...]


def news(site: LanguageSite) -> Page:
    """The list of articles."""
    newest = next(iter(site.snapshot.articles), None)
    return replace(named_page(site, "news", NewsView(site.snapshot.articles)), updated=newest.date if newest else None)


@dataclass(frozen=True, kw_only=True)
class ArticleView(View):
    """An article, with those published next after and before it."""

    article: Article
    body: RenderedBody
    newer: Article | None
    older: Article | None


def articles(site: LanguageSite) -> Iterator[Page]:
    """A page for each article."""
    all_articles = site.snapshot.articles
    for index, article in enumerate(all_articles):
        view = ArticleView(
            article=article,
            body=site.render_body(article, site.local_path(article)),
            newer=all_articles[index - 1] if index else None,
            older=all_articles[index + 1] if index + 1 < len(all_articles) else None,
        )
        image = site.media.image_for(article.cover.file) if article.cover else None
        page = document_page(site, article, "article.html", "news", view)
        yield replace(page, updated=article.date, image=image)


@dataclass(frozen=True, kw_only=True)
class InfoView(View):
    """A page that the editors wrote; its blocks show facts of the competition."""

    info: InfoPage
    body: RenderedBody
    config: CompetitionConfig
    stages: tuple[StageStep, ...]
    rule: tuple[str, ...]


def info_pages(site: LanguageSite) -> Iterator[Page]:
    """The editors' own pages."""
    announced = site.snapshot.announced_rule
    rule = explain_rule(announced, site.config, site.lang) if announced else ()
    for info in site.snapshot.pages:
        view = InfoView(
            info=info,
            body=site.render_body(info, site.local_path(info)),
            config=site.config,
            stages=stage_steps(site.snapshot),
            rule=rule,
        )
        yield document_page(site, info, "page.html", "info", view)


@dataclass(frozen=True)
class TracksView(View):
    """The list of tracks, with the halls of those that have public entries."""

    halls: tuple[Hall, ...]


@dataclass(frozen=True, kw_only=True)
class TrackView(View):
    """A track, with its halls and entries once they are public, and the paths of all its pages.

    ``announced`` once entries are public, of this track or only of others.
    """

    track: Track
    halls: tuple[Hall, ...]
    cards: tuple[Card, ...]
    announced: bool
    pages: tuple[str, ...]


def track_pages(site: LanguageSite) -> Iterator[Page]:
    """A page for each track, and further pages of one with many entries."""
    for track in site.config.tracks:
        halls = tuple(hall for hall in site.snapshot.halls if hall.shows(track))
        entries = tuple(entry for hall in halls for entry in hall.entries if entry.track.id == track.id)
        path, cards = url_path(track), site.cards_of(entries)
        first = Page(
            path=path,
            template="track.html",
            section="tracks",
            lang=site.lang,
            view=TrackView(
                track=track,
                halls=halls,
                cards=cards,
                announced=bool(site.cards),
                pages=page_paths(path, len(cards)),
            ),
            title=track.name,
            description=site.text_of(track.description or track.name),
        )
        yield first
        yield from further_pages(site, first, cards)


@dataclass(frozen=True)
class ContentsView(View):
    """The site map for people: links under headings."""

    groups: Groups[str, SiteLink]


def contents(site: LanguageSite) -> Page:
    """The site map for people: every page that a menu or a list leads to."""
    snapshot, translate = site.snapshot, site.translations.translate
    tracks = SiteLink(TRACKS, translate("title.tracks"))
    menus = {link.path: link for link in (*site.main_menu, tracks, *site.footer_menu)}
    groups = [
        (translate("contents.pages"), tuple(menus.values())),
        (translate("title.news"), tuple(SiteLink(url_path(item), item.title) for item in snapshot.articles)),
        (translate("title.tracks"), tuple(SiteLink(url_path(item), item.name) for item in snapshot.config.tracks)),
    ]
    for hall in snapshot.halls:
        links = tuple(SiteLink(url_path(entry), entry.title) for entry in hall.entries)
        groups.append((f"{site.hall_name(hall)} · {site.text_of(hall.place.name)}", links))
    former = tuple(SiteLink(url_path(item.entry), item.entry.title) for item in snapshot.former)
    groups.append((translate("contents.former"), former))
    return named_page(site, "contents", ContentsView(tuple(group for group in groups if group[1])))


@dataclass(frozen=True)
class NotFoundView(View):
    """The 404 page, with links out of the dead end."""

    links: tuple[SiteLink, ...]


def not_found(site: LanguageSite) -> Page:
    """The 404 page, which servers show for an unknown path."""
    page = named_page(site, "not_found", NotFoundView(site.main_menu))
    return replace(page, path="404.html", template="404.html", section="none")
