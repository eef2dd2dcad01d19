"""What documents and their files say of themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.model import Download, MediaFile, Video
from plugins.content.schema.localized import TranslatedText
from tests.support.builds import TINY

TITLE = TranslatedText("zh-Hans", {"zh-Hans": "雨"})
FILE = MediaFile(Path("entries/rain-garden/Plan.pdf"), "")


def test_a_file_has_its_name_and_what_people_call_its_type() -> None:
    assert (FILE.name, Download(TITLE, FILE, 1).type) == ("Plan.pdf", "PDF")


@pytest.mark.parametrize(("duration", "seconds"), [(None, 0), ("0:07", 7), ("3:20", 200), ("120:00", 7200)])
def test_a_film_has_a_length_in_seconds(duration: str | None, seconds: int) -> None:
    assert Video(TITLE, FILE, TITLE, FILE, None, None, duration).seconds == seconds


def test_a_document_without_a_translation_has_the_body_of_the_default_language() -> None:
    competition = load(TINY).competition
    assert competition
    entry = competition.entries[0]
    chinese = entry.bodies["zh-Hans"]
    translated = replace(entry, bodies={"zh-Hans": chinese, "en": replace(chinese, key="en")})
    untranslated = replace(entry, bodies={"zh-Hans": chinese})
    assert [translated.body_ref(lang).key for lang in ("en", "zh-Hans", "fr")] == ["en", chinese.key, chinese.key]
    assert [untranslated.body_ref("en"), untranslated.is_translated("en"), translated.is_translated("en")] == [
        chinese,
        False,
        True,
    ]


def test_an_entry_names_who_submitted_it_its_partners_and_who_recommended_it() -> None:
    competition = load(TINY).competition
    assert competition
    first, second, third = (replace(competition.units[0], id=id_) for id_ in ("lead", "partner", "office"))
    entry = replace(competition.entries[0], units=(first,), partners=(second,), recommending_unit=third)
    assert (entry.participants, entry.named_units) == ((first, second), (first, second, third))
    assert replace(entry, recommending_unit=None).named_units == (first, second)
