"""The formula of a result in exact fractions, from votes and marks to points; `docs/results.md` says it in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from plugins.content.schema.figures import round_half_up
from plugins.content.schema.result_rule import (
    EqualRanks,
    Normalisation,
    PointBand,
    PointsPerVote,
    Qualification,
    RankSteps,
    ResultRule,
    RulePart,
    VotesAs,
    VotesBeyond,
    Within,
)
from plugins.content.stage_view import Competition

HUNDRED = Fraction(100)
# a standard deviation is irrational: its root is computed to this precision, and z-scores are rounded to Z_DECIMALS
SQRT_CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)
Z_DECIMALS = 12
# figures by entry
Figures = Mapping[str, Fraction]
# the units of each entry
UnitsByEntry = Mapping[str, Sequence[str]]


def _add_up(channels: Mapping[str, Mapping[str, int]], part: RulePart) -> dict[str, Fraction]:
    """Add up an entry's votes in the channels of a part, each as often as it counts there."""
    used = part.used_channels or tuple(channels)
    entries = list(next(iter(channels.values()), {}))
    return {
        entry: sum(
            (Fraction(part.channels.get(channel, "1")) * channels[channel][entry] for channel in used), Fraction()
        )
        for entry in entries
    }


def compute_public_points(
    channels: Mapping[str, Mapping[str, int]], part: RulePart, groups: Sequence[Sequence[str]], units: UnitsByEntry
) -> dict[str, Fraction]:
    """Convert the votes of all channels of a part: their sum, or each channel by itself if channels have weights.

    ``channels`` maps a channel to the votes of every finalist in it; ``groups`` are the entries among which shares
    and ranks are computed.
    """
    if not part.channel_weights:
        return convert(_limit(_add_up(channels, part), part.beyond, units), part, groups)
    points: dict[str, Fraction] = {}
    for channel, weight in part.channel_weights.items():
        single = replace(part, channel_weights={}, channels={channel: "1"})
        for entry, value in compute_public_points(channels, single, groups, units).items():
            points[entry] = points.get(entry, Fraction()) + value * Fraction(weight) / 100
    return points


def _limit(votes: Figures, beyond: VotesBeyond | None, units: UnitsByEntry) -> Figures:
    """Count the votes beyond the size of an entry's units by a factor; ``units`` are those of each entry."""
    if beyond is None:
        return votes
    limited = {}
    for entry, count in votes.items():
        size = sum(beyond.sizes.get(unit, 0) for unit in units.get(entry, ()))
        limited[entry] = min(count, Fraction(size)) + Fraction(beyond.factor) * max(count - size, Fraction())
    return limited


def compute_expert_points(
    marks: Mapping[str, Figures], part: RulePart, zero: int, hundred: int, groups: Sequence[Sequence[str]]
) -> dict[str, Fraction]:
    """Compute the judges' points of each entry: the trimmed mean of their normalised marks.

    ``marks`` maps a judge to the marks of entries. Without normalisation ``zero`` becomes 0 points and ``hundred`` 100;
    z-scores become 50 + 10 z, so that an average entry has 50.
    """
    normalised = {
        judge: _normalise_groups(judge_marks, part, zero, hundred, groups) for judge, judge_marks in marks.items()
    }
    if part.of_each_judge:
        normalised = {judge: convert(judge_marks, part, groups) for judge, judge_marks in normalised.items()}
    entries = sorted({entry for judge_marks in marks.values() for entry in judge_marks})
    means = {
        entry: _trimmed_mean(
            [judge_marks[entry] for judge_marks in normalised.values() if entry in judge_marks], part.trim
        )
        for entry in entries
    }
    return means if part.of_each_judge or not part.conversions else convert(means, part, groups)


def compute_total_points(points: Mapping[str, Fraction], parts: Sequence[RulePart]) -> Fraction:
    """Combine the points of an entry in all parts by their weights; bonus points are added."""
    return sum((points.get(part.id, Fraction()) * part.share for part in parts), Fraction())


def compute_criterion_means(marks: Mapping[str, Mapping[str, Figures]]) -> dict[str, dict[str, Fraction]]:
    """Average each criterion of an entry over its judges; ``marks`` are by judge, entry and criterion."""
    scores: dict[str, dict[str, list[Fraction]]] = {}
    for by_entry in marks.values():
        for entry, by_criterion in by_entry.items():
            for criterion, score in by_criterion.items():
                scores.setdefault(criterion, {}).setdefault(entry, []).append(score)
    return {
        criterion: {entry: sum(values, Fraction()) / len(values) for entry, values in by_entry.items()}
        for criterion, by_entry in scores.items()
    }


def _normalise_groups(
    marks: Figures, part: RulePart, zero: int, hundred: int, groups: Sequence[Sequence[str]]
) -> dict[str, Fraction]:
    normalised: dict[str, Fraction] = {}
    for group in groups:
        if scored := {entry: marks[entry] for entry in group if entry in marks}:
            normalised |= _normalise(scored, part, zero, hundred)
    return normalised


def _normalise(marks: Figures, part: RulePart, zero: int, hundred: int) -> dict[str, Fraction]:
    if part.normalise is Normalisation.NONE:
        return {entry: 100 * (mark - zero) / (hundred - zero) for entry, mark in marks.items()}
    mean = sum(marks.values(), Fraction()) / len(marks)
    deviation = _square_root(sum(((mark - mean) ** 2 for mark in marks.values()), Fraction()) / len(marks))
    return {entry: 50 + 10 * _z_score(mark - mean, deviation) for entry, mark in marks.items()}


def _square_root(square: Fraction) -> Fraction:
    quotient = SQRT_CONTEXT.divide(Decimal(square.numerator), Decimal(square.denominator))
    return Fraction(SQRT_CONTEXT.sqrt(quotient))


def _z_score(distance: Fraction, deviation: Fraction) -> Fraction:
    # a judge who gave every entry the same mark does not affect their order
    return round_half_up(distance / deviation, Z_DECIMALS) if deviation else Fraction()


def _trimmed_mean(marks: Sequence[Fraction], trim: int) -> Fraction:
    counted = sorted(marks)[trim : len(marks) - trim]
    return sum(counted, Fraction()) / len(counted)


def convert(figures: Mapping[str, Fraction], part: RulePart, groups: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    """Convert the figures of entries as a part says, within each group of entries."""
    points: dict[str, Fraction] = {}
    for group in groups:
        points |= _convert_group({entry: figures[entry] for entry in group if entry in figures}, part)
    return points


def vote_share_points(figures: Mapping[str, Fraction], votes_as: VotesAs) -> dict[str, Fraction]:
    """Convert figures to points from 0 to 100: by their share of the most, of the total, or by rank."""
    match votes_as:
        case VotesAs.SHARE_OF_MAXIMUM:
            return _percentages(figures, max(figures.values(), default=Fraction()))
        case VotesAs.SHARE_OF_TOTAL:
            return _percentages(figures, sum(figures.values(), Fraction()))
        case VotesAs.RANK:
            size = len(figures)
            return {entry: HUNDRED * (size - rank + 1) / size for entry, rank in compute_ranks(figures).items()}


def compute_ranks(figures: Mapping[str, Fraction]) -> dict[str, int]:
    """Rank by figure, the greatest first; equal figures share the best of their ranks."""
    ordered = sorted(figures.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for position, figure in enumerate(ordered, start=1):
        first.setdefault(figure, position)
    return {entry: first[figure] for entry, figure in figures.items()}


def _convert_group(figures: Mapping[str, Fraction], part: RulePart) -> dict[str, Fraction]:
    if part.steps:
        return _step_points(figures, part.steps)
    if part.bands:
        return _band_points(figures, part.bands)
    if part.per_vote:
        return {entry: _points_per_vote(figure, part.per_vote) for entry, figure in figures.items()}
    return vote_share_points(figures, part.votes_as or VotesAs.SHARE_OF_MAXIMUM)


def _percentages(figures: Mapping[str, Fraction], whole: Fraction) -> dict[str, Fraction]:
    return {entry: HUNDRED * figure / whole if whole else Fraction() for entry, figure in figures.items()}


def _step_points(figures: Mapping[str, Fraction], steps: RankSteps) -> dict[str, Fraction]:
    ranks = compute_ranks(figures)
    shared = Counter(ranks.values())
    points = {}
    for entry, rank in ranks.items():
        places = range(rank, rank + (shared[rank] if steps.equal is EqualRanks.AVERAGE else 1))
        points[entry] = sum((_points_of_place(place, steps) for place in places), Fraction()) / len(places)
    return points


def _points_of_place(place: int, steps: RankSteps) -> Fraction:
    return max(Fraction(steps.least), Fraction(steps.first) - (place - 1) * Fraction(steps.step))


def _band_points(figures: Mapping[str, Fraction], bands: Sequence[PointBand]) -> dict[str, Fraction]:
    """Give each entry the points of the first band it is in, or none."""
    ranks = compute_ranks(figures)
    points = {}
    for entry, figure in figures.items():
        fitting = [band for band in bands if _is_in_band(band, ranks[entry], figure)]
        points[entry] = Fraction(fitting[0].points) if fitting else Fraction()
    return points


def _is_in_band(band: PointBand, rank: int, figure: Fraction) -> bool:
    if band.to_rank is not None and rank > band.to_rank:
        return False
    return band.from_votes is None or figure >= Fraction(band.from_votes)


def _points_per_vote(figure: Fraction, per_vote: PointsPerVote) -> Fraction:
    points = figure * Fraction(per_vote.points)
    return min(points, Fraction(per_vote.most)) if per_vote.most is not None else points


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
