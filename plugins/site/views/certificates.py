"""Certificates on pages: what one says, a picture of it, and the page that checks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from plugins.content.model import Unit
from plugins.content.url_scheme import VERIFY
from plugins.images.certificate_picture import VERSION, CertificateWords, draw_certificate
from plugins.results.certificates import Certificate
from plugins.site.language_site import LanguageSite, entrant_form


class CertificateLink(NamedTuple):
    """A unit's certificate: the path of its picture from the site's root, and of the page that checks it."""

    unit: Unit
    picture: str
    path: str


def verify_path(certificate_id: str) -> str:
    """The path within a language at which a certificate is verified."""
    return f"{VERIFY}{certificate_id}/"


def _honoured_for(site: LanguageSite, certificate: Certificate) -> str:
    """What a unit is honoured for: its entry, one that it had a part in, or what it did itself."""
    name, entry = site.text_of(site.config.name), certificate.entry
    if entry is None:
        return site.translations.translate("certificate.text_itself", contest=name)
    key = "certificate.text" if certificate.unit in entry.units else "certificate.text_partner"
    title, form = site.text_of(entry.title), entrant_form([certificate.unit])
    return site.translations.translate_as(key, form, entry=title, contest=name)


def link_certificates(site: LanguageSite) -> Mapping[tuple[str, str], tuple[CertificateLink, ...]]:
    """The valid certificates by the id of their award, and the slug of the entry or the id of the unit that has it."""
    links: defaultdict[tuple[str, str], tuple[CertificateLink, ...]] = defaultdict(tuple)
    for certificate in site.certificates:
        if not certificate.is_revoked:
            winner = certificate.entry.slug if certificate.entry else certificate.unit.id
            link = CertificateLink(certificate.unit, _picture(site, certificate), verify_path(certificate.id))
            links[certificate.level.id, winner] += (link,)
    return links


def certificate_words(site: LanguageSite, certificate: Certificate) -> CertificateWords:
    """All that a certificate says, printed and as a picture."""
    text_of, translate, entry = site.text_of, site.translations.translate, certificate.entry
    return CertificateWords(
        title=translate("certificate.title"),
        unit=text_of(certificate.unit.name) + translate("certificate.after_unit"),
        text=_honoured_for(site, certificate),
        level=text_of(certificate.level.name),
        closing=translate("certificate.closing"),
        issuers=tuple(text_of(organiser.name) for organiser in site.config.organisers),
        issued=site.translations.day(certificate.issued),
        address=site.absolute_url(verify_path(certificate.id)),
        check=translate("certificate.verify"),
        mark=translate("certificate.sample") if entry and entry.sample else "",
    )


def _picture(site: LanguageSite, certificate: Certificate) -> str:
    words, colors = certificate_words(site, certificate), site.card_colors
    inputs = ("certificate", VERSION, repr(words), repr(colors))
    return site.media.add_generated("jpg", inputs, partial(draw_certificate, words, colors))
