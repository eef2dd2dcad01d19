"""Headings that only their number tells: 一、 （一） 1. 1.1 on a short line, with text below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

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


def mark_typed_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Iterate over the blocks of a section, with the lines that are headings by their numbers marked as such.

    Numbers of one kind are headings if they begin with the first, all stand on short lines that are no sentences, and
    each has something below it that is no further line of this kind; else they are items of a list and stay text.
    """
    kinds = [_kind(block) for block in blocks]
    is_heading = dict.fromkeys((kind for kind in kinds if kind is not None), True)
    # from the lowest kind: a line with only lower headings below it is one too
    for kind in sorted(is_heading, reverse=True):
        places = [index for index, other in enumerate(kinds) if other == kind]
        is_heading[kind] = _number(blocks[places[0]], kind) in FIRST_NUMBERS and all(
            _is_short(blocks[index]) and _has_text_below(blocks, kinds, index) for index in places
        )
    levels = {kind: level for level, kind in enumerate(sorted(kind for kind in is_heading if is_heading[kind]))}
    for block, number in zip(blocks, kinds, strict=True):
        if isinstance(block, Paragraph) and block.heading is None and number is not None and number in levels:
            yield replace(block, heading=levels[number] + 2)
        else:
            yield block


def _kind(block: Block) -> int | None:
    """Return the index of the kind of number that a line begins with, None for any other block."""
    if not isinstance(block, Paragraph) or block.pictures:
        return None
    return next((kind for kind, number in enumerate(NUMBERS) if number.match(_numbered_text(block))), None)


def _numbered_text(paragraph: Paragraph) -> str:
    """Return the text with the number that Word counts itself; editors cannot tell it from a typed one."""
    marker = paragraph.marker.text if paragraph.marker else ""
    return f"{marker} {paragraph.text}".strip()


def _number(block: Block, kind: int) -> str:
    match = NUMBERS[kind].match(_numbered_text(block)) if isinstance(block, Paragraph) else None
    return match["number"] if match else ""


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
