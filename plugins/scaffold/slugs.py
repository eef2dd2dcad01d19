"""Suggestions: a slug from the pinyin of a title, and the next number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from itertools import chain, count

MAX_LENGTH = 40


def suggest_slug(title: str, taken: Collection[str] = (), default: str = "entry") -> str:
    """Return an unused slug from the pinyin of a title."""
    # its dictionaries take long to load
    from pypinyin import lazy_pinyin

    syllables = re.findall("[a-z0-9]+", " ".join(lazy_pinyin(title, errors=_ascii_or_space)).lower())
    while len("-".join(syllables)) > MAX_LENGTH:
        syllables.pop()
    return make_unique("-".join(syllables) or default, taken)


def _ascii_or_space(text: str) -> str:
    return "".join(character if character.isascii() else " " for character in text)


def make_unique(slug: str, taken: Collection[str]) -> str:
    """Return the slug, with the lowest unused number from 2 appended if it is taken."""
    return next(
        candidate for candidate in chain([slug], (f"{slug}-{number}" for number in count(2))) if candidate not in taken
    )


def next_number(used: Collection[str]) -> str:
    """Return one more than the highest number of the most frequent form, such as S24 after S23."""
    parts = [match.groups() for number in used if (match := re.fullmatch(r"(.*?)([0-9]+)", number))]
    if not parts:
        return "1"
    prefix, width = Counter((prefix, len(digits)) for prefix, digits in sorted(parts)).most_common(1)[0][0]
    highest = max(int(digits) for other, digits in parts if other == prefix)
    return f"{prefix}{highest + 1:0{width}d}"
