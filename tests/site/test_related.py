"""The related entries at the end of an entry's page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.content.load import load
from plugins.content.model import Entry
from plugins.site.views.related import RelatedEntries
from tests.support.builds import TINY


@pytest.fixture(scope="module")
def tour() -> list[Entry]:
    """Eight entries of one track, the first and the sixth of the same unit."""
    competition = load(TINY).competition
    assert competition
    entry = competition.at("vote").tour[0]
    units = [replace(entry.units[0], id=f"unit-{number % 5}") for number in range(6)]
    units += [replace(entry.units[0], id=f"other-{number}") for number in range(2)]
    return [replace(entry, slug=f"e{number}", units=(unit,)) for number, unit in enumerate(units)]


@pytest.mark.parametrize(
    ("number", "related"),
    [
        # of its unit first, then those after the next one
        (0, ["e5", "e2", "e3"]),
        (3, ["e5", "e6", "e7"]),
        # from the end of the tour on to its beginning
        (6, ["e0", "e1", "e2"]),
        (7, ["e0", "e1", "e2"]),
    ],
)
def test_three_others_follow_without_those_that_the_pager_names(
    tour: list[Entry], number: int, related: list[str]
) -> None:
    assert [entry.slug for entry in RelatedEntries(tour).of(tour[number])] == related


def test_entries_of_other_units_and_tracks_are_not_related(tour: list[Entry]) -> None:
    other = replace(tour[0], slug="other", units=(), track=replace(tour[0].track, id="elsewhere"))
    assert RelatedEntries([*tour, other]).of(other) == ()
