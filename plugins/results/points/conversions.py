"""Conversion of figures (votes, or points of a jury) to points: shares, ranks, steps, bands, points a vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from plugins.content.schema.result_rule import EqualRanks, PointBand, PointsPerVote, RankSteps, RulePart, VotesAs

HUNDRED = Fraction(100)


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
