"""Folding for search: texts that people write in several ways, and take for the same, become the same.

``theme/static/js/search/fold.js`` does the same to what a visitor types; a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from plugins.content.dialect.radicals import CHARACTERS, SUPPLEMENT

# the unified ideographs of the basic plane; those for compatibility are folded by normalisation
HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
# Traditional script as it is written anywhere, in Hong Kong and in Taiwan
TRADITIONAL = ("t2s", "hk2s", "tw2s")
# written in Traditional texts also for 着, which OpenCC cannot know from the character alone
AMBIGUOUS = {"著": "着"}
# marks that nobody types in a search: quotes, titles' brackets, the dots in names; the categories add curly quotes
DROPPED = frozenset("\"'`´·•‧・〈〉《》「」『』")
DROPPED_CATEGORIES = frozenset({"Pi", "Pf", "Cf"})
# stands for any other punctuation, so that no word is found across two sentences
BAR = "|"
BARS = re.compile(r"\|{2,}")


def fold(text: str) -> str:
    """The text as searches compare it: in one width, case and script of Chinese, without blanks and quotes."""
    return BARS.sub(BAR, unicodedata.normalize("NFKC", text).lower().translate(_FOLDED_CHARACTERS))


class _FoldedCharacters(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character.isspace() or character in DROPPED or category in DROPPED_CATEGORIES:
            folded = ""
        elif category.startswith("P"):
            folded = BAR
        else:
            folded = variants().get(character, character)
        self[code] = folded
        return folded


_FOLDED_CHARACTERS = _FoldedCharacters()


@cache
def variants() -> Mapping[str, str]:
    """The character that stands in searches for each traditional one, and for each radical."""
    # imported late: a build that finds its indexes in the cache needs no dictionaries
    from opencc import OpenCC

    characters = [chr(code) for block in HAN for code in block]
    traditional = dict(AMBIGUOUS)
    for config in TRADITIONAL:
        # one to a line, or some would be read as words together
        simplified: list[str] = OpenCC(config).convert("\n".join(characters)).split("\n")
        for one, other in zip(characters, simplified, strict=True):
            if one != other:
                traditional.setdefault(one, other)
    traditional |= dict(zip(SUPPLEMENT, CHARACTERS, strict=True))
    return {one: _last(other, traditional) for one, other in traditional.items()}


def _last(character: str, simpler: Mapping[str, str]) -> str:
    """The character at the end of the way from variant to variant: 麼, 么, 幺."""
    while (other := simpler.get(character, character)) != character:
        character = other
    return character


def variants_in(texts: Iterable[str]) -> str:
    """The variants of all characters of these texts, each followed by what stands for it: all that a search needs."""
    used = set().union(*map(set, texts))
    folded = set(fold("".join(sorted(used))))
    return "".join(one + other for one, other in sorted(variants().items()) if other in folded)
