"""Editions of a series: their paths below its root, and what units and projects did in all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.content.model import Entry, Unit
from plugins.content.schema.localized import TranslatedText
from plugins.content.url_scheme import ENTRIES
from plugins.site.language_site import LanguageSite
from plugins.site.series.editions import (
    Edition,
    EditionEntry,
    list_entries,
    project_histories,
    unit_histories,
)
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.fixture(scope="module")
def sites() -> list[LanguageSite]:
    """The tiny competition after the awards, in both of its languages."""
    return [renderer.site for renderer in make_renderers(TINY, "awards").values()]


def _edition(site: LanguageSite, year: str) -> Edition:
    return Edition(id=year, name=TranslatedText("zh-Hans", {"zh-Hans": year}), snapshot=site.snapshot)


def test_page_of_an_edition_is_in_its_folder_and_its_language(sites: list[LanguageSite]) -> None:
    edition = _edition(sites[0], "2020")
    assert [edition.path(site, "rules/") for site in sites] == ["2020/rules/", "2020/en/rules/"]
    # an edition that does not speak the language is shown in its own
    config = replace(sites[0].config, languages=("zh-Hans",))
    chinese = replace(edition, snapshot=replace(edition.snapshot, config=config))
    assert [chinese.path(site, "rules/") for site in sites] == ["2020/rules/", "2020/rules/"]


def test_entries_of_all_editions_are_listed_with_their_paths_and_awards(sites: list[LanguageSite]) -> None:
    editions = (_edition(sites[0], "2022"), _edition(sites[0], "2020"))
    listed = [(item.key, item.path, item.award and item.award.level.id) for item in list_entries(sites[1], editions)]
    assert listed == [
        (f"{year}/{slug}", f"{year}/en/{ENTRIES}{slug}/", award)
        for year in ("2022", "2020")
        for slug, award in (("rain-garden", "praise"), ("lift-watch", "gold"))
    ]


def _entries(site: LanguageSite, *rows: tuple[str, str, tuple[str, ...], str | None]) -> tuple[EditionEntry, ...]:
    """Entries of editions: the year, the slug, the ids and names of the units, and what they continue."""
    entry, unit = site.snapshot.tour[0], site.snapshot.units[0]
    editions = {year: _edition(site, year) for year, *_ in rows}

    def make_unit(text: str) -> Unit:
        id_, _, name = text.partition(" ")
        return replace(unit, id=id_, name=TranslatedText("zh-Hans", {"zh-Hans": name}))

    def make(slug: str, units: tuple[str, ...], former: str | None) -> Entry:
        return replace(entry, slug=slug, units=tuple(map(make_unit, units)), partners=(), continues=former)

    return tuple(EditionEntry(editions[year], make(slug, units, old), "", None) for year, slug, units, old in rows)


def test_unit_is_the_same_by_its_id_or_its_name(sites: list[LanguageSite]) -> None:
    entries = _entries(
        sites[0],
        ("2022", "a", ("office East",), None),
        ("2022", "b", ("office East", "water Water"), None),
        ("2020", "c", ("water-old Water",), None),
        ("2018", "d", ("water-old Rivers",), None),
        ("2018", "e", ("lone Lone",), None),
    )
    histories = [(unit.id, [item.key for item in items]) for unit, items in unit_histories(entries)]
    # those of most editions first, whatever the number of their entries
    assert histories == [
        ("water", ["2022/b", "2020/c", "2018/d"]),
        ("office", ["2022/a", "2022/b"]),
        ("lone", ["2018/e"]),
    ]


def test_project_has_all_entries_that_it_continues(sites: list[LanguageSite]) -> None:
    entries = _entries(
        sites[0],
        ("2022", "c", (), "2020/b"),
        ("2022", "new", (), None),
        ("2022", "lost", (), "2016/gone"),
        ("2020", "b", (), "2018/a"),
        ("2018", "a", (), None),
    )
    assert [[item.key for item in chain] for chain in project_histories(entries)] == [["2022/c", "2020/b", "2018/a"]]


def test_entries_that_continue_each_other_end(sites: list[LanguageSite]) -> None:
    entries = _entries(sites[0], ("2022", "c", (), "2020/b"), ("2020", "b", (), "2018/a"), ("2018", "a", (), "2020/b"))
    assert [[item.key for item in chain] for chain in project_histories(entries)] == [["2022/c", "2020/b", "2018/a"]]
