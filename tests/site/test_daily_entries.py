"""The entries of the day: what the home page is given of each, and in which order they take turns."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plugins.site.files.daily_entries import DAILY, IN_FILE, daily_files, rotation
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY, TINY_STAGES


def _rows(stage: str, lang: str = "zh-Hans") -> list[dict[str, Any]]:
    files = list(daily_files(make_renderers(TINY, stage)[lang].site))
    assert [file.path for file in files] == [f"{'' if lang == 'zh-Hans' else 'en/'}data/daily-0.json"] * len(files)
    return [row for file in files for row in json.loads(file.data)]


def test_the_home_page_knows_of_an_entry_what_its_card_shows() -> None:
    rows = {row["slug"]: row for row in _rows("vote")}
    assert rows["lift-watch"] == {
        "slug": "lift-watch",
        "url": "entries/lift-watch/",
        "title": "电梯看护",
        "units": "东区办",
        "place": "第二展厅 · 编号 02 · 示例",
        "number": "02",
        "hue": 2,
    }
    garden = rows["rain-garden"]
    assert (garden["place"], garden["hue"]) == ("第一展厅 · 编号 01", 1)
    assert garden["src"].endswith(".jpg")
    assert [mime for mime, _ in garden["sources"]] == ["image/avif", "image/webp"]


def test_urls_are_relative_to_the_home_page_of_the_language() -> None:
    row = next(row for row in _rows("vote", "en") if row["slug"] == "rain-garden")
    assert row["url"] == "entries/rain-garden/"
    assert row["src"].startswith("../media/")


def test_a_file_repeats_the_rotation_up_to_the_first_of_the_next_file() -> None:
    order = [card.entry.slug for card in rotation(make_renderers(TINY, "vote")["zh-Hans"].site)]
    slugs = [row["slug"] for row in _rows("vote")]
    assert slugs == (order * IN_FILE)[: IN_FILE + DAILY - 1]


@pytest.mark.parametrize("stage", [stage for stage in TINY_STAGES if stage not in ("tour", "vote")])
def test_stages_that_are_not_about_works_to_see_have_none(stage: str) -> None:
    assert _rows(stage) == []
