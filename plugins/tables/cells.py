"""Cells, rows and sheets of a table, as a spreadsheet program shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plugins.tables.folding import fold


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


@dataclass(frozen=True)
class ColumnHeads:
    """What columns are called: the row with their names, and the rows above it, the nearest first; texts by column."""

    names: Mapping[int, str]
    above: Sequence[Mapping[int, str]] = ()

    @property
    def shown(self) -> dict[int, str]:
        """The name of each column: in its row, or else, as with merged cells, the nearest above."""
        shown: dict[int, str] = {}
        for row in (self.names, *self.above):
            shown |= {column: text.strip() for column, text in row.items() if text.strip() and column not in shown}
        return dict(sorted(shown.items()))

    def find(self, name: str) -> list[int]:
        """Find the columns with this name, folded: in the row of names, above it, or after the name of their group."""
        plain = {column: text for column, text in self.names.items() if text.strip()}
        for names in (plain, self.shown, self.with_group()):
            if columns := [column for column, text in names.items() if fold(text) == fold(name)]:
                return columns
        return []

    def with_group(self) -> dict[int, str]:
        """Return the name of each column after that of its group, which stands above the first column of several."""
        groups = self.above[0] if self.above else {}
        named, group = dict[int, str](), ""
        for column in sorted({*groups, *self.names}):
            group = groups.get(column, "").strip() or group
            if group and (name := self.names.get(column, "").strip()):
                named[column] = f"{group} {name}"
        return named


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
