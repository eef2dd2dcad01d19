"""The order of entries inside a hall while a vote is open: shuffled anew each day by a seed that anyone can recompute.

The browser does the same in ``theme/static/js/fair-order.js``; a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def seed_of(competition: str, day: date, hall: str) -> str:
    """The published seed: the competition's id, the day in Beijing, and the hall's id."""
    return f"{competition} {day.isoformat()} {hall}"


def key_of(seed: str, slug: str) -> int:
    """A number for an entry: FNV-1a over 32 bits, which every language can compute, finished by a mixing step."""
    value = 0x811C9DC5
    for byte in f"{seed} {slug}".encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    # the last characters of a slug would otherwise hardly move the high bits
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value = (value ^ value >> shift) * factor & 0xFFFFFFFF
    return value ^ value >> 16


def shuffled(slugs: Sequence[str], seed: str) -> list[str]:
    """The slugs in the order of their numbers for this seed; equal numbers in the order of the slugs."""
    return sorted(slugs, key=lambda slug: (key_of(seed, slug), slug))
