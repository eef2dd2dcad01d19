"""The blocks of a Word file: paragraphs with their lists, headings and pictures, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from plugins.imports.forms.submission import EmbeddedImage, SourceLocation
from plugins.imports.word.inline import Piece
from plugins.imports.word.lines import drop_label, markdown_lines, plain_text, struck_text
from plugins.imports.word.numbering import ListMarker

CAPTION = re.compile(r"图\s*[0-9一二三四五六七八九十]+\s*[:：.、\s]\s*")
SENTENCE_END = re.compile(r"[。；！？，：;!?,:]")
MAX_HEADING_LENGTH = 40


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. ``heading`` is the level of a heading, from one; ``marker`` its number or bullet in a list."""

    pieces: tuple[Piece, ...]
    location: SourceLocation
    heading: int | None = None
    marker: ListMarker | None = None
    pictures: tuple[EmbeddedImage, ...] = ()
    is_caption_style: bool = False

    @cached_property
    def text(self) -> str:
        """The plain text without the marker of a list and without what is struck through."""
        return plain_text(self.pieces)

    @cached_property
    def struck(self) -> str:
        return struck_text(self.pieces)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines as Markdown, without the marker of a list."""
        return markdown_lines(self.pieces)

    @property
    def full_text(self) -> str:
        """All that Word shows: the marker, the text, and what is struck through."""
        words = "".join(piece.text for piece in self.pieces).strip()
        return f"{self.marker.text} {words}".strip() if self.marker else words

    @property
    def notes(self) -> list[str]:
        return [piece.note for piece in self.pieces if piece.note]

    @property
    def is_empty(self) -> bool:
        return not (self.pictures or any(piece.text.strip() or piece.note for piece in self.pieces))

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading by its style, or by its look: a short line that is bold throughout."""
        if self.heading is not None:
            return True
        words = [piece for piece in self.pieces if piece.text.strip()]
        is_line = bool(words) and not self.pictures and self.marker is None and "\n" not in self.text
        is_short = len(self.text) <= MAX_HEADING_LENGTH and not SENTENCE_END.search(self.text)
        return is_line and is_short and all(piece.is_bold and not piece.is_struck for piece in words)

    @property
    def is_caption(self) -> bool:
        return not self.pictures and (self.is_caption_style or bool(CAPTION.match(self.text)))

    @property
    def caption_number(self) -> str:
        """What a caption loses: a number such as 图1."""
        match = CAPTION.match(self.text)
        return match.group() if match else ""

    @property
    def caption(self) -> str:
        """The text as a caption, without a number such as 图1, which counts from one in every form."""
        return " ".join(CAPTION.sub("", self.text, count=1).split())

    def after_label(self) -> Paragraph:
        """Return the rest after a label and its colon."""
        return replace(self, pieces=drop_label(self.pieces), heading=None, marker=None)

    def without_text(self) -> Paragraph:
        """Return the pictures alone."""
        return replace(self, pieces=(), heading=None, marker=None)


@dataclass(frozen=True)
class DocxCell:
    """A cell of a table; without any block it continues the cell to its left, if ``continues`` the one above it."""

    blocks: tuple[Block, ...]
    continues: bool = False

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @cached_property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.text)

    @property
    def location(self) -> SourceLocation:
        """The first paragraph with text, else the first; every cell has at least one."""
        texts = [paragraph for paragraph in self.paragraphs if paragraph.text]
        return (texts or self.paragraphs)[0].location

    @property
    def pictures(self) -> list[EmbeddedImage]:
        return [picture for paragraph in iter_paragraphs(self.blocks) for picture in paragraph.pictures]

    @property
    def is_filler(self) -> bool:
        """Whether it only continues the cell to its left."""
        return not self.paragraphs


@dataclass(frozen=True)
class DocxTable:
    """A table, or a text box; its rows may have different lengths."""

    rows: tuple[tuple[DocxCell, ...], ...]
    is_box: bool = False

    @property
    def is_frame(self) -> bool:
        """Whether it is a frame around a text, not a table."""
        return len(self.rows) == 1 and len(self.rows[0]) == 1

    @property
    def frames_tables(self) -> bool:
        """Whether it is a frame around other tables."""
        return self.is_frame and any(isinstance(block, DocxTable) for block in self.rows[0][0].blocks)


Block = Paragraph | DocxTable


def iter_paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Iterate over all paragraphs, including those in tables and nested tables."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from iter_paragraphs(cell.blocks)


def full_text(blocks: Sequence[Block]) -> str:
    """Return all that blocks show, on one line."""
    return " ".join(" ".join(paragraph.full_text.split()) for paragraph in iter_paragraphs(blocks)).strip()
