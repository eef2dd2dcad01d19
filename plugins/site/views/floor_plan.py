"""The floor plan of the tour: halls as rooms, in each the doors of its entries, and the way past all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plugins.content.model import Entry
from plugins.content.stages.halls import Hall

# lengths in the drawing's own units, which are about a pixel on a phone: the whole width, the gap between rooms, and
# the distance of two stops
WIDTH = 320
GAP = 8
STEP = 22
# the space in a room above, below and beside its stops
HEAD = 34
FOOT = 12
SIDE = 14
# how far from a wall the way goes, so that it passes the doors and the room's name
AISLE = 3
# the least share of a row's width for one of two rooms, so that its name fits
MIN_SHARE = 0.36
# with more doors than this the plan shows the rooms alone
MAX_DOORS = 120
# the height of a room without doors, and of the way within it
ROOM = 60
ROOM_WAY = 54


class Point(NamedTuple):
    """A place on the drawing."""

    x: int
    y: int


@dataclass(frozen=True)
class PlanStop:
    """An entry on the plan, by the middle of its door; its position in the whole tour counts from one."""

    entry: Entry
    position: int
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class PlanRoom:
    """A hall on the plan, by its top left corner and its size, and the way through it."""

    hall: Hall
    x: int
    y: int
    width: int
    height: int
    stops: tuple[PlanStop, ...]
    way: tuple[Point, ...]


@dataclass(frozen=True)
class FloorPlan:
    """The drawing: its size, and its rooms in the order of the tour."""

    width: int
    height: int
    rooms: tuple[PlanRoom, ...]

    @property
    def way(self) -> tuple[Point, ...]:
        """The corners of the way past all stops; it never crosses a number or a name."""
        return tuple(point for room in self.rooms for point in room.way)

    @property
    def path_points(self) -> str:
        """The way as the points of an SVG polyline."""
        return " ".join(f"{x},{y}" for x, y in self.way)

    @property
    def has_doors(self) -> bool:
        """False if it shows the rooms alone."""
        return any(room.stops for room in self.rooms)


def room_plan(halls: Sequence[Hall]) -> FloorPlan:
    """The halls as rooms of one size without doors, for a drawing on which doors would be too small to tap."""
    rooms: list[PlanRoom] = []
    for row, start in enumerate(range(0, len(halls), 2)):
        leftwards, pair = row % 2 == 1, halls[start : start + 2]
        width = WIDTH if len(pair) == 1 else (WIDTH - GAP) // 2
        top = row * (ROOM + GAP)
        for index, hall in enumerate(pair):
            x = (width + GAP) * (1 - index if leftwards and len(pair) > 1 else index)
            edges = (x + width - AISLE, x + AISLE) if leftwards else (x + AISLE, x + width - AISLE)
            way = tuple(Point(edge, top + ROOM_WAY) for edge in edges)
            rooms.append(PlanRoom(hall=hall, x=x, y=top, width=width, height=ROOM, stops=(), way=way))
    return FloorPlan(WIDTH, max((room.y + room.height for room in rooms), default=0), tuple(rooms))


def floor_plan(halls: Sequence[Hall]) -> FloorPlan:
    """Lay out the halls two in a row, every other row from right to left, so that each leads into the next.

    A tour of more than ``MAX_DOORS`` entries gets a plan without doors.
    """
    if sum(len(hall.entries) for hall in halls) > MAX_DOORS:
        return room_plan(halls)
    rooms: list[PlanRoom] = []
    top, position = 0, 1
    for row, start in enumerate(range(0, len(halls), 2)):
        new_rooms = _lay_out_row(halls[start : start + 2], top, position, leftwards=row % 2 == 1)
        rooms += new_rooms
        top += new_rooms[0].height + GAP
        position += sum(len(room.stops) for room in new_rooms)
    return FloorPlan(WIDTH, max(top - GAP, 0), tuple(rooms))


def _lay_out_row(halls: Sequence[Hall], top: int, position: int, *, leftwards: bool) -> list[PlanRoom]:
    widths = _room_widths([len(hall.entries) for hall in halls])
    line_counts = [_count_lines(len(hall.entries), width) for hall, width in zip(halls, widths, strict=True)]
    height = HEAD + max(line_counts) * STEP + FOOT
    rooms, offset = [], 0
    for hall, width, lines in zip(halls, widths, line_counts, strict=True):
        is_last = hall is halls[-1]
        x = WIDTH - offset - width if leftwards else offset
        stops = _lay_out_stops(hall, x, top, width, position, leftwards=leftwards)
        way = _lay_way(x, top, width, lines, leftwards=leftwards, into_next=not is_last)
        rooms.append(PlanRoom(hall=hall, x=x, y=top, width=width, height=height, stops=stops, way=way))
        offset += width + GAP
        position += len(hall.entries)
    return rooms


def _room_widths(entry_counts: Sequence[int]) -> list[int]:
    """Two rooms share a row in proportion to their entries, within ``MIN_SHARE``."""
    if len(entry_counts) == 1:
        return [WIDTH]
    share = min(max(entry_counts[0] / sum(entry_counts), MIN_SHARE), 1 - MIN_SHARE)
    first = round((WIDTH - GAP) * share)
    return [first, WIDTH - GAP - first]


def _stops_per_line(width: int) -> int:
    return (width - 2 * SIDE) // STEP + 1


def _count_lines(entry_count: int, width: int) -> int:
    return -(-entry_count // _stops_per_line(width))


def _lay_out_stops(
    hall: Hall, left_edge: int, top: int, width: int, position: int, *, leftwards: bool
) -> tuple[PlanStop, ...]:
    stops = []
    for index, entry in enumerate(hall.entries):
        line, column = divmod(index, _stops_per_line(width))
        # the way turns round at each wall; its first line goes in the direction of the row of halls
        backwards = leftwards ^ (line % 2 == 1)
        x = left_edge + width - SIDE - column * STEP if backwards else left_edge + SIDE + column * STEP
        stops.append(PlanStop(entry, position + index, x, top + HEAD + line * STEP + STEP // 2))
    return tuple(stops)


def _lay_way(
    left_edge: int, top: int, width: int, lines: int, *, leftwards: bool, into_next: bool
) -> tuple[Point, ...]:
    """The way through a room: below each line of doors from wall to wall, and out at the wall opposite to its start.

    To lead into the next room of the row it goes on along that wall to its first line.
    """
    start, end = left_edge + AISLE, left_edge + width - AISLE
    if leftwards:
        start, end = end, start
    heights = [top + HEAD + (line + 1) * STEP for line in range(lines)]
    way = []
    for line, height in enumerate(heights):
        forwards = line % 2 == 0
        way += [Point(start, height), Point(end, height)] if forwards else [Point(end, height), Point(start, height)]
    if lines % 2 == 0:
        # back along the last line, which has led to the wall where the room was entered
        way.append(Point(end, heights[-1]))
    return (*way, Point(end, heights[0])) if into_next and lines > 1 else tuple(way)
