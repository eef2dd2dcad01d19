"""The search index: pinyin with second readings, normalisation, and its size with 300 entries."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.generate import generate
from plugins.cache import table
from plugins.cache.sqlite import SqliteCache
from plugins.content.body_store import BodyRef
from plugins.content.load import load
from plugins.site.files import search_index
from plugins.site.files.media import MediaCollector
from plugins.site.files.search_index import normalize_for_search, pinyin_variants, search_indexes, search_text
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


@pytest.mark.parametrize(("text", "same"), [("ＡＢＣ１２", "abc12"), ("Rain Garden", "raingarden"), ("雨 水", "雨水")])
def test_width_case_and_spaces_do_not_matter(text: str, same: str) -> None:
    assert normalize_for_search(text) == same


def test_search_does_not_match_across_two_parts() -> None:
    assert "雨水电梯" not in search_text(["雨水"], ["电梯"], {"雨水": ["yushui"]})


def _make_site(content: Path, cache: Path) -> LanguageSite:
    competition = load(content).competition
    assert competition
    return LanguageSite(
        colors={},
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
