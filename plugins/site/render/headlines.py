"""Where a Chinese headline may break: between words, never inside one.

Words are those of jieba's dictionary; the names of a contest's units, tracks and halls are words as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# a shorter headline has no place to break
MIN_LENGTH = 7
# a name that is longer is not one word of a headline
MAX_NAME = 8
# a part that is longer may break beside single characters as well, so that it fits a narrow column
MAX_PART = 8
# single characters that end what belongs together
LINKS = frozenset("的了和与及")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
OPENING = frozenset("“‘（《「『【〈(")


class Headlines:
    """Divides headlines into parts that stay on one line."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            if 1 < len(name) <= MAX_NAME:
                self._names[name[:2]].append(name)

    def parts(self, text: str) -> list[str]:
        """The parts of a headline, in order; together they are the headline."""
        if len(text) < MIN_LENGTH:
            return [text]
        words = self._join_names(text, _words(text))
        parts: list[str] = []
        for group in _group(words, is_strict=True):
            is_long = len("".join(group)) > MAX_PART
            parts += ["".join(inner) for inner in (_group(group, is_strict=False) if is_long else [group])]
        return parts

    def _join_names(self, text: str, words: Sequence[str]) -> list[str]:
        """The words, with those that are parts of one name joined."""
        inside = {
            index
            for start in range(len(text) - 1)
            for name in self._names.get(text[start : start + 2], ())
            if text.startswith(name, start)
            for index in range(start + 1, start + len(name))
        }
        joined: list[str] = []
        position = 0
        for word in words:
            if position in inside:
                joined[-1] += word
            else:
                joined.append(word)
            position += len(word)
        return joined


def read_dictionaries() -> None:
    """Read what divides texts into words; else the first text does."""
    _words("龍")


@lru_cache(50_000)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text; the dictionary has the simplified ones."""
    # imported late, because its dictionary takes a moment to read
    import rjieba

    words = rjieba.cut(text, False)
    if sum(len(word) == 1 for word in words) > len(text) // 4:
        simplified: str = _simplifier().convert(text)
        words = rjieba.cut(simplified if len(simplified) == len(text) else text, False)
    ends = [0, *accumulate(map(len, words))]
    return tuple(text[start:end] for start, end in pairwise(ends))


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _group(words: Sequence[str], *, is_strict: bool) -> list[list[str]]:
    groups: list[list[str]] = []
    for word in words:
        if groups and not _may_break(groups[-1][-1], word, is_strict=is_strict):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _may_break(before: str, after: str, *, is_strict: bool) -> bool:
    """Whether a line may end between two words.

    A single character may be one half of a word that the dictionary lacks, so a strict break has none beside it.
    """
    if not (HAN.match(before[-1]) and (HAN.match(after[0]) or after[0] in OPENING)):
        # at other marks browsers know where a line may end
        return False
    if before in LINKS:
        return True
    if after in LINKS or (len(after) == 1 and after not in OPENING):
        return False
    return len(before) > 1 or not is_strict
