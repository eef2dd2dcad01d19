"""Reader of Word files, which are untrusted: paragraphs, tables and pictures as Word shows them, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, problem
from plugins.imports.forms.submission import EmbeddedImage, Losses, SourceLocation
from plugins.imports.word.blocks import Block, DocxCell, DocxTable, Paragraph
from plugins.imports.word.inline import DELETED, InlineReader, Piece, is_placeholder
from plugins.imports.word.numbering import Numbering
from plugins.imports.word.package import DocxPackage, is_on, qn, text_of, value_of
from plugins.imports.word.parts import NOTE_PARTS, OtherParts
from plugins.imports.word.pictures import find_pictures
from plugins.imports.word.styles import StyleSheet
from plugins.tables.office_package import PackageTooLargeError

MAX_COLUMNS = 60
PLAIN = Piece("")
# elements around blocks
WRAPPERS = {qn(f"w:{name}") for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag")}
WRAPPERS |= {qn("mc:AlternateContent"), qn("mc:Choice")}
OUTLINE_LEVELS = set("012345678")
NESTED_LIST_STYLE = re.compile(r"^list .* ([2-9])$")
CAPTION_STYLES = {"caption", "题注"}


@dataclass(frozen=True)
class DocxDocument:
    """What a Word file shows. ``notes`` are the footnotes by the id in their pieces, as Markdown."""

    blocks: list[Block]
    notes: dict[str, str]
    losses: Losses


def read_docx(folder: Path, file: str) -> DocxDocument:
    """Read a Word file. What cannot be imported is among its losses.

    Raises ``ContentError`` if it is not a valid Word file.
    """
    path = regular_file(folder, file, file, 1)
    try:
        with closing(DocxPackage(path)) as package:
            return _DocumentReader(package, file).read()
    except ContentError:
        raise
    except PackageTooLargeError:
        raise ContentError(problem(file, 1, "intake_form_too_large", name=file)) from None
    except Exception:  # a broken package makes zipfile and lxml raise exceptions of many types
        raise ContentError(problem(file, 1, "intake_broken_form")) from None


class _DocumentReader:
    """Converts the elements of a document to blocks, and collects what has no place in them."""

    def __init__(self, package: DocxPackage, file: str) -> None:
        self.package = package
        self.file = file
        self.losses = Losses()
        self.styles = StyleSheet(package.xml(package.part_of_kind("styles")))
        self.numbering = Numbering(package.xml(package.part_of_kind("numbering")))
        self.inline = InlineReader(package, self.styles, self._report)
        self.parts = OtherParts(package, self.inline)
        self.inline.known_notes = self.parts.note_names()
        self.body = package.xml(package.main).find(qn("w:body"))
        paragraphs = (element for element in self.body.iter(qn("w:p")) if _parent(element, "w:txbxContent") is None)
        self.numbers = {element: number for number, element in enumerate(paragraphs, start=1)}
        self.location = SourceLocation(file, 1)
        self.first_change: SourceLocation | None = None
        # the paragraphs so far whose marks were deleted, so that they go on in the next one, and where they begin
        self.pieces: list[Piece] = []
        self.pictures: list[EmbeddedImage] = []
        self.paragraph_start: SourceLocation | None = None

    def read(self) -> DocxDocument:
        """Read the body, and then the other parts."""
        blocks = list(self.blocks(self.body))
        if self.paragraph_start:
            blocks.append(self._paragraph(None))
        notes = self.parts.read_notes(self._move_to_note)
        self.location = SourceLocation(self.file, 1)
        self.parts.report_page_margins()
        self._report_comments()
        self._report_changes()
        self.losses.texts += self.inline.symbols
        return DocxDocument(blocks, notes, self.losses)

    def _report(self, code: str, **values: object) -> None:
        self.losses.add(self.location, code, **values)

    def _report_comments(self) -> None:
        for id_, text in self.parts.comments().items():
            line = self.references.get(f"comment-{id_}", 1)
            self.losses.add(SourceLocation(self.file, line), "warn_intake_comment", text=text)

    @cached_property
    def references(self) -> dict[str, int]:
        """The paragraphs that refer to comments and notes, by the names of these, such as ``footnote-2``."""
        return {
            f"{kind}-{reference.get(qn('w:id'))}": number
            for kind in ("comment", *NOTE_PARTS)
            for element, number in self.numbers.items()
            for reference in element.iter(qn(f"w:{kind}Reference"))
        }

    def _move_to_note(self, name: str) -> None:
        if name in self.references:
            self.location = SourceLocation(self.file, self.references[name])

    def _report_changes(self) -> None:
        changes = self.inline.changes
        if changes.count:
            self.losses.add(
                self.first_change or self.location,
                "warn_intake_tracked_changes",
                count=changes.count,
                inserted="、".join(filter(None, changes.inserted)) or "—",
                deleted="、".join(filter(None, changes.deleted)) or "—",
            )

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Iterate over the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph_and_boxes(child)
            elif child.tag == qn("w:tbl"):
                yield DocxTable(tuple(self._rows(child)))
            elif child.tag == qn("w:sdt"):
                yield from self._control(child)
            elif child.tag == qn("w:altChunk"):
                self.parts.report_chunk(child.get(qn("r:id")))
            elif child.tag in DELETED:
                self._record_deletion(child)
            elif child.tag in WRAPPERS:
                yield from self.blocks(child)

    def _control(self, control: Any) -> Iterator[Block]:
        if not is_placeholder(control):
            yield from self.blocks(control.findall(qn("w:sdtContent")))
            return
        paragraphs = list(control.iter(qn("w:p")))
        self._move_to(paragraphs)
        self.inline.report_placeholder(control)
        yield from (Paragraph((), self._locate(paragraph)) for paragraph in paragraphs[:1])

    def _move_to(self, paragraphs: list[Any]) -> None:
        self.location = self._locate(paragraphs[0]) if paragraphs else self.location

    def _record_deletion(self, element: Any) -> None:
        """Leave out a row, a cell or paragraphs whose deletion is tracked."""
        self._move_to(list(element.iter(qn("w:p"))))
        self.inline.record_deletion(element)
        self.first_change = self.first_change or self.location

    def _locate(self, paragraph: Any) -> SourceLocation:
        number = self.numbers.get(paragraph)
        return SourceLocation(self.file, number) if number else self.location

    def _rows(self, table: Any) -> Iterator[tuple[DocxCell, ...]]:
        for row in table.iter(qn("w:tr")):
            if _parent(row, "w:tbl") is not table:
                continue
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:del")) is not None:
                self._record_deletion(row)
            elif is_on(properties, "w:hidden"):
                self._move_to(list(row.iter(qn("w:p"))))
                self._report("warn_intake_hidden", text=text_of(row))
            else:
                before = value_of(properties, "w:gridBefore")
                blank = [DocxCell(())] * min(int(before) if before.isdecimal() else 0, MAX_COLUMNS)
                yield (*blank, *self._cells(row))

    def _cells(self, row: Any) -> Iterator[DocxCell]:
        for cell in row.iter(qn("w:tc")):
            if _parent(cell, "w:tbl") is not _parent(row, "w:tbl"):
                continue
            properties = cell.find(qn("w:tcPr"))
            if properties is not None and properties.find(qn("w:cellDel")) is not None:
                self._record_deletion(cell)
                continue
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            blocks = tuple(self._cell_blocks(cell, row))
            yield DocxCell(blocks, continues=merge is not None and merge.get(qn("w:val"), "continue") == "continue")
            # empty cells after a merged one keep the columns below under their headers
            span = value_of(properties, "w:gridSpan")
            width = min(int(span), MAX_COLUMNS) if span.isdecimal() else 1
            yield from [DocxCell(())] * (width - 1)

    def _cell_blocks(self, cell: Any, row: Any) -> Iterator[Block]:
        controls = [ancestor for ancestor in cell.iterancestors(qn("w:sdt")) if row in list(ancestor.iterancestors())]
        empty = next((control for control in controls if is_placeholder(control)), None)
        blocks = list(self._control(empty) if empty is not None else self.blocks(cell))
        yield from blocks
        if not any(isinstance(block, Paragraph) for block in blocks):
            yield Paragraph((), self.location)

    def _paragraph_and_boxes(self, element: Any) -> Iterator[Block]:
        """Iterate over a paragraph and the text boxes in it, unless it goes on in the next one."""
        self.location = self._locate(element)
        properties = element.find(qn("w:pPr"))
        mark = properties.find(qn("w:rPr")) if properties is not None else None
        style = value_of(properties, "w:pStyle")
        self.inline.is_paragraph_hidden, self.inline.paragraph_font = self.styles.hides(style), self.styles.font(style)
        pieces = list(self.inline.pieces(element, PLAIN))
        pictures = list(find_pictures(self.package, element, self.location, self._report))
        boxes, self.inline.boxes = self.inline.boxes, []
        if self.inline.changes.count and not self.first_change:
            self.first_change = self.location
        if self.paragraph_start is None and (pieces or pictures):
            self.paragraph_start = self.location
        self.pieces += pieces
        self.pictures += pictures
        if mark is not None and mark.find(qn("w:del")) is not None:
            # accepting the deletion of a paragraph's mark joins it to the next paragraph
            self.inline.changes.count += 1
            return
        yield self._paragraph(properties)
        for box in boxes:
            yield from self._box(box)

    def _paragraph(self, properties: Any) -> Paragraph:
        style = value_of(properties, "w:pStyle")
        outline = value_of(properties, "w:outlineLvl")
        heading = int(outline) + 1 if outline in OUTLINE_LEVELS else self.styles.heading_level(style)
        pieces, pictures, location = tuple(self.pieces), tuple(self.pictures), self.paragraph_start or self.location
        self.pieces, self.pictures, self.paragraph_start = [], [], None
        marker = None
        if any(piece.text.strip() for piece in pieces):
            direct = properties.find(qn("w:numPr")) if properties is not None else None
            marker = self.numbering.next_marker(direct, self.styles.numbering(style), style)
        rank = NESTED_LIST_STYLE.search(self.styles.name(style))
        if marker and rank:
            # "List Bullet 2" and "List Number 3" are separate lists of one level each
            marker = replace(marker, level=int(rank.group(1)) - 1)
        return Paragraph(pieces, location, heading, marker, pictures, self.styles.name(style) in CAPTION_STYLES)

    def _box(self, box: Any) -> Iterator[Block]:
        blocks = tuple(self.blocks(box))
        if any(not (isinstance(block, Paragraph) and block.is_empty) for block in blocks):
            yield DocxTable(((DocxCell(blocks),),), is_box=True)


def _parent(element: Any, name: str) -> Any:
    """Return the nearest element of this name around another, or None."""
    return next(element.iterancestors(qn(name)), None)
