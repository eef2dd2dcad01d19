"""The catalogue, units and statuses: what their pages are given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.schema.config import StageKind
from plugins.site.files.search_index import search_indexes
from plugins.site.language_site import LanguageSite
from plugins.site.pages.entries import (
    CatalogueView,
    EntryView,
    StatusView,
    UnitsView,
    VoteView,
    catalogue,
    complete_catalogue,
    entry_outline,
    entry_page,
    statuses,
    units,
    vote,
)
from tests.content.invalid_shapes import statuses as write_statuses
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.fixture(scope="module")
def site() -> LanguageSite:
    """The tiny competition after the awards."""
    return make_renderers(TINY, "awards")["zh-Hans"].site


def test_units_have_the_entries_that_they_submitted_shared_and_recommended(site: LanguageSite) -> None:
    view = units(site).view
    assert isinstance(view, UnitsView)
    rows = [
        (kind.id, [(row.unit.id, *[[entry.slug for entry in part] for part in row[1:]]) for row in of_kind])
        for kind, of_kind in view.groups
    ]
    both = ["rain-garden", "lift-watch"]
    assert rows == [
        ("department", [("water-bureau", ["rain-garden"], [], [])]),
        ("district", [("east-office", both, [], ["rain-garden"])]),
    ]


def test_catalogue_is_completed_by_its_indexes(site: LanguageSite) -> None:
    page = catalogue(site)
    view, indexes = page.view, search_indexes(site)
    assert isinstance(view, CatalogueView)
    assert (page.path, view.names, view.bodies, view.letters, view.pages) == ("entries/", "", "", None, ())
    complete = complete_catalogue(site, view, indexes)
    assert (complete.names, complete.bodies, complete.letters) == (
        *(indexes.names.path, indexes.bodies.path, {"rain-garden": "Y", "lift-watch": "D"}),
    )
    assert [facet.name for facet in complete.facets] == [*(facet.name for facet in view.facets), "letter"]


def test_page_of_an_entry_is_an_outline_until_it_is_rendered(site: LanguageSite) -> None:
    card = site.cards[0]
    outline, page = entry_outline(site, card), entry_page(site, card)
    assert (outline.path, outline.template, outline.section, outline.lang) == (
        *("entries/rain-garden/", "entry.html", "tour", "zh-Hans"),
    )
    assert (page.path, page.template, page.section, page.title) == (
        *("entries/rain-garden/", "entry.html", "tour", card.entry.title),
    )
    assert isinstance(page.view, EntryView)
    assert (page.view.total, page.description) == (2, "把雨水留在院子里")


def test_vote_has_a_page_if_there_is_one(site: LanguageSite) -> None:
    (page,) = vote(site)
    assert isinstance(page.view, VoteView)
    assert (page.path, [hall.id for hall in page.view.halls]) == ("vote/", ["water", "safety"])
    stages = tuple(stage for stage in site.config.stages if not stage.has(StageKind.PUBLIC_VOTE))
    config = replace(site.config, stages=stages)
    assert list(vote(replace(site, snapshot=replace(site.snapshot, config=config)))) == []


@pytest.mark.parametrize(
    ("row", "paths"),
    [
        ("entry: rain-garden, kind: withdrawn, public_from: archive", ["entries/rain-garden/"]),
        (
            "entry: lift-watch, kind: renamed, public_from: archive, title: 电梯相伴, old_slug: lifts",
            ["entries/lifts/"],
        ),
    ],
)
def test_notice_is_at_the_address_of_an_entry_that_left_or_was_renamed(tiny: Path, row: str, paths: list[str]) -> None:
    write_statuses(row)(tiny)
    assert load(tiny).competition
    site = make_renderers(tiny, "archive")["zh-Hans"].site
    listed = list(statuses(site))
    assert [(page.path, page.section, page.updated) for page in listed] == [
        (path, "none", site.snapshot.statuses[0].record.date) for path in paths
    ]
    assert [isinstance(page.view, StatusView) for page in listed] == [True]
