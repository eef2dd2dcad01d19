"""What the catalogue can be filtered by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.site.views.components import Facet
from plugins.site.views.facets import letter_facet, list_facets
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY

HALLS = ("hall", [("water", 1), ("safety", 1)])
# one of the two entries is of two units, one of each kind
KINDS = ("kind", [("department", 1), ("district", 2)])
AWARDS = ("award", [("gold", 1), ("praise", 1)])


def _counts(facet: Facet) -> tuple[str, list[tuple[str, int]]]:
    return facet.name, [(option.value, option.count) for option in facet.options]


@pytest.mark.parametrize(
    ("stage", "facets"), [("call", []), ("vote", [HALLS, KINDS]), ("notice", [HALLS, KINDS, AWARDS])]
)
def test_facets_are_those_by_which_entries_differ(stage: str, facets: list[tuple[str, list[tuple[str, int]]]]) -> None:
    site = make_renderers(TINY, stage)["zh-Hans"].site
    assert [_counts(facet) for facet in list_facets(site)] == facets


def test_an_award_is_a_facet_even_if_it_is_the_only_one() -> None:
    site = make_renderers(TINY, "awards")["zh-Hans"].site
    awards = site.snapshot.awards[:1]
    single = replace(site, snapshot=replace(site.snapshot, awards=awards))
    assert [_counts(facet) for facet in list_facets(single)][-1] == ("award", [("gold", 1)])


@pytest.mark.parametrize(
    ("letters", "options"),
    [
        ({"a": "#", "b": "Y", "c": "D", "d": "Y"}, [("letter", [("D", 1), ("Y", 2), ("#", 1)])]),
        ({"a": "Y", "b": "Y"}, []),
    ],
)
def test_letters_are_in_their_order_and_what_is_none_comes_last(
    letters: dict[str, str], options: list[tuple[str, list[tuple[str, int]]]]
) -> None:
    site = make_renderers(TINY, "vote")["zh-Hans"].site
    assert [_counts(facet) for facet in letter_facet(site, letters)] == options
