"""The search index: pinyin with second readings, normalisation, and its size with 300 entries."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.generate import generate
from plugins.cache import table
from plugins.cache.sqlite import SqliteCache
from plugins.content.body_store import BodyRef
from plugins.content.load import load
from plugins.site.files import search_index
from plugins.site.files.media import MediaCollector
from plugins.site.files.outputs import fingerprint
from plugins.site.files.search_folding import fold, variants, variants_in
from plugins.site.files.search_index import (
    SearchedNames,
    entry_names,
    names_index,
    pinyin_by_name,
    pinyin_variants,
    search_indexes,
)
from plugins.site.language_site import LanguageSite
from plugins.site.translations import Translations
from plugins.site.urls import UrlBuilder
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("白云公安局", "bygaj"),
        ("白云公安局", "baiyungongan"),
        ("花都区", "huadu"),
        ("花都区", "hdq"),
        ("重庆银行", "chongqingyinhang"),
        ("长者饭堂", "zhangzhe"),
    ],
)
def test_names_are_found_by_their_sound(name: str, question: str) -> None:
    assert any(question in variant for variant in pinyin_variants(name))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＡＢＣ１２", "abc12"),
        ("Rain Garden", "raingarden"),
        ("雨 水", "雨水"),
        ("「騎手」當網格員", "骑手当网格员"),
        ("衞生署、著名作家", "卫生署|着名作家"),
        ("“五治”　《公约》 it’s", "五治公约its"),
        ("白云区…（试点）。", "白云区|试点|"),
        ("⼦⻔", "子门"),
        ("怎麼办", fold("怎么办")),
    ],
)
def test_what_people_write_in_several_ways_is_the_same(text: str, same: str) -> None:
    assert fold(text) == same


def test_folding_twice_changes_nothing() -> None:
    assert {one for one, other in variants().items() if fold(other) != other} == set()


def test_variants_are_those_of_the_characters_that_occur() -> None:
    pairs = variants_in(["骑手 ABC", "開門"])
    assert pairs == "".join(sorted(pairs[index : index + 2] for index in range(0, len(pairs), 2)))
    assert {"騎骑", "開开", "門门", "⻔门"} <= {pairs[index : index + 2] for index in range(0, len(pairs), 2)}
    assert "電" not in pairs


def test_names_of_an_entry_are_apart() -> None:
    names = SearchedNames("雨水", ("电梯厂",), ("N1",))
    sounds = {"雨水": ["yushui", "ys"], "电梯厂": ["diantichang"]}
    index = json.loads(names_index({"rain": names}, sounds))
    assert index["rain"] == "雨水|yushui|ys\n电梯厂|diantichang\nn1\nyushui"


def test_reading_keeps_what_is_not_chinese() -> None:
    assert pinyin_variants("352智慧门")[0] == "352zhihuimen"


@pytest.mark.parametrize(
    ("name", "variants"),
    [
        ("重庆银行", ["chongqingyinhang", "cqyh"]),
        ("a重b", ["azhongb", "zhong", "chong", "tong", "z", "c", "t"]),
        # another reading is said with three characters on both sides of it
        (
            "雨水花园长者饭堂",
            ["yushuihuayuanzhangzhefantang", "yushuihuawanzhangzhefan", "yshyzzft", "yshwzzf"],
        ),
    ],
)
def test_name_is_as_it_is_said_as_its_initials_and_as_its_other_readings(name: str, variants: list[str]) -> None:
    assert pinyin_variants(name) == variants


def _make_site(content: Path, cache: Path) -> LanguageSite:
    competition = load(content).competition
    assert competition
    return LanguageSite(
        snapshot=competition.at("vote"),
        lang="zh-Hans",
        translations=Translations("zh-Hans", {}),
        urls=UrlBuilder("https://a.example", ("zh-Hans",), relative=True),
        media=MediaCollector(cache),
        draw_figure=lambda *_: "",
    )


def _index_data(site: LanguageSite) -> list[bytes]:
    indexes = search_indexes(site)
    return [indexes.names.data, indexes.bodies.data]


def test_index_of_300_entries_is_light(tmp_path: Path) -> None:
    indexes = search_indexes(_make_site(generate(tmp_path / "content", 300), tmp_path / "cache"))
    assert (indexes.names.data.count(b"entry-"), indexes.bodies.data.count(b"entry-")) == (300, 300)
    assert len(gzip.compress(indexes.names.data, 9)) <= 60 * 1024


def test_cached_pinyin_and_bodies_are_not_computed_again(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, computed, read = SqliteCache(tmp_path / "cache.sqlite"), list[str](), list[str]()
    monkeypatch.setattr(search_index, "CACHE", cache)
    monkeypatch.setattr(table, "CACHE", cache)
    monkeypatch.setattr(search_index, "pinyin_variants", lambda name: computed.append(name) or pinyin_variants(name))
    monkeypatch.setattr(
        BodyRef, "load", lambda ref, load=BodyRef.load: read.append(Path(ref.file).parent.name) or load(ref)
    )
    before = _index_data(_make_site(tiny, tmp_path / "before"))
    computed.clear()
    read.clear()
    assert _index_data(_make_site(tiny, tmp_path / "again")) == before
    assert (computed, read) == ([], [])
    entry = tiny / "entries" / "rain-garden" / "index.md"
    text = entry.read_text(encoding="utf-8").replace("zh-Hans: 雨水花园", "zh-Hans: 智慧电梯")
    entry.write_text(f"{text}\n新的一段。\n", encoding="utf-8")
    names, bodies = (data.decode() for data in _index_data(_make_site(tiny, tmp_path / "after")))
    assert (computed, read) == (["智慧电梯"], ["rain-garden"])
    assert ("zhihuidianti" in names, "yushuihuayuan" in names, "新的一段。" in bodies) == (True, False, True)


def test_indexes_are_data_or_in_an_archive_scripts_of_the_same() -> None:
    site = make_renderers(TINY, "vote")["en"].site
    live, archived = search_indexes(site), search_indexes(replace(site, archived=date(2024, 6, 1)))
    assert (live.names.path, live.bodies.path) == (
        f"data/search-en.{fingerprint(live.names.data)}.json",
        "data/search-bodies-en.json",
    )
    assert (archived.names.path, archived.bodies.path) == ("data/search-en.js", "data/search-bodies-en.js")
    for name, data, script in (
        ("names", live.names.data, archived.names.data),
        ("bodies", live.bodies.data, archived.bodies.data),
    ):
        head = f"(window.searchIndexes = window.searchIndexes || {{}}).{name} = ".encode()
        assert script == head + data + b"\n"
    assert json.loads(live.names.data).keys() == {"", "rain-garden", "lift-watch"}
    assert live.readings == {"rain-garden": "raingarden", "lift-watch": "diantikanhu"}
    assert archived.bodies.key != live.bodies.key


def test_entry_is_found_by_its_title_its_units_and_its_number() -> None:
    site = make_renderers(TINY, "vote")["en"].site
    entry = site.snapshot.tour[0]
    partnered = replace(entry, units=entry.units[:1], partners=entry.units[1:])
    expected = SearchedNames("Rain Garden", ("Water Bureau", "东区办"), ("01", "2024"))
    assert entry_names(site, partnered, "2024") == expected


@pytest.mark.parametrize(("limit", "cached"), [(2, {"雨", "水", "风"}), (3, {"雨", "水", "风", "云"})])
def test_names_of_earlier_contents_are_dropped_once_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, cached: set[str]
) -> None:
    monkeypatch.setattr(search_index, "CACHE", SqliteCache(tmp_path / "cache.sqlite"))
    monkeypatch.setattr(search_index, "MAX_CACHED_NAMES", limit)
    assert pinyin_by_name([SearchedNames("雨", ("云",), ())]).keys() == {"雨", "云"}
    assert pinyin_by_name([SearchedNames("雨", (), ())]).keys() == {"雨", "云"}
    # those in use stay, though they were cached before
    sounds = pinyin_by_name([SearchedNames("雨", ("水",), ()), SearchedNames("风", (), ())])
    assert sounds.keys() == cached
    assert [sounds[name][0] for name in ("雨", "水", "风")] == ["yu", "shui", "feng"]


@pytest.mark.parametrize(("count", "is_parallel"), [(2, True), (3, False)])
def test_many_names_are_spread_over_the_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, is_parallel: bool
) -> None:
    spread: list[list[str]] = []
    monkeypatch.setattr(search_index, "CACHE", SqliteCache(tmp_path / "cache.sqlite"))
    monkeypatch.setattr(search_index, "MIN_PARALLEL_NAMES", count)
    monkeypatch.setattr(
        search_index, "parallel_map", lambda make, names: spread.append(names) or list(map(make, names))
    )
    sounds = pinyin_by_name([SearchedNames("雨", ("水",), ())])
    assert {name: variants[0] for name, variants in sounds.items()} == {"雨": "yu", "水": "shui"}
    assert spread == ([["水", "雨"]] if is_parallel else [])
