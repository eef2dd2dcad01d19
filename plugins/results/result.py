"""The result of a tally: points, ranking and awards, with what each decision changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from plugins.content.problems import ContentError, problem
from plugins.content.schema.result_rule import PartKind, ResultRule, RulePart
from plugins.results.allocation import Awards, allocate_awards, allocate_special_awards, unresolved_ties
from plugins.results.decisions.corrections import correct_marks, correct_votes
from plugins.results.decisions.decision_file import DECISIONS_FILE, Decision, Override
from plugins.results.decisions.effects import DecisionEffect, apply_swaps, compare_awards, list_decisions, summarize
from plugins.results.points import (
    Figures,
    choose_qualified,
    compute_criterion_means,
    compute_expert_points,
    compute_public_points,
    compute_total_points,
    group_entries,
)
from plugins.results.ranking import EntryScore, Ranking, rank
from plugins.results.scores.marks import JuryMarks
from plugins.results.tally import TallyInputs

Decisions = Sequence[Decision | Override]


@dataclass(frozen=True)
class TallyResult:
    """The ranking, the entries of each award level and the winners of each special award, after all decisions."""

    inputs: TallyInputs
    ranking: Ranking
    levels: Awards
    special: Awards
    effects: tuple[DecisionEffect, ...] = ()

    @property
    def vacancies(self) -> dict[str, int]:
        """How many places of each level are vacant, if any are."""
        levels = self.inputs.competition.config.award_levels
        free = {level.id: level.size - len(self.levels.get(level.id, ())) for level in levels}
        return {level: places for level, places in free.items() if places > 0}


def compute_result(inputs: TallyInputs) -> TallyResult:
    """Compute the result. Raises ``ContentError`` where neither rule nor lot breaks a tie that matters."""
    decisions = list_decisions(inputs.decisions)
    ranking, levels = _rank(inputs, decisions), inputs.competition.config.award_levels
    if ties := unresolved_ties(ranking, levels, inputs.rule, summarize(decisions)):
        raise ContentError(*(problem(DECISIONS_FILE, 1, "tie_undecided", entries=tie.entries) for tie in ties))
    awards = _allocate(inputs, ranking, decisions)
    special = allocate_special_awards(inputs.competition, inputs.rule, ranking, awards, inputs.decisions.lots)
    return TallyResult(inputs, ranking, awards, special, _list_effects(inputs, decisions))


def with_weights(inputs: TallyInputs, public: int) -> TallyInputs:
    """Return the inputs with ``public`` per cent for the votes and the rest for the judges."""
    return replace(inputs, rule=replace(inputs.rule, public=public, experts=100 - public))


def score_entries(inputs: TallyInputs, decisions: Decisions) -> list[EntryScore]:
    """Compute the points of every finalist, with the corrections among these decisions."""
    competition, rule = inputs.competition, inputs.rule
    entries = {entry.slug: entry for entry in competition.entries}
    units = {slug: tuple(unit.id for unit in entries[slug].units) for slug in competition.shortlist}
    votes, juries = correct_votes(inputs.counts, decisions), correct_marks(inputs.juries, decisions)
    groups = group_entries(competition, rule)
    points = {part.id: _part_points(inputs, part, votes, juries, groups, units) for part in rule.total_parts}
    criteria: dict[str, Mapping[str, Figures]] = {}
    for jury in juries.values():
        criteria |= jury.criteria
    means = compute_criterion_means(criteria)
    qualified = choose_qualified(rule.qualify, points, groups)
    all_votes = _citizens_votes(votes, rule)
    entry_points = {
        entry: {part: figures[entry] for part, figures in points.items() if entry in figures}
        for entry in competition.shortlist
    }
    return [
        EntryScore(
            entry=entry,
            track=entries[entry].track.id,
            units=units[entry],
            votes=all_votes[entry],
            points=entry_points[entry],
            total=compute_total_points(entry_points[entry], rule.total_parts),
            criteria={criterion: figures[entry] for criterion, figures in means.items() if entry in figures},
            is_qualified=qualified is None or entry in qualified,
        )
        for entry in competition.shortlist
    ]


def _part_points(
    inputs: TallyInputs,
    part: RulePart,
    votes: Mapping[str, Mapping[str, int]],
    juries: Mapping[str, JuryMarks],
    groups: Sequence[Sequence[str]],
    units: Mapping[str, Sequence[str]],
) -> dict[str, Fraction]:
    if not part.is_scored:
        return compute_public_points(votes, part, groups, units)
    scores, jury = inputs.scores, juries.get(part.id)
    if not (scores and jury and jury.marks):
        return {}
    return compute_expert_points(jury.marks, part, scores.zero, scores.hundred, groups)


def _citizens_votes(votes: Mapping[str, Mapping[str, int]], rule: ResultRule) -> Counter[str]:
    """Add up the votes of all channels, without those of judges' ballots."""
    ballots = {channel for part in rule.total_parts if part.by is PartKind.BALLOTS for channel in part.used_channels}
    totals: Counter[str] = Counter()
    for channel, counts in votes.items():
        totals.update(counts if channel not in ballots else {})
    return totals


def _rank(inputs: TallyInputs, decisions: Decisions) -> Ranking:
    scores, out = score_entries(inputs, decisions), summarize(decisions).out
    ranking = rank([score for score in scores if score.entry not in out], inputs.rule, inputs.decisions.lots)
    return replace(ranking, gone=tuple(score for score in scores if score.entry in out))


def _allocate(inputs: TallyInputs, ranking: Ranking, decisions: Decisions) -> dict[str, tuple[str, ...]]:
    adjustments, levels = summarize(decisions), inputs.competition.config.award_levels
    return apply_swaps(allocate_awards(ranking, levels, inputs.rule, adjustments), adjustments.swaps)


def _list_effects(inputs: TallyInputs, decisions: Decisions) -> tuple[DecisionEffect, ...]:
    """Compare the award levels before and after each decision, earlier one by one."""
    effects: list[DecisionEffect] = []
    before = _allocate(inputs, _rank(inputs, ()), ()) if decisions else {}
    for number, decision in enumerate(decisions, start=1):
        earlier = decisions[:number]
        if isinstance(decision, Override) and decision.out not in before.get(decision.level, ()):
            values = {"entry": decision.out, "level": decision.level}
            raise ContentError(problem(DECISIONS_FILE, 1, "override_elsewhere", **values))
        after = _allocate(inputs, _rank(inputs, earlier), earlier)
        effects.append(DecisionEffect(decision, compare_awards(before, after)))
        before = after
    return tuple(effects)
