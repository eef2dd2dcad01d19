"""What a page gives to pass on: the card that messengers show, a poster, and a QR code of its address.

Their words are neutral and hold in every stage: nothing drawn ever asks for a vote.
"""

from __future__ import annotations

from functools import partial

from plugins.content.model import Entry, MediaFile
from plugins.images.cards import CARD, VERSION, CardWords, poster, share_card
from plugins.images.qr import qr_png, qr_svg
from plugins.site.files.media import Media
from plugins.site.files.outputs import SHORT
from plugins.site.language_site import Edition
from plugins.site.urls import path_of
from plugins.site.views.components import Rendition, Sharing


def sharing(edition: Edition, entry: Entry) -> Sharing:
    """Everything to pass on an entry, with paths from the site's root."""
    media = edition.media
    words, cover = _words(edition, entry), entry.cover.file if entry.cover else None
    return Sharing(
        card=_drawn(media, "card", words, cover),
        poster=_drawn(media, "poster", words, cover),
        address=words.address,
        qr_svg=media.drawing("svg", ("qr svg", words.address), partial(qr_svg, words.address)),
        qr_png=media.drawing("png", ("qr", words.address), partial(qr_png, words.address)),
    )


def site_card(edition: Edition) -> Rendition:
    """The card of every page that is not an entry's."""
    contest, plain = edition.contest, edition.plain
    address = edition.addresses.absolute(edition.addresses.in_language("", edition.lang))
    words = CardWords(plain(contest.theme), plain(contest.name), plain(contest.organisers[0].name), "", address)
    return Rendition(_drawn(edition.media, "card", words, None), *CARD)


def _words(edition: Edition, entry: Entry) -> CardWords:
    separator = edition.phrases.say("list.separator")
    return CardWords(
        site=edition.plain(edition.contest.short_name),
        title=edition.plain(entry.title),
        line=separator.join(edition.plain(unit.name) for unit in entry.units),
        invitation=edition.phrases.say("share.invitation"),
        address=edition.addresses.absolute(edition.addresses.in_language(path_of(entry), edition.lang)),
    )


def _drawn(media: Media, what: str, words: CardWords, cover: MediaFile | None) -> str:
    of = (what, VERSION, repr(words), cover.digest[:SHORT] if cover else "")
    draw = share_card if what == "card" else poster
    return media.drawing("jpg", of, partial(draw, words, cover.path if cover else None))
