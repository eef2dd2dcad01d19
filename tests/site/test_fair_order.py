"""The order of entries while a vote is open: one that anyone can compute, whatever the program."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.site.views import fair_order
from plugins.site.views.fair_order import daily_seed, shuffle, sort_key


def test_seed_names_the_contest_the_day_and_the_part() -> None:
    assert daily_seed("tiny-2024", date(2024, 3, 9), "water") == "tiny-2024 2024-03-09 water"


def _step(value: int, shift: int, factor: int) -> int:
    return ((value ^ (value >> shift)) * factor) % 2**32


@pytest.mark.parametrize(("seed", "slug"), [("", ""), ("a", "b"), ("tiny-2024 2024-03-09 water", "rain-garden")])
def test_number_of_an_entry_is_fnv_1a_with_the_end_of_murmur_hash_3(seed: str, slug: str) -> None:
    value = 2166136261
    for byte in f"{seed} {slug}".encode():
        value = (value ^ byte) * 16777619 % 2**32
    value = _step(_step(value, 16, 2246822507), 13, 3266489909)
    assert sort_key(seed, slug) == value ^ (value >> 16) < 2**32


def test_entries_are_in_the_order_of_their_numbers_and_then_of_their_slugs(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {"a": 2, "b": 1, "d": 1, "c": 1}
    monkeypatch.setattr(fair_order, "sort_key", lambda seed, slug: numbers[slug] if seed == "seed" else 0)
    assert shuffle(list(numbers), "seed") == ["b", "c", "d", "a"]
    assert shuffle(list(numbers), "other") == ["a", "b", "c", "d"]
