"""What is printed: the certificates, and a catalogue of finalists and winners, as HTML with the files that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.competition.exhibition import Exhibition
from plugins.competition.model import Entry
from plugins.exhibition.addresses import Addresses, path_of
from plugins.exhibition.assets import Assets
from plugins.exhibition.awards import verify_path
from plugins.exhibition.media import Media
from plugins.exhibition.phrases import read_phrases
from plugins.exhibition.pieces import Prose
from plugins.exhibition.rendering import House, Renderer
from plugins.media.qr import qr_svg
from plugins.results.certificates import Certificate

CODE = "code.svg"


@dataclass(frozen=True)
class Printed:
    """A document before it is a PDF: its HTML, its styles, and the files that it shows by their paths."""

    html: str
    css: str
    files: dict[str, bytes]


@dataclass(frozen=True)
class Leaf:
    """An entry in the printed catalogue; ``picture`` is a path, ``address`` that of its page."""

    entry: Entry
    prose: Prose
    picture: str | None
    address: str


@dataclass(frozen=True)
class Part:
    """A headed part of the printed catalogue."""

    title: str
    leaves: tuple[Leaf, ...]


class Press:
    """Prints what a stage shows, in its default language, with the public addresses of this site."""

    def __init__(self, show: Exhibition, theme: Path, cache: Path, site_url: str) -> None:
        self.theme = theme
        languages = show.contest.languages
        self.media = Media(cache / "pictures")
        addresses = Addresses(site_url, languages, relative=True)
        phrases, assets = read_phrases(theme, languages), Assets(theme / "static")
        house = House(addresses, phrases, assets, self.media, theme)
        self.renderer = Renderer(show, languages[0], house)

    def certificate(self, certificate: Certificate) -> Printed:
        """One certificate, with a code that leads to the page that verifies it."""
        address = self.renderer.house.addresses.absolute(verify_path(certificate.id))
        html = self._html("certificate", certificate=certificate, address=address, code=CODE)
        return Printed(html, self._css("certificate"), {CODE: qr_svg(address)})

    def booklet(self) -> Printed:
        """The catalogue: each award level with its entries, then the finalists without an award."""
        parts = tuple(part for part in self._parts() if part.leaves)
        html = self._html("booklet", parts=parts)
        return Printed(html, self._css("booklet"), {output.path: output.data for output in self.media.outputs()})

    def _parts(self) -> Iterator[Part]:
        edition = self.renderer.edition
        show, say = edition.show, edition.phrases.say
        for award in show.awards:
            proposed = "" if show.stage.awards_are_final else say("award.proposed")
            yield Part(proposed + edition.plain(award.level.name), tuple(map(self._leaf, award.entries)))
        others = tuple(entry for entry in show.tour if not show.award_of(entry))
        yield Part(say("booklet.shortlist"), tuple(map(self._leaf, others)))

    def _leaf(self, entry: Entry) -> Leaf:
        edition = self.renderer.edition
        picture = self.media.rendition(entry.cover.file).src if entry.cover else None
        return Leaf(entry, edition.prose(entry, ""), picture, edition.addresses.absolute(path_of(entry)))

    def _html(self, name: str, **context: Any) -> str:
        template = self.renderer.environment.get_template(f"print/{name}.html")
        return template.render(contest=self.renderer.edition.contest, lang=self.renderer.lang, **context)

    def _css(self, name: str) -> str:
        return (self.theme / "print" / f"{name}.css").read_text(encoding="utf-8")
