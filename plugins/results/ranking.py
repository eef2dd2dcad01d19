"""From points to awards: ranking, tie breaks, award levels with track quotas, and special awards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from plugins.content.problems import ContentError, problem
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind, TieBreak
from plugins.content.stage_view import Competition
from plugins.results.inputs import Lot


@dataclass(frozen=True, kw_only=True)
class EntryScore:
    """A finalist's votes and exact points, each part from 0 to 100."""

    entry: str
    track: str
    votes: int
    public: Fraction
    experts: Fraction
    total: Fraction


@dataclass(frozen=True)
class Tie:
    """Entries with the same total, in their final order; ``broken_by`` is a tie break, "lot", or None if unbroken."""

    entries: tuple[str, ...]
    broken_by: str | None


@dataclass(frozen=True)
class Ranking:
    """All finalists in order, the rank of each (shared by those that no rule separates), and the ties."""

    order: tuple[EntryScore, ...]
    ranks: Mapping[str, int]
    ties: tuple[Tie, ...]


def rank(scores: Sequence[EntryScore], rule: ResultRule, lots: Sequence[Lot]) -> Ranking:
    """Order by total, then by the rule's tie breaks, then by a lot that names exactly the tied entries."""
    keys = {score.entry: _sort_key(score, rule) for score in scores}
    lot_positions = _lot_positions(keys, lots)
    order = sorted(scores, key=lambda score: (keys[score.entry], lot_positions.get(score.entry, 0), score.entry))
    ranks: dict[str, int] = {}
    for index, score in enumerate(order):
        previous = order[index - 1].entry
        shares_rank = index > 0 and keys[score.entry] == keys[previous] and score.entry not in lot_positions
        ranks[score.entry] = ranks[previous] if shares_rank else index + 1
    groups = [tuple(group) for _, group in groupby(order, key=lambda score: score.total)]
    ties = tuple(_describe_tie(group, rule, lot_positions) for group in groups if len(group) > 1)
    return Ranking(tuple(order), ranks, ties)


def allocate_awards(ranking: Ranking, levels: Sequence[AwardLevel], rule: ResultRule) -> dict[str, tuple[str, ...]]:
    """Fill the levels in order: first the quotas of tracks, then the best of the remaining entries.

    Returns the entries of each level by its id, in order of rank.
    """
    remaining = list(ranking.order)
    awards: dict[str, tuple[str, ...]] = {}
    for level in levels:
        chosen: set[str] = set()
        for track, size in rule.quotas.get(level.id, {}).items():
            chosen |= {score.entry for score in [score for score in remaining if score.track == track][:size]}
        for score in remaining:
            if len(chosen) < level.size:
                chosen.add(score.entry)
        awards[level.id] = tuple(score.entry for score in remaining if score.entry in chosen)
        remaining = [score for score in remaining if score.entry not in chosen]
    return awards


def unresolved_ties(ranking: Ranking, levels: Sequence[AwardLevel], awards: Mapping[str, tuple[str, ...]]) -> list[Tie]:
    """Find the unbroken ties that matter: within a ranked level, or across the border of a level."""
    ranked_levels = {level.id for level in levels if level.ranked}
    level_by_entry = {entry: level for level, entries in awards.items() for entry in entries}
    unresolved = []
    for tie in ranking.ties:
        for number in sorted({ranking.ranks[entry] for entry in tie.entries}):
            entries = tuple(entry for entry in tie.entries if ranking.ranks[entry] == number)
            tied_levels = {level_by_entry.get(entry) for entry in entries}
            if len(entries) > 1 and (len(tied_levels) > 1 or tied_levels & ranked_levels):
                unresolved.append(Tie(entries, None))
    return unresolved


def allocate_special_awards(
    competition: Competition, rule: ResultRule, ranking: Ranking, awards: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Choose the winners of each special award by its id: entries by votes, or units by awarded recommendations.

    Raises ``ContentError`` where the last winner is tied with the next.
    """
    return {
        award.id: _special_winners(award, _special_figures(award, competition, ranking, awards))
        for award in rule.special_awards
    }


def _sort_key(score: EntryScore, rule: ResultRule) -> tuple[Fraction, ...]:
    return (-score.total, *(-_tie_figure(score, tie_break) for tie_break in rule.ties))


def _tie_figure(score: EntryScore, tie_break: TieBreak) -> Fraction:
    return score.experts if tie_break is TieBreak.EXPERTS else Fraction(score.votes)


def _lot_positions(keys: Mapping[str, tuple[Fraction, ...]], lots: Sequence[Lot]) -> dict[str, int]:
    """Map entries to their position in a lot; a lot counts only if it names exactly the tied entries."""
    tied: dict[tuple[Fraction, ...], set[str]] = {}
    for entry, key in keys.items():
        tied.setdefault(key, set()).add(entry)
    valid = [lot for lot in lots if set(lot.order) in tied.values()]
    return {entry: position for lot in valid for position, entry in enumerate(lot.order)}


def _describe_tie(group: tuple[EntryScore, ...], rule: ResultRule, lot_positions: Mapping[str, int]) -> Tie:
    entries = tuple(score.entry for score in group)
    for count, tie_break in enumerate(rule.ties, start=1):
        figures = {tuple(_tie_figure(score, used) for used in rule.ties[:count]) for score in group}
        if len(figures) == len(group):
            return Tie(entries, tie_break.value)
    return Tie(entries, "lot" if lot_positions.keys() & set(entries) else None)


def _special_figures(
    award: SpecialAward, competition: Competition, ranking: Ranking, awards: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    if award.kind is SpecialKind.POPULARITY:
        return {score.entry: score.votes for score in ranking.order}
    awarded = {entry for entries in awards.values() for entry in entries}
    units = [entry.recommending_unit for entry in competition.entries if entry.slug in awarded]
    return dict(Counter(unit.id for unit in units if unit))


def _special_winners(award: SpecialAward, figures: Mapping[str, int]) -> tuple[str, ...]:
    order = sorted(figures, key=lambda candidate: (-figures[candidate], candidate))
    if len(order) > award.size and figures[order[award.size - 1]] == figures[order[award.size]]:
        tied = [candidate for candidate in order if figures[candidate] == figures[order[award.size]]]
        raise ContentError(problem("competition.yaml", 1, "special_tied", award=award.id, entries=tied))
    return tuple(order[: award.size])
