"""The search index: pinyin with second readings, one folding for both sides, and its weight at 300 entries."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from plugins.competition.load import load
from plugins.exhibition.addresses import Addresses
from plugins.exhibition.edition import Edition
from plugins.exhibition.media import Media
from plugins.exhibition.phrases import Phrases
from plugins.exhibition.search import folded, indexes, searched, sounds_of
from tests.bench.generate import generate


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
    assert any(question in sound for sound in sounds_of(name))


@pytest.mark.parametrize(("text", "same"), [("ＡＢＣ１２", "abc12"), ("Rain Garden", "raingarden"), ("雨 水", "雨水")])
def test_width_case_and_spaces_do_not_matter(text: str, same: str) -> None:
    assert folded(text) == same


def test_no_find_reaches_across_two_parts() -> None:
    assert "雨水电梯" not in searched(["雨水"], ["电梯"])


def test_index_of_300_entries_is_light(tmp_path: Path) -> None:
    competition = load(generate(tmp_path / "content", 300)).competition
    assert competition
    edition = Edition(
        show=competition.at("vote"),
        lang="zh-Hans",
        phrases=Phrases("zh-Hans", {}),
        addresses=Addresses("https://a.example", ("zh-Hans",), relative=True),
        media=Media(tmp_path / "cache"),
        draw_figure=lambda *_: "",
    )
    names, bodies = indexes(edition)
    assert (names.data.count(b"entry-"), bodies.data.count(b"entry-")) == (300, 300)
    assert len(gzip.compress(names.data, 9)) <= 60 * 1024
