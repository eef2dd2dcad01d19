"""Cells, rows and sheets of a table, as a spreadsheet program shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class TextRun(NamedTuple):
    """A part of a cell's text in one look; ``position`` is ``super``, ``sub`` or empty."""

    text: str
    is_struck: bool = False
    position: str = ""


class TableCell(NamedTuple):
    """A cell: ``text`` is what it shows.

    ``number`` is its exact number in 15 significant digits, empty where it shows no number; a percentage as it is
    shown, so that 95 % is 95. ``runs`` are its text by looks, if it has several or is struck out. ``formula`` is the
    formula without its sign, ``is_error`` whether the cell shows an error such as #N/A, ``picture_id`` the id of a
    picture in the cell.
    """

    text: str
    number: str = ""
    runs: Sequence[TextRun] = ()
    formula: str = ""
    is_error: bool = False
    picture_id: str = ""

    @property
    def is_struck(self) -> bool:
        """Whether all of the text is struck out."""
        written = [run for run in self.runs if run.text.strip()]
        return bool(written) and all(run.is_struck for run in written)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number and its cells by column, both counted from one; cells that show nothing may be absent."""

    number: int
    cells: Mapping[int, TableCell]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells that are merged into one, which has the value of the first; rows and columns are counted from one."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a workbook; ``part`` is its file inside the workbook."""

    name: str
    part: str
    is_visible: bool = True
