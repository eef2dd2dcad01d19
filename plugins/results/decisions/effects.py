"""Decisions applied to a result: who leaves, what is corrected, what is moved, and what each of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.results.allocation import Adjustments, Awards
from plugins.results.decisions.decision_file import Decision, DecisionKind, DecisionsFile, Override

LEAVING = {DecisionKind.DISQUALIFIED, DecisionKind.WITHDRAWN}


@dataclass(frozen=True)
class AwardChange:
    """What a decision changed for an entry or unit: the award it had before, and the one it has since, or None."""

    winner: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class DecisionEffect:
    """A decision, and what it changed."""

    decision: Decision | Override
    changes: tuple[AwardChange, ...]


def list_decisions(file: DecisionsFile) -> tuple[Decision | Override, ...]:
    """List all decisions in the order in which they apply: as they stand, overrides last."""
    return (*file.decisions, *file.overrides)


def summarize(decisions: Sequence[Decision | Override]) -> Adjustments:
    """Sum up what these decisions do to the ranking and the allocation."""
    out: set[str] = set()
    moved: dict[str, str | None] = {}
    vacant: dict[str, int] = {}
    swaps = []
    for decision in decisions:
        if isinstance(decision, Override):
            out.add(decision.out)
            moved[decision.into] = decision.level
        elif decision.entry and decision.kind in LEAVING:
            out.add(decision.entry)
        elif decision.entry and decision.kind is DecisionKind.MOVED:
            moved[decision.entry] = decision.level
        elif decision.level and decision.places:
            vacant[decision.level] = vacant.get(decision.level, 0) + decision.places
        elif decision.entry and decision.with_entry:
            swaps.append((decision.entry, decision.with_entry))
    return Adjustments(frozenset(out), moved, vacant, tuple(swaps))


def apply_swaps(awards: Awards, swaps: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Exchange the places of the two entries of each swap, in order."""
    swapped = dict(awards)
    for one, other in swaps:
        exchange = {one: other, other: one}
        swapped = {level: tuple(exchange.get(entry, entry) for entry in entries) for level, entries in swapped.items()}
    return swapped


def compare_awards(before: Awards, after: Awards) -> tuple[AwardChange, ...]:
    """List the winners whose award changed, in the order of the awards before and then after."""
    old, new = _awards_by_winner(before), _awards_by_winner(after)
    return tuple(
        AwardChange(winner, old.get(winner), new.get(winner))
        for winner in dict.fromkeys([*old, *new])
        if old.get(winner) != new.get(winner)
    )


def _awards_by_winner(awards: Awards) -> dict[str, str]:
    return {winner: award for award, winners in awards.items() for winner in winners}
