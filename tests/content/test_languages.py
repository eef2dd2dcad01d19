"""What languages differ in besides words: the direction of writing, and the forms that numbers ask for."""

from __future__ import annotations

import pytest

from plugins.content.languages.direction import direction
from plugins.content.languages.plurals import plural_category


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("ar-EG", "rtl"),
        ("ku-Arab", "rtl"),
        ("uz-Latn", "ltr"),
        ("ur-Latn", "ltr"),
        ("en", "ltr"),
        ("zh-Hant", "ltr"),
    ],
)
def test_direction_follows_language_and_script(lang: str, expected: str) -> None:
    assert direction(lang) == expected


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("zh-Hans", {0: "other", 1: "other", 2: "other"}),
        ("en", {0: "other", 1: "one", 2: "other", 21: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other"}),
        ("ru", {0: "many", 1: "one", 3: "few", 5: "many", 11: "many", 12: "many", 21: "one", 24: "few"}),
        ("pl", {1: "one", 2: "few", 5: "many", 12: "many", 21: "many", 22: "few"}),
        ("cs", {1: "one", 4: "few", 5: "other"}),
        ("sr", {1: "one", 22: "few", 25: "other"}),
        ("ro", {0: "few", 1: "one", 19: "few", 20: "other", 101: "few"}),
        ("he", {1: "one", 2: "two", 3: "other"}),
        ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 103: "few"}),
        ("xx", {0: "other", 1: "one"}),
    ],
)
def test_numbers_ask_for_the_forms_of_unicode(lang: str, forms: dict[int, str]) -> None:
    assert {number: plural_category(lang, number) for number in forms} == forms
