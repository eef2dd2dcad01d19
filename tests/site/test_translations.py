"""Phrases with their values: plurals, forms, numerals, days and the name of the time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plugins.paths import ROOT
from plugins.site.translations import Translations, read_translations

THEME = ROOT / "theme"
PHRASES = {
    "plain": "{count} of {all}",
    "plural": {"one": "{n} entry", "other": "{n} entries"},
    "form": {"team": "the team {name}", "other": "{name}"},
    "numerals": ["one", "two", "three"],
    "months": ["Jan", "Feb", *"cdefghijk", "Dec"],
    "date": "{day} {month} {year}",
    "date_time": "{day} {month} {year}, {time}",
    "zone.cities": {"Asia/Shanghai": "Beijing"},
    "zone.name": "{city} time",
    "zone.note": " ({zone})",
}
ENGLISH = Translations("en", PHRASES)


def test_phrase_has_its_values_and_the_plural_of_its_number() -> None:
    assert ENGLISH.translate("plain", count=1, all=2) == "1 of 2"
    assert [ENGLISH.translate("plural", n=n) for n in (0, 1, 2)] == ["0 entries", "1 entry", "2 entries"]
    # published figures
    assert [ENGLISH.translate("plural", n=n) for n in ("1", "1.5")] == ["1 entry", "1.5 entries"]
    with pytest.raises(KeyError):
        ENGLISH.translate("none")


def test_phrase_has_the_form_that_is_asked_for_or_the_other() -> None:
    forms = [ENGLISH.translate_as("form", form, name="x") for form in ("team", "person")]
    assert forms == ["the team x", "x"]
    assert ENGLISH.translate_as("plain", "team", count=1, all=2) == "1 of 2"


def test_numbers_are_words_as_far_as_there_are_any() -> None:
    assert [ENGLISH.numeral(number) for number in (1, 3, 4)] == ["one", "three", "4"]


def test_days_have_a_time_if_they_are_moments_on_the_clocks_of_the_contest() -> None:
    assert [ENGLISH.day(date(2024, month, 5)) for month in (1, 12)] == ["5 Jan 2024", "5 Dec 2024"]
    moment = datetime(2024, 1, 31, 20, 5, tzinfo=UTC)
    assert ENGLISH.day(moment) == "1 Feb 2024, 04:05"
    assert Translations("en", PHRASES, "Europe/Berlin").day(moment) == "31 Jan 2024, 21:05"


@pytest.mark.parametrize(
    ("timezone", "name"),
    [
        ("Asia/Shanghai", "Beijing time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC time"),
    ],
)
def test_zone_goes_by_its_city(timezone: str, name: str) -> None:
    assert Translations("en", PHRASES, timezone).zone_name == name


def test_zone_is_named_beside_clock_times_alone() -> None:
    moment = datetime(2024, 1, 31, 20, 5, tzinfo=UTC)
    notes = [ENGLISH.zone_note(*moments) for moments in ((date(2024, 1, 1), moment), (None, date(2024, 1, 1)), ())]
    assert notes == [" (Beijing time)", "", ""]


def test_every_language_is_read_for_the_zone_of_the_contest() -> None:
    read = read_translations(THEME, ("zh-Hans", "en"), "Europe/Berlin")
    names = {lang: (translations.lang, translations.zone_name) for lang, translations in read.items()}
    assert names == {"zh-Hans": ("zh-Hans", "柏林时间"), "en": ("en", "Berlin time")}
