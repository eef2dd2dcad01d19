"""Special awards: entries by votes, or units by the awarded entries that they recommended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from plugins.content.problems import ContentError, problem
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind
from plugins.content.stage_view import Competition
from plugins.results.allocation import Awards
from plugins.results.decisions.decision_file import DECISIONS_FILE, Lot
from plugins.results.ranking import Ranking, lot_positions


def allocate_special_awards(
    competition: Competition, rule: ResultRule, ranking: Ranking, awards: Awards, lots: Sequence[Lot]
) -> dict[str, tuple[str, ...]]:
    """Choose the winners of each special award by its id.

    Raises ``ContentError`` for every award, and every track of one, whose last winner is tied with the next while no
    lot names exactly the tied.
    """
    groups = {award.id: _figures(award, competition, ranking, awards) for award in rule.special_awards}
    problems = [
        problem(DECISIONS_FILE, 1, "special_tied", award=award.id, entries=tied)
        for award in rule.special_awards
        for group in groups[award.id]
        if (tied := _find_undecided(award, group, lots))
    ]
    if problems:
        raise ContentError(*problems)
    return {
        award.id: tuple(winner for group in groups[award.id] for winner in _order(group, lots)[: award.size])
        for award in rule.special_awards
    }


def _figures(
    award: SpecialAward, competition: Competition, ranking: Ranking, awards: Awards
) -> list[Mapping[str, int]]:
    """The figures by which an award goes, in the groups that have places of their own."""
    awarded = {entry for entries in awards.values() for entry in entries}
    if award.kind is SpecialKind.ORGANISER:
        units = [entry.recommending_unit for entry in competition.entries if entry.slug in awarded]
        return [Counter(unit.id for unit in units if unit)]
    candidates = [score for score in ranking.order if not (award.without_prize and score.entry in awarded)]
    tracks = [track.id for track in competition.config.tracks] if award.per_track else [None]
    return [{score.entry: score.votes for score in candidates if track in (None, score.track)} for track in tracks]


def _order(figures: Mapping[str, int], lots: Sequence[Lot]) -> list[str]:
    positions = lot_positions(figures, lots)
    return sorted(figures, key=lambda candidate: (-figures[candidate], positions.get(candidate, 0), candidate))


def _find_undecided(award: SpecialAward, figures: Mapping[str, int], lots: Sequence[Lot]) -> list[str]:
    """Those who share the last place with somebody beyond it and of whom no lot has been drawn."""
    order = _order(figures, lots)
    if len(order) <= award.size or figures[order[award.size - 1]] != figures[order[award.size]]:
        return []
    tied = [candidate for candidate in order if figures[candidate] == figures[order[award.size]]]
    return [] if lot_positions(figures, lots).keys() >= set(tied) else tied
