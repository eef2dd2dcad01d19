"""What languages differ in besides words, and lines that are added to a file of translations."""

from __future__ import annotations

import pytest

from plugins.content.languages.direction import direction
from plugins.content.languages.plurals import plural_category
from plugins.content.languages.record import append_to_section


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "texts:\n  甲: A\n  乙: B\n"),
        ("phrases:\n  a: b\n\n", "phrases:\n  a: b\ntexts:\n  甲: A\n  乙: B\n"),
        ("texts:\n", "texts:\n  甲: A\n  乙: B\n"),
        ("texts: # 原文\n  丙: C\n", "texts: # 原文\n  丙: C\n  甲: A\n  乙: B\n"),
        (
            "texts:\n  丙: C\n  # 注\n\nphrases:\n  texts: d\n",
            "texts:\n  丙: C\n  # 注\n  甲: A\n  乙: B\nphrases:\n  texts: d\n",
        ),
    ],
)
def test_lines_are_added_at_the_end_of_their_section(text: str, expected: str) -> None:
    assert append_to_section(text, "texts", ["甲: A", "乙: B"]) == expected
