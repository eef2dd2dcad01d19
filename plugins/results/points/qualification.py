"""The groups of entries among which the rule compares, and the entries that go on to be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.content.schema.result_rule import Qualification, ResultRule, Within
from plugins.content.stage_view import Competition
from plugins.results.points.conversions import compute_ranks
from plugins.results.points.formula import Figures, compute_public_points


def qualified_entries(
    competition: Competition, rule: ResultRule, votes: Mapping[str, Mapping[str, int]]
) -> frozenset[str] | None:
    """Return the entries that go on to be judged, by their votes; None if all do."""
    if rule.qualify is None:
        return None
    part = next(part for part in rule.total_parts if part.id == rule.qualify.part)
    entries = {entry.slug: entry for entry in competition.entries}
    units = {slug: tuple(unit.id for unit in entries[slug].units) for slug in competition.shortlist}
    groups = group_entries(competition, rule)
    return choose_qualified(rule.qualify, {part.id: compute_public_points(votes, part, groups, units)}, groups)


def choose_qualified(
    qualify: Qualification | None, points: Mapping[str, Figures], groups: Sequence[Sequence[str]]
) -> frozenset[str] | None:
    """Return the first of each group, with all that are tied with the last of them."""
    if qualify is None:
        return None
    qualified: set[str] = set()
    for group in groups:
        places = qualify.places if qualify.places is not None else len(group) * (qualify.percent or 100) // 100
        ranks = compute_ranks({entry: points[qualify.part][entry] for entry in group})
        qualified |= {entry for entry, place in ranks.items() if place <= places}
    return frozenset(qualified)


def group_entries(competition: Competition, rule: ResultRule) -> list[list[str]]:
    """The groups of finalists among which shares and ranks are computed."""
    if rule.within is not Within.TRACK:
        return [list(competition.shortlist)]
    tracks = {entry.slug: entry.track.id for entry in competition.entries}
    return [
        [entry for entry in competition.shortlist if tracks[entry] == track.id] for track in competition.config.tracks
    ]
