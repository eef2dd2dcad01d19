"""The content as nested dictionaries, read without the loader."""

from __future__ import annotations

from pathlib import Path

from plugins.embargo.raw_stages import read_raw_stage
from tests.content.mutations import replace_text, write_file

LIFT = "entries/lift-watch"


def test_titles_of_an_entry_come_from_each_of_its_files(tiny: Path) -> None:
    english = read_raw_stage(tiny, "tour").titles("rain-garden")
    assert english == {"zh-Hans": "雨水花园", "en": "Rain Garden"}
    write_file(f"{LIFT}/index.en.md", "---\ntitle: Watching Lifts\nsummary: s\n---\n")(tiny)
    write_file(f"{LIFT}/index.fr.md", "---\nsummary: s\n---\n")(tiny)
    titles = read_raw_stage(tiny, "tour").titles("lift-watch")
    assert {lang: title for lang, title in titles.items() if lang != "zh-Hans"} == {"en": "Watching Lifts"}
    replace_text("entries/rain-garden/index.md", ("{zh-Hans: 雨水花园, en: Rain Garden}", "雨水花园"))(tiny)
    assert read_raw_stage(tiny, "tour").titles("rain-garden") == {"zh-Hans": "雨水花园"}
