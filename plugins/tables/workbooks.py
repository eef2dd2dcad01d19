"""Reading of XLSX workbooks: every sheet, row and cell as a spreadsheet program shows it.

openpyxl is not used for reading: it refuses workbooks of the standard's strict flavour and others that spreadsheet
programs open, and gives neither the shown text of a number nor struck words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.etree.ElementTree import Element

from plugins.tables.cells import MergedRange, SheetInfo, TableCell, TableRow, TextRun
from plugins.tables.date_formats import from_iso
from plugins.tables.format_codes import GENERAL, is_date_format, is_percent_format, parse_format
from plugins.tables.number_formats import exact_number, format_number
from plugins.tables.xlsx_package import (
    WorkbookBrokenError,
    WorkbookTooLargeError,
    XlsxPackage,
    attribute,
    child,
    children,
    local_name,
)
from plugins.tables.xlsx_pictures import (
    CellPicture,
    excel_picture_id,
    read_anchored_pictures,
    read_cell_pictures,
    read_comments,
    read_drawn_texts,
    wps_picture_id,
)
from plugins.tables.xlsx_styles import OFF, CellLook, font_look, read_looks, to_int

# the limits of spreadsheet programs
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_MERGES = 20_000
# a character that XML does not allow, or that the standard writes so: _x000D_
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LINE_ENDS = re.compile(r"\r\n?")
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,10})\Z")
DATE = "yyyy/m/d"
MARGINS = {f"{pages}{place}" for pages in ("odd", "even", "first") for place in ("Header", "Footer")}
# in them: &P for the page's number, &"font", &12 for a size, &K with a colour
MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|.)', re.S)
# "第 1 页 共 3 页", "Page 1 of 3"
PAGE_NUMBER = re.compile(r"(?:[\s\d第页共，,/\-—–·]|page|of)*", re.I)


class Workbook:
    """An open workbook. Raises ``WorkbookBrokenError`` and ``WorkbookTooLargeError``, also while it is read."""

    def __init__(self, path: Path) -> None:
        self.package = XlsxPackage(path)
        try:
            self._open()
        except BaseException:
            self.package.close()
            raise

    def _open(self) -> None:
        mains = [r.target for r in self.package.relations("").values() if r.kind == "officeDocument"]
        self.main = mains[0] if mains and self.package.has(mains[0]) else "xl/workbook.xml"
        root = self.package.root(self.main)
        relations = self.package.relations(self.main)
        others = {relation.kind: relation.target for relation in relations.values()}
        properties = child(root, "workbookPr")
        is_1904 = attribute(properties, "date1904").lower() if properties is not None else ""
        self._counts_from_1904 = is_1904 not in {"", *OFF}
        self._looks = read_looks(self.package, others.get("styles", ""))
        self._strings_part = others.get("sharedStrings", "")
        self._strings: list[Sequence[TextRun]] | None = None
        self.sheets = [
            SheetInfo(attribute(sheet, "name"), relation.target, attribute(sheet, "state") in {"", "visible"})
            for sheet in children(child(root, "sheets"), "sheet")
            if (relation := relations.get(attribute(sheet, "id"))) and relation.kind == "worksheet"
        ]
        if not self.sheets:
            raise WorkbookBrokenError(self.main)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.package.close()

    def rows(self, sheet: SheetInfo) -> Iterator[TableRow]:
        """Iterate over the rows of a sheet that have cells, in the order of the file."""
        self._load_strings()
        number = 0
        data: Element | None = None
        for event, element in self.package.events(sheet.part):
            name = local_name(element.tag)
            if event == "start":
                data = element if name == "sheetData" else data
            elif name == "row" and data is not None:
                number = _row_number(element, number)
                yield TableRow(number, self._cells(element), _is_hidden(element, "ht"))
                # rows that are read need no memory
                data.clear()
            elif name == "sheetData":
                return

    def _load_strings(self) -> None:
        if self._strings is not None:
            return
        self._strings = []
        if not self.package.has(self._strings_part):
            return
        root: Element | None = None
        for event, element in self.package.events(self._strings_part):
            if event == "start":
                root = element if root is None else root
            elif local_name(element.tag) == "si" and root is not None:
                self._strings.append(_runs(element))
                root.clear()

    def _cells(self, row: Element) -> dict[int, TableCell]:
        cells: dict[int, TableCell] = {}
        column = 0
        for element in row:
            if local_name(element.tag) == "c":
                column = _column(element.get("r", ""), column + 1)
                cell = self._cell(element)
                if cell.text or cell.picture_id:
                    cells[column] = cell
        return cells

    def _cell(self, element: Element) -> TableCell:
        value, formula, inline = _cell_parts(element)
        if picture := self._picture_id(element, formula or value):
            return TableCell("", picture_id=picture)
        kind = element.get("t", "n")
        if formula and not value and kind != "str":
            return TableCell("=" + formula, formula=formula)
        style = to_int(element.get("s", "0"))
        look = self._looks[style] if 0 <= style < len(self._looks) else CellLook()
        if kind in {"n", "d"}:
            return self._number_cell(value, look, formula, is_iso=kind == "d")
        if kind in {"b", "e"}:
            text = value if kind == "e" else {"0": "FALSE", "1": "TRUE"}.get(value, value.upper())
            return TableCell(text, formula=formula, is_error=kind == "e")
        return _text_cell(self._text_runs(kind, value, inline), look, formula)

    def _picture_id(self, element: Element, formula: str) -> str:
        """Return the id of the picture that a cell shows instead of a value, empty if it shows none."""
        metadata = element.get("vm", "")
        picture = excel_picture_id(metadata) if metadata else wps_picture_id(formula)
        return picture if picture and picture in self.cell_pictures else ""

    @cached_property
    def cell_pictures(self) -> Mapping[str, CellPicture]:
        """The pictures in cells by their id."""
        return read_cell_pictures(self.package)

    def _text_runs(self, kind: str, value: str, inline: Element | None) -> Sequence[TextRun]:
        if kind == "s":
            index, strings = to_int(value), self._strings or []
            return strings[index] if 0 <= index < len(strings) else ()
        return _runs(inline) if inline is not None else (TextRun(_decode(value)),)

    def _number_cell(self, value: str, look: CellLook, formula: str, *, is_iso: bool) -> TableCell:
        if look.code == GENERAL and PLAIN_NUMBER.match(value) and not (look.is_struck or is_iso):
            return TableCell(value, value, formula=formula)
        code, number = look.code, _parse_number(value)
        if is_iso:
            number = from_iso(value)
            code = code if is_date_format(code) else DATE
        if number is None:
            return TableCell(_decode(value), formula=formula)
        text = format_number(number, code, counts_from_1904=self._counts_from_1904 and not is_iso)
        is_percent = is_percent_format(code)
        exact = "" if is_date_format(code) or not text else exact_number(number * 100 if is_percent else number)
        runs = (TextRun(text, True),) if look.is_struck and text else ()
        return TableCell(text, exact, runs, formula)

    def merges(self, sheet: SheetInfo) -> list[MergedRange]:
        """Return the merged ranges of a sheet, by their first cells."""
        merged: list[MergedRange] = []
        for event, element in self.package.events(sheet.part):
            name = local_name(element.tag)
            if event == "end" and name == "mergeCell" and (cells := _range(attribute(element, "ref"))):
                merged.append(cells)
                if len(merged) > MAX_MERGES:
                    raise WorkbookTooLargeError
            elif event == "end" and name == "row":
                element.clear()
        return sorted(merged, key=lambda cells: (cells.first_row, cells.first_column))

    def pictures(self, sheet: SheetInfo) -> Iterator[tuple[int, int, CellPicture]]:
        """Iterate over the pictures laid over a sheet, with the row and column of the cell that they begin in."""
        return read_anchored_pictures(self.package, sheet.part)

    def notes(self, sheet: SheetInfo) -> Iterator[tuple[int, int, str]]:
        """Iterate over the words of comments and shapes, with the row and column of their cell."""
        yield from read_drawn_texts(self.package, sheet.part)
        for reference, text in read_comments(self.package, sheet.part):
            if text.strip() and (cells := _range(reference)):
                yield cells.first_row, cells.first_column, text

    def links(self, sheet: SheetInfo) -> dict[tuple[int, int], str]:
        """Return the web addresses that cells of a sheet link to, by their row and column."""
        relations = self.package.relations(sheet.part)
        links: dict[tuple[int, int], str] = {}
        for event, element in self.package.events(sheet.part):
            if (
                event == "end"
                and local_name(element.tag) == "hyperlink"
                and (cells := _range(attribute(element, "ref")))
            ):
                relation = relations.get(attribute(element, "id"))
                if relation and relation.is_external:
                    links[cells.first_row, cells.first_column] = relation.target
            elif event == "end" and local_name(element.tag) == "row":
                element.clear()
        return links

    def margins(self, sheet: SheetInfo) -> list[str]:
        """Return the words above and below every page of a sheet, once each; numbers of pages are none."""
        texts: dict[str, None] = {}
        for event, element in self.package.events(sheet.part):
            name = local_name(element.tag)
            if event == "end" and name in MARGINS:
                text = " ".join(MARGIN_CODE.sub(" ", element.text or "").split())
                texts |= {} if PAGE_NUMBER.fullmatch(text) else {text: None}
            elif event == "end" and name == "row":
                element.clear()
        return list(texts)

    def hidden_columns(self, sheet: SheetInfo) -> frozenset[int]:
        """Return the columns of a sheet that are hidden, counted from one."""
        hidden: set[int] = set()
        for event, element in self.package.events(sheet.part):
            name = local_name(element.tag)
            if event == "start" and name == "sheetData":
                break
            if event == "end" and name == "col" and _is_hidden(element, "width"):
                first, last = to_int(attribute(element, "min")), to_int(attribute(element, "max"))
                hidden.update(range(max(first, 1), min(last, MAX_COLUMNS) + 1))
        return frozenset(hidden)


def _cell_parts(cell: Element) -> tuple[str, str, Element | None]:
    """Return the value, the formula and the text of a cell, each empty or None where it has none."""
    value, formula, inline = "", "", None
    for inner in cell:
        name = local_name(inner.tag)
        if name == "v":
            value = inner.text or ""
        elif name == "f":
            formula = inner.text or "?"
        elif name == "is":
            inline = inner
    return value, formula, inline


def _row_number(row: Element, previous: int) -> int:
    text = row.get("r", "")
    number = int(text) if text.isdecimal() and len(text) < 20 else previous + 1
    if number > MAX_ROWS:
        raise WorkbookTooLargeError
    return number


def _column(reference: str, following: int) -> int:
    match = REFERENCE.match(reference)
    column = column_number(match[1]) if match else following
    if column > MAX_COLUMNS:
        raise WorkbookTooLargeError
    return column


def column_number(letters: str) -> int:
    """Return the number of a column, counted from one: 28 for AB."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _range(text: str) -> MergedRange | None:
    first, _, last = text.partition(":")
    start, end = REFERENCE.match(first), REFERENCE.match(last or first)
    if not (start and end):
        return None
    return MergedRange(int(start[2]), column_number(start[1]), int(end[2]), column_number(end[1]))


def _is_hidden(element: Element, size: str) -> bool:
    """Return whether a row or column is hidden, or has no height or width."""
    is_hidden = element.get("hidden", "0").lower() not in OFF
    return is_hidden or re.fullmatch(r"0(?:\.0*)?", element.get(size, "")) is not None


def _parse_number(text: str) -> Decimal | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return Decimal(repr(value)) if isfinite(value) else None


def _runs(element: Element) -> tuple[TextRun, ...]:
    """Return the runs of a text; readings above it do not belong to it."""
    runs: list[TextRun] = []
    for inner in element:
        name = local_name(inner.tag)
        if name == "t":
            runs.append(TextRun(_decode(inner.text or "")))
        elif name == "r":
            text = "".join(part.text or "" for part in children(inner, "t"))
            runs.append(TextRun(_decode(text), *font_look(child(inner, "rPr"))))
    return tuple(run for run in runs if run.text)


def _decode(text: str) -> str:
    if "_x" in text:
        text = ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)
    return LINE_ENDS.sub("\n", text)


def _character(code: int) -> str:
    # half of a pair is no character
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _text_cell(runs: Sequence[TextRun], look: CellLook, formula: str) -> TableCell:
    runs = [TextRun(run.text, run.is_struck or look.is_struck, run.position or look.position) for run in runs]
    text = _shown_text("".join(run.text for run in runs), look.code)
    is_plain = not any(run.is_struck or run.position for run in runs)
    return TableCell(text, "", () if is_plain else tuple(runs), formula)


def _shown_text(text: str, code: str) -> str:
    """Return a text with what its format writes around it, such as ``@"区"``."""
    if code in {GENERAL, "@"} or not text:
        return text
    section = parse_format(code)[-1]
    if "cell" not in section.kinds:
        return text
    return "".join(
        text if token.kind == "cell" else token.text for token in section.tokens if token.kind in {"cell", "text"}
    )
