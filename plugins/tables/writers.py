"""Workbooks written so that a spreadsheet shows every cell as the text it is, whatever it begins with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree.ElementTree import canonicalize

# a workbook says when it was made, in itself and in its archive; the same input must give the same bytes
MADE = re.compile(r"[0-9T:-]+Z(?=</dcterms:(?:created|modified)>)")
NO_TIME = "2000-01-01T00:00:00Z"
NO_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
# what a zip says of the system that made it
UNIX = 3


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
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(_the_same_everywhere(out.getvalue()))


def _the_same_everywhere(data: bytes) -> bytes:
    """The same workbook without the time at which it was made, and the system and the libraries by which."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as again:
        for name in packed.namelist():
            # openpyxl writes by lxml where that is installed, which writes the same XML in other bytes
            content = canonicalize(packed.read(name).decode("utf-8"))
            again.writestr(_member(name), MADE.sub(NO_TIME, content) if name == "docProps/core.xml" else content)
    return out.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, NO_ZIP_TIME)
    member.create_system, member.external_attr = UNIX, 0o600 << 16
    # each zlib packs differently; the little that a sheet is larger is nothing beside pictures
    member.compress_type = zipfile.ZIP_STORED
    return member
