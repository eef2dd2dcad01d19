"""The form of a phrase that goes with a whole number, by the plural rules of Unicode's CLDR."""

from __future__ import annotations

from collections.abc import Callable

Rule = Callable[[int], str]


def _never(_: int) -> str:
    return "other"


def _one(number: int) -> str:
    return "one" if number == 1 else "other"


def _none_or_one(number: int) -> str:
    return "one" if number in (0, 1) else "other"


def _east_slavic(number: int) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"


def _south_slavic(number: int) -> str:
    form = _east_slavic(number)
    return "other" if form == "many" else form


def _polish(number: int) -> str:
    return "one" if number == 1 else "many" if _east_slavic(number) == "one" else _east_slavic(number)


def _czech(number: int) -> str:
    return "few" if number in (2, 3, 4) else _one(number)


def _romanian(number: int) -> str:
    return "one" if number == 1 else "few" if number == 0 or 0 < number % 100 < 20 else "other"


def _hebrew(number: int) -> str:
    return "two" if number == 2 else _one(number)


def _arabic(number: int) -> str:
    if number < 3:
        return ("zero", "one", "two")[number]
    return "few" if 3 <= number % 100 <= 10 else "many" if number % 100 > 10 else "other"


_LANGUAGES: dict[Rule, str] = {
    _never: "bo dz id ig ii ja jv km ko lo ms my nqo sah su th to vi wo yo zh",
    _none_or_one: "am as bn fa fr gu hi hy kab kn ln mg pa pt ti wa zu",
    _east_slavic: "be ru uk",
    _south_slavic: "bs hr sr",
    _polish: "pl",
    _czech: "cs sk",
    _romanian: "mo ro",
    _hebrew: "he iw",
    _arabic: "ar",
}
_RULES = {language: rule for rule, languages in _LANGUAGES.items() for language in languages.split()}


def plural_category(lang: str, number: int) -> str:
    """The category of a number in a language; where the language is not known, ``one`` or ``other``."""
    return _RULES.get(lang.lower().split("-")[0], _one)(number)
