"""The editions of a series as the front page shows them: what is public of each, and where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from plugins.content.load import load
from plugins.content.model import Entry, Unit
from plugins.content.schema.localized import TranslatedText
from plugins.content.series.record import Series
from plugins.content.stage_view import StageSnapshot
from plugins.content.stages.awards import Award
from plugins.site.language_site import LanguageSite
from plugins.site.urls import url_path


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An edition as of a stage. ``id`` is its folder on the site."""

    id: str
    name: TranslatedText
    snapshot: StageSnapshot

    def path(self, site: LanguageSite, path: str) -> str:
        """A path of its site in this language, or in its own default one, from the root of the series."""
        languages = self.snapshot.config.languages
        prefix = f"{site.lang.lower()}/" if site.lang in languages[1:] else ""
        return f"{self.id}/{prefix}{path}"


class EditionLink(NamedTuple):
    """An edition and the path of its home page."""

    edition: Edition
    path: str


class EditionEntry(NamedTuple):
    """An entry of an edition, the path of its page, and its award if it has one."""

    edition: Edition
    entry: Entry
    path: str
    award: Award | None

    @property
    def key(self) -> str:
        """What tells it from the entries of all editions."""
        return f"{self.edition.id}/{self.entry.slug}"


UnitHistory = tuple[Unit, tuple[EditionEntry, ...]]
"""A unit and its entries in all editions, the latest first."""


def load_editions(series: Series, stages: Mapping[str, str]) -> tuple[Edition, ...]:
    """The editions with these stages, the latest first. Raises ``ContentError`` for errors in one of them."""
    editions = []
    for record in reversed(series.record.editions):
        if record.id in stages:
            snapshot = load(series.content(record.id), stages[record.id]).require().at(stages[record.id])
            editions.append(Edition(id=record.id, name=record.name or snapshot.config.short_name, snapshot=snapshot))
    return tuple(editions)


def list_entries(site: LanguageSite, editions: tuple[Edition, ...]) -> Iterator[EditionEntry]:
    """Every public entry of all editions, edition by edition in the order of the tour."""
    for edition in editions:
        for entry in edition.snapshot.tour:
            yield EditionEntry(edition, entry, edition.path(site, url_path(entry)), edition.snapshot.award_of(entry))


def unit_histories(entries: tuple[EditionEntry, ...]) -> tuple[UnitHistory, ...]:
    """Every unit with the entries that it submitted: one unit is the same id, or the same name, in all editions."""
    units: dict[str, Unit] = {}
    known: dict[str, str] = {}
    listed: dict[str, list[EditionEntry]] = {}
    for item in entries:
        for unit in item.entry.participants:
            name = unit.name.default_text
            key = known.get(unit.id) or known.get(f"name {name}") or unit.id
            known |= {unit.id: key, f"name {name}": key}
            units.setdefault(key, unit)
            listed.setdefault(key, []).append(item)
    histories = [(units[key], tuple(of_unit)) for key, of_unit in listed.items()]
    return tuple(sorted(histories, key=lambda history: -len({item.edition.id for item in history[1]})))


def project_histories(entries: tuple[EditionEntry, ...]) -> tuple[tuple[EditionEntry, ...], ...]:
    """The entries that continue one of a former edition, each with all before it, the latest first."""
    by_key = {item.key: item for item in entries}
    continued = {item.entry.continues for item in entries}
    chains = []
    for item in entries:
        chain = [item]
        while (former := by_key.get(chain[-1].entry.continues or "")) and former not in chain:
            chain.append(former)
        if len(chain) > 1 and item.key not in continued:
            chains.append(tuple(chain))
    return tuple(chains)
