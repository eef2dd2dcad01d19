"""Which entries stand in which hall: tracks as halls, several tracks in one, a track in several, groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from tests.content.invalid_shapes import halls

WALKS = {
    "one hall for all": (
        ["{id: one, name: 一, tracks: [water, safety]}"],
        [("one", ["rain-garden", "lift-watch", "night-market"], ["one/water", "one/a", "one/b"])],
    ),
    "a hall for a group": (
        ["{id: one, name: 一, groups: [b]}", "{id: two, name: 二, tracks: [water], groups: [a]}"],
        [("one", ["night-market"], []), ("two", ["rain-garden", "lift-watch"], ["two/water", "two/a"])],
    ),
    "halls of one track": (
        [
            "{id: one, name: 一, groups: [a]}",
            "{id: two, name: 二, groups: [b]}",
            "{id: three, name: 三, tracks: [water]}",
        ],
        [("one", ["lift-watch"], []), ("two", ["night-market"], []), ("three", ["rain-garden"], [])],
    ),
}


@pytest.mark.parametrize("name", WALKS)
def test_halls_are_walked_in_their_order(tiny: Path, name: str) -> None:
    lines, expected = WALKS[name]
    halls(*lines)(tiny)
    (tiny / "results/shortlist.yaml").write_text(
        "shortlist: [night-market, rain-garden, lift-watch]\n", encoding="utf-8"
    )
    loaded = load(tiny)
    assert loaded.competition, loaded.problems
    walk = loaded.competition.at("vote").halls
    assert [
        (hall.id, [entry.slug for entry in hall.entries], [section.id for section in hall.sections]) for hall in walk
    ] == expected
    assert [hall.position for hall in walk] == list(range(1, len(walk) + 1))


def test_groups_are_sections_of_the_hall_of_their_track(tiny: Path) -> None:
    halls("{id: one, name: 一, tracks: [water]}", "{id: two, name: 二, tracks: [safety]}")(tiny)
    (tiny / "results/shortlist.yaml").write_text(
        "shortlist: [night-market, rain-garden, lift-watch]\n", encoding="utf-8"
    )
    competition = load(tiny).competition
    assert competition
    hall = competition.at("vote").halls[1]
    assert [(section.track, section.group and section.group.id) for section in hall.sections] == [
        (None, "a"),
        (None, "b"),
    ]


@pytest.mark.parametrize(
    ("hall", "missing"),
    [("{id: one, name: 一, tracks: [water]}", "a, b"), ("{id: one, name: 一, groups: [a, b]}", "water")],
)
def test_the_track_or_the_groups_that_are_in_no_hall_are_named(tiny: Path, hall: str, missing: str) -> None:
    halls(hall)(tiny)
    (problem,) = load(tiny).problems
    assert (problem.code, dict(problem.values)) == ("in_no_hall", {"given": missing})
