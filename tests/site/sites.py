"""The pages of a content in this process, without Pelican and without writing any."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.site.files.media import MediaCollector
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.render.renderer import Renderer, SiteContext
from plugins.site.translations import read_translations
from plugins.site.urls import UrlBuilder
from tests.support.builds import ROOT


def renderers_of(content: Path, stage: str, theme: Path = ROOT / "theme") -> dict[str, Renderer]:
    """A renderer for each language of what this stage shows; none where the content has errors."""
    competition = load(content, stage).competition
    if competition is None:
        return {}
    snapshot, languages = competition.at(stage), competition.contest.languages
    urls = UrlBuilder("https://x.example", languages, relative=True)
    media = MediaCollector(ROOT / ".cache" / "pictures")
    context = SiteContext(urls, read_translations(theme, languages), ThemeAssets(theme / "static"), media, theme)
    return {lang: Renderer(snapshot, lang, context) for lang in languages}
