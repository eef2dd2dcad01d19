"""From an order to awards: levels with their limits and quotas, vacant places, ties that matter, special awards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations

from plugins.content.problems import ContentError, problem
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.result_rule import LevelRule, ResultRule, SpecialAward, SpecialKind, Tied, Within
from plugins.content.stage_view import Competition
from plugins.results.decisions.decision_file import DECISIONS_FILE, Lot
from plugins.results.ranking import EntryScore, Ranking, Tie, compared_total, lot_positions

# winners in order, by award level or special award
Awards = Mapping[str, tuple[str, ...]]
# all orders of up to this many tied entries are tried; of more: exchanges of neighbours, the reverse and rotations
MAX_PERMUTED = 5


@dataclass(frozen=True)
class Adjustments:
    """What decisions change: who is out, who is put into a level (or into none), vacant places, and swapped entries.

    Swaps are applied to the awards when they are allocated.
    """

    out: frozenset[str] = frozenset()
    moved: Mapping[str, str | None] = field(default_factory=dict)
    vacant: Mapping[str, int] = field(default_factory=dict)
    swaps: tuple[tuple[str, str], ...] = ()


NO_ADJUSTMENTS = Adjustments()


def allocate_awards(
    ranking: Ranking, levels: Sequence[AwardLevel], rule: ResultRule, adjustments: Adjustments = NO_ADJUSTMENTS
) -> dict[str, tuple[str, ...]]:
    """Fill the levels in order: first the quotas of tracks, then the best of the remaining entries.

    Returns the entries of each level by its id, in order of rank; fewer than its size where too few are eligible.
    """
    remaining = [score for score in ranking.order if score.is_qualified and score.entry not in adjustments.moved]
    awards: dict[str, tuple[str, ...]] = {}
    for level in levels:
        filling = _Filling(level, rule, ranking, adjustments.vacant.get(level.id, 0))
        filling.chosen = [score for score in ranking.order if adjustments.moved.get(score.entry) == level.id]
        filling.fill(remaining)
        chosen = {score.entry for score in filling.chosen}
        awards[level.id] = tuple(score.entry for score in ranking.order if score.entry in chosen)
        remaining = [score for score in remaining if score.entry not in chosen]
    return awards


def unresolved_ties(
    ranking: Ranking, levels: Sequence[AwardLevel], rule: ResultRule, adjustments: Adjustments = NO_ADJUSTMENTS
) -> list[Tie]:
    """Find the unbroken ties that matter: another order of the tied would give another result."""

    def outcome(order: Sequence[EntryScore]) -> list[object]:
        awards = allocate_awards(replace(ranking, order=tuple(order)), levels, rule, adjustments)
        return [awards[level.id] if level.ranked else frozenset(awards[level.id]) for level in levels]

    expected, unresolved = outcome(ranking.order), []
    awards = allocate_awards(ranking, levels, rule, adjustments)
    chosen = {entry for entries in awards.values() for entry in entries}
    for tie in ranking.ties:
        for number in sorted({ranking.ranks[entry] for entry in tie.entries}):
            group = [score for score in ranking.order if ranking.ranks[score.entry] == number]
            # tied entries of which none is chosen are chosen in no other order either
            matters = len(group) > 1 and any(score.entry in chosen for score in group)
            if matters and any(outcome(order) != expected for order in _other_orders(ranking.order, group)):
                unresolved.append(Tie(tuple(score.entry for score in group), None))
    return unresolved


def _other_orders(order: Sequence[EntryScore], group: list[EntryScore]) -> Iterator[list[EntryScore]]:
    start = order.index(group[0])
    for other in permutations(group) if len(group) <= MAX_PERMUTED else _sampled_orders(group):
        yield [*order[:start], *other, *order[start + len(group) :]]


def _sampled_orders(group: list[EntryScore]) -> Iterator[list[EntryScore]]:
    for index in range(len(group) - 1):
        yield [*group[:index], group[index + 1], group[index], *group[index + 2 :]]
        yield [*group[index + 1 :], *group[: index + 1]]
    yield group[::-1]


@dataclass
class _Filling:
    """State while a level is filled."""

    level: AwardLevel
    rule: ResultRule
    ranking: Ranking
    vacant: int
    chosen: list[EntryScore] = field(default_factory=list)

    @property
    def limits(self) -> LevelRule:
        return self.rule.levels.get(self.level.id, LevelRule())

    def fill(self, remaining: Sequence[EntryScore]) -> None:
        """Choose from the remaining entries, which are in order."""
        candidates = [score for score in remaining if self._reaches_lowest_total(score)]
        moved = list(self.chosen)
        self._fill_places(candidates)
        if self.limits.tied is Tied.ALL:
            others = [score for score in candidates if not self._is_chosen(score)]
            self.chosen += [score for score in others if self._is_chosen_first(score, candidates, moved)]

    def _fill_places(self, candidates: Sequence[EntryScore]) -> None:
        size = self.level.size - self.vacant
        for track, places in self.rule.quotas.get(self.level.id, {}).items():
            for score in candidates:
                if score.track == track and self._count(track) < places:
                    self._choose(score, size)
        for score in candidates:
            self._choose(score, size)

    def _is_chosen_first(
        self, score: EntryScore, candidates: Sequence[EntryScore], moved: Sequence[EntryScore]
    ) -> bool:
        """Whether an entry gets a place as the first of those that it is tied with."""
        ranks = self.ranking.ranks
        tied = [other for other in candidates if ranks[other.entry] == ranks[score.entry]]
        if len(tied) == 1:
            return False
        start, rest = candidates.index(tied[0]), [other for other in candidates if other is not score]
        again = replace(self, chosen=list(moved))
        again._fill_places([*rest[:start], score, *rest[start:]])
        return again._is_chosen(score)

    def _choose(self, score: EntryScore, size: int) -> None:
        if len(self.chosen) < size and not self._is_chosen(score) and self._is_within_limits(score):
            self.chosen.append(score)

    def _is_chosen(self, score: EntryScore) -> bool:
        return any(score is other for other in self.chosen)

    def _is_within_limits(self, score: EntryScore) -> bool:
        limits = self.limits
        most = [limit for limit in (limits.per_track, limits.most_per_track) if limit is not None]
        if any(self._count(score.track) >= limit for limit in most):
            return False
        if limits.percent is not None and self._is_share_full(score, limits.percent):
            return False
        units = [unit for other in self.chosen for unit in set(other.units)]
        return limits.most_per_unit is None or all(units.count(unit) < limits.most_per_unit for unit in score.units)

    def _reaches_lowest_total(self, score: EntryScore) -> bool:
        lowest = self.limits.lowest_total
        return lowest is None or compared_total(score, self.rule) >= Fraction(lowest)

    def _count(self, track: str) -> int:
        return sum(score.track == track for score in self.chosen)

    def _is_share_full(self, score: EntryScore, percent: int) -> bool:
        """Whether this share of the finalists, or of those in the entry's track, is chosen."""

        def size(scores: Sequence[EntryScore]) -> int:
            return sum(other.track == score.track or self.rule.within is not Within.TRACK for other in scores)

        return size(self.chosen) >= size([*self.ranking.order, *self.ranking.gone]) * percent // 100


def allocate_special_awards(
    competition: Competition, rule: ResultRule, ranking: Ranking, awards: Awards, lots: Sequence[Lot]
) -> dict[str, tuple[str, ...]]:
    """Choose the winners of each special award by its id.

    Raises ``ContentError`` for every award, and every track of one, whose last winner is tied with the next while no
    lot names exactly the tied.
    """
    groups = {award.id: _special_figures(award, competition, ranking, awards) for award in rule.special_awards}
    problems = [
        problem(DECISIONS_FILE, 1, "special_tied", award=award.id, entries=tied)
        for award in rule.special_awards
        for group in groups[award.id]
        if (tied := _undecided_winners(award, group, lots))
    ]
    if problems:
        raise ContentError(*problems)
    return {
        award.id: tuple(winner for group in groups[award.id] for winner in _special_order(group, lots)[: award.size])
        for award in rule.special_awards
    }


def _special_figures(
    award: SpecialAward, competition: Competition, ranking: Ranking, awards: Awards
) -> list[Mapping[str, int]]:
    """The figures that decide an award, in a group for each set of places: one, or one for each track."""
    awarded = {entry for entries in awards.values() for entry in entries}
    if award.kind is SpecialKind.ORGANISER:
        units = [entry.recommending_unit for entry in competition.entries if entry.slug in awarded]
        return [Counter(unit.id for unit in units if unit)]
    candidates = [score for score in ranking.order if not (award.without_prize and score.entry in awarded)]
    tracks = [track.id for track in competition.config.tracks] if award.per_track else [None]
    return [{score.entry: score.votes for score in candidates if track in (None, score.track)} for track in tracks]


def _special_order(figures: Mapping[str, int], lots: Sequence[Lot]) -> list[str]:
    positions = lot_positions(figures, lots)
    return sorted(figures, key=lambda candidate: (-figures[candidate], positions.get(candidate, 0), candidate))


def _undecided_winners(award: SpecialAward, figures: Mapping[str, int], lots: Sequence[Lot]) -> list[str]:
    """Return who is tied for the last place without a lot that decides between them."""
    order = _special_order(figures, lots)
    if len(order) <= award.size or figures[order[award.size - 1]] != figures[order[award.size]]:
        return []
    tied = [candidate for candidate in order if figures[candidate] == figures[order[award.size]]]
    return [] if lot_positions(figures, lots).keys() >= set(tied) else tied
