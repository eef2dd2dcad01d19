"""The order of entries in a hall while a vote is open: shuffled each day by a seed that anyone can recompute.

``theme/static/js/fair-order.js`` does the same in the browser; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# FNV-1a of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
FNV_OFFSET, FNV_PRIME = 0x811C9DC5, 0x01000193
MASK = 0xFFFFFFFF
# the finishing steps of MurmurHash3: the last characters of a slug would otherwise hardly change the high bits
MIXING_STEPS = ((16, 0x85EBCA6B), (13, 0xC2B2AE35))
LAST_SHIFT = 16


def daily_seed(competition: str, day: date, part: str) -> str:
    """The published seed: the competition's id, the day in its time zone, and the id of the hall or its section."""
    return f"{competition} {day.isoformat()} {part}"


def sort_key(seed: str, slug: str) -> int:
    """A number of 32 bits for an entry, which every programming language can compute."""
    value = FNV_OFFSET
    for byte in f"{seed} {slug}".encode():
        value = (value ^ byte) * FNV_PRIME & MASK
    for shift, factor in MIXING_STEPS:
        value = (value ^ value >> shift) * factor & MASK
    return value ^ value >> LAST_SHIFT


def shuffle(slugs: Sequence[str], seed: str) -> list[str]:
    """The slugs in the order of their numbers for this seed; equal numbers in the order of the slugs."""
    return sorted(slugs, key=lambda slug: (sort_key(seed, slug), slug))
