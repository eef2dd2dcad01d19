"""Suggestions for what an editor has to choose: a slug from a title's pinyin, and the next number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

LONGEST = 40


def slug_of(title: str, taken: Collection[str] = (), otherwise: str = "entry") -> str:
    """A slug that sounds like the title and that nobody has yet."""
    # its dictionaries take long to load
    from pypinyin import lazy_pinyin

    syllables = re.findall("[a-z0-9]+", " ".join(lazy_pinyin(title, errors=_kept)).lower())
    kept: list[str] = []
    for syllable in syllables:
        if len("-".join([*kept, syllable])) > LONGEST:
            break
        kept.append(syllable)
    return free("-".join(kept) or otherwise, taken)


def _kept(other: str) -> str:
    return "".join(sign if sign.isascii() else " " for sign in other)


def free(slug: str, taken: Collection[str]) -> str:
    """This slug, or with the first number behind it that makes it a new one."""
    number = 2
    found = slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def next_number(used: Collection[str]) -> str:
    """One more than the highest of the numbers that look like most of them do, such as S24 after S23."""
    parts = [found.groups() for each in used if (found := re.fullmatch(r"(.*?)([0-9]+)", each))]
    if not parts:
        return "1"
    form = Counter((before, len(digits)) for before, digits in sorted(parts)).most_common(1)[0][0]
    before, width = form
    highest = max(int(digits) for head, digits in parts if head == before)
    return f"{before}{highest + 1:0{width}d}"
