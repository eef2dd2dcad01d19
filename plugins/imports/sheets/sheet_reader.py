"""Reading of one sheet: its rows as submissions, its pictures, and problems that quote everything else in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from plugins.imports.drafts.markdown_escape import to_paragraphs
from plugins.imports.forms.mapping import (
    IDENTIFYING,
    PICTURE_FIELDS,
    REPEATABLE,
    SECTIONS,
    FieldMapping,
    KeyPath,
    is_sentence,
)
from plugins.imports.forms.submission import EmbeddedImage, FieldValue, Losses, SourceLocation, Submission, quote
from plugins.imports.sheets.cell_values import read_value
from plugins.imports.sheets.head import SheetHead
from plugins.imports.sheets.row_kinds import RowSorter
from plugins.tables.cells import MergedRange, TableCell, TableRow, TableSheet
from plugins.tables.folding import DITTO, fold
from plugins.tables.office_package import PackageBrokenError

# a row with a cell merged over so many columns is a title or a note
MIN_WIDE = 3
EMPTY = TableCell("")
Item = TypeVar("Item")
LINK_FORMULA = re.compile(r'HYPERLINK\("([^"]+)"', re.I)


@dataclass
class SheetReader:
    """Reads the rows below the head of one sheet. ``losses`` are those of the sheet, not of a submission."""

    sheet: TableSheet
    start: SourceLocation
    head: SheetHead
    mapping: FieldMapping
    losses: Losses
    _merged: dict[int, tuple[int, TableCell]] = field(default_factory=dict)
    _spans: list[MergedRange] = field(default_factory=list)
    _above: dict[int, TableCell] = field(default_factory=dict)
    _unmapped: dict[int, list[str]] = field(default_factory=dict)
    _ignored: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._links = self.sheet.links()
        self._hidden_columns = self.sheet.hidden_columns() & self.head.paths.keys()
        self._pictures = _group_by_row(self.sheet.pictures())
        self._notes = _group_by_row(self.sheet.notes())

    def submissions(self, rows: Sequence[TableRow], merges: Sequence[MergedRange]) -> Iterator[Submission]:
        """Iterate over the submissions, each of one row or of rows whose number or title is merged."""
        starts: dict[int, list[MergedRange]] = {}
        for cells in merges:
            starts.setdefault(cells.first_row, []).append(cells)
        wide = {cells.first_row for cells in merges if cells.last_column - cells.first_column + 1 >= MIN_WIDE}
        sorter = RowSorter(self.head, self.mapping, frozenset(wide))
        submission: Submission | None = None
        part = 0
        for row in self._own_rows(rows, sorter):
            is_continued = self._is_continued(row)
            filled = self._fill_down(row, starts.get(row.number, ()))
            if self._is_left_out(row, sorter):
                continue
            if submission and is_continued:
                part += 1
            else:
                if submission:
                    yield submission
                part, submission = 0, Submission(self.locate(row.number, min(self.head.paths)))
            self._read_row(submission, self._repeat_above(submission, filled), part)
            for column, text in self._notes.pop(row.number, ()):
                submission.add_loss(self.locate(row.number, column), "warn_intake_beside_cells", text=text)
        if submission:
            yield submission
        self._report_rest()

    def _own_rows(self, rows: Sequence[TableRow], sorter: RowSorter) -> Iterator[TableRow]:
        """Iterate over the rows below the head, up to a head with other columns."""
        below = [row for row in rows if row.number > self.head.last_row]
        for index, row in enumerate(below):
            if sorter.is_other_head(row):
                words = [cell.text.strip() for other in below[index:] for cell in other.cells.values()]
                self.losses.add(
                    self.locate(row.number, min(row.cells)), "intake_other_head", text="；".join(filter(None, words))
                )
                return
            yield row

    def locate(self, row: int, column: int) -> SourceLocation:
        """Return the location of a cell."""
        return replace(self.start, line=row, column=column)

    def _is_continued(self, row: TableRow) -> bool:
        """Return whether the number or title of a row is merged with that of a row above."""
        return any(
            path in IDENTIFYING and column in self._merged and row.number <= self._merged[column][0]
            for column, path in self.head.paths.items()
        )

    def _fill_down(self, row: TableRow, starts: Sequence[MergedRange]) -> TableRow:
        """Return a row with the cells that are merged with those above it, and without what a merged cell covers."""
        cells = dict(row.cells)
        for merged in self._spans:
            self._uncover(row, merged, cells)
        for column, (last_row, cell) in list(self._merged.items()):
            if row.number > last_row:
                del self._merged[column]
            else:
                cells.setdefault(column, cell)
        for merged in starts:
            self._uncover(row, merged, cells)
            if merged.last_row > merged.first_row and merged.first_column in row.cells:
                self._merged[merged.first_column] = (merged.last_row, row.cells[merged.first_column])
        self._spans = [merged for merged in (*self._spans, *starts) if merged.last_row > row.number]
        return TableRow(row.number, cells, row.is_hidden)

    def _repeat_above(self, submission: Submission, row: TableRow) -> TableRow:
        """Return a row in which "同上" has become what stands above it."""
        cells = dict(row.cells)
        for column, cell in row.cells.items():
            if fold(cell.text) in DITTO and column in self._above and self.head.paths.get(column) not in IDENTIFYING:
                submission.accounted.append(cell.text)
                cells[column] = self._above[column]
        self._above = cells
        return TableRow(row.number, cells, row.is_hidden)

    def _uncover(self, row: TableRow, merged: MergedRange, cells: dict[int, TableCell]) -> None:
        """Take the cells out that a merged cell covers, which no program shows, and report their texts."""
        first = (merged.first_row, merged.first_column)
        covering = row.cells.get(merged.first_column) if row.number == merged.first_row else None
        covering = covering or self._merged.get(merged.first_column, (0, EMPTY))[1]
        for column in [column for column in cells if merged.first_column <= column <= merged.last_column]:
            if (row.number, column) == first:
                continue
            cell = cells.pop(column)
            if cell.text.strip() and cell.text != covering.text:
                self.losses.add(self.locate(row.number, column), "warn_intake_covered_cell", text=cell.text)
            else:
                self.losses.texts.append(cell.text)

    def _is_left_out(self, row: TableRow, sorter: RowSorter) -> bool:
        """Report a row that is no submission, and return whether it is one."""
        cells = [cell for cell in row.cells.values() if cell.text.strip()]
        if sorter.repeats_head(row):
            self.losses.texts += [cell.text for cell in cells]
            return True
        has_picture = any(cell.picture_id for cell in row.cells.values()) or row.number in self._pictures
        if not (cells or has_picture):
            return True
        code = sorter.kind(row)
        if code is None:
            return False
        self.report_row(row, code)
        return True

    def report_row(self, row: TableRow, code: str) -> None:
        """Report a row that is no submission, with its words."""
        # some programs write the text of a merged cell into all of its cells
        counts = Counter(cell.text.strip() for cell in row.cells.values() if cell.text.strip())
        self.losses.texts += (counts - Counter(counts.keys())).elements()
        self.losses.add(self.locate(row.number, min(row.cells)), code, text="；".join(counts))

    def _read_row(self, submission: Submission, row: TableRow, part: int) -> None:
        by_column = self._take_pictures(row)
        for column in sorted({*self.head.paths, *row.cells, *by_column}):
            cell = row.cells.get(column, EMPTY)
            location = self.locate(row.number, column)
            path = self.head.paths.get(column)
            if cell.hidden:
                submission.add_loss(location, "warn_intake_hidden", text=cell.hidden)
            if path is None:
                self._report_unmapped(submission, location, cell)
                self._add_gallery(submission, location, by_column.get(column, ()))
            elif column in self._hidden_columns:
                if cell.text.strip():
                    text = f"{self.head.labels[column]}：{cell.text}"
                    submission.add_loss(location, "intake_hidden_cell", text=text)
            else:
                self._read_cell(submission, self._part_path(path, part), cell, location, by_column.get(column, ()))

    def _take_pictures(self, row: TableRow) -> dict[int, list[EmbeddedImage]]:
        """Return the pictures laid over a row and in its cells, by column; they count as used."""
        in_cells = ((column, cell.picture_id) for column, cell in row.cells.items() if cell.picture_id)
        pictures = self._pictures.pop(row.number, [])
        pictures += [(column, self.sheet.find_picture(picture_id)) for column, picture_id in in_cells]
        images: dict[int, list[EmbeddedImage]] = {}
        for column, picture in pictures:
            try:
                data = self.sheet.read_picture(picture)
            except PackageBrokenError:
                # without bytes the picture is reported as unreadable where it is used
                data = b""
            images.setdefault(column, []).append(EmbeddedImage(data, picture.alt, self.locate(row.number, column)))
        return images

    def _part_path(self, path: KeyPath, part: int) -> KeyPath:
        """Return the key of a field in a further row of a submission, whose numbered pictures are further ones."""
        if len(path) < 2 or not isinstance(path[1], int):
            return path
        numbered = [other[1] for other in self.head.paths.values() if other[:1] == path[:1] and len(other) > 1]
        count = max(number for number in numbered if isinstance(number, int)) + 1
        return (path[0], path[1] + part * count, *path[2:])

    def _read_cell(
        self,
        submission: Submission,
        path: KeyPath,
        cell: TableCell,
        location: SourceLocation,
        images: Sequence[EmbeddedImage],
    ) -> None:
        takes_pictures = (path[0], path[-1]) in PICTURE_FIELDS or path[0] == SECTIONS
        value = read_value(submission, self.mapping, path, cell, location, images if takes_pictures else ())
        if not takes_pictures:
            self._add_gallery(submission, location, images)
        self._store(submission, path, value)
        self._report_link(submission, cell, location)

    def _report_link(self, submission: Submission, cell: TableCell, location: SourceLocation) -> None:
        """Report the address behind the words of a cell, which an entry does not have."""
        formula = LINK_FORMULA.match(cell.formula)
        address = formula[1] if formula else self._links.get((location.line, location.column or 0), "")
        if address and address.removeprefix("mailto:").rstrip("/") not in cell.text:
            submission.add_problem(location, "warn_intake_link", target=quote(address))

    def _store(self, submission: Submission, path: KeyPath, value: FieldValue) -> None:
        existing = submission.values.get(path)
        if existing is None or existing.is_empty:
            submission.values[path] = value
        elif value.is_empty or (value.text == existing.text and not value.blocks):
            submission.accounted.append(value.text)
        elif path[0] in {*REPEATABLE, SECTIONS, "summary"}:
            text = "\n".join(filter(None, (existing.text, value.text)))
            submission.values[path] = FieldValue(text, existing.location, _joined_blocks(existing, value, path))
        else:
            label = self.mapping.label_for(path)
            submission.add_loss(value.location, "intake_said_twice", text=label, value=value.text)

    def _add_gallery(self, submission: Submission, location: SourceLocation, images: Sequence[EmbeddedImage]) -> None:
        """Add pictures that lie in no field for pictures."""
        if images:
            self._store(submission, ("gallery",), FieldValue("", location, tuple(images)))

    def _report_unmapped(self, submission: Submission, location: SourceLocation, cell: TableCell) -> None:
        """Report a text without a place in an entry; short ones are reported once for their whole column."""
        column = location.column or 0
        text, label = cell.text.strip(), self.head.labels.get(column, "")
        if not text:
            return
        if self.mapping.ignores(label):
            submission.accounted.append(text)
            self._ignored.add(column)
        elif label and not is_sentence(text):
            self._unmapped.setdefault(column, []).append(text)
        else:
            submission.add_loss(location, "intake_unmapped", text=f"{label}：{text}" if label else text)

    def _report_rest(self) -> None:
        """Report the columns, comments and pictures that belong to no submission."""
        if self._ignored:
            labels = "、".join(self.head.labels[column] for column in sorted(self._ignored))
            self.losses.add(self.locate(self.head.last_row, min(self._ignored)), "warn_intake_ignored", text=labels)
        for column, label in self.head.labels.items():
            is_known = column in self.head.paths or column in self.head.extensions or self.mapping.ignores(label)
            if label and not is_known:
                counts = Counter(self._unmapped.get(column, ()))
                self.losses.texts += (counts - Counter(counts.keys())).elements()
                text = f"{label}：{'、'.join(counts)}" if counts else label
                self.losses.add(self.locate(self.head.last_row, column), "warn_intake_unmapped", text=text)
        for row, columns in self._notes.items():
            for column, text in columns:
                self.losses.add(self.locate(row, column), "warn_intake_beside_cells", text=text)
        for row, pictures in sorted(self._pictures.items()):
            for column, _ in pictures:
                self.losses.add(self.locate(row, column), "warn_intake_pictures_in_table")


def _group_by_row(items: Iterable[tuple[int, int, Item]]) -> dict[int, list[tuple[int, Item]]]:
    groups: dict[int, list[tuple[int, Item]]] = {}
    for row, column, item in items:
        groups.setdefault(row, []).append((column, item))
    return groups


def _joined_blocks(existing: FieldValue, value: FieldValue, path: KeyPath) -> tuple[str | EmbeddedImage, ...]:
    """Return the Markdown and pictures of two values; a text without either becomes Markdown if the other one is."""
    if not (existing.blocks or value.blocks):
        return ()
    if path[0] != SECTIONS:
        return (*existing.blocks, *value.blocks)
    return tuple(block for part in (existing, value) for block in (part.blocks or to_paragraphs(part.text)))
