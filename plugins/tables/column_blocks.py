"""Reading of some columns of large tables, in blocks of rows: a CSV file of gigabytes takes little memory.

Most rows of an export have no quotes, or only around whole cells. A block of such rows is split by three operations on
the whole text and checked to have the same number of cells in every row; any other block is read row by row.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, Problem, problem
from plugins.system.textfile import normalize_line_ends
from plugins.tables.cells import ColumnHeads, TableRow
from plugins.tables.delimited import ENCODING_NAMES, SEPARATOR_LINE, detect_encoding, find_separator, unquote
from plugins.tables.readers import WORKBOOKS, TableSource, check_is_text, read_cells, row_problem
from plugins.tables.unread_parts import find_doubtful_rows

# the largest size that stays in the processor's cache: larger blocks take a third longer
BLOCK_BYTES = 1 << 16
# 42 million votes take 3.3 GB
MAX_CSV_BYTES = 20_000_000_000
MAX_LINE_BYTES = 500_000
# in these no byte of another character looks like a quote, a line end or one of these separators
BYTE_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk")
BYTE_SEPARATORS = (",", ";", "\t")
WORKBOOK_BLOCK_ROWS = 2_000
# reported in one block; a wrong separator would make thousands
MAX_SURPLUS = 20
MAX_QUOTED = 60


@dataclass(frozen=True)
class ColumnBlock:
    """Rows of a table: their numbers, counted from one as a spreadsheet program does, and the cells of each column."""

    numbers: Sequence[int]
    columns: dict[str, list[str]]


def read_column_blocks(
    folder: Path,
    source: TableSource,
    columns: Sequence[str],
    referenced_in: str,
    line: int,
    numeric: Collection[str] = (),
) -> Iterator[ColumnBlock]:
    """Iterate over the non-empty rows below the header, in blocks that hold these columns under the names given here.

    The cells of ``numeric`` columns of a workbook are their exact numbers where they have one. Raises ``ContentError``
    for a file that cannot be read, a missing or doubled column, and rows with more cells than the header.
    """
    if Path(source.file).suffix.lower() in WORKBOOKS:
        rows = read_cells(folder, source, referenced_in, line)
        yield from _workbook_blocks(rows, source, columns, numeric)
        return
    path = regular_file(folder, source.file, referenced_in, line)
    if path.stat().st_size > MAX_CSV_BYTES:
        raise ContentError(problem(referenced_in, line, "table_too_large", name=source.file))
    check_is_text(path, source)
    yield from _CsvReader(path, source).blocks(columns)


class _Lines:
    """Lines of texts; the next text is fetched where a cell goes on in it."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts = texts
        self.pending: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if not self.pending:
            self.add(next(self._texts))
        return self.pending.popleft()

    def add(self, text: str) -> None:
        """Add the lines of a text."""
        self.pending.extend(io.StringIO(text))


class _CsvReader:
    """Reads a CSV file in blocks; ``number`` is the last row that was read."""

    def __init__(self, path: Path, source: TableSource) -> None:
        self._path = path
        self._source = source
        self._encoding = source.encoding or detect_encoding(path)
        self._encoding_name = ENCODING_NAMES.get(self._encoding, self._encoding)
        try:
            self._separator = find_separator(path, self._encoding)
        except UnicodeError:
            # UTF-16 needs a byte order mark
            raise ContentError(problem(source.file, 1, "table_encoding", given=self._encoding_name)) from None
        is_split_as_bytes = self._encoding in BYTE_ENCODINGS and self._separator in BYTE_SEPARATORS
        self._piece_encoding = self._encoding if is_split_as_bytes else "utf-8"
        self._pieces = self._whole_lines(self._read_bytes() if is_split_as_bytes else self._transcode())
        self._lines = _Lines(map(self._decode, self._pieces))
        self._width = 0
        self.number = 0
        # of rows with more cells than the header, which are passed over
        self._surplus: list[Problem] = []

    def blocks(self, columns: Sequence[str]) -> Iterator[ColumnBlock]:
        """Iterate over the non-empty rows below the header."""
        try:
            positions = self._read_header(columns)
            while True:
                if self._lines.pending:
                    block: ColumnBlock | None = self._read_rows(positions)
                elif piece := next(self._pieces, b""):
                    block = self._split_piece(piece, positions)
                elif self._surplus:
                    raise ContentError(*self._surplus)
                else:
                    return
                if block and block.numbers:
                    yield block
        except csv.Error as error:
            raise ContentError(row_problem(self._source.file, self.number + 1, error)) from None

    def _read_header(self, columns: Sequence[str]) -> dict[str, int]:
        first = next(self._lines, "")
        if not SEPARATOR_LINE.match(first):
            self._lines.pending.appendleft(first)
        header = self._source.header
        rows = [dict(enumerate(cells)) for cells in islice(self._rows(), header if first else 0)]
        if len(rows) < header:
            raise ContentError(problem(self._source.file, 1, "table_without_header", row=header))
        self._width = len(rows[-1])
        return find_columns(ColumnHeads(rows[-1], rows[-2::-1]), columns, self._source)

    def _rows(self) -> Iterator[list[str]]:
        for cells in csv.reader(self._lines, delimiter=self._separator, strict=True):
            self.number += 1
            yield [unquote(cell) for cell in cells]

    def _split_piece(self, piece: bytes, positions: Mapping[str, int]) -> ColumnBlock | None:
        """Split whole lines at once; if their rows differ from the header, put them aside for reading row by row."""
        separator, plain = self._separator.encode(), self._without_quotes(piece)
        # each row ends with a cell of its own for the line end
        cells = (plain or b"").replace(b"\n", separator + b"\n" + separator).split(separator)
        pitch, rows = self._width + 1, len(cells) // (self._width + 1)
        is_even = len(cells) == rows * pitch + 1 and cells[self._width :: pitch].count(b"\n") == rows
        columns: dict[str, list[str]] = {}
        if is_even and plain:
            with suppress(UnicodeDecodeError):
                columns = {name: self._decode_cells(cells[place:-1:pitch]) for name, place in positions.items()}
        # a row without its first column may be empty
        if columns and all(cell and not cell.isspace() for cell in set(next(iter(columns.values())))):
            self.number += rows
            return ColumnBlock(range(self.number - rows + 1, self.number + 1), columns)
        self._lines.add(self._decode(piece))
        return None

    def _without_quotes(self, piece: bytes) -> bytes | None:
        """Take away the quotes if they all stand around whole cells that do not need them; None otherwise."""
        if b'"' not in piece:
            return piece
        separator = self._separator.encode()
        quoted = len(re.findall(b'"[^"\n' + separator + b']*"', piece))
        opening = piece.count(separator + b'"') + piece.count(b'\n"') + piece.startswith(b'"')
        closing = piece.count(b'"' + separator) + piece.count(b'"\n')
        return piece.replace(b'"', b"") if piece.count(b'"') == 2 * quoted == 2 * opening == 2 * closing else None

    def _decode_cells(self, cells: Sequence[bytes]) -> list[str]:
        """Decode a column at once."""
        return self._separator.encode().join(cells).decode(self._piece_encoding).split(self._separator)

    def _decode(self, piece: bytes) -> str:
        try:
            return piece.decode(self._piece_encoding)
        except UnicodeDecodeError as error:
            row = self.number + piece.count(b"\n", 0, error.start) + 1
            raise ContentError(problem(self._source.file, row, "table_encoding", given=self._encoding_name)) from None

    def _read_rows(self, positions: Mapping[str, int]) -> ColumnBlock:
        """Read the lines that were put aside, row by row. Raises ``ContentError`` for many cells beyond the header."""
        numbers: list[int] = []
        columns: dict[str, list[str]] = {name: [] for name in positions}
        rows = self._rows()
        while self._lines.pending and (cells := next(rows, None)) is not None:
            if not any(map(str.strip, cells)):
                continue
            if surplus := next(filter(str.strip, cells[self._width :]), ""):
                values = {"given": surplus[:MAX_QUOTED], "count": len(cells), "width": self._width}
                self._surplus.append(problem(self._source.file, self.number, "surplus_cells", **values))
                if len(self._surplus) == MAX_SURPLUS:
                    raise ContentError(*self._surplus)
                continue
            numbers.append(self.number)
            for name, position in positions.items():
                columns[name].append(cells[position] if position < len(cells) else "")
        return ColumnBlock(numbers, columns)

    def _read_bytes(self) -> Iterator[bytes]:
        """Iterate over the file's bytes without its byte order mark."""
        with self._path.open("rb", buffering=0) as opened:
            first = opened.read(BLOCK_BYTES)
            yield first.removeprefix(codecs.BOM_UTF8)
            while data := opened.read(BLOCK_BYTES):
                yield data

    def _transcode(self) -> Iterator[bytes]:
        """Iterate over the file's text in UTF-8: where bytes of other characters may look like separators."""
        decoder = codecs.getincrementaldecoder(self._encoding)()
        lines = 0
        with self._path.open("rb", buffering=0) as opened:
            is_end = False
            while not is_end:
                data = opened.read(BLOCK_BYTES)
                is_end = not data
                try:
                    text = decoder.decode(data, final=is_end)
                except UnicodeDecodeError as error:
                    lines += error.object[: error.start].decode(self._encoding, "replace").count("\n")
                    values = {"given": self._encoding_name}
                    raise ContentError(problem(self._source.file, lines + 1, "table_encoding", **values)) from None
                lines += text.count("\n")
                yield text.encode("utf-8", "surrogatepass")

    def _whole_lines(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Cut pieces so that they end with a line end, which is LF."""
        rest = b""
        for data in pieces:
            rest += data
            # a CR at the end of a piece waits for what follows
            held = b"\r" if rest.endswith(b"\r") else b""
            rest = normalize_line_ends(rest.removesuffix(held))
            end = rest.rfind(b"\n") + 1
            if len(rest) - end > MAX_LINE_BYTES:
                raise ContentError(problem(self._source.file, self.number + 1, "table_long_line"))
            piece, rest = rest[:end], rest[end:] + held
            if piece:
                yield piece
        if rest:
            yield rest.removesuffix(b"\r") + b"\n"


def find_columns(heads: ColumnHeads, columns: Sequence[str], source: TableSource) -> dict[str, int]:
    """Find the position of each column by its name.

    Raises ``ContentError`` for columns that are missing or there twice.
    """
    positions = {column: heads.find(column) for column in columns}
    problems = []
    for column, matches in positions.items():
        grouped = [name for position, name in heads.with_group().items() if position in matches]
        if not matches:
            values = {"name": column, "there": list(heads.shown.values())}
            problems.append(problem(source.file, source.header, "column_missing", **values))
        elif len(matches) > 1 and len(set(grouped)) == len(matches):
            problems.append(problem(source.file, source.header, "column_in_groups", name=column, names=grouped))
        elif len(matches) > 1:
            problems.append(problem(source.file, source.header, "column_twice", name=column))
    if problems:
        raise ContentError(*problems)
    return {column: matches[0] for column, matches in positions.items()}


def read_heads(rows: Iterator[TableRow], source: TableSource) -> ColumnHeads:
    """Read the names of the columns, and leave the rows below them. Raises ``ContentError`` where there is none."""
    above: list[dict[int, str]] = []
    for row in rows:
        texts = {column: cell.text for column, cell in row.cells.items()}
        if row.number == source.header:
            return ColumnHeads(texts, above[::-1])
        if row.number > source.header:
            break
        above.append(texts)
    raise ContentError(problem(source.file, 1, "table_without_header", row=source.header))


def _workbook_blocks(
    rows: Iterator[TableRow], source: TableSource, columns: Sequence[str], numeric: Collection[str]
) -> Iterator[ColumnBlock]:
    positions = find_columns(read_heads(rows, source), columns, source)
    exact = {positions[name] for name in numeric}
    problems: list[Problem] = []
    while batch := list(islice(rows, WORKBOOK_BLOCK_ROWS)):
        live = [row for row in batch if any(cell.text.strip() for cell in row.cells.values())]
        problems += find_doubtful_rows(source, live, positions)
        if len(problems) >= MAX_SURPLUS:
            break
        if live:
            cells = {name: [_cell_text(row, position, exact) for row in live] for name, position in positions.items()}
            yield ColumnBlock([row.number for row in live], cells)
    if problems:
        raise ContentError(*problems)


def _cell_text(row: TableRow, position: int, exact: Collection[int]) -> str:
    cell = row.cells.get(position)
    if cell is None:
        return ""
    return cell.number if position in exact and cell.number else cell.text
