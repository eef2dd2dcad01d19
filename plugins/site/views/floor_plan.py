"""The floor plan of the tour: halls as rooms sized by their entries, and the walk that leads past every stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.content.model import Entry
from plugins.content.stage_view import Hall

WIDTH = 320
GAP = 8
STEP = 22
HEAD = 34
FOOT = 12
SIDE = 14
SMALLEST_SHARE = 0.36


@dataclass(frozen=True)
class Mark:
    """A stop on the plan, with its place in the whole tour."""

    entry: Entry
    place: int
    x: int
    y: int


@dataclass(frozen=True)
class Room:
    hall: Hall
    x: int
    y: int
    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class FloorPlan:
    """The drawing in units of its own: its size, its rooms, and the way from the first stop to the last."""

    width: int
    height: int
    rooms: tuple[Room, ...]

    @property
    def walk(self) -> str:
        """The way past all stops, as the points of a polyline."""
        return " ".join(f"{mark.x},{mark.y}" for room in self.rooms for mark in room.marks)


def floor_plan(halls: Sequence[Hall]) -> FloorPlan:
    """Draw the halls two in a row, every other row from right to left, so that each leads into the next."""
    rooms: list[Room] = []
    top, place = 0, 1
    for row, start in enumerate(range(0, len(halls), 2)):
        made = _row(halls[start : start + 2], top, place, leftwards=row % 2 == 1)
        rooms += made
        top += made[0].height + GAP
        place += sum(len(room.marks) for room in made)
    return FloorPlan(WIDTH, max(top - GAP, 0), tuple(rooms))


def _row(halls: Sequence[Hall], top: int, place: int, *, leftwards: bool) -> list[Room]:
    widths = _widths([len(hall.entries) for hall in halls])
    rows = [_rows_of(len(hall.entries), width) for hall, width in zip(halls, widths, strict=True)]
    height = HEAD + max(rows) * STEP + FOOT
    rooms, left = [], 0
    for hall, width in zip(halls, widths, strict=True):
        x = WIDTH - left - width if leftwards else left
        rooms.append(Room(hall, x, top, width, height, _marks(hall, x, top, width, place, leftwards=leftwards)))
        left += width + GAP
        place += len(hall.entries)
    return rooms


def _widths(sizes: Sequence[int]) -> list[int]:
    """Two rooms share a row in proportion to their entries, but neither becomes too narrow for its name."""
    if len(sizes) == 1:
        return [WIDTH]
    share = min(max(sizes[0] / (sizes[0] + sizes[1]), SMALLEST_SHARE), 1 - SMALLEST_SHARE)
    first = round((WIDTH - GAP) * share)
    return [first, WIDTH - GAP - first]


def _in_a_row(width: int) -> int:
    return max(1, (width - 2 * SIDE) // STEP + 1)


def _rows_of(entries: int, width: int) -> int:
    return -(-entries // _in_a_row(width))


def _marks(hall: Hall, left: int, top: int, width: int, place: int, *, leftwards: bool) -> tuple[Mark, ...]:
    columns = _in_a_row(width)
    marks = []
    for at, entry in enumerate(hall.entries):
        row, column = divmod(at, columns)
        # the walk turns round at each wall, and goes on the way the row of halls goes
        backwards = leftwards ^ (row % 2 == 1)
        x = left + width - SIDE - column * STEP if backwards else left + SIDE + column * STEP
        marks.append(Mark(entry, place + at, x, top + HEAD + row * STEP + STEP // 2))
    return tuple(marks)
