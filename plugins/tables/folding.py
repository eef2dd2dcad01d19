"""One folding for cells and for what they are compared with, so that two spellings of a name are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

DASHES = "‐‑‒–—―−─━﹘"
DOUBLE_QUOTES = "“”„‟″「」『』〝〞"
SINGLE_QUOTES = "‘’‚‛′`´"
DOTS = "•・‧∙⋅"
SIGNS = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(DOUBLE_QUOTES, '"'),
        **dict.fromkeys(SINGLE_QUOTES, "'"),
        **dict.fromkeys(DOTS, "·"),
        "～": "~",
        "〜": "~",
        "⋯": "...",
    }
)
REPEATED = re.compile(r"([-.~])\1+")
# what stands for the cell above, folded
DITTO = {"同上", "同前", "〃", '"', "ditto"}
# longer names are not compared by edit distance
MAX_COMPARED = 60
MAX_DISTANCE = 5


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, without case, blanks and invisible characters, plain dashes and quotes.

    Dashes, quotes and middle dots of all kinds become one of each, and a run of dashes, full stops or tildes one.
    """
    if not text.isascii():
        # signs first: NFKC would make a double prime two single ones
        text = unicodedata.normalize("NFKC", text.translate(SIGNS)).translate(SIGNS)
        text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return REPEATED.sub(r"\1", "".join(text.casefold().split()))


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Return the choice with the least edit distance to a name, if at most a third of it differs.

    Otherwise the only choice that contains it, if there is one, or None.
    """
    choices = list(choices)
    folded = fold(name[:MAX_COMPARED])
    best, limit = None, min(MAX_DISTANCE, max(1, len(folded) // 3)) + 1
    for choice in choices:
        distance = _edit_distance(folded, fold(choice[:MAX_COMPARED]), limit - 1)
        if distance < limit:
            best, limit = choice, distance
    containing = [choice for choice in choices if len(folded) > 1 and folded in fold(choice)]
    return containing[0] if best is None and len(containing) == 1 else best


def _edit_distance(one: str, other: str, limit: int) -> int:
    """Count the insertions, deletions and substitutions from one to the other; ``limit`` + 1 if there are more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, start=1):
        previous, row = row, [number]
        for index, counterpart in enumerate(other, start=1):
            row.append(min(previous[index] + 1, row[-1] + 1, previous[index - 1] + (character != counterpart)))
        if min(row) > limit:
            return limit + 1
    return row[-1]
