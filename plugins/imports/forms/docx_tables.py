"""Tables of labels and values in a Word form."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plugins.imports.forms.docx_values import SubmissionBuilder
from plugins.imports.forms.mapping import BODY, SECTIONS, KeyPath, LabelFinder
from plugins.imports.forms.submission import quote
from plugins.imports.word.blocks import Block, DocxCell, DocxTable, Paragraph, full_text

# with two labels and nothing else a row is a head
MIN_HEADS = 2


@dataclass(frozen=True)
class _LabelledCell:
    """A cell with text, and the key path if it is a label; ``is_continued`` if the label began in a row above."""

    cell: DocxCell
    path: KeyPath | None
    is_continued: bool = False


def count_pairs(table: DocxTable, labels: LabelFinder, has_value: Callable[[KeyPath], bool]) -> int:
    """Count the labels of fields without a value that have a cell with another text to their right."""
    return sum(not has_value(path) for path, _ in label_pairs(table, labels))


def label_pairs(table: DocxTable, labels: LabelFinder) -> Iterator[tuple[KeyPath, str]]:
    """Iterate over the labels that have a cell with another text to their right, with that text."""
    for row in table.rows:
        cells = [cell for cell in row if not cell.is_filler]
        for cell, following in itertools.pairwise(cells):
            path = labels.find(cell.text)
            if path is not None and not labels.find(following.text):
                yield path, following.text


class TableReader:
    """Reads tables of labels and values; ``read_blocks`` reads a cell that is a form of its own."""

    def __init__(self, builder: SubmissionBuilder, read_blocks: Callable[[Sequence[Block]], None]) -> None:
        self.builder = builder
        self.labels = builder.labels
        self.mapping = builder.labels.mapping
        self.read_blocks = read_blocks

    def read(self, table: DocxTable) -> None:
        """Read a table."""
        waiting: KeyPath | None = None
        heads: list[_LabelledCell] = []
        columns: dict[int, KeyPath] = {}
        for row in table.rows:
            cells = self._labelled_cells(row, columns)
            if len(cells) == len(heads) and not any(cell.path for cell in cells):
                self._read_below(heads, cells)
                waiting = None
                continue
            heads = cells if self._is_head(cells) else []
            if waiting and cells and not cells[0].path:
                self._set(waiting, cells[0].cell)
                cells = cells[1:]
            waiting = self._read_row(cells)

    def _is_head(self, cells: Sequence[_LabelledCell]) -> bool:
        """Return whether a row is labels alone, so that their values are in the rows below it."""
        known = sum(cell.path is not None for cell in cells)
        return known >= MIN_HEADS and all(cell.path or self.mapping.ignores(cell.cell.text) for cell in cells)

    def _read_below(self, heads: Sequence[_LabelledCell], cells: Sequence[_LabelledCell]) -> None:
        """Pair the labels of a row with the cells below them."""
        for head, cell in zip(heads, cells, strict=True):
            if head.path:
                self._set(head.path, cell.cell)
            else:
                self._leave_out(head.cell, cell)

    def _labelled_cells(self, row: Sequence[DocxCell], columns: dict[int, KeyPath]) -> list[_LabelledCell]:
        """Return the cells of a row; ``columns`` are the labels so far that may go on in the next row, by column."""
        cells = []
        for index, cell in enumerate(row):
            if cell.is_filler:
                continue
            if cell.continues:
                # Word does not show what such a cell holds
                if text := full_text(cell.blocks):
                    self.builder.submission.add_loss(cell.location, "warn_intake_hidden", text=text)
                if index in columns:
                    cells.append(_LabelledCell(cell, columns[index], is_continued=True))
                continue
            path = self.labels.find(cell.text)
            columns.pop(index, None)
            if path:
                columns[index] = path
            cells.append(_LabelledCell(cell, path))
        return cells

    def _read_row(self, cells: Sequence[_LabelledCell]) -> KeyPath | None:
        """Pair each label with the cell to its right; return a last label, whose value is in the next row."""
        index = 0
        while index < len(cells):
            current, following = cells[index], cells[index + 1] if index + 1 < len(cells) else None
            if current.path:
                self.builder.submission.accounted.append(full_text(current.cell.blocks))
            if current.path and not following:
                return None if current.is_continued else current.path
            if current.path and following and not following.path:
                self._set(current.path, following.cell, is_continued=current.is_continued)
                index += 1
            elif not current.path:
                index += self._read_unlabelled(current.cell, following)
            index += 1
        return None

    def _set(self, path: KeyPath, cell: DocxCell, *, is_continued: bool = False) -> None:
        if path[0] == BODY and self.holds_sections(cell):
            self._read_sections(cell)
        else:
            self.builder.set_value(path, cell.location, cell.blocks, is_continued=is_continued)

    def _read_sections(self, cell: DocxCell) -> None:
        self.read_blocks(cell.blocks)
        self.builder.finish_field()

    def _read_unlabelled(self, cell: DocxCell, following: _LabelledCell | None) -> int:
        """Read a cell that is not a label alone; return the number of cells after it that belong to it."""
        submission = self.builder.submission
        label = self.labels.split(cell.paragraphs[0].text)
        if label and (path := self.labels.find(label)) and not self.builder.has_value(path):
            submission.accounted.append(label)
            self.builder.set_value(path, cell.location, (cell.paragraphs[0].after_label(), *cell.blocks[1:]))
            return 0
        if self.holds_sections(cell):
            self._read_sections(cell)
            return 0
        if following and following.path:
            # the name of a group of rows
            submission.accounted.append(full_text(cell.blocks))
            return 0
        if following and self.holds_sections(following.cell):
            submission.accounted.append(full_text(cell.blocks))
            self._read_sections(following.cell)
            return 1
        return self._leave_out(cell, following)

    def _leave_out(self, cell: DocxCell, following: _LabelledCell | None) -> int:
        """Report a cell and, if it is an unknown label, its value."""
        if following is None or not cell.text or cell.pictures:
            for block in cell.blocks:
                self.builder.report_unmapped(block)
            return 0
        if self.mapping.ignores(cell.text):
            texts = [full_text(cell.blocks), full_text(following.cell.blocks)]
            self.builder.submission.accounted += texts
            if texts[1]:
                self.builder.submission.left_out.append((cell.location, quote("：".join(texts))))
        else:
            self.builder.report_unmapped_field(cell.blocks, following.cell.blocks)
        return 1

    def holds_sections(self, cell: DocxCell) -> bool:
        """Return whether a cell has lines that are labels of sections."""
        texts = [block.text for block in cell.blocks if isinstance(block, Paragraph)]
        paths = [self.labels.find(text) for text in texts]
        return len(texts) > 1 and any(path is not None and path[0] == SECTIONS for path in paths)
