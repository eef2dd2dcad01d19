"""What the catalogue can be filtered by, with the number of entries behind each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from plugins.content.schema.localized import TranslatedText
from plugins.site.language_site import LanguageSite
from plugins.site.views.components import Facet, FacetOption

Names = Mapping[str, TranslatedText | str]
"""The names of the values of a facet, by their ids."""


def list_facets(site: LanguageSite) -> tuple[Facet, ...]:
    """Those with at least two values among the entries; award levels in any case."""
    config, phrase, cards = site.config, site.translations.translate, site.cards
    units = [unit for card in cards for unit in card.entry.units]
    names: dict[str, tuple[str, Names]] = {
        "hall": (phrase("filters.hall"), {hall.id: hall.place.name for hall in site.snapshot.halls}),
        "track": (phrase("entry.track"), {track.id: track.name for track in config.tracks if config.halls}),
        "group": (
            phrase("entry.group"),
            {card.entry.group.id: card.entry.group.name for card in cards if card.entry.group},
        ),
        "district": (
            phrase("filters.district"),
            {unit.district.id: unit.district.name for unit in units if unit.district},
        ),
        "kind": (site.phrase_for("filters.kind"), {unit.kind.id: unit.kind.name for unit in units}),
        "award": (phrase("filters.award"), {award.level.id: award.level.name for award in site.snapshot.awards}),
    }
    values = {
        "hall": [card.hall.id for card in cards],
        "track": [card.entry.track.id for card in cards],
        "group": [card.entry.group.id for card in cards if card.entry.group],
        "district": [
            term for card in cards for term in {unit.district.id for unit in card.entry.units if unit.district}
        ],
        "kind": [term for card in cards for term in {unit.kind.id for unit in card.entry.units}],
        "award": [card.award.level.id for card in cards if card.award],
    }
    facets: list[Facet] = []
    for name, (label, names_of_values) in names.items():
        facets += _facet(name, label, names_of_values, values[name], least=1 if name == "award" else 2)
    return tuple(facets)


def letter_facet(site: LanguageSite, letters: Mapping[str, str]) -> Iterator[Facet]:
    """The initials of the titles, by slug, if there are several."""
    names = {
        letter: letter for letter in sorted(set(letters.values()), key=lambda letter: (not letter.isalpha(), letter))
    }
    yield from _facet("letter", site.translations.translate("filters.letter"), names, list(letters.values()), least=2)


def _facet(name: str, label: str, names: Names, values: Sequence[str], *, least: int) -> Iterator[Facet]:
    counts = Counter(values)
    options = tuple(FacetOption(value, names[value], counts[value]) for value in names if counts[value])
    if len(options) >= least:
        yield Facet(name, label, options)
