"""The pages of a series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from plugins.content.series.record import OVERVIEWS
from plugins.content.stages.awards import Award
from plugins.site.language_site import LanguageSite
from plugins.site.pages.content_pages import not_found
from plugins.site.pages.page import Page, named_page
from plugins.site.series.editions import (
    Edition,
    EditionEntry,
    EditionLink,
    UnitHistory,
    list_entries,
    project_histories,
    unit_histories,
)
from plugins.site.views.components import Groups, SiteLink, View

# the overviews by their name, in the order of the menu
NAMES = ("winners", "units", "projects", "search")


class SeriesSite(LanguageSite):
    """The front page and the overviews in one language."""

    @cached_property
    def main_menu(self) -> tuple[SiteLink, ...]:
        """The front page and every overview."""
        translate = self.translations.translate
        overviews = (SiteLink(f"{OVERVIEWS}/{name}/", translate(f"title.years_{name}")) for name in NAMES)
        return (SiteLink("", translate("menu.years")), *overviews)

    @cached_property
    def footer_menu(self) -> tuple[SiteLink, ...]:
        """The same as the main menu, which is all that there is."""
        return self.main_menu


@dataclass(frozen=True)
class YearsView(View):
    """The front page: every edition, the latest first."""

    years: tuple[EditionLink, ...]


AwardWinners = Groups[Award, EditionEntry]
"""The awards of an edition, with the winners of each."""


@dataclass(frozen=True)
class YearsWinnersView(View):
    """The winners of all editions."""

    years: tuple[tuple[EditionLink, AwardWinners], ...]


@dataclass(frozen=True)
class YearsUnitsView(View):
    """Every unit with its entries in all editions."""

    units: tuple[UnitHistory, ...]


@dataclass(frozen=True)
class YearsProjectsView(View):
    """The projects that went on for several editions."""

    projects: tuple[tuple[EditionEntry, ...], ...]


@dataclass(frozen=True)
class YearsSearchView(View):
    """The search over all editions. ``names`` and ``bodies`` are the paths of its indexes from the site's root."""

    entries: tuple[EditionEntry, ...]
    editions: tuple[Edition, ...]
    names: str
    bodies: str


def list_series_pages(site: LanguageSite, editions: tuple[Edition, ...], names: str, bodies: str) -> Iterator[Page]:
    """Every page of a series in one language. ``names`` and ``bodies`` are the paths of its search indexes."""
    entries = tuple(list_entries(site, editions))
    links = tuple(EditionLink(edition, edition.path(site, "")) for edition in editions)
    home = named_page(site, "years", YearsView(links))
    yield replace(home, path="", section="home", description=site.text_of(site.config.purpose), title=None)
    yield _overview(site, "winners", YearsWinnersView(tuple((link, _winners(entries, link.edition)) for link in links)))
    yield _overview(site, "units", YearsUnitsView(unit_histories(entries)))
    yield _overview(site, "projects", YearsProjectsView(project_histories(entries)))
    yield _overview(site, "search", YearsSearchView(entries, editions, names, bodies))
    yield not_found(site)


def _overview(site: LanguageSite, name: str, view: View) -> Page:
    page = named_page(site, f"years_{name}", view)
    return replace(page, path=f"{OVERVIEWS}/{name}/", section=f"{OVERVIEWS}/{name}")


def _winners(entries: tuple[EditionEntry, ...], edition: Edition) -> AwardWinners:
    by_slug = {item.entry.slug: item for item in entries if item.edition is edition}
    awards = edition.snapshot.awards
    return tuple((award, tuple(by_slug[entry.slug] for entry in award.entries)) for award in awards)
