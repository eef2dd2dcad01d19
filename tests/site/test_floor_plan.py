"""The floor plan: rooms in rows that share the whole width, and a path past every entry."""

from __future__ import annotations

import pytest

from plugins.content.load import load
from plugins.content.stages.halls import Hall
from plugins.site.views.floor_plan import GAP, MIN_SHARE, SIDE, WIDTH, FloorPlan, floor_plan
from tests.support.builds import TINY


def _plan(*entry_counts: int) -> FloorPlan:
    competition = load(TINY).competition
    assert competition
    hall = competition.at("vote").halls[0]
    return floor_plan(
        [Hall(number, hall.place, hall.entries[:1] * count) for number, count in enumerate(entry_counts, start=1)]
    )


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


@pytest.mark.parametrize("counts", [(1,), (3, 5), (23, 1, 17), (40, 40, 40, 40), (1, 300, 2)])
def test_stops_are_numbered_through_and_inside_their_rooms(counts: tuple[int, ...]) -> None:
    plan = _plan(*counts)
    assert [stop.position for room in plan.rooms for stop in room.stops] == list(range(1, sum(counts) + 1))
    for room in plan.rooms:
        for stop in room.stops:
            assert room.x + SIDE <= stop.x <= room.x + room.width - SIDE
            assert room.y < stop.y < room.y + room.height
    assert plan.height == max(room.y + room.height for room in plan.rooms)
    assert plan.path_points.count(",") == sum(counts)


def test_no_halls_are_an_empty_plan() -> None:
    assert _plan() == FloorPlan(WIDTH, 0, ())
