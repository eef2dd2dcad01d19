"""Open data: what both files say of an entry, and that a spreadsheet runs none of it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from plugins.site.files.open_data import open_data
from plugins.site.incremental.cache_keys import PageKeys
from plugins.site.language_site import LanguageSite
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


def _files(site: LanguageSite) -> dict[str, bytes]:
    return {output.path: output.data for output in open_data(site, PageKeys(site.snapshot, {}).digests)}


def _data(stage: str, lang: str = "zh-Hans") -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Both files of a stage."""
    names, (document, table) = zip(*_files(make_renderers(TINY, stage)[lang].site).items(), strict=True)
    prefix = "" if lang == "zh-Hans" else "en/"
    assert names == (f"{prefix}data/entries.json", f"{prefix}data/entries.csv")
    assert document.endswith(b"\n")
    assert (table[:3], table.count(b"\r\n"), table.count(b"\n")) == (b"\xef\xbb\xbf", 3, 3)
    return json.loads(document), list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_an_entry_has_every_public_fact() -> None:
    data, table = _data("awards")
    assert (data["competition"], data["stage"], data["unit_awards"]) == ("小城创新大赛", "awards", [])
    garden, lift = data["entries"]
    assert garden.pop("picture").startswith("https://x.example/media/")
    assert garden == {
        "place": 1, "number": "01", "slug": "rain-garden", "title": "雨水花园", "units": ["水务局", "东区办"],
        "unit_kinds": ["区", "部门"], "districts": ["东区"], "partners": [], "recommending_unit": "东区办",
        "track": "water", "group": "", "hall": 1, "summary": "把雨水留在院子里", "award": "praise",
        "special_awards": [], "sample": "no", "url": "https://x.example/entries/rain-garden/",
    }  # fmt: skip
    assert {key: lift[key] for key in ("place", "recommending_unit", "hall", "award", "sample", "picture")} == {
        "place": 2, "recommending_unit": "", "hall": 2, "award": "gold", "sample": "yes", "picture": "",
    }  # fmt: skip
    assert list(table[0]) == list(lift)
    assert (table[0]["units"], table[0]["place"], table[1]["sample"]) == ("水务局; 东区办", "1", "yes")


def test_before_the_awards_there_is_none_in_any_language() -> None:
    data, table = _data("vote", "en")
    assert [(entry["title"], entry["award"]) for entry in data["entries"]] == [("Rain Garden", ""), ("电梯看护", "")]
    assert [row["award"] for row in table] == ["", ""]


def test_without_entries_there_are_no_files() -> None:
    assert _files(make_renderers(TINY, "call")["zh-Hans"].site) == {}


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"], ids=ascii)
def test_a_cell_that_a_spreadsheet_would_run_is_a_text(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_renderers(TINY, "vote")["zh-Hans"].site
    monkeypatch.setattr(LanguageSite, "text_of", lambda *_: title)
    table = _files(site)["data/entries.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert {row["title"] for row in rows} == {f"'{title}"}
