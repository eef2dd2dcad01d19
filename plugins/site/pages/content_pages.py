"""The pages that tell: home, news, the editors' own pages, the site map and the page for lost visitors."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.schema.config import Stage
from plugins.content.stage_view import Exhibition
from plugins.site.language_site import Edition, Page
from plugins.site.urls import path_of
from plugins.site.views.components import Progress, SiteLink, StageStep
from plugins.site.views.page_views import ArticleView, ContentsView, HomeView, InfoView, NewsView, NotFoundView
from plugins.site.views.reading_time import minutes_for

LATEST = 3


def home(edition: Edition) -> Page:
    show = edition.show
    view = HomeView(
        stages=stage_steps(show),
        next_stage=_next_stage(show),
        articles=show.articles[:LATEST],
        highlights=show.contest.highlights,
        halls=show.halls,
        cards=edition.cards,
        awards=show.awards,
        minutes=minutes_for(show.tour, edition.lang),
    )
    return Page("", "home.html", "home", edition.lang, view, None, edition.plain(show.contest.purpose))


def stage_steps(show: Exhibition) -> tuple[StageStep, ...]:
    """Every stage of the competition, and whether it is past, current or to come."""
    current = show.contest.stages.index(show.stage)
    steps = []
    for at, stage in enumerate(show.contest.stages):
        progress = Progress.CURRENT if at == current else Progress.PAST if at < current else Progress.COMING
        steps.append(StageStep(stage, progress))
    return tuple(steps)


def _next_stage(show: Exhibition) -> Stage | None:
    after = show.contest.stages[show.contest.stages.index(show.stage) + 1 :]
    return after[0] if after else None


def news(edition: Edition) -> Page:
    articles = edition.show.articles
    updated = articles[0].date if articles else None
    title, description = edition.phrases.say("title.news"), edition.named("description.news")
    return Page("news/", "news.html", "news", edition.lang, NewsView(articles), title, description, updated)


def articles(edition: Edition) -> Iterator[Page]:
    listed = edition.show.articles
    for at, article in enumerate(listed):
        path = path_of(article)
        view = ArticleView(
            article=article,
            prose=edition.prose(article, edition.addresses.in_language(path, edition.lang)),
            newer=listed[at - 1] if at else None,
            older=listed[at + 1] if at + 1 < len(listed) else None,
        )
        image = edition.media.rendition(article.cover.file) if article.cover else None
        summary = edition.plain(article.summary)
        yield Page(path, "article.html", "news", edition.lang, view, article.title, summary, article.date, image)


def info_pages(edition: Edition) -> Iterator[Page]:
    for info in edition.show.pages:
        path = path_of(info)
        prose = edition.prose(info, edition.addresses.in_language(path, edition.lang))
        view = InfoView(info, prose, edition.contest, stage_steps(edition.show))
        yield Page(path, "page.html", "info", edition.lang, view, info.title, edition.plain(info.summary))


def contents(edition: Edition) -> Page:
    show, say = edition.show, edition.phrases.say
    tracks = SiteLink("tracks/", say("title.tracks"))
    groups = [
        (say("contents.pages"), _without_repeats((*edition.main_menu, tracks, *edition.footer_menu))),
        (say("title.news"), tuple(SiteLink(path_of(article), article.title) for article in show.articles)),
        (say("title.tracks"), tuple(SiteLink(path_of(track), track.name) for track in show.contest.tracks)),
    ]
    for hall in show.halls:
        links = tuple(SiteLink(path_of(entry), entry.title) for entry in hall.entries)
        groups.append((f"{edition.hall_name(hall)} · {edition.plain(hall.track.name)}", links))
    view = ContentsView(tuple((title, links) for title, links in groups if links))
    description = edition.named("description.contents")
    return Page("contents/", "contents.html", "contents", edition.lang, view, say("title.contents"), description)


def _without_repeats(links: tuple[SiteLink, ...]) -> tuple[SiteLink, ...]:
    return tuple({link.path: link for link in links}.values())


def not_found(edition: Edition) -> Page:
    title, description = edition.phrases.say("title.not_found"), edition.named("description.not_found")
    return Page("404.html", "404.html", "none", edition.lang, NotFoundView(edition.main_menu), title, description)
