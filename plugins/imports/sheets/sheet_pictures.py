"""The pictures of a sheet by row and column: laid over cells, or in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from plugins.content.problems import ContentError
from plugins.imports.forms.submission import EmbeddedImage, SourceLocation
from plugins.tables.cells import TableRow
from plugins.tables.readers import TableSheet
from plugins.tables.xlsx_pictures import CellPicture


@dataclass
class SheetPictures:
    """The pictures of one sheet; ``locate`` returns the location of a row and column."""

    sheet: TableSheet
    locate: Callable[[int, int], SourceLocation]
    _by_row: dict[int, list[tuple[int, CellPicture]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row, column, picture in self.sheet.pictures():
            self._by_row.setdefault(row, []).append((column, picture))

    def has(self, row: int) -> bool:
        """Return whether pictures are laid over a row."""
        return row in self._by_row

    def take(self, row: TableRow) -> dict[int, list[EmbeddedImage]]:
        """Return the pictures of a row by column; they count as used."""
        pictures = self._by_row.pop(row.number, [])
        pictures += [
            (column, self.sheet.find_picture(cell.picture_id)) for column, cell in row.cells.items() if cell.picture_id
        ]
        images: dict[int, list[EmbeddedImage]] = {}
        for column, picture in pictures:
            images.setdefault(column, []).append(self._image(row.number, column, picture))
        return images

    def _image(self, row: int, column: int, picture: CellPicture) -> EmbeddedImage:
        try:
            data = self.sheet.read_picture(picture)
        except ContentError:
            # without bytes the picture is reported as unreadable where it is used
            data = b""
        return EmbeddedImage(data, picture.alt, self.locate(row, column))

    def list_unused(self) -> Iterator[tuple[int, int]]:
        """Iterate over the rows and columns of pictures that no submission used."""
        for row, pictures in sorted(self._by_row.items()):
            yield from ((row, column) for column, _ in pictures)
