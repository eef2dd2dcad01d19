"""The texts of the sheets, the packet and the command, in the language of the competition or of the person."""

from __future__ import annotations

from plugins.system.messages import DEFAULT_LANG, LANGS, Catalogue

CATALOGUE = Catalogue(__file__)


def say(key: str, lang: str, **values: object) -> str:
    """Return a text in a language, in Chinese for a competition in a language without texts."""
    return CATALOGUE.text(key, lang if lang in LANGS else DEFAULT_LANG, **values)
