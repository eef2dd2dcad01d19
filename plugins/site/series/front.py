"""Writing the front page of a series: its pages, its search indexes, and what leads from old addresses to new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plugins.content.schema.config import CompetitionConfig, Stage, StageKind
from plugins.content.series.record import Series
from plugins.content.stage_view import StageSnapshot
from plugins.content.url_scheme import DATA
from plugins.paths import ROOT
from plugins.site.build_result import BuildOptions
from plugins.site.files.outputs import Output, fingerprint, reject_duplicates
from plugins.site.files.search_index import bodies_index, entry_names, names_index, pinyin_by_name
from plugins.site.generator import make_context, sitemap
from plugins.site.incremental.atomic_output import replace_output
from plugins.site.pages.page import Page
from plugins.site.render.renderer import Renderer, make_renderer
from plugins.site.render.security_headers import headers_file
from plugins.site.series.editions import Edition, list_entries, load_editions
from plugins.site.series.pages import SeriesSite, list_series_pages

SOURCE = "series.yaml"


def write_front(
    series: Series, stages: Mapping[str, str], output: Path, site_url: str, moved: Iterable[str] = ()
) -> None:
    """Write the front page and the overviews of a series into a folder, which they replace.

    ``stages`` are the editions that are public, each with its stage. ``moved`` are the paths of the pages of the
    edition that was at the root before, from its own root. Raises ``ContentError`` for errors in an edition.
    """
    editions = load_editions(series, stages)
    settings = _settings(series, site_url)
    snapshot = _front_snapshot(series, editions[0].snapshot)
    context = make_context(settings, snapshot)
    renderers = [make_renderer(snapshot, lang, context, SeriesSite) for lang in snapshot.config.languages]
    outputs = [*context.assets.outputs.values()]
    pages = []
    for renderer in renderers:
        names, bodies = _search_indexes(renderer, editions)
        outputs += [renderer.script, *renderer.later_scripts, names, bodies]
        pages += [(renderer, page) for page in list_series_pages(renderer.site, editions, names.path, bodies.path)]
    for renderer, page in pages:
        path = renderer.site.output_path(page.path)
        outputs.append(Output.from_bytes(path, SOURCE, renderer.render_page(page).data))
    outputs += _site_wide_files(renderers[-1], [page for _, page in pages], editions, settings)
    outputs += _redirects(renderers[0], series.record.formerly_at_root, moved, {item.path for item in outputs})
    outputs += context.media.outputs()
    reject_duplicates(outputs)
    with replace_output(output) as writer:
        for item in outputs:
            writer.write(item)


def _settings(series: Series, site_url: str) -> Mapping[str, Any]:
    from pelican.settings import read_settings

    options = BuildOptions(content=series.folder, output=series.folder, site_url=site_url)
    settings: Mapping[str, Any] = read_settings(str(ROOT / "pelicanconf.py"), override=options.to_settings())
    return settings


def _front_snapshot(series: Series, latest: StageSnapshot) -> StageSnapshot:
    """The look and the organisers of the latest edition, with the name of the series and nothing of its contents."""
    record = series.record
    stage = Stage(id=record.id, name=record.name, kinds=(StageKind.ARCHIVE,))
    config: CompetitionConfig = replace(
        latest.config,
        id=record.id,
        languages=record.languages,
        name=record.name,
        short_name=record.name,
        theme=record.about,
        purpose=record.about,
        stages=(stage,),
        current_stage=stage.id,
        award_levels=(),
        tracks=(),
        criteria=(),
        vote_rule=None,
        vote_channels=(),
        result_rule=None,
        rounds=(),
        highlights=(),
        edition=None,
        site=replace(latest.config.site, url=record.url),
    )
    return StageSnapshot(
        config=config,
        stage=stage,
        units=(),
        halls=(),
        awards=(),
        special=(),
        published=None,
        notice=None,
        certificates=None,
        ballots=(),
        articles=(),
        pages=(),
        brand=latest.brand,
        translations=latest.translations,
    )


def _search_indexes(renderer: Renderer, editions: tuple[Edition, ...]) -> tuple[Output, Output]:
    """The names of the entries of all editions, and their texts."""
    site = renderer.site
    entries = list(list_entries(site, editions))
    names = {item.key: entry_names(site, item.entry, site.text_of(item.edition.name)) for item in entries}
    texts = {item.key: f"{site.text_of(item.entry.summary)}\n{item.entry.body(site.lang).text}" for item in entries}
    lang = site.lang.lower()
    return (
        _index(f"search-years-{lang}", names_index(names, pinyin_by_name(names.values()))),
        _index(f"search-years-bodies-{lang}", bodies_index(texts)),
    )


def _index(name: str, data: bytes) -> Output:
    return Output.from_bytes(f"{DATA}{name}.{fingerprint(data)}.json", SOURCE, data)


def _site_wide_files(
    renderer: Renderer, pages: list[Page], editions: tuple[Edition, ...], settings: Mapping[str, Any]
) -> Iterator[Output]:
    yield sitemap(renderer, pages)
    base = renderer.site.urls.site_url
    maps = [f"Sitemap: {base}/{folder}sitemap.xml" for folder in ("", *(f"{edition.id}/" for edition in editions))]
    robots = "\n".join(["User-agent: *", "Allow: /", "", *maps]) + "\n"
    yield Output.from_bytes("robots.txt", SOURCE, robots.encode())
    # every page has a policy of its own, those of former years as it was then; for all of them holds who may frame them
    yield headers_file(f"frame-ancestors {settings['FRAME_ANCESTORS']}")


def _redirects(renderer: Renderer, edition: str | None, moved: Iterable[str], taken: set[str]) -> Iterator[Output]:
    """A page at each old address that leads to the new one, except where the series has a page itself."""
    if edition is None:
        return
    urls = renderer.site.urls
    for path in sorted(moved):
        if path.endswith("index.html") and path not in taken and not path.startswith("archive/"):
            page = path.removesuffix("index.html")
            target = f"{edition}/{page}"
            values = {"target": urls.href(page, target), "address": urls.absolute(target)}
            yield renderer.render_file(path, "redirect.html", **values)
