"""The floor plan of the tour: halls as rooms sized by their entries, and the path past every entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.content.model import Entry
from plugins.content.stages.halls import Hall

# lengths in the drawing's own units: the whole width, the gap between rooms, and the distance of two stops
WIDTH = 320
GAP = 8
STEP = 22
# the space in a room above, below and beside its stops
HEAD = 34
FOOT = 12
SIDE = 14
# the least share of a row's width for one of two rooms, so that its name fits
MIN_SHARE = 0.36


@dataclass(frozen=True)
class PlanStop:
    """An entry on the plan; its position in the whole tour counts from one."""

    entry: Entry
    position: int
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class PlanRoom:
    """A hall on the plan, by its top left corner and its size."""

    hall: Hall
    x: int
    y: int
    width: int
    height: int
    stops: tuple[PlanStop, ...]


@dataclass(frozen=True)
class FloorPlan:
    """The drawing: its size, and its rooms in the order of the tour."""

    width: int
    height: int
    rooms: tuple[PlanRoom, ...]

    @property
    def path_points(self) -> str:
        """The path past all stops, as the points of an SVG polyline."""
        return " ".join(f"{stop.x},{stop.y}" for room in self.rooms for stop in room.stops)


def floor_plan(halls: Sequence[Hall]) -> FloorPlan:
    """Lay out the halls two in a row, every other row from right to left, so that each leads into the next."""
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
    for hall, width in zip(halls, widths, strict=True):
        x = WIDTH - offset - width if leftwards else offset
        stops = _lay_out_stops(hall, x, top, width, position, leftwards=leftwards)
        rooms.append(PlanRoom(hall=hall, x=x, y=top, width=width, height=height, stops=stops))
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
    return max(1, (width - 2 * SIDE) // STEP + 1)


def _count_lines(entry_count: int, width: int) -> int:
    return -(-entry_count // _stops_per_line(width))


def _lay_out_stops(
    hall: Hall, left_edge: int, top: int, width: int, position: int, *, leftwards: bool
) -> tuple[PlanStop, ...]:
    stops = []
    for index, entry in enumerate(hall.entries):
        line, column = divmod(index, _stops_per_line(width))
        # the path turns round at each wall; its first line goes in the direction of the row of halls
        backwards = leftwards ^ (line % 2 == 1)
        x = left_edge + width - SIDE - column * STEP if backwards else left_edge + SIDE + column * STEP
        stops.append(PlanStop(entry, position + index, x, top + HEAD + line * STEP + STEP // 2))
    return tuple(stops)
