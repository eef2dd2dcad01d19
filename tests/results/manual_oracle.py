"""A second recount of a result, from docs/results.md alone: order, awards and published figures in exact fractions.

It shares nothing with the software that it is compared with, and is as plain as possible: slow, and without messages.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.results.manual_inputs import Figures, Inputs, read_manual_inputs
from tests.results.manual_points import HUNDRED, ZERO, groups, part_points, rank_of, round_figure, rule_parts

MAX_PERMUTED, ORDERS = 5, 200
Group = tuple[str, ...]
Awards = dict[str, list[str]]


@dataclass
class Recount:
    """What the manual says of a content; with ``demanded`` groups the result waits for their lots."""

    points: dict[str, Figures]
    totals: Figures
    ranks: dict[str, int]
    votes: Figures
    shares: Figures
    channels: dict[str, tuple[int, int]]
    levels: Awards = field(default_factory=dict)
    vacant: dict[str, int] = field(default_factory=dict)
    special: Awards = field(default_factory=dict)
    demanded: set[frozenset[str]] = field(default_factory=set)


def recount(content: Path) -> Recount:
    """Recount the result of a content folder."""
    inputs = read_manual_inputs(content)
    standing = _Standing(inputs)
    channels = {channel: (int(sum(votes.values())), inputs.voided[channel]) for channel, votes in inputs.votes.items()}
    result = Recount(standing.points, standing.totals, standing.ranks, standing.votes, standing.shares(), channels)
    _award(inputs, standing, result)
    return result


class _Standing:
    """Points, totals, and the order of the entries in groups that nothing tells apart."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs, self.rule = inputs, inputs.rule
        parts = rule_parts(self.rule)
        self.points = {part["id"]: part_points(inputs, part) for part in parts}
        ballots = {
            channel
            for part in parts
            if part["by"] == "ballots"
            for channel in (part.get("channels") or part.get("channel_weights") or inputs.votes)
        }
        self.votes = {
            entry: sum((votes[entry] for channel, votes in inputs.votes.items() if channel not in ballots), ZERO)
            for entry in inputs.entries
        }
        self.totals = {entry: self._total(parts, entry) for entry in inputs.entries}
        self.qualified = qualified_entries(inputs, self.points)
        self.out = _changes(inputs).out
        self.tied = self._tied_groups()
        self.ranks: dict[str, int] = {}
        for group in self.tied:
            self.ranks |= dict.fromkeys(group, len(self.ranks) + 1)

    def _total(self, parts: list[dict[str, Any]], entry: str) -> Fraction:
        total = ZERO
        for part in parts:
            weight = Fraction(part["weight"]) / 100 if "weight" in part else Fraction(1)
            total += self.points[part["id"]][entry] * weight
        return total

    def shares(self) -> Figures:
        """Per cent of all valid votes, within the track where the rule says so."""
        shares: Figures = {}
        for group in groups(self.inputs):
            whole = sum((self.votes[entry] for entry in group), ZERO)
            shares |= {entry: HUNDRED * self.votes[entry] / whole if whole else ZERO for entry in group}
        return shares

    def compared_total(self, entry: str) -> Fraction:
        """The total as it is compared."""
        decimals = self.rule.get("compare_decimals")
        return self.totals[entry] if decimals is None else round_figure(self.totals[entry], int(decimals))

    def _key(self, entry: str) -> tuple[Fraction, ...]:
        names = self.rule.get("ties", ["experts", "votes"])
        return (
            Fraction(entry in self.qualified),
            self.compared_total(entry),
            *(self._figure(name, entry) for name in names),
        )

    def _figure(self, name: str, entry: str) -> Fraction:
        if name in self.points:
            return self.points[name][entry]
        if name == "votes":
            return self.votes[entry]
        if name == "decimals":
            return round_figure(self.totals[entry], int(self.rule["compare_decimals"]) + 1)
        scores = [
            marks[entry].criteria[name]
            for judges in self.inputs.marks.values()
            for marks in judges.values()
            if entry in marks and name in marks[entry].criteria
        ]
        return sum(scores, ZERO) / len(scores) if scores else ZERO

    def _tied_groups(self) -> list[Group]:
        standing = [entry for entry in self.inputs.entries if entry not in self.out]
        ordered = sorted(standing, key=lambda entry: (self._key(entry), entry), reverse=True)
        lots = _lots(self.inputs, standing)
        result: list[Group] = []
        for _, equal in itertools.groupby(ordered, key=self._key):
            group = tuple(sorted(equal))
            drawn = lots.get(frozenset(group)) if len(group) > 1 else None
            result += [(entry,) for entry in drawn] if drawn else [group]
        return result


def qualified_entries(inputs: Inputs, points: dict[str, Figures]) -> set[str]:
    """The entries that go on to be judged; ``points`` are those of the parts."""
    qualify = inputs.rule.get("qualify")
    if not qualify:
        return set(inputs.entries)
    chosen: set[str] = set()
    for group in groups(inputs):
        values = {entry: points[qualify["part"]][entry] for entry in group}
        places = int(qualify["places"]) if "places" in qualify else len(group) * int(qualify["percent"]) // 100
        chosen |= {entry for entry in group if rank_of(values[entry], values) <= places}
    return chosen


@dataclass
class _Changes:
    """What the decisions change about who is in which level."""

    out: set[str] = field(default_factory=set)
    no_level: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    swaps: list[tuple[str, str]] = field(default_factory=list)
    vacant: Counter[str] = field(default_factory=Counter)


def _lots(inputs: Inputs, candidates: Collection[str]) -> dict[frozenset[str], Group]:
    """The drawn orders of those who are still candidates."""
    lots = [tuple(name for name in lot["order"] if name in candidates) for lot in inputs.decisions.get("lots", [])]
    return {frozenset(lot): lot for lot in lots}


def _changes(inputs: Inputs) -> _Changes:
    changes = _Changes()
    for decision in inputs.decisions.get("decisions", []):
        kind, entry = decision["kind"], decision.get("entry")
        if kind in ("disqualified", "withdrawn"):
            changes.out.add(entry)
        elif kind == "moved" and "level" in decision:
            changes.moved[entry] = decision["level"]
        elif kind == "moved":
            changes.no_level.add(entry)
        elif kind == "swapped":
            changes.swaps.append((entry, decision["with_entry"]))
        elif kind == "vacant":
            changes.vacant[decision["level"]] += int(decision["places"])
    for override in inputs.decisions.get("overrides", []):
        changes.out.add(override["out"])
        changes.moved[override["into"]] = override["level"]
    return changes


def _award(inputs: Inputs, standing: _Standing, result: Recount) -> None:
    changes = _changes(inputs)
    order = [entry for group in standing.tied for entry in group]
    result.levels, result.vacant = _Levels(inputs, standing, changes, order).fill()
    for group in standing.tied:
        if len(group) > 1 and _matters(inputs, standing, changes, order, group):
            result.demanded.add(frozenset(group))
    if not result.demanded:
        _Specials(inputs, standing, changes, result).give()


def _matters(inputs: Inputs, standing: _Standing, changes: _Changes, order: list[str], group: Group) -> bool:
    """Whether another order of the tied changes who is in a level, or the order in a ranked one."""
    start = order.index(group[0])
    ranked = {level["id"] for level in inputs.config["award_levels"] if level.get("ranked")}
    outcomes = set()
    for permuted in _orders(group):
        other = [*order[:start], *permuted, *order[start + len(group) :]]
        levels, _ = _Levels(inputs, standing, changes, other).fill()
        outcomes.add(tuple(tuple(who) if level in ranked else frozenset(who) for level, who in levels.items()))
        if len(outcomes) > 1:
            return True
    return False


def _orders(group: Group) -> Iterator[Group]:
    """All orders of a few, and so many random ones of more."""
    if len(group) <= MAX_PERMUTED:
        yield from itertools.permutations(group)
        return
    rng = random.Random(len(group))
    for _ in range(ORDERS):
        yield tuple(rng.sample(group, len(group)))


class _Levels:
    """Fills the levels in one order of the entries."""

    def __init__(self, inputs: Inputs, standing: _Standing, changes: _Changes, order: list[str]) -> None:
        self.inputs, self.standing, self.changes, self.order = inputs, standing, changes, order
        barred = changes.out | changes.no_level | set(changes.moved)
        qualified = standing.qualified
        self.remaining = [entry for entry in order if entry in qualified and entry not in barred]

    def fill(self) -> tuple[Awards, dict[str, int]]:
        """The entries of every level, best first, and the number of vacant places."""
        levels: Awards = {}
        vacant = {}
        for level in self.inputs.config["award_levels"]:
            name, size = level["id"], int(level["size"])
            chosen = self._choose(name, size - self.changes.vacant[name])
            levels[name] = sorted(chosen, key=self.order.index)
            vacant[name] = max(size - len(chosen), 0)
        for one, other in self.changes.swaps:
            exchange = {one: other, other: one}
            levels = {name: [exchange.get(entry, entry) for entry in chosen] for name, chosen in levels.items()}
        return levels, vacant

    def _choose(self, name: str, size: int) -> list[str]:
        limits = self.inputs.rule.get("levels", {}).get(name, {})
        before = list(self.remaining)
        chosen = self._fill_level(name, size)
        if limits.get("tied", "lot") == "all":
            for group in self.standing.tied:
                for entry in [entry for entry in group if entry in before and entry not in chosen]:
                    others = [other for other in before if other != entry]
                    start = min(before.index(other) for other in group if other in before)
                    self.remaining = [*others[:start], entry, *others[start:]]
                    chosen += [entry] if entry in self._fill_level(name, size) else []
        self.remaining = [entry for entry in before if entry not in chosen]
        return chosen

    def _fill_level(self, name: str, size: int) -> list[str]:
        out = self.changes.out
        chosen = [entry for entry, level in self.changes.moved.items() if level == name and entry not in out]
        limits = self.inputs.rule.get("levels", {}).get(name, {})
        for track, places in self.inputs.rule.get("quotas", {}).get(name, {}).items():
            candidates = [entry for entry in self.remaining if self._track(entry) == track]
            reserved = int(places) - sum(self._track(entry) == track for entry in chosen)
            self._take(candidates, reserved, size, limits, chosen)
        self._take(list(self.remaining), size, size, limits, chosen)
        return chosen

    def _take(self, candidates: list[str], most: int, size: int, limits: dict[str, str], chosen: list[str]) -> None:
        for entry in candidates:
            if most <= 0 or len(chosen) >= size:
                return
            if self._fits(entry, limits, chosen):
                chosen.append(entry)
                self.remaining.remove(entry)
                most -= 1

    def _track(self, entry: str) -> str:
        return self.inputs.entries[entry].track

    def _fits(self, entry: str, limits: dict[str, str], chosen: list[str]) -> bool:
        if "lowest_total" in limits and self.standing.compared_total(entry) < Fraction(limits["lowest_total"]):
            return False
        of_track = sum(self._track(other) == self._track(entry) for other in chosen)
        if any(of_track >= int(limits[key]) for key in ("per_track", "most_per_track") if key in limits):
            return False
        if "most_per_unit" in limits and any(
            sum(unit in self.inputs.entries[other].units for other in chosen) >= int(limits["most_per_unit"])
            for unit in self.inputs.entries[entry].units
        ):
            return False
        if "percent" not in limits:
            return True
        group = next(group for group in groups(self.inputs) if entry in group)
        return sum(other in group for other in chosen) < len(group) * int(limits["percent"]) // 100


class _Specials:
    """Gives the special awards, after the levels."""

    def __init__(self, inputs: Inputs, standing: _Standing, changes: _Changes, result: Recount) -> None:
        self.inputs, self.standing, self.changes, self.result = inputs, standing, changes, result
        self.awarded = [entry for chosen in result.levels.values() for entry in chosen]

    def give(self) -> None:
        """Fill the special awards of the result, or add the groups whose lots are missing."""
        for award in self.inputs.rule.get("special_awards", []):
            winners: list[str] = []
            for figures in self._candidates(award):
                winners += self._first(figures, int(award["size"]))
            self.result.special[award["id"]] = winners

    def _candidates(self, award: dict[str, str]) -> Iterator[dict[str, int]]:
        entries = self.inputs.entries
        if award["kind"] == "organiser":
            units = [entries[entry].recommender for entry in self.awarded]
            yield dict(Counter(unit for unit in units if unit))
            return
        eligible = [entry for entry in entries if entry not in self.changes.out]
        if award.get("without_prize"):
            eligible = [entry for entry in eligible if entry not in self.awarded]
        per_track = award.get("per_track")
        for track in [track["id"] for track in self.inputs.config["tracks"]] if per_track else [None]:
            chosen = [entry for entry in eligible if track is None or entries[entry].track == track]
            yield {entry: int(self.standing.votes[entry]) for entry in chosen}

    def _first(self, figures: dict[str, int], size: int) -> list[str]:
        winners: list[str] = []
        lots = _lots(self.inputs, figures)
        for _, equal in itertools.groupby(sorted(figures, key=lambda name: (-figures[name], name)), key=figures.get):
            tied = tuple(equal)
            free = size - len(winners)
            if 0 < free < len(tied) and frozenset(tied) not in lots:
                self.result.demanded.add(frozenset(tied))
            winners += lots.get(frozenset(tied), tied)[:free] if free > 0 else ()
        return winners
