"""Reading of CSV files: their encoding and separator are found out; they are untrusted."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

SAMPLE_BYTES = 2_000_000
# the names that editors know of Python's codecs
ENCODING_NAMES = {"utf-8-sig": "utf-8", "gb18030": "gbk", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
# where the frequent characters of Big5 end
END_OF_FREQUENT = b"\xc6\xff"
SAMPLE_CHARACTERS = 60_000
SAMPLE_ROWS = 40
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# the most usual first: it is taken where several fit
SEPARATORS = (",", "\t", ";", "|")
# a first line that names the separator to spreadsheet programs, which show no row for it
SEPARATOR_LINE = re.compile(r'\ufeff?("?)sep=(?P<separator>.)\1\r?\n?\Z', re.I)
# an export writes a text of digits so, which spreadsheet programs would make a number
QUOTED_TEXT = re.compile(r'="([^"]*)"\Z')


def detect_encoding(path: Path) -> str:
    """Return the encoding of a CSV file: UTF-8 with or without a BOM, UTF-16, or GB 18030."""
    with path.open("rb") as opened:
        data = opened.read(SAMPLE_BYTES)
    if data.startswith(UTF_16_MARKS):
        return "utf-16"
    try:
        # the sample may end within a character
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        is_utf_8 = _is_nearly_utf_8(data)
    else:
        is_utf_8 = data.count(0) * 4 < len(data) or not data
    if is_utf_8:
        return "utf-8-sig"
    if 0 not in data:
        return "gb18030"
    # without a mark: in separators, digits and line ends one of the two bytes is zero
    return "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le"


def _is_nearly_utf_8(data: bytes) -> bool:
    """Whether a byte here and there is damaged, so that its row can be reported; GBK has hardly a valid character."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return damaged * 4 < len(text) - len(text.encode("ascii", "ignore")) - damaged


def is_big5(path: Path) -> bool:
    """Return whether a file that is not UTF-8 has mostly frequent characters if it is read as Big5.

    As GBK such a file has characters as well, but rare ones; in GBK text half of the first bytes are higher.
    """
    with path.open("rb") as opened:
        data = opened.read(SAMPLE_BYTES)
    try:
        # the sample may end within a character
        text = codecs.getincrementaldecoder("big5")().decode(data)
    except UnicodeDecodeError:
        return False
    pairs = [character.encode("big5") for character in text if not character.isascii()]
    return sum(pair < END_OF_FREQUENT for pair in pairs) * 10 > len(pairs) * 9


def read_delimited(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the rows as a spreadsheet program counts them: a cell may have several lines.

    Raises ``UnicodeError`` and ``csv.Error``.
    """
    # universal newlines: cells have LF on every system
    separator = find_separator(path, encoding)
    with path.open(encoding=encoding) as lines:
        if SEPARATOR_LINE.match(lines.readline(20)) is None:
            lines.seek(0)
        for number, cells in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):
            yield number, [unquote(cell) for cell in cells]


def find_separator(path: Path, encoding: str) -> str:
    """Return the separator by which most of the first rows have the same number of cells, the more the better."""
    # what cannot be decoded is reported at its row, by whoever reads the rows
    with path.open(encoding=encoding, errors="replace") as lines:
        sample = lines.read(SAMPLE_CHARACTERS)
    if stated := SEPARATOR_LINE.match(sample.partition("\n")[0]):
        return stated["separator"]
    return max(SEPARATORS, key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> tuple[int, int]:
    """Return how many rows of a sample have the most usual number of cells above one, and that number."""
    rows = csv.reader(sample.splitlines(keepends=True), delimiter=separator)
    widths = Counter(len(cells) for cells in islice(rows, SAMPLE_ROWS) if len(cells) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def unquote(cell: str) -> str:
    """Return a cell without the formula around a text of digits, ``="007"``."""
    quoted = QUOTED_TEXT.match(cell) if cell.startswith('="') else None
    return quoted[1] if quoted else cell
