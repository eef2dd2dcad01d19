"""The pages of a content in this process, without Pelican and without writing any."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.site.files.media import Media
from plugins.site.files.theme_assets import Assets
from plugins.site.render.renderer import House, Renderer
from plugins.site.translations import read_phrases
from plugins.site.urls import Addresses
from tests.support.builds import ROOT


def renderers_of(content: Path, stage: str, theme: Path = ROOT / "theme") -> dict[str, Renderer]:
    """A renderer for each language of what this stage shows; none where the content has errors."""
    competition = load(content, stage).competition
    if competition is None:
        return {}
    show, languages = competition.at(stage), competition.contest.languages
    addresses = Addresses("https://x.example", languages, relative=True)
    media = Media(ROOT / ".cache" / "pictures")
    house = House(addresses, read_phrases(theme, languages), Assets(theme / "static"), media, theme)
    return {lang: Renderer(show, lang, house) for lang in languages}
