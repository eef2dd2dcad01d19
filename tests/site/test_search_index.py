"""The search index: pinyin with second readings, normalisation, and its size with 300 entries."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.generate import generate
from plugins.cache import table
from plugins.cache.sqlite import SqliteCache
from plugins.content.body_store import BodyRef
from plugins.content.load import load
from plugins.site.files import search_index
from plugins.site.files.media import MediaCollector
from plugins.site.files.search_folding import fold, variants, variants_in
from plugins.site.files.search_index import SearchedNames, names_index, pinyin_variants, search_indexes
from plugins.site.language_site import LanguageSite
from plugins.site.translations import Translations
from plugins.site.urls import UrlBuilder


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
