"""From points to an order: ranks, tie breaks and lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from plugins.content.schema.figures import round_half_up
from plugins.content.schema.result_rule import ResultRule, TieBreak
from plugins.results.decisions.decision_file import Lot


@dataclass(frozen=True, kw_only=True)
class EntryScore:
    """A finalist's votes and exact points: of each part of the rule, and in all.

    ``criteria`` are the judges' means by criterion; only a qualified entry can get an award level.
    """

    entry: str
    track: str
    votes: int
    points: Mapping[str, Fraction]
    total: Fraction
    units: tuple[str, ...] = ()
    criteria: Mapping[str, Fraction] = field(default_factory=dict)
    is_qualified: bool = True


@dataclass(frozen=True)
class Tie:
    """Entries with the same total, in their final order; ``broken_by`` is a tie break, "lot", or None if unbroken."""

    entries: tuple[str, ...]
    broken_by: str | None


@dataclass(frozen=True)
class Ranking:
    """The finalists in order, the rank of each (shared by those that no rule separates), and the ties.

    ``gone`` are the finalists that a decision took out; they still count where a share of all finalists is taken.
    """

    order: tuple[EntryScore, ...]
    ranks: Mapping[str, int]
    ties: tuple[Tie, ...]
    gone: tuple[EntryScore, ...] = ()


def rank(scores: Sequence[EntryScore], rule: ResultRule, lots: Sequence[Lot]) -> Ranking:
    """Order by total, then by the rule's tie breaks, then by a lot that names exactly the tied entries."""
    keys = {score.entry: _sort_key(score, rule) for score in scores}
    positions = lot_positions(keys, lots)
    order = sorted(scores, key=lambda score: (keys[score.entry], positions.get(score.entry, 0), score.entry))
    ranks: dict[str, int] = {}
    for index, score in enumerate(order):
        previous = order[index - 1].entry
        shares_rank = index > 0 and keys[score.entry] == keys[previous] and score.entry not in positions
        ranks[score.entry] = ranks[previous] if shares_rank else index + 1
    groups = [tuple(group) for _, group in groupby(order, key=lambda score: keys[score.entry][:2])]
    ties = tuple(_describe_tie(group, rule, positions) for group in groups if len(group) > 1)
    return Ranking(tuple(order), ranks, ties)


def lot_positions(figures: Mapping[str, object], lots: Sequence[Lot]) -> dict[str, int]:
    """Map tied candidates to their position in a lot; a lot counts only if it names exactly the tied ones.

    Whoever is not among the candidates any more does not matter in a lot.
    """
    tied: dict[object, set[str]] = {}
    for candidate, figure in figures.items():
        tied.setdefault(figure, set()).add(candidate)
    drawn = [[candidate for candidate in lot.order if candidate in figures] for lot in lots]
    valid = [order for order in drawn if len(order) > 1 and set(order) in tied.values()]
    return {candidate: position for order in valid for position, candidate in enumerate(order)}


def compared_total(score: EntryScore, rule: ResultRule) -> Fraction:
    """Return the total as the rule compares it: exact, or rounded."""
    return score.total if rule.compare_decimals is None else round_half_up(score.total, rule.compare_decimals)


def _sort_key(score: EntryScore, rule: ResultRule) -> tuple[Fraction, ...]:
    unqualified, total = Fraction(not score.is_qualified), compared_total(score, rule)
    return (unqualified, -total, *(-_tie_figure(score, rule, tie_break) for tie_break in rule.ties))


def _tie_figure(score: EntryScore, rule: ResultRule, tie_break: str) -> Fraction:
    if tie_break == TieBreak.VOTES:
        return Fraction(score.votes)
    if tie_break == TieBreak.DECIMALS:
        return round_half_up(score.total, (rule.compare_decimals or 0) + 1)
    return score.points.get(tie_break, score.criteria.get(tie_break, Fraction()))


def _describe_tie(group: tuple[EntryScore, ...], rule: ResultRule, positions: Mapping[str, int]) -> Tie:
    entries = tuple(score.entry for score in group)
    for count, tie_break in enumerate(rule.ties, start=1):
        figures = {tuple(_tie_figure(score, rule, used) for used in rule.ties[:count]) for score in group}
        if len(figures) == len(group):
            return Tie(entries, str(tie_break))
    return Tie(entries, "lot" if positions.keys() & set(entries) else None)
