"""The files with which an entry is shared: the card that messengers show, a poster, and a QR code of its address.

No picture ever asks for a vote; those of a winner say so once the awards are final.
"""

from __future__ import annotations

from functools import partial

from plugins.content.model import Entry, MediaFile
from plugins.images.cards import BREAK, CARD, VERSION, CardWords, poster, share_card
from plugins.images.class_photo import PHOTO, ClassPhotoWords, draw_class_photo
from plugins.images.class_photo import VERSION as PHOTO_VERSION
from plugins.images.qr import qr_png, qr_svg
from plugins.site.files.outputs import HASH_LENGTH
from plugins.site.language_site import LanguageSite
from plugins.site.views.components import ResponsiveImage, ShareAssets


def share_assets(site: LanguageSite, entry: Entry) -> ShareAssets:
    """The files for sharing an entry."""
    media = site.media
    text, cover = _entry_text(site, entry), entry.cover.file if entry.cover else None
    return ShareAssets(
        card=_add_picture(site, "card", text, cover),
        poster=_add_picture(site, "poster", text, cover),
        address=text.address,
        qr_svg=media.add_generated("svg", ("qr svg", text.address), partial(qr_svg, text.address)),
        qr_png=media.add_generated("png", ("qr", text.address), partial(qr_png, text.address)),
    )


def site_card(site: LanguageSite) -> ResponsiveImage:
    """The card of every page that is not an entry's."""
    config, text_of = site.config, site.text_of
    text = CardWords(
        site=text_of(config.theme),
        title=text_of(config.name),
        line=text_of(config.organisers[0].name),
        invitation="",
        address=site.absolute_url(""),
        mark=site.translations.translate("sample.label") if config.organisers[0].sample else "",
    )
    return ResponsiveImage(_add_picture(site, "card", text, None), *CARD)


def _entry_text(site: LanguageSite, entry: Entry) -> CardWords:
    separator = site.translations.translate("list.separator")
    return CardWords(
        site=site.text_of(site.config.short_name),
        title=BREAK.join(site.headline_parts(entry.title)),
        line=separator.join(site.text_of(unit.name) for unit in entry.units),
        invitation=site.translations.translate("share.invitation"),
        address=site.absolute_url(entry),
        mark=site.translations.translate("sample.label") if is_made_up(entry) else "",
        award=" · ".join(site.award_names(entry)),
    )


def class_photo(site: LanguageSite, entries: tuple[Entry, ...]) -> ResponsiveImage | None:
    """The pictures of all these entries in one, under the contest's name; None if none of them has a picture."""
    pictures = [entry.cover.file for entry in entries if entry.cover]
    if not pictures:
        return None
    proposed = not site.snapshot.stage.awards_are_final
    words = ClassPhotoWords(
        title=site.translations.translate("title.winners_proposed" if proposed else "title.winners"),
        contest=site.text_of(site.config.name),
        mark=site.translations.translate("sample.label") if any(map(is_made_up, entries)) else "",
    )
    colors, frame = site.card_colors, str(site.snapshot.brand.ornament)
    digests = tuple(file.digest[:HASH_LENGTH] for file in pictures)
    inputs = ("class photo", PHOTO_VERSION, frame, repr(words), repr(colors), *digests)
    draw = partial(draw_class_photo, words, tuple(file.path for file in pictures), colors, frame)
    return ResponsiveImage(site.media.add_generated("jpg", inputs, draw), *PHOTO)


def is_made_up(entry: Entry) -> bool:
    """Whether an entry, or a unit that submitted it, is a sample."""
    return entry.sample or any(unit.sample for unit in entry.units)


def _add_picture(site: LanguageSite, kind: str, text: CardWords, cover: MediaFile | None) -> str:
    colors = site.card_colors
    frame = str(site.snapshot.brand.ornament)
    inputs = (kind, VERSION, frame, repr(text), repr(colors), cover.digest[:HASH_LENGTH] if cover else "")
    draw = share_card if kind == "card" else poster
    return site.media.add_generated("jpg", inputs, partial(draw, text, cover.path if cover else None, colors, frame))
