"""The renderers of a content, in this process and without Pelican."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.paths import ROOT
from plugins.site.files.media import MediaCollector
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.render.context import SiteContext
from plugins.site.render.renderer import Renderer, make_renderer
from plugins.site.translations import read_translations
from plugins.site.urls import UrlBuilder


def make_renderers(content: Path, stage: str, theme: Path = ROOT / "theme") -> dict[str, Renderer]:
    """A renderer for each language of what this stage shows; none if the content has errors."""
    competition = load(content, stage).competition
    if competition is None:
        return {}
    snapshot, languages = competition.at(stage), competition.config.languages
    context = SiteContext(
        urls=UrlBuilder("https://x.example", languages, relative=True),
        translations=read_translations(
            theme, languages, competition.config.timezone, competition.translations, competition.brand
        ),
        assets=ThemeAssets(theme, snapshot.brand),
        media=MediaCollector(ROOT / ".cache" / "pictures"),
    )
    return {lang: make_renderer(snapshot, lang, context) for lang in languages}
