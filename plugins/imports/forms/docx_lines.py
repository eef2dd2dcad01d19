"""Lines of a Word form that hold several fields, each a label, a colon and a value."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plugins.content.lookup import normalize_label
from plugins.imports.forms.mapping import COLON, TEXT_KEYS, LabelFinder
from plugins.imports.word.blocks import Paragraph
from plugins.imports.word.lines import cut_pieces

# fields that may mention a label and a colon themselves
UNDIVIDED = TEXT_KEYS | {"video"}
# a label may be spaced out: 项 目 名 称
MAX_WORDS = 8
# a longer paragraph is a text
MAX_LINE = 500

# the heading of a page of the organiser's words, before or behind the form
INSTRUCTIONS = re.compile(r"填[表报写](?:说明|须知|要求|注意事项)|申报须知|(?:申报|参赛|诚信|真实性)?承诺书")
NUMBERED = re.compile(r"\s*[(（]?(?P<number>[0-9]+|[一二三四五六七八九十]+)[)）、.．]")
NOTE = re.compile(r"\s*注\s*[:：]")
FIRST = {"1", "一"}


@dataclass
class Instructions:
    """Whether the paragraphs that are read now are instructions or a pledge, and how many of them are numbered.

    A note goes on only in numbered paragraphs.
    """

    is_open: bool = False
    is_note: bool = False
    numbered: int = 0

    def end(self) -> None:
        """End the instructions: a table begins."""
        self.is_open = False

    def take(self, paragraph: Paragraph, labels: LabelFinder, *, is_free: bool) -> bool:
        """Return whether a paragraph belongs to instructions, up to a label without a number or with a first one.

        ``is_free`` is whether no field is open, to which a note would belong.
        """
        is_note = is_free and NOTE.match(paragraph.text) is not None
        if is_note or INSTRUCTIONS.fullmatch(normalize_label(paragraph.text)):
            self.is_open, self.is_note, self.numbered = True, is_note, 0
        elif self.is_open and not paragraph.is_empty:
            match = NUMBERED.match(paragraph.full_text)
            label = labels.split(paragraph.text) or paragraph.text
            is_label = _is_known(label, labels) and (not match or (match["number"] in FIRST and self.numbered > 0))
            self.is_open = not (is_label or (self.is_note and not match))
            self.numbered += match is not None
        return self.is_open and not (paragraph.is_empty or paragraph.pictures)


def divide_fields(paragraph: Paragraph, labels: LabelFinder) -> list[Paragraph]:
    """Return the fields of a line, or the line itself if it has one or none."""
    text = "".join(piece.text for piece in paragraph.pieces)
    starts = [0, *(_starts(text, labels) if len(text) <= MAX_LINE else ()), len(text)]
    if len(starts) == 2:
        return [paragraph]
    parts = [
        replace(paragraph, pieces=cut_pieces(paragraph.pieces, start, stop))
        for start, stop in itertools.pairwise(starts)
    ]
    return [*(replace(part, pictures=()) for part in parts[:-1]), parts[-1]]


def _starts(text: str, labels: LabelFinder) -> Iterator[int]:
    """Iterate over the places behind blanks where a further field begins."""
    colons = [match.start() for match in COLON.finditer(text)]
    if not colons or not _is_detail(text[: colons[0]], labels):
        return
    for before, colon in itertools.pairwise(colons):
        start = _label_start(text, before + 1, colon, labels)
        if start is not None:
            yield start
            if not _is_detail(text[start:colon], labels):
                return


def _label_start(text: str, first: int, colon: int, labels: LabelFinder) -> int | None:
    """Return where the label before a colon begins, the longest that is known; None if there is none."""
    starts = [place for place in range(first + 1, colon) if text[place - 1].isspace() and not text[place].isspace()]
    known = [place for place in starts[-MAX_WORDS:] if _is_known(text[place:colon], labels)]
    # a value stands before it
    return next((place for place in known if text[first:place].strip()), None)


def _is_known(label: str, labels: LabelFinder) -> bool:
    return labels.find(label) is not None or labels.mapping.ignores(label)


def _is_detail(label: str, labels: LabelFinder) -> bool:
    """Return whether a label is that of a field of a few words."""
    path = labels.find(label)
    return path[0] not in UNDIVIDED if path else labels.mapping.ignores(label)
