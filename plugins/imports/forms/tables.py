"""Submissions from an XLSX or CSV table: one a row of every visible sheet, under a head that the mapping file knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.problems import ContentError, Problem, problem
from plugins.imports.forms.mapping import REPEATABLE, FieldMapping
from plugins.imports.forms.submission import LocatedProblem, Losses, SourceLocation, Submission, locate_problem
from plugins.imports.sheets.head import MAX_HEAD_ROW, HeadFinder, SheetHead
from plugins.imports.sheets.sheet_reader import SheetReader
from plugins.tables.cells import MergedRange, TableCell, TableRow, TableSheet
from plugins.tables.delimited import detect_encoding, is_big5
from plugins.tables.readers import WORKBOOKS, TableSource, open_sheets

MAX_ROWS = 20_000
# labels of the mapping that a message names
MAX_EXPECTED = 8
# what a Chinese keyboard writes in the place of separators
WIDE_SEPARATORS = "，；、｜"


@dataclass(frozen=True)
class OpenSheet:
    """A sheet that shows something, with its rows that have cells."""

    sheet: TableSheet
    rows: Sequence[TableRow]
    merges: Sequence[MergedRange]
    head: SheetHead | None

    @property
    def words(self) -> str:
        """All that the sheet shows: its cells in reading order, then comments and shapes."""
        cells = (cell.text for row in self.rows for cell in row.cells.values())
        return "；".join(filter(None, map(str.strip, (*cells, *(text for _, _, text in self.sheet.notes())))))


def read_table(path: Path, mapping: FieldMapping, languages: Sequence[str], losses: Losses) -> Iterator[Submission]:
    """Iterate over the submissions of a table; add what belongs to none of them to ``losses``.

    Raises ``ContentError`` if the file cannot be read or no visible sheet has a head.
    """
    source = TableSource(path.name, None, None, 1)
    with open_sheets(path.parent, source, path.name, 1) as sheets:
        finder = HeadFinder(mapping, languages)
        opened = [_open(sheet, finder, path.name) for sheet in sheets]
        opened = [sheet for sheet in opened if any(row.cells for row in sheet.rows)]
        if not any(sheet.head and sheet.sheet.is_visible for sheet in opened):
            raise ContentError(_wrong_text(path, finder, opened) or _no_head(path.name, mapping, finder, opened))
        for sheet in opened:
            start = SourceLocation(path.name, 1, 1, sheet.sheet.name if len(opened) > 1 else "")
            yield from _read_sheet(sheet, start, mapping, losses)


def _no_head(file: str, mapping: FieldMapping, finder: HeadFinder, opened: Sequence[OpenSheet]) -> Problem:
    for sheet in opened:
        if sheet.sheet.is_visible and (labels := finder.find_below_each_other(sheet.rows)):
            return problem(file, labels[0], "intake_labels_down", there=labels[1][:MAX_EXPECTED])
    expected = [column.names[0] for column in mapping.columns[:MAX_EXPECTED]]
    return problem(file, 1, "intake_no_header", there=expected)


def _wrong_text(path: Path, finder: HeadFinder, opened: Sequence[OpenSheet]) -> Problem | None:
    """Return the problem of a text file in which no head can be found as it was saved, else None."""
    if path.suffix.lower() in WORKBOOKS:
        return None
    for sign in WIDE_SEPARATORS:
        if any(finder.find([_divide(row, sign) for row in sheet.rows[:MAX_HEAD_ROW]], ()) for sheet in opened):
            return problem(path.name, 1, "intake_wide_separator", sign=sign)
    if detect_encoding(path) == "gb18030" and is_big5(path):
        return problem(path.name, 1, "intake_big5")
    return None


def _divide(row: TableRow, sign: str) -> TableRow:
    texts = sign.join(cell.text for cell in row.cells.values()).split(sign)
    return TableRow(row.number, {column: TableCell(text) for column, text in enumerate(texts, start=1)})


def _open(sheet: TableSheet, finder: HeadFinder, file: str) -> OpenSheet:
    rows = []
    for row in sheet.rows():
        if row.number > MAX_ROWS:
            raise ContentError(problem(file, row.number, "table_too_large", name=file))
        if row.cells:
            rows.append(row)
    merges = sheet.merges()
    return OpenSheet(sheet, rows, merges, finder.find([row for row in rows if not row.is_hidden], merges))


def _read_sheet(
    opened: OpenSheet, start: SourceLocation, mapping: FieldMapping, losses: Losses
) -> Iterator[Submission]:
    sheet, head = opened.sheet, opened.head
    for text in sheet.margins():
        losses.add(start, "warn_intake_page_margin", text=f"页眉页脚 header or footer：{text}")
    if not sheet.is_visible or head is None:
        code = "warn_intake_sheet_unread" if sheet.is_visible else "warn_intake_hidden_sheet"
        losses.add(start, code, name=sheet.name, text=opened.words)
        return
    reader = SheetReader(sheet, start, head, mapping, losses)
    _report_above(opened, reader)
    if problems := list(_repeated_columns(reader, head)):
        # ambiguous: two columns for the same key
        losses.problems += problems
        losses.texts.append(opened.words)
        return
    head_rows = [row for row in opened.rows if head.first_row <= row.number <= head.last_row]
    losses.texts += [cell.text for row in head_rows for cell in row.cells.values()]
    yield from reader.submissions(opened.rows, opened.merges)


def _report_above(opened: OpenSheet, reader: SheetReader) -> None:
    """Report what stands above the head, but for cells that are merged into it."""
    head = reader.head
    into_head = {(cells.first_row, cells.first_column) for cells in opened.merges if cells.last_row >= head.first_row}
    for row in opened.rows:
        if row.number >= head.first_row:
            return
        others = {column: cell for column, cell in row.cells.items() if (row.number, column) not in into_head}
        reader.losses.texts += [cell.text for column, cell in row.cells.items() if column not in others]
        if any(cell.text.strip() for cell in others.values()):
            reader.report_row(TableRow(row.number, others), "warn_intake_above_head")


def _repeated_columns(reader: SheetReader, head: SheetHead) -> Iterator[LocatedProblem]:
    known = set()
    for column, path in head.paths.items():
        is_repeatable = path[0] in REPEATABLE and len(path) == 1
        if path in known and not is_repeatable and column not in head.extensions:
            yield locate_problem(reader.locate(head.last_row, column), "column_twice", name=head.labels[column][:60])
        known.add(path)
