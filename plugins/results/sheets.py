"""Tables as the services and judges' offices really export them: CSV in old encodings, XLSX; hostile until read."""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.competition.files import regular_file
from plugins.competition.problems import Problem, Refused, problem

LARGEST = 400_000_000
# a workbook unpacks to more than it weighs, but not to this
LARGEST_UNPACKED = 1_000_000_000
FORMULA = re.compile(r"[=@\t\r]|[+\-](?![0-9.,]*%?\Z)")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")


@dataclass(frozen=True)
class Row:
    """A row of a table: its number as a spreadsheet counts, and its cells as text, by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Source:
    """Where a table is: the file below ``results/``, how it is written, and which row has the columns' names."""

    file: str
    encoding: str
    sheet: str | None
    header: int


def rows_of(content: Path, source: Source, columns: Sequence[str], blamed: str, line: int) -> Iterator[Row]:
    """The rows below the header, which must name these columns. Raises ``Refused`` for what cannot be read.

    Rows without any text are left out. A cell that a spreadsheet would run is a problem where it is used, not here.
    """
    path = regular_file(content, f"results/{source.file}", blamed, line)
    if path.stat().st_size > LARGEST:
        raise Refused(problem(blamed, line, "table_too_large", name=source.file))
    raw = _workbook(path, source) if path.suffix.lower() == ".xlsx" else _csv(path, source)
    names: list[str] = []
    for number, cells in raw:
        if number < source.header:
            continue
        if number == source.header:
            names = [_plain(cell) for cell in cells]
            _require(names, columns, source)
        elif any(cell.strip() for cell in cells):
            yield Row(number, {name: _plain(cell) for name, cell in zip(names, cells, strict=False) if name})
    if not names:
        raise Refused(problem(f"results/{source.file}", 1, "table_without_header", row=source.header))


def _require(names: Sequence[str], columns: Sequence[str], source: Source) -> None:
    file = f"results/{source.file}"
    missing = [problem(file, source.header, "column_missing", name=each, there=names) for each in columns]
    wrong = [each for each, name in zip(missing, columns, strict=True) if name not in names]
    wrong += [
        problem(file, source.header, "column_twice", name=name)
        for name in sorted(set(columns))
        if names.count(name) > 1
    ]
    if wrong:
        raise Refused(*wrong)


def _csv(path: Path, source: Source) -> Iterator[tuple[int, list[str]]]:
    file = f"results/{source.file}"
    reader: Any = None
    try:
        with path.open(encoding=source.encoding, newline="") as lines:
            reader = csv.reader(lines, strict=True)
            for cells in reader:
                yield reader.line_num, cells
    except UnicodeError:
        raise Refused(
            problem(file, (reader.line_num if reader else 0) + 1, "table_encoding", given=source.encoding)
        ) from None
    except csv.Error as error:
        raise Refused(problem(file, reader.line_num if reader else 1, "table_broken", detail=str(error))) from None


def _workbook(path: Path, source: Source) -> Iterator[tuple[int, list[str]]]:
    # openpyxl takes half a second to import, and few results are workbooks
    import openpyxl

    file = f"results/{source.file}"
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused(problem(file, 1, "table_too_large", name=source.file))
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        sheet = book[source.sheet] if source.sheet else book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, ["" if cell is None else _written(cell) for cell in row]
    except Refused:
        raise
    except KeyError:
        raise Refused(problem(file, 1, "sheet_missing", name=source.sheet or "", there=book.sheetnames)) from None
    except Exception as error:  # a broken workbook makes its reader raise whatever came to its mind
        raise Refused(problem(file, 1, "table_broken", detail=str(error)[:120])) from None


def _written(cell: object) -> str:
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
    return problem(f"results/{source.file}", row, code, column=column, **values)
