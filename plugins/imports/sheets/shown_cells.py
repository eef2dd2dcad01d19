"""A second, simple reader of tables: all cells that show something, to check that an import lost none of them.

It finds sheets, cells and texts by its own means, so that a fault of the reader of submissions cannot hide in both;
only what a number format makes of a number or text is the same rule for both. Names of sheets, lists to choose from,
prompts and error messages of a cell's validation are the template's words, not the unit's, and are not counted.
"""

from __future__ import annotations

import csv
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse

from plugins.tables.date_formats import from_iso
from plugins.tables.delimited import detect_encoding, find_separator
from plugins.tables.format_codes import BUILTIN, parse_format
from plugins.tables.number_formats import format_number, format_text

CODED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
# a picture in a cell of WPS
PICTURE_FORMULA = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.I)
# how a date without a format of its own is shown
DATE = "yyyy/m/d"
LETTERS = re.compile(r"[A-Z]+")
# codes of a page's header: fonts, sizes, numbers of pages, dates, names of files
MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|.)', re.S)
MARGIN_NUMBERS = re.compile(r"(?:[\s\d第页共，,/\-—–·]|page|of)*", re.I)


@dataclass(frozen=True)
class ShownCell:
    """What one cell shows, or a comment or shape on it. ``texts`` are its parts; rows and columns count from one."""

    sheet: str
    row: int
    column: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.texts)


def read_shown_cells(path: Path) -> list[ShownCell]:
    """Return every cell of a table that shows something. Raises what zipfile, csv and the XML parser raise."""
    if not zipfile.is_zipfile(path):
        return list(_delimited_cells(path))
    with zipfile.ZipFile(path) as archive:
        book = _Book(archive)
        cells = [cell for name, part in book.sheets() for cell in book.cells(name, part)]
    return [cell for cell in cells if cell.text.strip() and not PICTURE_FORMULA.match(cell.text)]


def _delimited_cells(path: Path) -> Iterator[ShownCell]:
    encoding = detect_encoding(path)
    separator = find_separator(path, encoding)
    with path.open(encoding=encoding) as lines:
        if not lines.readline(20).lstrip("\ufeff").lower().startswith("sep="):
            lines.seek(0)
        for row, texts in enumerate(csv.reader(lines, delimiter=separator), start=1):
            for column, text in enumerate(texts, start=1):
                shown = text[2:-1] if text.startswith('="') and text.endswith('"') else text
                if shown.strip():
                    yield ShownCell("", row, column, (shown,))


@dataclass
class _Book:
    """A workbook; parts are found by their names without regard to the case."""

    archive: zipfile.ZipFile
    names: dict[str, str] = field(init=False)
    main: str = "xl/workbook.xml"

    def __post_init__(self) -> None:
        self.names = {name.replace("\\", "/").lower(): name for name in self.archive.namelist()}
        targets = [target for kind, target, _ in self._links("") if kind == "officeDocument"]
        self.main = targets[0] if targets else self.main
        others = {kind: target for kind, target, _ in self._links(self.main)}
        self.strings = [_texts(item) for item in self._all(others.get("sharedStrings", ""), "si")]
        self.codes = self._read_codes(others.get("styles", ""))
        dates = [value for item in self._all(self.main, "workbookPr") for value in [item.get("date1904", "0")]]
        self.is_1904 = any(value not in {"0", "false"} for value in dates)

    def _all(self, part: str, name: str) -> list[Element]:
        """Return all elements of a local name in a part."""
        stored = self.names.get(part.lower())
        if stored is None:
            return []
        with self.archive.open(stored) as opened:
            return [element for _, element in iterparse(opened) if _is(element, name)]

    def _links(self, part: str) -> list[tuple[str, str, str]]:
        """Return the kinds, targets and ids of the links of a part."""
        folder, _, name = part.rpartition("/")
        links = []
        for element in self._all(f"{folder}/_rels/{name}.rels".lstrip("/"), "Relationship"):
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "").replace("\\", "/")))
            links.append((element.get("Type", "").rpartition("/")[2], target.lstrip("/"), element.get("Id", "")))
        return links

    def _read_codes(self, part: str) -> list[str]:
        """Return the codes of number formats by the number that a cell gives."""
        formats = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in self._all(part, "numFmt")}
        known = {**BUILTIN, **formats}
        looks = self._all(part, "cellXfs")
        return [known.get(int(look.get("numFmtId", "0")), "") for look in (looks[0] if looks else ())]

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Iterate over the names and parts of all sheets."""
        targets = {number: target for kind, target, number in self._links(self.main) if kind == "worksheet"}
        for sheet in self._all(self.main, "sheet"):
            numbers = [value for key, value in sheet.items() if key.rpartition("}")[2] == "id"]
            if numbers and numbers[0] in targets:
                yield sheet.get("name", ""), targets[numbers[0]]

    def cells(self, sheet: str, part: str) -> Iterator[ShownCell]:
        """Iterate over the cells of a sheet, the words on them, and those of its page's margins."""
        row = column = 0
        margins: dict[str, None] = {}
        with self.archive.open(self.names[part.lower()]) as opened:
            for event, element in iterparse(opened, ("start", "end")):
                if event == "start":
                    if _is(element, "row"):
                        row, column = _number(element.get("r", ""), row + 1), 0
                    continue
                if _is(element, "c"):
                    column = _column(element.get("r", ""), column + 1)
                    yield ShownCell(sheet, row, column, self._cell_texts(element))
                    element.clear()
                elif element.tag.endswith(("Header", "Footer")):
                    margins["".join(MARGIN_CODE.sub("", element.text or "").split())] = None
        yield from (ShownCell(sheet, 1, 1, (words,)) for words in margins if not MARGIN_NUMBERS.fullmatch(words))
        for kind, target, _ in self._links(part):
            yield from self._words_on(sheet, kind, target)

    def _cell_texts(self, cell: Element) -> tuple[str, ...]:
        values = {element.tag.rpartition("}")[2]: element for element in cell}
        value = values["v"].text or "" if "v" in values else ""
        kind = cell.get("t", "n")
        code = self._code(_number(cell.get("s", ""), 0))
        if "is" in values:
            return _shown_texts(_texts(values["is"]), code)
        if cell.get("vm") and kind == "e":
            return ()
        if kind == "s":
            return _shown_texts(self.strings[int(value)] if value.isdecimal() else (), code)
        if kind == "d" and (date := from_iso(value)) is not None:
            return (format_number(date, code if parse_format(code)[0].is_date else DATE),)
        if kind == "n" and value:
            return (self._shown_number(value, code),)
        if kind == "str":
            return _shown_texts((_decode(value),), code)
        return ({"0": "FALSE", "1": "TRUE"}.get(value, value),) if kind == "b" else (_decode(value),)

    def _code(self, look: int) -> str:
        return (self.codes[look] if look < len(self.codes) else "") or "General"

    def _shown_number(self, value: str, code: str) -> str:
        try:
            return format_number(Decimal(repr(float(value))), code, counts_from_1904=self.is_1904)
        except (ValueError, InvalidOperation):
            return value

    def _words_on(self, sheet: str, kind: str, target: str) -> Iterator[ShownCell]:
        """Iterate over the comments, or the words of shapes and charts, of a sheet."""
        if kind in {"comments", "threadedComment"}:
            for name in ("comment", "threadedComment"):
                for comment in self._all(target, name):
                    reference = comment.get("ref", "")
                    words = tuple(item.text or "" for item in comment.iter() if _is(item, "t") or _is(item, "text"))
                    row = _number(LETTERS.sub("", reference), 1)
                    yield ShownCell(sheet, row, _column(reference, 1), words)
        elif kind == "drawing":
            charts = [part for other, part, _ in self._links(target) if other == "chart"]
            for part in (target, *charts):
                for paragraph in self._all(part, "p"):
                    words = tuple(item.text or "" for item in paragraph.iter() if _is(item, "t"))
                    yield ShownCell(sheet, 1, 1, words)


def _is(element: Element, name: str) -> bool:
    return element.tag == name or element.tag.endswith(f"}}{name}")


def _texts(element: Element) -> tuple[str, ...]:
    """Return the texts of a string, without the readings above them."""
    texts = []
    for child in element:
        if _is(child, "t"):
            texts.append(_decode(child.text or ""))
        elif _is(child, "r"):
            texts += [_decode(part.text or "") for part in child if _is(part, "t")]
    return tuple(texts)


def _shown_texts(texts: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return the parts of a text, or what its number format makes of it."""
    text = "".join(texts)
    shown = format_text(text, code)
    return texts if shown == text else (shown,)


def _decode(text: str) -> str:
    # half of a pair is no character
    return CODED_CHARACTER.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "ignore").decode(), text)


def _number(text: str, other: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else other


def _column(reference: str, other: int) -> int:
    letters = LETTERS.match(reference)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number or other
