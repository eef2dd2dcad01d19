"""Readers of CSV files and of XLSX workbooks, as their cells show them; the files are untrusted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugins.content.parsing.files import regular_file
from plugins.content.parsing.picture_kinds import HEAD_BYTES, name_kind
from plugins.content.problems import ContentError, Problem, problem
from plugins.tables.cells import MergedRange, TableCell, TableRow, TableSheet
from plugins.tables.delimited import ENCODING_NAMES, detect_encoding, read_delimited
from plugins.tables.office_package import OfficePackage, PackageBrokenError, PackageTooLargeError
from plugins.tables.workbooks import Workbook

MAX_BYTES = 400_000_000
WORKBOOKS = {".xlsx", ".xlsm", ".xltx"}
FORMULA = re.compile(r"[=@\t\r]|[+\-](?![0-9.,]*%?\Z)")
# no table begins so, but data that a platform gives to programs
JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*[\[{]\s*[\[{"]')
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
class _CsvSheet(TableSheet):
    path: Path
    file: str
    encoding: str

    def rows(self) -> Iterator[TableRow]:
        number = 0
        try:
            for number, texts in read_delimited(self.path, self.encoding):
                yield TableRow(number, {column: TableCell(text) for column, text in enumerate(texts, 1) if text})
        except UnicodeError:
            encoding = ENCODING_NAMES.get(self.encoding, self.encoding)
            raise ContentError(problem(self.file, number + 1, "table_encoding", given=encoding)) from None
        except csv.Error as error:
            raise ContentError(row_problem(self.file, number + 1, error)) from None


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

    Raises ``ContentError`` as ``read_cells`` does, also for what is damaged in a sheet that is read in the block.
    """
    path = regular_file(folder, source.file, referenced_in, line)
    if path.stat().st_size > MAX_BYTES:
        raise ContentError(problem(referenced_in, line, "table_too_large", name=source.file))
    if path.suffix.lower() not in WORKBOOKS:
        check_is_text(path, source)
        yield [_CsvSheet("", True, path, source.file, source.encoding or detect_encoding(path))]
        return
    try:
        with closing(OfficePackage(path)) as package:
            yield Workbook(package).sheets
    except PackageTooLargeError:
        raise ContentError(problem(source.file, 1, "table_too_large", name=source.file)) from None
    except PackageBrokenError:
        raise ContentError(problem(source.file, 1, "table_broken")) from None


def check_is_text(path: Path, source: TableSource) -> None:
    """Raise ``ContentError`` if a file is clearly none of text, such as a workbook that was renamed."""
    with path.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    kind = "JSON" if JSON.match(head) else name_kind(head)
    if kind:
        raise ContentError(problem(source.file, 1, "table_other_kind", found=kind))


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
