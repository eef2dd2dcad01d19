"""The blocks of a Word file (paragraphs and tables), and their conversion to Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plugins.imports.drafts.markdown_escape import format_table
from plugins.imports.forms.submission import EmbeddedImage, SourceLocation

CAPTION = re.compile(r"图\s*[0-9一二三四五六七八九十]+\s*[:：.、\s]\s*")
MAX_DEPTH = 8


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``level`` is its depth in a list, from zero, ``lines`` are its lines as Markdown."""

    text: str
    lines: tuple[str, ...]
    location: SourceLocation
    style: str = ""
    level: int | None = None
    is_numbered: bool = False
    pictures: tuple[EmbeddedImage, ...] = ()

    @property
    def is_heading(self) -> bool:
        return self.style.startswith(("heading", "标题"))

    @property
    def is_caption(self) -> bool:
        return self.style in {"caption", "题注"} or bool(CAPTION.match(self.text))


@dataclass(frozen=True)
class DocxCell:
    """A cell of a table; without any block it continues the cell to its left."""

    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.text)

    @property
    def location(self) -> SourceLocation:
        """The first paragraph with text, else the first; every cell has at least one."""
        texts = [paragraph for paragraph in self.paragraphs if paragraph.text]
        return (texts or self.paragraphs)[0].location

    @property
    def is_empty(self) -> bool:
        return not self.paragraphs


@dataclass(frozen=True)
class DocxTable:
    """A table; its rows may have different lengths."""

    rows: tuple[tuple[DocxCell, ...], ...]


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


def to_markdown(blocks: Sequence[Block]) -> Iterator[str | EmbeddedImage]:
    """Convert blocks to Markdown paragraphs, lists and tables, with pictures and their captions in between."""
    for is_list, group in groupby(_attach_captions(blocks), key=_is_list_item):
        if is_list:
            yield from _lists_to_markdown([block for block in group if isinstance(block, Paragraph)])
            continue
        for block in group:
            if isinstance(block, DocxTable):
                yield from _table_to_markdown(block)
            else:
                yield from _paragraph_lines(block)
                yield from block.pictures


def _attach_captions(blocks: Sequence[Block]) -> Iterator[Block]:
    """Move each caption to the picture above it."""
    previous: Block | None = None
    for block in blocks:
        if isinstance(previous, Paragraph) and previous.pictures and isinstance(block, Paragraph) and block.is_caption:
            *others, last = previous.pictures
            caption = CAPTION.sub("", block.text, count=1)
            previous = replace(previous, pictures=(*others, replace(last, caption=caption)))
            continue
        if previous:
            yield previous
        previous = block
    if previous:
        yield previous


def _is_list_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.level is not None and bool(block.lines) and not block.pictures


def _paragraph_lines(paragraph: Paragraph) -> list[str]:
    return ["### " + " ".join(paragraph.lines)] if paragraph.is_heading and paragraph.lines else list(paragraph.lines)


def _lists_to_markdown(items: list[Paragraph]) -> Iterator[str]:
    """Convert consecutive items; a change between numbers and bullets begins a new list."""
    lines: list[str] = []
    counts: list[int] = []
    is_numbered = items[0].is_numbered
    for item in items:
        # Word allows an item two levels below the one above it, Markdown does not
        depth = min(item.level or 0, len(counts), MAX_DEPTH)
        if depth == 0 and lines and item.is_numbered != is_numbered:
            yield "\n".join(lines)
            lines, counts = [], []
        is_numbered = item.is_numbered if depth == 0 else is_numbered
        counts = [*counts[:depth], (counts[depth] if depth < len(counts) else 0) + 1]
        marker = f"{counts[depth]}." if item.is_numbered else "-"
        lines.append("  " * depth + f"{marker} {' '.join(item.lines)}")
    yield "\n".join(lines)


def _table_to_markdown(table: DocxTable) -> Iterator[str | EmbeddedImage]:
    rows = [row for row in table.rows if row]
    if len(rows) == 1 and len(rows[0]) == 1:
        # a frame around a text, not a table
        yield from to_markdown(rows[0][0].blocks)
    elif rows:
        yield format_table([[" ".join(_cell_lines(cell)) for cell in row] for row in rows])
        for row in rows:
            for cell in row:
                yield from _cell_pictures(cell)


def _cell_lines(cell: DocxCell) -> Iterator[str]:
    for paragraph in iter_paragraphs(cell.blocks):
        yield from paragraph.lines


def _cell_pictures(cell: DocxCell) -> Iterator[EmbeddedImage]:
    """Iterate over the pictures of a cell with their captions, including those of nested tables."""
    for block in _attach_captions(cell.blocks):
        if isinstance(block, Paragraph):
            yield from block.pictures
        else:
            for row in block.rows:
                for nested in row:
                    yield from _cell_pictures(nested)
