"""Blocks of a Word file as Markdown: headings, lists with the numbers that Word shows, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from plugins.imports.drafts.markdown_escape import escape_line, format_table, join_lines
from plugins.imports.forms.submission import EmbeddedImage
from plugins.imports.word.blocks import Block, DocxCell, DocxTable, Paragraph, iter_paragraphs
from plugins.imports.word.numbering import ListMarker
from plugins.imports.word.typed_headings import mark_typed_headings

MAX_DEPTH = 8
# a heading in a section is below the section's, which has two signs
FIRST_LEVEL, LAST_LEVEL = 3, 6
MAX_CAPTION_LENGTH = 60


def to_markdown(blocks: Sequence[Block]) -> Iterator[str | EmbeddedImage]:
    """Convert blocks to Markdown paragraphs, lists and tables, with pictures and their captions in between."""
    captioned = list(attach_captions(blocks))
    for is_list, group in groupby(mark_typed_headings(captioned), key=_is_list_item):
        lists = _ListWriter()
        for block in group:
            if isinstance(block, DocxTable):
                yield from _table_to_markdown(block)
            elif is_list and block.marker:
                yield from lists.add(block, block.marker)
            else:
                yield from _paragraph_lines(block)
                yield from block.pictures
        yield from lists.finish()


def attach_captions(blocks: Sequence[Block], *, any_text: bool = False) -> Iterator[Block]:
    """Move each caption to the picture above it; with ``any_text`` any text below a picture is its caption."""
    previous: Block | None = None
    for block in blocks:
        if isinstance(previous, Paragraph) and previous.pictures and isinstance(block, Paragraph):
            is_caption = block.is_caption or (any_text and bool(block.text) and not block.pictures)
            *others, last = previous.pictures
            if is_caption and not last.caption:
                previous = replace(previous, pictures=(*others, replace(last, caption=block.caption)))
                continue
        if previous:
            yield previous
        previous = block
    if previous:
        yield previous


def _is_list_item(block: Block) -> bool:
    """Return whether a block is an item of a list that Markdown can show: with a bullet or a plain number."""
    if not isinstance(block, Paragraph) or block.marker is None or block.pictures or block.is_heading:
        return False
    return bool(block.lines) and (block.marker.number is not None or not block.marker.text)


def _paragraph_lines(paragraph: Paragraph) -> list[str]:
    lines = _marked_lines(paragraph)
    if not (paragraph.is_heading and lines):
        return lines
    level = min(max((paragraph.heading or FIRST_LEVEL - 1) + 1, FIRST_LEVEL), LAST_LEVEL)
    pieces = tuple(replace(piece, is_bold=False) for piece in paragraph.pieces)
    return ["#" * level + " " + join_lines(_marked_lines(replace(paragraph, pieces=pieces)))]


def _marked_lines(paragraph: Paragraph) -> list[str]:
    """Return the lines, the first after the paragraph's number, which Markdown has no list for."""
    lines = list(paragraph.lines)
    if not (lines and paragraph.marker and paragraph.marker.text):
        return lines
    marker = escape_line(paragraph.marker.text)
    blank = " " if marker[-1].isascii() else ""
    return [f"{marker}{blank}{lines[0]}", *lines[1:]]


@dataclass
class _ListWriter:
    """Writes lists. ``above`` are the list and its parents: the level and the last number, None for bullets.

    Markdown goes on counting in a list right below another. So an item that does not follow the one above it
    becomes a paragraph that begins with its number, and so do those that follow it.
    """

    lines: list[str] = field(default_factory=list)
    above: list[tuple[int, int | None]] = field(default_factory=list)
    last_paragraph: tuple[int, int | None] | None = None

    def add(self, item: Paragraph, marker: ListMarker) -> Iterator[str]:
        """Add one item; iterate over the Markdown that is complete before it, or with it."""
        sibling = self._leave_deeper_levels(marker.level)
        is_top, number = not self.above, marker.number
        follows = sibling is not None and number == (sibling[1] or 0) + 1
        is_other_kind = sibling is not None and (number is None) != (sibling[1] is None)
        if is_top and (is_other_kind or (sibling and number is not None and not follows)):
            yield from self.finish()
            sibling = None if is_other_kind else sibling
        if is_top and number is not None:
            is_gap = sibling is not None and not follows
            if is_gap or (not self.lines and self.last_paragraph == (marker.level, number - 1)):
                self.last_paragraph = (marker.level, number)
                yield join_lines(_marked_lines(item))
                return
        self.last_paragraph = None
        sign = "-" if number is None else f"{number}."
        self.lines.append("  " * len(self.above) + f"{sign} {join_lines(item.lines)}")
        self.above.append((marker.level, number))

    def _leave_deeper_levels(self, level: int) -> tuple[int, int | None] | None:
        """Return the item that the next one is a sibling of, if any."""
        base = None
        while self.above and self.above[-1][0] > level:
            base = self.above.pop()
        if self.above and (self.above[-1][0] == level or len(self.above) > MAX_DEPTH):
            return self.above.pop()
        return None if self.above else base

    def finish(self) -> Iterator[str]:
        """Iterate over the list that is complete now, if there is one."""
        if self.lines:
            yield "\n".join(self.lines)
        self.lines, self.above = [], []


def _table_to_markdown(table: DocxTable) -> Iterator[str | EmbeddedImage]:
    if table.is_box:
        for block in to_markdown([block for row in table.rows for cell in row for block in cell.blocks]):
            yield "\n".join(f"> {line}" for line in block.split("\n")) if isinstance(block, str) else block
        return
    rows = [row for row in _fill_down(table.rows) if row]
    if table.is_frame:
        yield from to_markdown(rows[0][0].blocks)
        return
    rows = _caption_rows(rows)
    if any(cell.text or _cell_text(cell) for row in rows for cell in row):
        yield format_table([[_cell_text(cell) for cell in row] for row in rows])
    for row in rows:
        for cell in row:
            yield from _cell_pictures(cell)


def _fill_down(rows: Sequence[tuple[DocxCell, ...]]) -> list[tuple[DocxCell, ...]]:
    """Return the rows with the words of a merged cell in each row that it covers, since Markdown merges no cells."""
    filled: list[tuple[DocxCell, ...]] = []
    for row in rows:
        above = filled[-1] if filled else ()
        filled.append(
            tuple(
                _words_alone(above[index]) if cell.continues and index < len(above) else cell
                for index, cell in enumerate(row)
            )
        )
    return filled


def _words_alone(cell: DocxCell) -> DocxCell:
    paragraphs = (replace(paragraph, pictures=()) for paragraph in iter_paragraphs(cell.blocks))
    return DocxCell(tuple(paragraphs))


def _caption_rows(rows: list[tuple[DocxCell, ...]]) -> list[tuple[DocxCell, ...]]:
    """Return the rows with each short text below a picture as its caption."""
    captioned = [list(row) for row in rows]
    for upper, lower in pairwise(captioned):
        is_pictures = any(cell.pictures for cell in upper) and all(
            bool(cell.pictures) != bool(cell.text) for cell in upper
        )
        is_captions = all(not cell.pictures and len(cell.text) <= MAX_CAPTION_LENGTH for cell in lower)
        if not (is_pictures and is_captions and len(upper) == len(lower)):
            continue
        for index, (cell, below) in enumerate(zip(upper, lower, strict=True)):
            if len(cell.pictures) == 1 and below.text and not cell.text:
                upper[index] = DocxCell(tuple(attach_captions([*cell.blocks, *below.blocks], any_text=True)))
                lower[index] = DocxCell(())
    return [tuple(row) for row in captioned]


def _cell_text(cell: DocxCell) -> str:
    return " ".join(line for paragraph in iter_paragraphs(cell.blocks) for line in _marked_lines(paragraph))


def _cell_pictures(cell: DocxCell) -> Iterator[EmbeddedImage]:
    """Iterate over the pictures of a cell with their captions, including those of nested tables."""
    for block in attach_captions(cell.blocks):
        if isinstance(block, Paragraph):
            yield from block.pictures
        else:
            for row in block.rows:
                for nested in row:
                    yield from _cell_pictures(nested)
