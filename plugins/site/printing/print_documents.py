"""What is printed: the certificates, and a catalogue of finalists and winners, as data for Typst templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from plugins.content.model import Entry, MediaFile
from plugins.content.stage_view import Exhibition
from plugins.images.qr import qr_svg
from plugins.images.variants import Copy
from plugins.results.certificates import Certificate
from plugins.site.files.media import Media
from plugins.site.language_site import Edition
from plugins.site.pages.awards import verify_path
from plugins.site.printing.typst import Typeset, typeset
from plugins.site.printing.typst_body import nodes_of
from plugins.site.translations import read_phrases
from plugins.site.urls import Addresses, path_of
from plugins.site.views.components import Rendition
from plugins.system import textfile

# a page's width at the fineness of a good printer
PRINT_WIDTH = 1600
REGIONS = {"zh-Hans": "cn", "zh-Hant": "tw", "zh-HK": "hk"}

Document = dict[str, Any]


class PrintMedia(Media):
    """Pictures for print: one finer copy of each, where a page of the site has several to choose from."""

    def rendition(self, file: MediaFile) -> Rendition:
        """The one copy that is printed."""
        width = min(PRINT_WIDTH, file.width)
        height = max(1, round(file.height * width / file.width))
        self.pictures.setdefault(file, [Copy(file.path, file.digest, "jpeg", width, height)])
        return super().rendition(file)


class Press:
    """Prints what a stage shows, in its default language, with the public addresses of this site."""

    def __init__(self, show: Exhibition, theme: Path, cache: Path, site_url: str) -> None:
        self.theme = theme
        self.media = PrintMedia(cache / "pictures")
        languages = show.contest.languages
        addresses, phrases = Addresses(site_url, languages, relative=False), read_phrases(theme, languages)
        lang = languages[0]
        self.edition = Edition(show, lang, phrases[lang], addresses, self.media, _drawn)

    def typeset(self, name: str, documents: Iterable[Document]) -> Iterator[Typeset]:
        """The PDFs of these documents by the template of this name."""
        return typeset(self.theme / "print" / f"{name}.typ", self._files(), documents)

    def _files(self) -> dict[str, bytes]:
        """What the templates show, by name: the theme's flower, and every picture that was asked for."""
        pictures = {PurePosixPath(output.path).name: output.data for output in self.media.outputs()}
        return {"kapok.svg": textfile.read_bytes(self.theme / "static" / "kapok.svg"), **pictures}

    def certificate(self, certificate: Certificate) -> Document:
        """One certificate, with a code that leads to the page that verifies it."""
        plain, say = self.edition.plain, self.edition.phrases.say
        contest = self.edition.contest
        unit, level = plain(certificate.unit.name), plain(certificate.level.name)
        address = self.edition.addresses.absolute(verify_path(certificate.id))
        sentence = say("certificate.text", entry=plain(certificate.entry.title), contest=plain(contest.name))
        return {
            **self._common(f"{say('certificate.title')} · {unit} · {level}"),
            "title": say("certificate.title"),
            "unit": unit + say("certificate.after_unit"),
            "text": sentence,
            "level": level,
            "closing": say("certificate.closing"),
            "verify": say("certificate.verify"),
            "address": address,
            "code": qr_svg(address).decode("utf-8"),
            "issuers": self._issuers(),
            "issued": self.edition.phrases.day(certificate.issued),
            "sample": say("certificate.sample") if certificate.entry.sample else "",
        }

    def booklet(self) -> Document:
        """The catalogue: each award level with its entries, then the finalists without an award."""
        contest, plain, say = self.edition.contest, self.edition.plain, self.edition.phrases.say
        return {
            **self._common(f"{plain(contest.short_name)} · {say('booklet.title')}"),
            "contest": plain(contest.name),
            "title": say("booklet.title"),
            "contents": say("booklet.contents"),
            "page": say("booklet.page"),
            "sample": say("sample.notice"),
            "issuers": self._issuers(),
            "parts": [part for part in self._parts() if part["entries"]],
        }

    def _common(self, name: str) -> Document:
        lang = self.edition.lang
        region = REGIONS.get(lang)
        return {"name": name, "authors": self._issuers(), "lang": lang.split("-")[0].lower(), "region": region}

    def _issuers(self) -> list[str]:
        return [self.edition.plain(organiser.name) for organiser in self.edition.contest.organisers]

    def _parts(self) -> Iterator[Document]:
        show, say = self.edition.show, self.edition.phrases.say
        for award in show.awards:
            proposed = "" if show.stage.awards_are_final else say("award.proposed")
            yield self._part(proposed + self.edition.plain(award.level.name), award.entries)
        yield self._part(say("booklet.shortlist"), tuple(entry for entry in show.tour if not show.award_of(entry)))

    def _part(self, title: str, entries: tuple[Entry, ...]) -> Document:
        return {"title": title, "entries": [self._entry(entry) for entry in entries]}

    def _entry(self, entry: Entry) -> Document:
        edition, plain = self.edition, self.edition.plain
        address = edition.addresses.absolute(edition.addresses.in_language(path_of(entry), edition.lang))
        units = edition.phrases.say("list.separator").join(plain(unit.name) for unit in entry.units)
        return {
            "slug": entry.slug,
            "number": entry.number,
            "title": plain(entry.title),
            "units": units,
            "track": plain(entry.track.name),
            "sample": entry.sample,
            "cover": self._cover(entry),
            "summary": plain(entry.summary),
            "body": nodes_of(edition.prose(entry).html, entry.slug),
            "address": address,
            "code": qr_svg(address).decode("utf-8"),
        }

    def _cover(self, entry: Entry) -> Document | None:
        if not entry.cover:
            return None
        name = PurePosixPath(self.media.rendition(entry.cover.file).src).name
        return {"file": name, "alt": self.edition.plain(entry.cover.alt)}


def _drawn(picture: Rendition, alt: str, caption: str) -> str:
    name = PurePosixPath(picture.src).name
    return f'<img src="{name}" alt="{escape(alt)}" title="{escape(caption)}" width="{picture.width}">'
