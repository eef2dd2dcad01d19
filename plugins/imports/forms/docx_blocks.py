"""What a Word file is made of, once it was read: paragraphs, and tables of cells with blocks of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plugins.imports.drafts.markdown_escape import table
from plugins.imports.forms.submission import Embedded, Place

CAPTION = re.compile(r"图\s*[0-9一二三四五六七八九十]+\s*[:：.、\s]\s*")
DEEPEST = 8


@dataclass(frozen=True)
class Paragraph:
    """``level`` is the depth in a list, from nought; ``lines`` is the text as Markdown, a line each."""

    text: str
    lines: tuple[str, ...]
    place: Place
    style: str = ""
    level: int | None = None
    is_numbered: bool = False
    pictures: tuple[Embedded, ...] = ()

    @property
    def is_heading(self) -> bool:
        return self.style.startswith(("heading", "标题"))

    @property
    def is_caption(self) -> bool:
        return self.style in {"caption", "题注"} or bool(CAPTION.match(self.text))


@dataclass(frozen=True)
class Cell:
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.paragraphs if each.text)

    @property
    def place(self) -> Place:
        """The first paragraph with words, or the first at all: every cell has one."""
        return next((each.place for each in self.paragraphs if each.text), self.paragraphs[0].place)

    def is_empty(self) -> bool:
        return not self.paragraphs


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


def paragraphs_in(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Every paragraph, those in tables and in tables within tables as well."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (each for row in block.rows for cell in row for each in paragraphs_in(cell.blocks))


def as_markdown(blocks: Sequence[Block]) -> Iterator[str | Embedded]:
    """The blocks as Markdown: paragraphs, lists and tables, with pictures and their captions in between."""
    for is_list, group in groupby(_captioned(blocks), key=_is_item):
        if is_list:
            yield from _lists([block for block in group if isinstance(block, Paragraph)])
            continue
        for block in group:
            if isinstance(block, Table):
                yield from _table(block)
            else:
                yield from _lines(block)
                yield from block.pictures


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with each caption moved to the picture above it."""
    former: Block | None = None
    for block in blocks:
        if isinstance(former, Paragraph) and former.pictures and isinstance(block, Paragraph) and block.is_caption:
            *others, last = former.pictures
            caption = CAPTION.sub("", block.text, count=1)
            former = replace(former, pictures=(*others, replace(last, caption=caption)))
            continue
        if former:
            yield former
        former = block
    if former:
        yield former


def _is_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.level is not None and bool(block.lines) and not block.pictures


def _lines(paragraph: Paragraph) -> list[str]:
    return ["### " + " ".join(paragraph.lines)] if paragraph.is_heading and paragraph.lines else list(paragraph.lines)


def _lists(items: list[Paragraph]) -> Iterator[str]:
    """Neighbouring items as lists; a list of the other kind begins a new one."""
    written: list[str] = []
    counts: list[int] = []
    kind = items[0].is_numbered
    for item in items:
        # Word lets an item stand two ranks below the one above it, Markdown does not
        depth = min(item.level or 0, len(counts), DEEPEST)
        if depth == 0 and written and item.is_numbered != kind:
            yield "\n".join(written)
            written, counts = [], []
        kind = item.is_numbered if depth == 0 else kind
        counts = [*counts[:depth], (counts[depth] if depth < len(counts) else 0) + 1]
        mark = f"{counts[depth]}." if item.is_numbered else "-"
        written.append("  " * depth + f"{mark} {' '.join(item.lines)}")
    yield "\n".join(written)


def _table(block: Table) -> Iterator[str | Embedded]:
    rows = [row for row in block.rows if row]
    if len(rows) == 1 and len(rows[0]) == 1:
        # a frame around a text, not a table
        yield from as_markdown(rows[0][0].blocks)
    elif rows:
        yield table([[" ".join(_words(cell)) for cell in row] for row in rows])
        yield from (picture for row in rows for cell in row for picture in pictures_in(cell))


def _words(cell: Cell) -> Iterator[str]:
    for block in cell.blocks:
        yield from (
            block.lines
            if isinstance(block, Paragraph)
            else (word for row in block.rows for inner in row for word in _words(inner))
        )


def pictures_in(cell: Cell) -> Iterator[Embedded]:
    """Every picture of a cell, those of tables inside it as well; captions under them are theirs."""
    for block in _captioned(cell.blocks):
        yield from (
            block.pictures
            if isinstance(block, Paragraph)
            else (picture for row in block.rows for inner in row for picture in pictures_in(inner))
        )
