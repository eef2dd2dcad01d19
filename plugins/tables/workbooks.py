"""Reading of XLSX workbooks: every sheet, row and cell as a spreadsheet program shows it.

openpyxl is not used for reading: it refuses workbooks of the standard's strict flavour and others that spreadsheet
programs open, and gives neither the shown text of a number nor struck words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import NamedTuple
from xml.etree.ElementTree import Element

from plugins.tables.cells import CellPicture, MergedRange, TableCell, TableRow, TableSheet, TextRun
from plugins.tables.date_formats import from_iso
from plugins.tables.format_codes import BUILTIN, GENERAL, parse_format
from plugins.tables.number_formats import exact_number, format_number, format_text
from plugins.tables.office_package import (
    OfficePackage,
    PackageBrokenError,
    PackageTooLargeError,
    attribute,
    child,
    children,
    local_name,
    to_int,
)
from plugins.tables.xlsx_pictures import (
    excel_picture_id,
    read_anchored_pictures,
    read_cell_pictures,
    read_comments,
    read_drawn_texts,
    wps_picture_id,
)

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
POSITIONS = {"superscript": "super", "subscript": "sub"}
OFF = {"0", "false"}
# elements of a sheet besides its cells
COLUMN, MERGE, LINK = "col", "mergeCell", "hyperlink"
MARGINS = {f"{pages}{place}" for pages in ("odd", "even", "first") for place in ("Header", "Footer")}
# in them: &P for the page's number, &"font", &12 for a size, &K with a colour
MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|.)', re.S)
# "第 1 页 共 3 页", "Page 1 of 3"
PAGE_NUMBER = re.compile(r"(?:[\s\d第页共，,/\-—–·]|page|of)*", re.I)


class CellLook(NamedTuple):
    """The format code of a cell's number, and the look of its text as of a ``TextRun``."""

    code: str = GENERAL
    is_struck: bool = False
    position: str = ""


class Workbook:
    """An open workbook. Raises ``PackageBrokenError`` and ``PackageTooLargeError``, also while it is read."""

    def __init__(self, package: OfficePackage) -> None:
        self.package = package
        main = package.main_part("xl/workbook.xml")
        root = package.root(main)
        relations = package.relations(main)
        others = {relation.kind: relation.target for relation in relations.values()}
        properties = child(root, "workbookPr")
        is_1904 = attribute(properties, "date1904").lower() if properties is not None else ""
        self._counts_from_1904 = is_1904 not in {"", *OFF}
        self._looks = _read_looks(package, others.get("styles", ""))
        self._strings_part = others.get("sharedStrings", "")
        self.sheets = [
            WorkbookSheet(attribute(sheet, "name"), attribute(sheet, "state") in {"", "visible"}, self, relation.target)
            for sheet in children(child(root, "sheets"), "sheet")
            if (relation := relations.get(attribute(sheet, "id"))) and relation.kind == "worksheet"
        ]
        if not self.sheets:
            raise PackageBrokenError(main)

    @cached_property
    def _strings(self) -> list[Sequence[TextRun]]:
        """The texts that cells refer to by their number."""
        strings: list[Sequence[TextRun]] = []
        root: Element | None = None
        for event, element in self.package.events(self._strings_part) if self.package.has(self._strings_part) else ():
            if event == "start":
                root = element if root is None else root
            elif local_name(element.tag) == "si" and root is not None:
                strings.append(_runs(element))
                root.clear()
        return strings

    def cells(self, row: Element) -> dict[int, TableCell]:
        """Return the cells of a row that show something, by their columns."""
        cells: dict[int, TableCell] = {}
        column = 0
        for element in row:
            if local_name(element.tag) == "c":
                column = _column(element.get("r", ""), column + 1)
                cell = self._cell(element)
                if cell.text or cell.picture_id or cell.hidden:
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
            index = to_int(value)
            return self._strings[index] if 0 <= index < len(self._strings) else ()
        return _runs(inline) if inline is not None else (TextRun(_decode(value)),)

    def _number_cell(self, value: str, look: CellLook, formula: str, *, is_iso: bool) -> TableCell:
        if look.code == GENERAL and PLAIN_NUMBER.match(value) and not (look.is_struck or is_iso):
            return TableCell(value, value, formula=formula)
        code, number = look.code, _parse_number(value)
        if is_iso:
            number = from_iso(value)
            code = code if parse_format(code)[0].is_date else DATE
        if number is None:
            return TableCell(_decode(value), formula=formula)
        text = format_number(number, code, counts_from_1904=self._counts_from_1904 and not is_iso)
        section = parse_format(code)[0]
        factor = 100 if "percent" in section.kinds else 1
        exact = "" if section.is_date or not text else exact_number(number * factor)
        runs = (TextRun(text, True),) if look.is_struck and text else ()
        return TableCell(text, exact, runs, formula, hidden="" if text or not number else exact_number(number))


@dataclass(frozen=True)
class WorkbookSheet(TableSheet):
    """A sheet of a workbook; ``part`` is its file inside the workbook."""

    book: Workbook
    part: str

    def rows(self) -> Iterator[TableRow]:
        number = 0
        data: Element | None = None
        for event, element in self.book.package.events(self.part):
            name = local_name(element.tag)
            if event == "start":
                data = element if name == "sheetData" else data
            elif name == "row" and data is not None:
                number = _row_number(element, number)
                yield TableRow(number, self.book.cells(element), _is_hidden(element, "ht"))
                # rows that are read need no memory
                data.clear()
            elif name == "sheetData":
                return

    @cached_property
    def _settings(self) -> list[tuple[str, Element]]:
        """The elements besides the cells, with their names."""
        settings: list[tuple[str, Element]] = []
        merges = 0
        for event, element in self.book.package.events(self.part):
            name = local_name(element.tag)
            if event == "end" and name == "row":
                element.clear()
            elif event == "end" and name in {COLUMN, MERGE, LINK, *MARGINS}:
                settings.append((name, element))
                merges += name == MERGE
                if merges > MAX_MERGES:
                    raise PackageTooLargeError
        return settings

    def _find(self, *names: str) -> Iterator[Element]:
        return (element for name, element in self._settings if name in names)

    def merges(self) -> Sequence[MergedRange]:
        ranges = (_range(attribute(element, "ref")) for element in self._find(MERGE))
        return sorted(filter(None, ranges), key=lambda cells: (cells.first_row, cells.first_column))

    def hidden_columns(self) -> frozenset[int]:
        hidden: set[int] = set()
        for element in self._find(COLUMN):
            if _is_hidden(element, "width"):
                first, last = to_int(attribute(element, "min")), to_int(attribute(element, "max"))
                hidden.update(range(max(first, 1), min(last, MAX_COLUMNS) + 1))
        return frozenset(hidden)

    def pictures(self) -> Sequence[tuple[int, int, CellPicture]]:
        return list(read_anchored_pictures(self.book.package, self.part))

    def notes(self) -> Sequence[tuple[int, int, str]]:
        package = self.book.package
        comments = [(_range(reference), text) for reference, text in read_comments(package, self.part)]
        return [
            *read_drawn_texts(package, self.part),
            *((cells.first_row, cells.first_column, text) for cells, text in comments if cells and text.strip()),
        ]

    def margins(self) -> Sequence[str]:
        texts = (" ".join(MARGIN_CODE.sub(" ", element.text or "").split()) for element in self._find(*MARGINS))
        return list(dict.fromkeys(text for text in texts if not PAGE_NUMBER.fullmatch(text)))

    def links(self) -> Mapping[tuple[int, int], str]:
        relations = self.book.package.relations(self.part)
        links: dict[tuple[int, int], str] = {}
        for element in self._find(LINK):
            cells, relation = _range(attribute(element, "ref")), relations.get(attribute(element, "id"))
            if cells and relation and relation.is_external:
                links[cells.first_row, cells.first_column] = relation.target
        return links

    def find_picture(self, picture_id: str) -> CellPicture:
        return self.book.cell_pictures[picture_id]

    def read_picture(self, picture: CellPicture) -> bytes:
        return self.book.package.read(picture.part)


def _read_looks(package: OfficePackage, part: str) -> list[CellLook]:
    """Return the looks of cells by the number that a cell gives; damaged parts of the styles are plain."""
    root = package.root(part) if part else None
    codes = dict(BUILTIN)
    for element in children(child(root, "numFmts"), "numFmt"):
        codes[to_int(attribute(element, "numFmtId"))] = attribute(element, "formatCode")
    fonts = [_font_look(font) for font in children(child(root, "fonts"), "font")]
    return [_cell_look(element, codes, fonts) for element in children(child(root, "cellXfs"), "xf")]


def _cell_look(element: Element, codes: Mapping[int, str], fonts: list[tuple[bool, str]]) -> CellLook:
    font = to_int(attribute(element, "fontId"))
    is_struck, position = fonts[font] if 0 <= font < len(fonts) else (False, "")
    return CellLook(codes.get(to_int(attribute(element, "numFmtId")), GENERAL), is_struck, position)


def _font_look(font: Element | None) -> tuple[bool, str]:
    """Return whether a font strikes its text out, and its position as of a ``TextRun``."""
    strike, align = child(font, "strike"), child(font, "vertAlign")
    is_struck = strike is not None and attribute(strike, "val").lower() not in OFF
    return is_struck, POSITIONS.get(attribute(align, "val") if align is not None else "", "")


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
        raise PackageTooLargeError
    return number


def _column(reference: str, following: int) -> int:
    match = REFERENCE.match(reference)
    column = column_number(match[1]) if match else following
    if column > MAX_COLUMNS:
        raise PackageTooLargeError
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
            runs.append(TextRun(_decode(text), *_font_look(child(inner, "rPr"))))
    return tuple(run for run in runs if run.text)


def _decode(text: str) -> str:
    if "_x" in text:
        # half of a pair of surrogates is no character
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "ignore").decode(), text)
    return LINE_ENDS.sub("\n", text)


def _text_cell(runs: Sequence[TextRun], look: CellLook, formula: str) -> TableCell:
    runs = [TextRun(run.text, run.is_struck or look.is_struck, run.position or look.position) for run in runs]
    written = "".join(run.text for run in runs)
    text = format_text(written, look.code)
    is_plain = not any(run.is_struck or run.position for run in runs) or written not in text
    hidden = "" if written in text else written
    return TableCell(text, "", () if is_plain else tuple(runs), formula, hidden=hidden)
