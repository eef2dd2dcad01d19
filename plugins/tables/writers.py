"""Writer of XLSX workbooks in which every cell is text, so that no formula can run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell

# timestamps in the workbook and in its archive are replaced: the same input gives the same bytes
TIMESTAMP = re.compile(r"[0-9T:-]+Z(?=</dcterms:(?:created|modified)>)")
FIXED_TIMESTAMP = "2000-01-01T00:00:00Z"
FIXED_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
# the ZIP code of the system that created an archive
UNIX = 3


def write_workbook(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """Write one sheet with a bold, frozen header; ``widths`` are in characters."""
    # openpyxl takes half a second to import
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for number, row in enumerate([header, *rows], start=1):
        for column, text in enumerate(row, start=1):
            set_text(sheet.cell(number, column), text, is_bold=number == 1)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
    path.write_bytes(serialize_workbook(book))


def set_text(cell: Cell, text: str, *, is_bold: bool = False) -> None:
    """Set a cell to a text that no spreadsheet program takes for a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    # stays text also if somebody edits the cell
    cell.data_type, cell.quotePrefix = "s", True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=is_bold)


def serialize_workbook(book: Workbook) -> bytes:
    """Serialize a workbook; the same cells give the same bytes."""
    out = io.BytesIO()
    book.save(out)
    return _make_reproducible(out.getvalue())


def _make_reproducible(data: bytes) -> bytes:
    """Return the workbook without traces of the time, system and libraries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as reproducible:
        for name in package.namelist():
            # openpyxl uses lxml if it is installed, which serializes the same XML differently
            content = canonicalize(package.read(name).decode("utf-8"))
            if name == "docProps/core.xml":
                content = TIMESTAMP.sub(FIXED_TIMESTAMP, content)
            reproducible.writestr(_zip_entry(name), content)
    return out.getvalue()


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED_ZIP_TIME)
    entry.create_system, entry.external_attr = UNIX, 0o600 << 16
    # uncompressed, since versions of zlib compress differently
    entry.compress_type = zipfile.ZIP_STORED
    return entry
