"""The result's formula in exact fractions; `docs/results.md` describes it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from plugins.content.schema.figures import round_half_up
from plugins.content.schema.result_rule import Normalisation, RulePart, VotesBeyond
from plugins.results.points.conversions import convert

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
