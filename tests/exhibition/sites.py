"""The pages of a content in this process, without Pelican and without writing any."""

from __future__ import annotations

from pathlib import Path

from plugins.competition.load import load
from plugins.exhibition.addresses import Addresses
from plugins.exhibition.assets import Assets
from plugins.exhibition.media import Media
from plugins.exhibition.phrases import read_phrases
from plugins.exhibition.rendering import House, Renderer
from tests.sites.building import ROOT


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
