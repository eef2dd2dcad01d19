"""The colours of the pictures that this program draws."""

from __future__ import annotations

from dataclasses import fields

from plugins.images.cards import CardColors
from plugins.site.language_site import LanguageSite


def card_colors(site: LanguageSite) -> CardColors:
    """Those of the contest's light scheme."""
    return CardColors(**{field.name: site.colors[field.name] for field in fields(CardColors)})
