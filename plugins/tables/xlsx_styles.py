"""How the cells of a workbook look: their number formats, and whether their text is struck out, raised or lowered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from plugins.tables.format_codes import BUILTIN, GENERAL
from plugins.tables.office_package import OfficePackage, attribute, child, children, to_int

POSITIONS = {"superscript": "super", "subscript": "sub"}
OFF = {"0", "false"}


class CellLook(NamedTuple):
    """The format code of a cell's number, and the look of its text as of a ``TextRun``."""

    code: str = GENERAL
    is_struck: bool = False
    position: str = ""


def read_looks(package: OfficePackage, part: str) -> list[CellLook]:
    """Return the looks of cells by the number that a cell gives; damaged parts of the styles are plain."""
    root = package.root(part) if part else None
    codes = dict(BUILTIN)
    for element in children(child(root, "numFmts"), "numFmt"):
        codes[to_int(attribute(element, "numFmtId"))] = attribute(element, "formatCode")
    fonts = [font_look(font) for font in children(child(root, "fonts"), "font")]
    return [_cell_look(element, codes, fonts) for element in children(child(root, "cellXfs"), "xf")]


def _cell_look(element: Element, codes: Mapping[int, str], fonts: list[tuple[bool, str]]) -> CellLook:
    font = to_int(attribute(element, "fontId"))
    is_struck, position = fonts[font] if 0 <= font < len(fonts) else (False, "")
    return CellLook(codes.get(to_int(attribute(element, "numFmtId")), GENERAL), is_struck, position)


def font_look(font: Element | None) -> tuple[bool, str]:
    """Return whether a font strikes its text out, and its position as of a ``TextRun``."""
    strike, align = child(font, "strike"), child(font, "vertAlign")
    is_struck = strike is not None and attribute(strike, "val").lower() not in OFF
    return is_struck, POSITIONS.get(attribute(align, "val") if align is not None else "", "")
