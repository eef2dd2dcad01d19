"""Workbooks written so that a spreadsheet shows every cell as the text it is, whatever it begins with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

# a workbook says when it was made; the same input must give the same bytes
NO_TIME = datetime(2000, 1, 1)
NO_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


def write_workbook(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """Write one sheet: a bold head that stays in view, and the rows below it."""
    # openpyxl takes half a second to import
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    for number, row in enumerate([heads, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            # a text it stays, also when somebody edits the cell
            cell.data_type, cell.quotePrefix = "s", True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
    book.properties.created = book.properties.modified = NO_TIME
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(_timeless(out.getvalue()))


def _timeless(data: bytes) -> bytes:
    """The same archive without the time at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for part in packed.infolist():
            again.writestr(zipfile.ZipInfo(part.filename, NO_ZIP_TIME), packed.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
