"""Generating a site: from the content folder to all files of one stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from plugins.content.load import LoadResult, load
from plugins.content.problems import ContentError
from plugins.content.stage_view import Competition, StageSnapshot
from plugins.results.certificates import list_certificates, list_void_certificates
from plugins.site.build_result import BuildResult
from plugins.site.files.daily_entries import daily_files
from plugins.site.files.media import MediaCollector, PictureProgress
from plugins.site.files.open_data import open_data
from plugins.site.files.outputs import Output, reject_duplicates
from plugins.site.files.search_index import MIN_PARALLEL_NAMES
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.files.undrawable import check_drawn_texts
from plugins.site.incremental.atomic_output import replace_output
from plugins.site.incremental.cache_keys import PageKeys
from plugins.site.incremental.output_writer import SiteWriter
from plugins.site.incremental.page_cache import write_pages
from plugins.site.incremental.single_page import BuildState
from plugins.site.pages.archives import archive_files
from plugins.site.pages.page import Page
from plugins.site.pages.page_kinds import list_pages
from plugins.site.pages.styleguide import styleguide
from plugins.site.phrases import check_phrases
from plugins.site.render.context import SiteContext
from plugins.site.render.renderer import Renderer, make_renderer
from plugins.site.render.security_headers import headers_file, page_csp, security_txt
from plugins.site.translations import read_translations
from plugins.site.urls import UrlBuilder
from plugins.voting.local_ballots import with_local_poll

Renderers = Mapping[str, Renderer]
"""The renderer of each language."""


def generate_site(
    settings: Mapping[str, Any],
    load_result: LoadResult | None = None,
    progress: PictureProgress | None = None,
) -> BuildResult:
    """Replace the output folder by the site of a stage.

    ``settings`` are Pelican's. The content is read unless it was ``load_result`` for the stage before.
    """
    content, output = Path(settings["PATH"]), Path(settings["OUTPUT_PATH"])
    if content.resolve().is_relative_to(output.resolve()):
        return BuildResult(output=output, failure="output_contains_content")
    loaded = load_result or load(content, settings["STAGE"])
    if loaded.competition is None:
        return BuildResult(output=output, problems=loaded.problems)
    stage = settings["STAGE"] or loaded.competition.config.current_stage
    problems = (*loaded.problems, *check_drawn_texts(content, loaded.competition))
    try:
        if mistakes := tuple(check_phrases(Path(settings["THEME"]), content, loaded.competition)):
            raise ContentError(*mistakes)
        with replace_output(output) as writer:
            state = _write_site(settings, loaded.competition, stage, writer, progress)
    except ContentError as error:
        return BuildResult(output=output, stage=stage, problems=(*problems, *error.problems))
    except OSError as error:
        return BuildResult(output=output, stage=stage, problems=problems, failure=error)
    return BuildResult(output=output, stage=stage, problems=problems, state=state)


def _write_site(
    settings: Mapping[str, Any],
    competition: Competition,
    stage: str,
    writer: SiteWriter,
    progress: PictureProgress | None,
) -> BuildState:
    snapshot = with_local_poll(competition, settings["TRIAL_POLL"]).at(stage)
    context = make_context(settings, snapshot)
    renderers = {lang: make_renderer(snapshot, lang, context) for lang in snapshot.config.languages}
    keys = PageKeys(snapshot, renderers, settings["PATH"])
    pages = [page for renderer in renderers.values() for page in _pages(settings, renderer)]
    outputs = [*_files_without_media(settings, renderers, pages)]
    claims = [_claim(renderers, page) for page in pages]
    # before anything is written, and once more when it is known which media the pages request
    reject_duplicates([*claims, *outputs])

    def write_other_files() -> None:
        outputs.extend(_search_indexes(renderers))
        for renderer in renderers.values():
            outputs.extend(open_data(renderer.site, keys.digests))
            outputs.extend(daily_files(renderer.site))
        for output in outputs:
            writer.write(output)

    if len(snapshot.tour) >= MIN_PARALLEL_NAMES:
        # made now, because so many names are spread over all processors themselves
        list(_search_indexes(renderers))
    write_pages(renderers, pages, keys, writer, write_other_files)
    for requested in writer.requests:
        context.media.request(requested)
    media = list(context.media.outputs(progress))
    reject_duplicates([*claims, *outputs, *media])
    for output in media:
        writer.write(output)
    return BuildState(
        content=Path(settings["PATH"]),
        output=Path(settings["OUTPUT_PATH"]),
        competition=competition,
        stage=stage,
        trial_poll=settings["TRIAL_POLL"],
        context=context,
    )


def _claim(renderers: Renderers, page: Page) -> Output:
    """A stand-in for the page's file in the search for clashing paths: no two pages are the same."""
    path = renderers[page.lang].site.output_path(page.path)
    return Output(path, page.template, f"{page.lang}/{page.path}", b"")


def make_context(settings: Mapping[str, Any], snapshot: StageSnapshot) -> SiteContext:
    """What the renderers of all languages of a site share."""
    config, theme, archived = snapshot.config, Path(settings["THEME"]), settings["ARCHIVED"]
    return SiteContext(
        urls=UrlBuilder(
            site_url=(settings["SITEURL"] or config.site.url).rstrip("/"),
            languages=config.languages,
            relative=settings["RELATIVE_URLS"],
            explicit_index=bool(archived),
        ),
        translations=read_translations(theme, config.languages, config.timezone, snapshot.translations, snapshot.brand),
        assets=ThemeAssets(theme, snapshot.brand, config.languages),
        media=MediaCollector(Path(settings["CACHE_PATH"]) / "pictures"),
        certificates=(
            *list_certificates(snapshot, settings["CERTIFICATE_KEY"]),
            *list_void_certificates(snapshot, settings["CERTIFICATE_KEY"]),
        ),
        rehearsal=settings["REHEARSAL"],
        archived=date.fromisoformat(archived) if archived else None,
    )


def _pages(settings: Mapping[str, Any], renderer: Renderer) -> Iterator[Page]:
    for page in list_pages(renderer.site):
        # an archive is a part of the live site, which has its own page for unknown paths
        if page.path != "404.html" or not settings["ARCHIVED"]:
            yield page
    if settings["PREVIEW"]:
        yield from styleguide(renderer.site)


def _files_without_media(settings: Mapping[str, Any], renderers: Renderers, pages: list[Page]) -> Iterator[Output]:
    """Every file that is neither a page nor requested by one, but for the search indexes and the open data."""
    for renderer in renderers.values():
        # a feed needs a date, and to an archive no news are added
        if renderer.site.snapshot.articles and not renderer.site.archived:
            yield _feed(renderer)
        yield from (renderer.script, *renderer.later_scripts)
    renderer = next(iter(renderers.values()))
    yield from renderer.context.assets.outputs.values()
    if not settings["ARCHIVED"]:
        yield from archive_files(renderer.site.snapshot)
        yield from _site_wide_files(settings, list(renderers.values())[-1], pages)


def _feed(renderer: Renderer) -> Output:
    """The Atom feed of the news in one language, with absolute links in their bodies."""
    site = renderer.site
    articles = [(article, site.render_body(article)) for article in site.snapshot.articles]
    return renderer.render_file(site.local_path("feed.xml"), "feed.xml", articles=articles)


def sitemap(renderer: Renderer, pages: Iterable[Page]) -> Output:
    """The site map for machines, with the pages of all languages."""
    listed = [page for page in pages if page.section != "none"]
    return renderer.render_file("sitemap.xml", "sitemap.xml", pages=listed)


def _site_wide_files(settings: Mapping[str, Any], renderer: Renderer, pages: list[Page]) -> Iterator[Output]:
    """The files that apply to a whole host, which an archive leaves to the live site."""
    yield sitemap(renderer, pages)
    yield renderer.render_file("robots.txt", "robots.txt")
    policy = page_csp(renderer.head_script, (origin for page in pages for origin in page.frames))
    yield headers_file(f"{policy}; frame-ancestors {settings['FRAME_ANCESTORS']}")
    if security := renderer.site.config.site.security:
        yield security_txt(security, renderer.site.urls.site_url, renderer.site.config.zone)


def _search_indexes(renderers: Renderers) -> Iterator[Output]:
    for renderer in renderers.values():
        if renderer.site.snapshot.stage.shows_entries:
            yield from (renderer.search_indexes.names, renderer.search_indexes.bodies)
