"""Normalizing terms, and the terms that a stage hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.embargo.hidden_terms import find_hidden_terms, is_long_enough, iterate_strings, normalize
from plugins.embargo.raw_stages import read_raw_stage
from tests.support.builds import TINY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ｎight-Market", "nightmarket"),
        ("雨 水、花園", "雨水花园"),
        ("№ 1_2", "no12"),
        ("。！", ""),
        # half of a character, as an escape in a script may be
        ("雨\ud83d水", "雨水"),
    ],
)
def test_text_is_reduced_to_letters_and_digits(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("1234", False),
        ("12345", True),
        ("abcde", False),
        ("abcdef", True),
        ("夜市", False),
        ("夜市灯", True),
        ("夜市ab", True),
    ],
)
def test_short_terms_are_not_searched_for(term: str, expected: bool) -> None:
    assert is_long_enough(term) is expected


def test_strings_are_values_of_nested_data() -> None:
    assert list(iterate_strings({"key": ["a", {"other": "b"}], "number": 1})) == ["a", "b"]


def test_terms_of_a_stage_come_with_their_file() -> None:
    source_by_term = {term.text: term.source for term in find_hidden_terms(read_raw_stage(TINY, "tour")).terms}
    assert set(source_by_term.values()) == {
        "articles/results/index.md",
        "competition.yaml",
        "entries",
        "entries/night-market",
        "entries/night-market/index.md",
        "results/awards.yaml",
        "results/certificates.yaml",
        "results/notice.yaml",
    }
    assert (source_by_term["nightmarket"], source_by_term["praise"]) == ("entries/night-market", "competition.yaml")
    # ballots are public once the vote is open
    assert source_by_term["voteexamplecomlift"] == "entries"


def test_chinese_terms_are_searched_for_in_pinyin_too() -> None:
    terms = {term.text for term in find_hidden_terms(read_raw_stage(TINY, "tour")).terms}
    assert {"表扬奖", "biaoyangjiang"} <= terms


def test_last_stage_hides_entries_not_shortlisted_and_ballots() -> None:
    sources = {term.source for term in find_hidden_terms(read_raw_stage(TINY, "archive")).terms}
    assert sources == {"entries", "entries/night-market", "entries/night-market/index.md"}


def test_pieces_that_cannot_be_searched_for_are_counted() -> None:
    hidden = find_hidden_terms(read_raw_stage(TINY, "tour"))
    assert hidden.too_short > 0
    assert hidden.also_public > 0


def test_translations_of_hidden_texts_are_hidden_and_a_contests_phrases_are_public(tiny: Path) -> None:
    before = {term.text for term in find_hidden_terms(read_raw_stage(tiny, "call")).terms}
    (tiny / "translations").mkdir()
    (tiny / "translations" / "en.yaml").write_text(
        "phrases:\n  menu.news: 电梯看护\ntexts:\n  表扬奖: Silver of Silvers\n  金奖: Gold of Golds\n",
        encoding="utf-8",
    )
    after = {term.text for term in find_hidden_terms(read_raw_stage(tiny, "call")).terms}
    assert after - before == {"silverofsilvers"}
    assert "电梯看护" in before - after
