"""The floor plan: rooms in rows that share the whole width, and a path past every entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from plugins.content.load import load
from plugins.content.stages.halls import Hall
from plugins.site.views.floor_plan import (
    GAP,
    MIN_SHARE,
    SIDE,
    WIDTH,
    FloorPlan,
    PlanRoom,
    Point,
    floor_plan,
    room_plan,
)
from tests.support.builds import TINY

# half of a door, as the template draws it
DOOR = 8


def _halls(*entry_counts: int) -> list[Hall]:
    competition = load(TINY).competition
    assert competition
    hall = competition.at("vote").halls[0]
    return [Hall(number, hall.place, hall.entries[:1] * count) for number, count in enumerate(entry_counts, start=1)]


def _plan(*entry_counts: int) -> FloorPlan:
    return floor_plan(_halls(*entry_counts))


def test_rooms_share_a_row_in_proportion_to_their_entries() -> None:
    first, second = _plan(6, 4).rooms
    assert (first.x, first.width) == (0, round((WIDTH - GAP) * 0.6))
    assert (second.x, second.width) == (first.width + GAP, WIDTH - GAP - first.width)


def test_small_room_keeps_a_least_width() -> None:
    small = _plan(1, 30).rooms[0]
    assert small.width == round((WIDTH - GAP) * MIN_SHARE)


def test_second_row_goes_from_right_to_left_below_the_first() -> None:
    first, second, third, fourth = _plan(6, 4, 6, 4).rooms
    assert (second.y, third.y, fourth.y) == (first.y, first.height + GAP, first.height + GAP)
    assert (third.x + third.width, fourth.x) == (WIDTH, 0)


@pytest.mark.parametrize("counts", [(1,), (3, 5), (23, 1, 17), (30, 30, 30, 30), (1, 110, 2)])
def test_stops_are_numbered_through_and_inside_their_rooms(counts: tuple[int, ...]) -> None:
    plan = _plan(*counts)
    assert [stop.position for room in plan.rooms for stop in room.stops] == list(range(1, sum(counts) + 1))
    for room in plan.rooms:
        for stop in room.stops:
            assert room.x + SIDE <= stop.x <= room.x + room.width - SIDE
            assert room.y < stop.y < room.y + room.height
    assert plan.height == max(room.y + room.height for room in plan.rooms)


def test_no_halls_are_an_empty_plan() -> None:
    assert _plan() == FloorPlan(WIDTH, 0, ())


# halls of one line, of an even and of an odd number of lines, walked in both directions
SHAPES = [(1,), (3, 5), (23, 1, 17), (30, 30, 30, 30), (1, 110, 2), (7, 7, 7), (2, 2, 2, 2, 2, 2)]


def _boxes(room: PlanRoom) -> list[tuple[int, int, int, int]]:
    """What the way may not cross: every door, and the line of the room's name and number without its walls."""
    doors = [(stop.x - DOOR, stop.y - DOOR, stop.x + DOOR, stop.y + DOOR) for stop in room.stops]
    name = (room.x + DOOR, room.y + 8, room.x + room.width - DOOR, room.y + (46 if not room.stops else 26))
    return [name, *doors]


def _crosses(start: Point, end: Point, box: tuple[int, int, int, int]) -> bool:
    (x1, x2), (y1, y2) = sorted((start.x, end.x)), sorted((start.y, end.y))
    assert x1 == x2 or y1 == y2, "the way has right angles"
    west, top, east, bottom = box
    return x1 < east and x2 > west and y1 < bottom and y2 > top


@pytest.mark.parametrize("counts", SHAPES)
@pytest.mark.parametrize("lay_out", [floor_plan, room_plan])
def test_the_way_passes_every_room_and_crosses_no_number(
    lay_out: Callable[[Sequence[Hall]], FloorPlan], counts: tuple[int, ...]
) -> None:
    plan = lay_out(_halls(*counts))
    steps = list(pairwise(plan.way))
    boxes = [box for room in plan.rooms for box in _boxes(room)]
    assert [(start, end, box) for start, end in steps for box in boxes if _crosses(start, end, box)] == []
    for room in plan.rooms:
        assert all(room.x < x < room.x + room.width and room.y < y < room.y + room.height for x, y in room.way)


def test_a_plan_with_too_many_doors_shows_the_rooms_alone() -> None:
    assert _plan(120).has_doors
    assert not _plan(120, 1).has_doors
    plan = _plan(120, 1, 1, 1, 1)
    assert not plan.has_doors
    assert [(room.x, room.y, room.width, room.height) for room in plan.rooms] == [
        (0, 0, 156, 60), (164, 0, 156, 60), (164, 68, 156, 60), (0, 68, 156, 60), (0, 136, 320, 60),
    ]  # fmt: skip
    assert (plan.height, plan.path_points) == (
        196,
        "3,54 153,54 167,54 317,54 317,122 167,122 153,122 3,122 3,190 317,190",
    )


@pytest.mark.parametrize("lay_out", [floor_plan, room_plan])
def test_every_other_row_goes_from_right_to_left(lay_out: Callable[[Sequence[Hall]], FloorPlan]) -> None:
    assert [room.x for room in lay_out(_halls(*[2] * 8)).rooms] == [0, 164, 164, 0] * 2


def test_a_single_room_is_as_wide_as_the_plan_and_walked_as_the_others_of_its_row() -> None:
    assert room_plan(_halls(1, 1, 1)).path_points == "3,54 153,54 167,54 317,54 317,122 3,122"
    assert room_plan([]) == FloorPlan(WIDTH, 0, ())
    # fourteen doors fit side by side
    for count, height in ((14, 68), (15, 90)):
        assert _plan(count).rooms[0].height == height


def test_rooms_of_two_and_three_lines_in_numbers() -> None:
    plan = _plan(9, 13, 9, 20)
    assert [(room.x, room.y, room.width, room.height) for room in plan.rooms] == [
        (0, 0, 128, 90), (136, 0, 184, 90), (208, 98, 112, 112), (0, 98, 200, 112),
    ]  # fmt: skip
    assert (plan.height, plan.path_points) == (
        210,
        "3,56 125,56 125,78 3,78 125,78 125,56 139,56 317,56 317,78 139,78 317,78 "
        "317,154 211,154 211,176 317,176 317,198 211,198 211,154 197,154 3,154 3,176 197,176 197,198 3,198",
    )


def test_a_plan_in_numbers() -> None:
    plan = _plan(3, 9, 2)
    assert [[(stop.position, stop.x, stop.y) for stop in room.stops] for room in plan.rooms] == [
        [(1, 14, 45), (2, 36, 45), (3, 58, 45)],
        # the ninth does not fit beside the others: the way turns round at the wall
        [*((4 + index, 134 + 22 * index, 45) for index in range(8)), (12, 306, 67)],
        [(13, 306, 143), (14, 284, 143)],
    ]
    assert (plan.height, plan.path_points) == (
        166,
        "3,56 109,56 123,56 317,56 317,78 123,78 317,78 317,154 3,154",
    )
