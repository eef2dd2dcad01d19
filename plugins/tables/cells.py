"""Cells, rows and sheets of a table, as a spreadsheet program shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    picture in the cell, ``hidden`` what the cell holds and its format does not show.
    """

    text: str
    number: str = ""
    runs: Sequence[TextRun] = ()
    formula: str = ""
    is_error: bool = False
    picture_id: str = ""
    hidden: str = ""

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


class CellPicture(NamedTuple):
    """A picture: its part in the workbook, empty if it is only a link, and its alternative text."""

    part: str
    alt: str = ""


@dataclass(frozen=True)
class TableSheet:
    """A sheet of a workbook, or a CSV file, whose name is empty. To be used while the file is open."""

    name: str
    is_visible: bool

    def rows(self) -> Iterator[TableRow]:
        """Iterate over the rows that have cells, in the order of the file."""
        raise NotImplementedError

    def merges(self) -> Sequence[MergedRange]:
        """Return the merged ranges, by their first cells."""
        return ()

    def hidden_columns(self) -> frozenset[int]:
        """Return the numbers of the columns that are not shown."""
        return frozenset()

    def pictures(self) -> Sequence[tuple[int, int, CellPicture]]:
        """Return the pictures laid over cells, with the row and column that they begin in."""
        return ()

    def notes(self) -> Sequence[tuple[int, int, str]]:
        """Return the words of comments and shapes, with the row and column of their cell."""
        return ()

    def margins(self) -> Sequence[str]:
        """Return the words that are printed above and below every page, once each, without its number."""
        return ()

    def links(self) -> Mapping[tuple[int, int], str]:
        """Return the web addresses that cells link to, by row and column."""
        return {}

    def find_picture(self, picture_id: str) -> CellPicture:
        """Return the picture in a cell that has this id."""
        raise NotImplementedError

    def read_picture(self, picture: CellPicture) -> bytes:
        """Return the bytes of a picture."""
        raise NotImplementedError
