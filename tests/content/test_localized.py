"""Texts in one language or several, and the fallback for a missing translation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from plugins.content.load import load
from plugins.content.model import Entry
from plugins.content.schema.localized import CONTROL, MAX_TEXT_LENGTH, LocalizedText, Text, TranslatedText

TEXT: TypeAdapter[TranslatedText] = TypeAdapter(Text)
LANGUAGES = ("zh-Hans", "en")


def _read(value: Any, languages: tuple[str, ...] = LANGUAGES) -> TranslatedText:
    return TEXT.validate_python(value, context={"languages": languages})


def _error(value: Any, languages: tuple[str, ...] = LANGUAGES) -> tuple[str, dict[str, Any]]:
    with pytest.raises(ValidationError) as raised:
        _read(value, languages)
    error = raised.value.errors()[0]
    return error["type"], error.get("ctx", {})


def test_a_plain_text_is_in_the_default_language() -> None:
    text = _read(" 雨水花园 ")
    assert text.in_language("zh-Hans") == LocalizedText("雨水花园", "zh-Hans")
    assert text.in_language("en") == LocalizedText("雨水花园", "zh-Hans")


def test_texts_by_language_are_in_their_language() -> None:
    text = _read({"zh-Hans": "雨水花园", "en": "Rain Garden"})
    assert text.in_language("zh-Hans") == LocalizedText("雨水花园", "zh-Hans")
    assert text.in_language("en") == LocalizedText("Rain Garden", "en")
    assert text.in_language("fr") == LocalizedText("雨水花园", "zh-Hans")


def test_a_localized_text_prints_as_its_value() -> None:
    assert str(LocalizedText("雨", "zh-Hans")) == "雨"


def test_default_language_is_the_first_of_the_site() -> None:
    assert _read("Rain", ("en", "zh-Hans")).in_language("zh-Hans") == LocalizedText("Rain", "en")
    assert _error({"zh-Hans": "雨"}, ("en", "zh-Hans")) == ("default_language_missing", {"language": "en"})


def test_translation_is_added_without_changing_the_text() -> None:
    text = _read("雨")
    assert text.with_language("en", "Rain").in_language("en") == LocalizedText("Rain", "en")
    assert text.in_language("en") == LocalizedText("雨", "zh-Hans")


@pytest.mark.parametrize(
    "value", [None, "", "  ", [], ["雨"], {"zh-Hans": None}, {"zh-Hans": " "}, {"zh-Hans": ["雨"]}]
)
def test_what_is_no_text_is_rejected(value: Any) -> None:
    assert _error(value) == ("not_text", {})


def test_text_that_is_too_long_is_rejected_at_the_limit() -> None:
    assert str(_read("长" * MAX_TEXT_LENGTH).in_language("en")) == "长" * MAX_TEXT_LENGTH
    assert _error("长" * (MAX_TEXT_LENGTH + 1)) == ("text_too_long", {"length": 4001, "limit": 4000})


def test_unknown_language_is_rejected_with_those_there_are() -> None:
    assert _error({"zh-Hans": "雨", "fr": "Pluie"}) == (
        "unknown_language",
        {"given": "fr", "choices": ["zh-Hans", "en"]},
    )


def test_every_language_is_accepted_while_those_of_the_site_are_unknown() -> None:
    assert _read({"fr": "Pluie", "en": "Rain"}, ()).in_language("en") == LocalizedText("Rain", "en")
    assert _read("雨", ()).in_language("en") == LocalizedText("雨", "zh-Hans")
    assert _error({}, ()) == ("default_language_missing", {"language": "zh-Hans"})


@pytest.mark.parametrize("character", "\0\a\b\x0b\x0c\x1b\x7f\x85\x9b\u2028\u2029\ufdd0\ufffe\uffff")
def test_control_characters_are_known(character: str) -> None:
    assert CONTROL.search(f"雨{character}水")


def test_ordinary_characters_are_not_control_characters() -> None:
    assert not CONTROL.search("\t\n雨水 Rain — “引号” 😀 \u00a0\u3000\u200b𠮷é")


def _entry(content: Path, slug: str) -> Entry:
    competition = load(content).competition
    assert competition
    return next(entry for entry in competition.entries if entry.slug == slug)


def test_translation_file_adds_its_title_and_summary(tiny: Path) -> None:
    entry = _entry(tiny, "rain-garden")
    assert entry.title.in_language("en") == LocalizedText("Rain Garden", "en")
    assert entry.summary.in_language("en") == LocalizedText("Keep the rain in the yard", "en")
    assert entry.summary.in_language("zh-Hans") == LocalizedText("把雨水留在院子里", "zh-Hans")
    assert entry.body("en").text == "Background The yard was often under water."
    assert entry.is_translated("en")


def test_translated_title_overrides_that_of_the_entry(tiny: Path) -> None:
    path = tiny / "entries" / "rain-garden" / "index.en.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("summary:", "title: Wet Garden\nsummary:"), encoding="utf-8"
    )
    assert _entry(tiny, "rain-garden").title.in_language("en") == LocalizedText("Wet Garden", "en")


def test_entry_without_translation_falls_back_to_the_default_language(tiny: Path) -> None:
    entry = _entry(tiny, "lift-watch")
    assert entry.title.in_language("en") == LocalizedText("电梯看护", "zh-Hans")
    assert entry.body("en") == entry.body("zh-Hans")
    assert not entry.is_translated("en")
