"""Headings that only their number marks as such: 一、 （一） 1. 1.1 on a short line, with text below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from plugins.imports.word.blocks import MAX_HEADING_LENGTH, SENTENCE_END, Block, Paragraph

# from the highest level to the lowest; the order in which official documents number (GB/T 9704)
NUMBERS = (
    re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、\s*(?=\S)"),
    re.compile(r"[（(](?P<number>[一二三四五六七八九十]{1,3})[）)]\s*(?=\S)"),
    re.compile(r"(?P<number>\d{1,2})(?:[.．](?!\d)|、)\s*(?=\S)"),
    re.compile(r"(?P<number>\d{1,2}[.．]\d{1,2})(?![.．]?\d)[.．、]?\s*(?=\D)"),
    re.compile(r"(?P<number>\d{1,2}[.．]\d{1,2}[.．]\d{1,2})(?![.．]?\d)[.．、]?\s*(?=\D)"),
    re.compile(r"[（(](?P<number>\d{1,2})[）)]\s*(?=\S)"),
)
FIRST_NUMBERS = {"一", "1", "1.1", "1．1", "1.1.1", "1．1．1"}


class _TypedNumber(NamedTuple):
    """A number at the beginning of a line: the index of its kind, and its digits."""

    kind: int
    text: str


def mark_typed_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Iterate over the blocks of a section, with the lines that are headings by their numbers marked as such.

    Numbers of one kind are headings if they begin with the first, all stand on short lines that are no sentences, and
    each has something below it that is no further line of this kind; else they are items of a list and stay text.
    """
    numbers = [_find_number(block) for block in blocks]
    kinds = [number.kind if number else None for number in numbers]
    levels: dict[int, int] = {}
    for kind in sorted({number.kind for number in numbers if number}):
        lines = [index for index, other in enumerate(kinds) if other == kind]
        first = numbers[lines[0]]
        if (
            first
            and first.text in FIRST_NUMBERS
            and all(_is_short(blocks[index]) and _has_text_below(blocks, kinds, index) for index in lines)
        ):
            levels[kind] = len(levels)
    for block, number in zip(blocks, numbers, strict=True):
        if isinstance(block, Paragraph) and block.heading is None and number and number.kind in levels:
            yield replace(block, heading=levels[number.kind] + 2)
        else:
            yield block


def _find_number(block: Block) -> _TypedNumber | None:
    """Return the number that a line begins with, None for any other block."""
    if not isinstance(block, Paragraph) or block.pictures:
        return None
    # editors cannot tell a number that Word counts itself from a typed one
    marker = block.marker.text if block.marker else ""
    text = f"{marker} {block.text}".strip()
    matches = ((kind, number.match(text)) for kind, number in enumerate(NUMBERS))
    return next((_TypedNumber(kind, match["number"]) for kind, match in matches if match), None)


def _is_short(block: Block) -> bool:
    if not isinstance(block, Paragraph) or "\n" in block.text or block.struck or block.notes:
        return False
    return len(block.text) <= MAX_HEADING_LENGTH and not SENTENCE_END.search(block.text)


def _has_text_below(blocks: Sequence[Block], kinds: Sequence[int | None], index: int) -> bool:
    """Return whether something follows that is neither of the same kind of number nor of a higher one."""
    kind = kinds[index] or 0
    for block, other in zip(blocks[index + 1 :], kinds[index + 1 :], strict=True):
        if not (isinstance(block, Paragraph) and block.is_empty):
            return other is None or other > kind
    return False
