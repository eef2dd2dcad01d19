"""The awards that one stage shows, with their winners in an order that reveals nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plugins.content.model import Entry, Unit
from plugins.content.schema.config import AwardLevel, CompetitionConfig
from plugins.content.schema.result_rule import SpecialAward, SpecialKind
from plugins.content.schema.results import CitationsFile, Vacancy


@dataclass(frozen=True)
class Award:
    """An award level and its entries, in order of rank if the level is ranked; ``vacancy`` if places are vacant."""

    level: AwardLevel
    entries: tuple[Entry, ...]
    vacancy: Vacancy | None = None


@dataclass(frozen=True)
class SpecialAwardResult:
    """A special award and its winners: entries, or units if it is for recommending."""

    award: SpecialAward
    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]


def list_awards(
    config: CompetitionConfig,
    slugs_by_level: Mapping[str, tuple[str, ...]],
    vacancies: Mapping[str, Vacancy],
    tour: tuple[Entry, ...],
) -> tuple[Award, ...]:
    """The award levels that are public in this stage, each with its winners."""
    by_slug = {entry.slug: entry for entry in tour}
    positions = {entry.slug: position for position, entry in enumerate(tour)}
    awards = []
    for level in config.award_levels:
        # an unranked level is shown in the order of the tour, so that the file's order is not mistaken for a rank
        slugs = tuple(slug for slug in slugs_by_level.get(level.id, ()) if slug in by_slug)
        ordered = slugs if level.ranked else tuple(sorted(slugs, key=lambda slug: positions[slug]))
        awards.append(Award(level, tuple(by_slug[slug] for slug in ordered), vacancies.get(level.id)))
    return tuple(award for award in awards if award.entries or award.vacancy)


def list_special_awards(
    config: CompetitionConfig,
    winners_by_award: Mapping[str, tuple[str, ...]],
    tour: tuple[Entry, ...],
    units: tuple[Unit, ...],
) -> tuple[SpecialAwardResult, ...]:
    """The special awards that are public in this stage, with their winners in an order that is not a rank."""
    results = []
    for award in config.result_rule.special_awards if config.result_rule else ():
        winners = winners_by_award.get(award.id, ())
        if award.kind is SpecialKind.POPULARITY:
            results.append(SpecialAwardResult(award, tuple(entry for entry in tour if entry.slug in winners), ()))
        else:
            results.append(SpecialAwardResult(award, (), tuple(unit for unit in units if unit.id in winners)))
    return tuple(result for result in results if result.entries or result.units)


def public_citations(
    file: CitationsFile | None, awards: tuple[Award, ...], special: tuple[SpecialAwardResult, ...]
) -> CitationsFile | None:
    """The jury's words, without those on winners of awards that are not among these."""
    winners = {entry.slug for award in awards for entry in award.entries}
    for result in special:
        winners |= {winner.slug for winner in result.entries} | {unit.id for unit in result.units}
    return file and replace(file, citations={name: text for name, text in file.citations.items() if name in winners})
