"""The printed documents, the certificates and a catalogue of finalists and winners, as data for Typst templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from plugins.content.model import Entry, MediaFile
from plugins.content.stage_view import StageSnapshot
from plugins.images.qr import qr_svg
from plugins.images.variants import Variant
from plugins.results.certificates import Certificate
from plugins.site.files.media import MediaCollector
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.language_site import LanguageSite
from plugins.site.printing.typst import TypesetDocument, typeset
from plugins.site.printing.typst_body import body_nodes
from plugins.site.translations import read_translations
from plugins.site.urls import UrlBuilder
from plugins.site.views.certificates import certificate_words
from plugins.site.views.components import ResponsiveImage

# the width in pixels of a picture across a page at the resolution of a good printer
PRINT_WIDTH = 1600
# the region of a language, as Typst names it
REGIONS = {"zh-Hans": "cn", "zh-Hant": "tw", "zh-HK": "hk"}

PrintData = dict[str, Any]
"""The data of one document, or of a part of it, by the names that the templates use."""


class PrintMediaCollector(MediaCollector):
    """Collects pictures for print: one finer variant of each instead of several to choose from."""

    def _plan(self, file: MediaFile) -> list[Variant]:
        width = min(PRINT_WIDTH, file.width)
        return [Variant(file.path, file.digest, "jpeg", width, max(1, round(file.height * width / file.width)))]


class PrintRenderer:
    """Typesets what a stage shows, in its default language, with links to the public site at ``site_url``."""

    def __init__(self, snapshot: StageSnapshot, theme: Path, cache: Path, site_url: str) -> None:
        self.theme = theme
        self.media = PrintMediaCollector(cache / "pictures")
        languages = snapshot.config.languages
        self.site = LanguageSite(
            snapshot=snapshot,
            lang=languages[0],
            translations=read_translations(
                theme, languages, snapshot.config.timezone, snapshot.translations, snapshot.brand
            )[languages[0]],
            urls=UrlBuilder(site_url, languages, relative=False),
            media=self.media,
            draw_figure=_draw_figure,
        )

    def typeset(self, name: str, documents: Iterable[PrintData]) -> Iterator[TypesetDocument]:
        """Typeset each of these documents with the template of this name."""
        return typeset(self.theme / "print" / f"{name}.typ", self._files(), documents)

    def _files(self) -> dict[str, bytes]:
        """The files that the templates use, by name: those of the brand, and every requested picture."""
        pictures = {PurePosixPath(output.path).name: output.data for output in self.media.outputs()}
        return {**ThemeAssets(self.theme, self.site.snapshot.brand).print_files(), **pictures}

    def certificate(self, certificate: Certificate) -> PrintData:
        """One certificate, with a QR code of the page that verifies it."""
        words = certificate_words(self.site, certificate)
        return {
            **self._common(f"{words.title} · {self.site.text_of(certificate.unit.name)} · {words.level}"),
            **asdict(words),
            "issuers": list(words.issuers),
            "code": qr_svg(words.address).decode("utf-8"),
        }

    def booklet(self) -> PrintData:
        """The catalogue: each award level with its entries, then the finalists without an award."""
        config, text_of, translate = self.site.config, self.site.text_of, self.site.translations.translate
        return {
            **self._common(f"{text_of(config.short_name)} · {translate('booklet.title')}"),
            "contest": text_of(config.name),
            "title": translate("booklet.title"),
            "contents": translate("booklet.contents"),
            "page": translate("booklet.page"),
            "sample": translate("sample.notice"),
            "issuers": self._issuers(),
            "parts": [part for part in self._parts() if part["entries"]],
        }

    def _common(self, name: str) -> PrintData:
        lang = self.site.lang
        region = REGIONS.get(lang)
        return {"name": name, "authors": self._issuers(), "lang": lang.split("-")[0].lower(), "region": region}

    def _issuers(self) -> list[str]:
        return [self.site.text_of(organiser.name) for organiser in self.site.config.organisers]

    def _parts(self) -> Iterator[PrintData]:
        snapshot, translate = self.site.snapshot, self.site.translations.translate
        for award in snapshot.awards:
            prefix = "" if snapshot.stage.awards_are_final else translate("award.proposed")
            yield self._part(prefix + self.site.text_of(award.level.name), award.entries)
        finalists = tuple(entry for entry in snapshot.tour if not snapshot.award_of(entry))
        yield self._part(translate("booklet.shortlist"), finalists)

    def _part(self, title: str, entries: tuple[Entry, ...]) -> PrintData:
        return {"title": title, "entries": [self._entry(entry) for entry in entries]}

    def _entry(self, entry: Entry) -> PrintData:
        site, text_of, translate = self.site, self.site.text_of, self.site.translations.translate
        address = site.absolute_url(entry)
        return {
            "slug": entry.slug,
            "number": entry.number,
            "title": text_of(entry.title),
            "units": translate("list.separator").join(text_of(unit.name) for unit in entry.participants),
            "track": text_of(entry.track.name),
            "sample": entry.sample,
            "cover": self._cover(entry),
            "summary": text_of(entry.summary),
            "body": body_nodes(site.render_body(entry).html, entry.slug),
            "address": address,
            "code": qr_svg(address).decode("utf-8"),
        }

    def _cover(self, entry: Entry) -> PrintData | None:
        if not entry.cover:
            return None
        name = PurePosixPath(self.media.image_for(entry.cover.file).src).name
        return {"file": name, "alt": self.site.text_of(entry.cover.alt)}


def _draw_figure(image: ResponsiveImage, alt: str, caption: str) -> str:
    name = PurePosixPath(image.src).name
    return f'<img src="{name}" alt="{escape(alt)}" title="{escape(caption)}" width="{image.width}">'
