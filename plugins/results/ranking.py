"""From points to awards: the order of all entries, ties and what broke them, levels with their quotas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from plugins.content.schema.config import AwardLevel
from plugins.content.schema.result_rule import ResultRule, TieBreak
from plugins.results.inputs import Lot


@dataclass(frozen=True)
class Standing:
    """One finalist with all its points, exact."""

    entry: str
    track: str
    votes: int
    public: Fraction
    experts: Fraction
    total: Fraction


@dataclass(frozen=True)
class Tie:
    """Entries with the same total, in the order they came to stand in; ``broken_by`` is nothing where no rule did."""

    entries: tuple[str, ...]
    broken_by: str | None


@dataclass(frozen=True)
class Ranking:
    """All finalists in their order, the place of each (the same for those that no rule told apart), and the ties."""

    order: tuple[Standing, ...]
    places: Mapping[str, int]
    ties: tuple[Tie, ...]


def rank(standings: Sequence[Standing], rule: ResultRule, lots: Sequence[Lot]) -> Ranking:
    """Order by total, then by what breaks ties, then by a lot that names just the tied; the rest stays a tie."""
    keys = {each.entry: _key(each, rule) for each in standings}
    drawn = _drawn(keys, lots)
    order = sorted(standings, key=lambda each: (keys[each.entry], drawn.get(each.entry, 0), each.entry))
    places: dict[str, int] = {}
    for at, each in enumerate(order):
        same = at > 0 and keys[each.entry] == keys[order[at - 1].entry] and each.entry not in drawn
        places[each.entry] = places[order[at - 1].entry] if same else at + 1
    tied = [tuple(group) for _, group in groupby(order, key=lambda each: each.total)]
    return Ranking(tuple(order), places, tuple(_tie(group, rule, drawn) for group in tied if len(group) > 1))


def _key(each: Standing, rule: ResultRule) -> tuple[Fraction, ...]:
    return (-each.total, *(-_figure(each, tie) for tie in rule.ties))


def _figure(each: Standing, tie: TieBreak) -> Fraction:
    return each.experts if tie is TieBreak.EXPERTS else Fraction(each.votes)


def _drawn(keys: Mapping[str, tuple[Fraction, ...]], lots: Sequence[Lot]) -> dict[str, int]:
    """The place that a lot gave each entry; a lot counts only if it was drawn between all the tied and no others."""
    groups: dict[tuple[Fraction, ...], set[str]] = {}
    for entry, key in keys.items():
        groups.setdefault(key, set()).add(entry)
    valid = [lot for lot in lots if set(lot.order) in groups.values()]
    return {entry: place for lot in valid for place, entry in enumerate(lot.order)}


def _tie(group: tuple[Standing, ...], rule: ResultRule, drawn: Mapping[str, int]) -> Tie:
    entries = tuple(each.entry for each in group)
    for at, tie in enumerate(rule.ties):
        if len({tuple(_figure(each, used) for used in rule.ties[: at + 1]) for each in group}) == len(group):
            return Tie(entries, tie.value)
    return Tie(entries, "lot" if drawn.keys() & set(entries) else None)


def levels_of(ranking: Ranking, levels: Sequence[AwardLevel], rule: ResultRule) -> dict[str, tuple[str, ...]]:
    """Each level filled in its order: first the places kept for tracks, then the best of all that are left."""
    left = list(ranking.order)
    filled: dict[str, tuple[str, ...]] = {}
    for level in levels:
        kept: set[str] = set()
        for track, places in rule.quotas.get(level.id, {}).items():
            kept |= {each.entry for each in [other for other in left if other.track == track][:places]}
        for each in left:
            if len(kept) < level.size:
                kept.add(each.entry)
        filled[level.id] = tuple(each.entry for each in left if each.entry in kept)
        left = [each for each in left if each.entry not in kept]
    return filled


def undecided(ranking: Ranking, levels: Sequence[AwardLevel], filled: Mapping[str, tuple[str, ...]]) -> list[Tie]:
    """The unbroken ties that matter: those within a ranked level, or between one level and another."""
    ranked = {level.id for level in levels if level.ranked}
    level_of = {entry: level for level, entries in filled.items() for entry in entries}
    found = []
    for tie in ranking.ties:
        for place in sorted({ranking.places[entry] for entry in tie.entries}):
            same = tuple(entry for entry in tie.entries if ranking.places[entry] == place)
            inside = {level_of.get(entry) for entry in same}
            if len(same) > 1 and (len(inside) > 1 or inside & ranked):
                found.append(Tie(same, None))
    return found
