"""The texts of the report and of the command."""

from __future__ import annotations

from plugins.system.messages import DEFAULT_LANG, LANGS, Catalogue

CATALOGUE = Catalogue(__file__)


def say(text_id: str, lang: str, /, **values: object) -> str:
    """Return a text in a language, in Chinese for a competition in a language without texts."""
    return CATALOGUE.text(text_id, lang if lang in LANGS else DEFAULT_LANG, **values)
