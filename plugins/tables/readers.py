"""Tables as services, judges' offices and units really send them: CSV in old encodings, XLSX; hostile until read."""

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
from plugins.content.problems import Problem, Refused, problem

LARGEST = 400_000_000
# a workbook unpacks to more than it weighs, but not to this
LARGEST_UNPACKED = 1_000_000_000
# as many as a spreadsheet has; a row may claim any number, and those before it would be counted
MOST_ROWS = 1_048_576
FORMULA = re.compile(r"[=@\t\r]|[+\-](?![0-9.,]*%?\Z)")
# no count of people has more digits, and a number of a million digits is an attack
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?\Z")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,15})?\Z")


@dataclass(frozen=True)
class Row:
    """A row of a table: its number as a spreadsheet counts, and its cells as text, by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Source:
    """Where a table is: its path below a folder, how it is written, and which row has the columns' names."""

    file: str
    encoding: str
    sheet: str | None
    header: int


def rows_of(folder: Path, source: Source, columns: Sequence[str], blamed: str, line: int) -> Iterator[Row]:
    """The rows below the header, which must name these columns. Raises ``Refused`` for what cannot be read.

    Rows without any text are left out. A cell that a spreadsheet would run is a problem where it is used, not here.
    """
    names: list[str] = []
    for number, cells in cells_of(folder, source, blamed, line):
        if number < source.header:
            continue
        if number == source.header:
            names = [_plain(cell) for cell in cells]
            _require(names, columns, source)
        elif any(cell.strip() for cell in cells):
            yield Row(number, {name: _plain(cell) for name, cell in zip(names, cells, strict=False) if name})
    if not names:
        raise Refused(problem(source.file, 1, "table_without_header", row=source.header))


def cells_of(folder: Path, source: Source, blamed: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Every row's number and its cells as they were typed. Raises ``Refused``, blaming the line that names it."""
    path = regular_file(folder, source.file, blamed, line)
    if path.stat().st_size > LARGEST:
        raise Refused(problem(blamed, line, "table_too_large", name=source.file))
    yield from _workbook(path, source) if path.suffix.lower() == ".xlsx" else _csv(path, source)


def _require(names: Sequence[str], columns: Sequence[str], source: Source) -> None:
    missing = [problem(source.file, source.header, "column_missing", name=each, there=names) for each in columns]
    wrong = [each for each, name in zip(missing, columns, strict=True) if name not in names]
    wrong += [
        problem(source.file, source.header, "column_twice", name=name)
        for name in sorted(set(columns))
        if names.count(name) > 1
    ]
    if wrong:
        raise Refused(*wrong)


def _csv(path: Path, source: Source) -> Iterator[tuple[int, list[str]]]:
    # a cell can have several lines, so rows are counted as a spreadsheet counts them; their ends are LF in every file
    number = 0
    try:
        with path.open(encoding=source.encoding) as lines:
            for number, cells in enumerate(csv.reader(lines, strict=True), start=1):
                yield number, cells
    except UnicodeError:
        raise Refused(problem(source.file, number + 1, "table_encoding", given=source.encoding)) from None
    except csv.Error as error:
        raise Refused(problem(source.file, number + 1, "table_broken", detail=str(error))) from None


def _workbook(path: Path, source: Source) -> Iterator[tuple[int, list[str]]]:
    # openpyxl takes half a second to import, and few results are workbooks
    import openpyxl

    # it tells programmers what it leaves out of a workbook; an editor at the terminal has no use for that
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused(problem(source.file, 1, "table_too_large", name=source.file))
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        if source.sheet and source.sheet not in book.sheetnames:
            raise Refused(problem(source.file, 1, "sheet_missing", name=source.sheet, there=book.sheetnames))
        sheet = book[source.sheet] if source.sheet else book.worksheets[0]
        # a sheet may claim to be as wide as it likes; each row is as long as its cells
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MOST_ROWS:
                raise Refused(problem(source.file, 1, "table_too_large", name=source.file))
            yield number, ["" if cell is None else _written(cell) for cell in row]
    except Refused:
        raise
    except Exception as error:  # a broken workbook makes its reader raise whatever came to its mind
        raise Refused(problem(source.file, 1, "table_broken", detail=str(error)[:120])) from None


def _written(cell: object) -> str:
    # openpyxl hands over formulas of whole areas as objects; any formula is enough for the cell to be refused
    if type(cell).__module__.startswith("openpyxl"):
        return "="
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _plain(cell: str) -> str:
    """Full-width digits and signs as plain ones, without blanks around."""
    return (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip().lstrip("\ufeff")


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take this text for a formula."""
    return bool(FORMULA.match(cell))


def number_in(cell: str) -> str | None:
    """The number in a cell as plain digits, thousands' commas and a percent sign taken away; nothing where none is."""
    text = cell.removesuffix("%").removesuffix("票").removesuffix("分").strip()
    if GROUPED.match(text):
        text = text.replace(",", "")
    return text if NUMBER.match(text) else None


def cell_problem(source: Source, row: int, column: str, code: str, **values: object) -> Problem:
    """A problem in a cell: its file, its row as the line, its column in the words."""
    return problem(source.file, row, code, column=column, **values)
