"""Readers of CSV files and of XLSX workbooks, as their cells show them; the files are untrusted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, Problem, problem
from plugins.tables.cells import MergedRange, SheetInfo, TableCell, TableRow
from plugins.tables.delimited import detect_encoding, read_delimited
from plugins.tables.workbooks import Workbook
from plugins.tables.xlsx_package import WorkbookBrokenError, WorkbookTooLargeError
from plugins.tables.xlsx_pictures import CellPicture

MAX_BYTES = 400_000_000
WORKBOOKS = {".xlsx", ".xlsm", ".xltx"}
FORMULA = re.compile(r"[=@\t\r]|[+\-](?![0-9.,]*%?\Z)")
# 15 digits are enough for any count; converting a million digits would take very long
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?\Z")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,15})?\Z")


@dataclass(frozen=True)
class TableSource:
    """The location and format of a table; ``file`` is relative to a folder, ``header`` the row with column names.

    Without an encoding it is found out; without a sheet the first visible one is read.
    """

    file: str
    encoding: str | None
    sheet: str | None
    header: int


@dataclass(frozen=True)
class TableSheet:
    """A CSV file, which has no name of its own, or a sheet of a workbook. All methods raise ``ContentError``."""

    file: str
    name: str = ""
    is_visible: bool = True

    def rows(self) -> Iterator[TableRow]:
        """Iterate over the rows."""
        raise NotImplementedError

    def merges(self) -> Sequence[MergedRange]:
        """Return the merged ranges."""
        return ()

    def hidden_columns(self) -> frozenset[int]:
        """Return the numbers of the columns that are not shown."""
        return frozenset()

    def pictures(self) -> Sequence[tuple[int, int, CellPicture]]:
        """Return the pictures laid over cells, with the row and column that they begin in."""
        return ()

    def notes(self) -> Sequence[tuple[int, int, str]]:
        """Return the words of comments and shapes, with the row and column of their cell."""
        return ()

    def margins(self) -> Sequence[str]:
        """Return the words that are printed above and below every page."""
        return ()

    def links(self) -> Mapping[tuple[int, int], str]:
        """Return the web addresses that cells link to, by row and column."""
        return {}

    def find_picture(self, picture_id: str) -> CellPicture:
        """Return the picture in a cell that has this id."""
        raise NotImplementedError

    def read_picture(self, picture: CellPicture) -> bytes:
        """Return the bytes of a picture."""
        raise NotImplementedError


@dataclass(frozen=True)
class _CsvSheet(TableSheet):
    path: Path = Path()
    encoding: str = ""

    def rows(self) -> Iterator[TableRow]:
        number = 0
        try:
            for number, texts in read_delimited(self.path, self.encoding):
                yield TableRow(number, {column: TableCell(text) for column, text in enumerate(texts, 1) if text})
        except UnicodeError:
            raise ContentError(problem(self.file, number + 1, "table_encoding", given=self.encoding)) from None
        except csv.Error as error:
            raise ContentError(row_problem(self.file, number + 1, error)) from None


@dataclass(frozen=True, kw_only=True)
class _WorkbookSheet(TableSheet):
    book: Workbook
    info: SheetInfo

    def rows(self) -> Iterator[TableRow]:
        with _workbook_errors(self.file):
            yield from self.book.rows(self.info)

    def merges(self) -> Sequence[MergedRange]:
        with _workbook_errors(self.file):
            return self.book.merges(self.info)

    def hidden_columns(self) -> frozenset[int]:
        with _workbook_errors(self.file):
            return self.book.hidden_columns(self.info)

    def pictures(self) -> Sequence[tuple[int, int, CellPicture]]:
        with _workbook_errors(self.file):
            return list(self.book.pictures(self.info))

    def notes(self) -> Sequence[tuple[int, int, str]]:
        with _workbook_errors(self.file):
            return list(self.book.notes(self.info))

    def margins(self) -> Sequence[str]:
        with _workbook_errors(self.file):
            return self.book.margins(self.info)

    def links(self) -> Mapping[tuple[int, int], str]:
        with _workbook_errors(self.file):
            return self.book.links(self.info)

    def find_picture(self, picture_id: str) -> CellPicture:
        return self.book.cell_pictures[picture_id]

    def read_picture(self, picture: CellPicture) -> bytes:
        with _workbook_errors(self.file):
            return self.book.package.read(picture.part)


@contextmanager
def _workbook_errors(file: str) -> Iterator[None]:
    try:
        yield
    except WorkbookTooLargeError:
        raise ContentError(problem(file, 1, "table_too_large", name=file)) from None
    except WorkbookBrokenError:
        raise ContentError(problem(file, 1, "table_broken")) from None


def row_problem(file: str, row: int, error: csv.Error) -> Problem:
    """Create the problem of a row of a CSV file that cannot be read."""
    # the module has one kind of exception for both
    is_long = "larger than field limit" in str(error)
    return problem(file, row, "table_long_line" if is_long else "table_quotes")


def read_cells(folder: Path, source: TableSource, referenced_in: str, line: int) -> Iterator[TableRow]:
    """Iterate over all rows of one sheet.

    Raises ``ContentError``; a missing file is reported at ``line`` of ``referenced_in``, which names it.
    """
    with open_sheets(folder, source, referenced_in, line) as sheets:
        if sheet := _choose_sheet(sheets, source):
            yield from sheet.rows()


def read_merges(folder: Path, source: TableSource, referenced_in: str, line: int) -> Sequence[MergedRange]:
    """Return the merged cells of the sheet that ``read_cells`` reads. Raises ``ContentError`` as that does."""
    with open_sheets(folder, source, referenced_in, line) as sheets:
        sheet = _choose_sheet(sheets, source)
        return sheet.merges() if sheet else ()


def _choose_sheet(sheets: Sequence[TableSheet], source: TableSource) -> TableSheet | None:
    """The sheet that is named, else the first visible one; None where none is visible. Raises ``ContentError``."""
    for sheet in sheets:
        if not sheet.name or sheet.name == source.sheet or (sheet.is_visible and not source.sheet):
            return sheet
    if source.sheet:
        names = [sheet.name for sheet in sheets]
        raise ContentError(problem(source.file, 1, "sheet_missing", name=source.sheet, there=names))
    return None


@contextmanager
def open_sheets(folder: Path, source: TableSource, referenced_in: str, line: int) -> Iterator[Sequence[TableSheet]]:
    """Open all sheets of a workbook, hidden ones as well; a CSV file is one without a name.

    Raises ``ContentError`` as ``read_cells`` does.
    """
    path = regular_file(folder, source.file, referenced_in, line)
    if path.stat().st_size > MAX_BYTES:
        raise ContentError(problem(referenced_in, line, "table_too_large", name=source.file))
    if path.suffix.lower() not in WORKBOOKS:
        yield [_CsvSheet(source.file, path=path, encoding=source.encoding or detect_encoding(path))]
        return
    with _workbook_errors(source.file), Workbook(path) as book:
        yield [
            _WorkbookSheet(source.file, sheet.name, sheet.is_visible, book=book, info=sheet) for sheet in book.sheets
        ]


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet program would take this text for a formula."""
    return bool(FORMULA.match(cell))


def parse_number(cell: str) -> str | None:
    """Return the number in a cell as digits, without grouping commas and units, or None."""
    text = cell.removesuffix("%").removesuffix("票").removesuffix("分").strip()
    if GROUPED.match(text):
        text = text.replace(",", "")
    return text if NUMBER.match(text) else None


def cell_problem(source: TableSource, row: int, column: str, code: str, **values: object) -> Problem:
    """Create a problem of a cell: its row is the line, its column a value of the message."""
    return problem(source.file, row, code, column=column, **values)
