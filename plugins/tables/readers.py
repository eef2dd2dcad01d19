"""Readers of CSV files in various encodings and of XLSX workbooks; the files are untrusted."""

from __future__ import annotations

import csv
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, Problem, problem

MAX_BYTES = 400_000_000
# limit against decompression bombs
MAX_UNPACKED_BYTES = 1_000_000_000
# the limit of spreadsheet programs; openpyxl yields every row up to any number that a file claims
MAX_ROWS = 1_048_576
FORMULA = re.compile(r"[=@\t\r]|[+\-](?![0-9.,]*%?\Z)")
# 15 digits are enough for any count; converting a million digits would take very long
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?\Z")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,15})?\Z")


@dataclass(frozen=True)
class Row:
    """A row of a table: its number, counted from one, and its cells by the name of their column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class TableSource:
    """The location and format of a table; ``file`` is relative to a folder, ``header`` the row with column names."""

    file: str
    encoding: str
    sheet: str | None
    header: int


def read_rows(
    folder: Path, source: TableSource, columns: Sequence[str], referenced_in: str, line: int
) -> Iterator[Row]:
    """Iterate over the non-empty rows below the header, which must have these columns.

    Raises ``ContentError`` for a file that cannot be read. Formulas are not checked here but where a cell is used.
    """
    names: list[str] = []
    for number, cells in read_cells(folder, source, referenced_in, line):
        if number < source.header:
            continue
        if number == source.header:
            names = [_normalize(cell) for cell in cells]
            _check_columns(names, columns, source)
        elif any(cell.strip() for cell in cells):
            yield Row(number, {name: _normalize(cell) for name, cell in zip(names, cells, strict=False) if name})
    if not names:
        raise ContentError(problem(source.file, 1, "table_without_header", row=source.header))


def read_cells(folder: Path, source: TableSource, referenced_in: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the numbers and cells of all rows.

    Raises ``ContentError``; a missing file is reported at ``line`` of ``referenced_in``, which names it.
    """
    path = regular_file(folder, source.file, referenced_in, line)
    if path.stat().st_size > MAX_BYTES:
        raise ContentError(problem(referenced_in, line, "table_too_large", name=source.file))
    yield from _read_workbook(path, source) if path.suffix.lower() == ".xlsx" else _read_csv(path, source)


def _check_columns(names: Sequence[str], columns: Sequence[str], source: TableSource) -> None:
    problems = [
        problem(source.file, source.header, "column_missing", name=column, there=names)
        for column in columns
        if column not in names
    ]
    problems += [
        problem(source.file, source.header, "column_twice", name=column)
        for column in sorted(set(columns))
        if names.count(column) > 1
    ]
    if problems:
        raise ContentError(*problems)


def _read_csv(path: Path, source: TableSource) -> Iterator[tuple[int, list[str]]]:
    # rows are counted as in a spreadsheet program, since a cell may have several lines
    number = 0
    try:
        # universal newlines: cells have LF on every system
        with path.open(encoding=source.encoding) as lines:
            for number, cells in enumerate(csv.reader(lines, strict=True), start=1):
                yield number, cells
    except UnicodeError:
        raise ContentError(problem(source.file, number + 1, "table_encoding", given=source.encoding)) from None
    except csv.Error as error:
        raise ContentError(problem(source.file, number + 1, "table_broken", detail=str(error))) from None


def _read_workbook(path: Path, source: TableSource) -> Iterator[tuple[int, list[str]]]:
    # openpyxl takes half a second to import, and few results are workbooks
    import openpyxl

    # openpyxl warns about features it ignores, which editors do not need to know
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
                raise ContentError(problem(source.file, 1, "table_too_large", name=source.file))
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        if source.sheet and source.sheet not in book.sheetnames:
            raise ContentError(problem(source.file, 1, "sheet_missing", name=source.sheet, there=book.sheetnames))
        sheet = book[source.sheet] if source.sheet else book.worksheets[0]
        # ignore the claimed size of the sheet: each row is as long as its cells
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_ROWS:
                raise ContentError(problem(source.file, 1, "table_too_large", name=source.file))
            yield number, ["" if cell is None else _cell_text(cell) for cell in row]
    except ContentError:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise exceptions of many types
        raise ContentError(problem(source.file, 1, "table_broken", detail=str(error)[:120])) from None


def _cell_text(cell: object) -> str:
    # array formulas are objects of openpyxl; any text that is a formula gets the cell rejected
    if type(cell).__module__.startswith("openpyxl"):
        return "="
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _normalize(cell: str) -> str:
    """Return the stripped cell with full-width digits and signs replaced by ASCII."""
    return (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip().lstrip("\ufeff")


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
