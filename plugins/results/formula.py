"""The result's formula in exact fractions; `docs/results.md` describes it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from plugins.content.schema.result_rule import Normalisation, ResultRule, VotesAs

HUNDRED = Fraction(100)
# a standard deviation is irrational: its root is computed to this precision, and z-scores are rounded to Z_DECIMALS
SQRT_CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)
Z_DECIMALS = 12


def format_rounded(value: Fraction, decimals: int) -> str:
    """Format a figure as it is published: rounded half away from zero, without any float."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def compute_vote_points(votes: Mapping[str, int], votes_as: VotesAs) -> dict[str, Fraction]:
    """Convert each entry's votes to points from 0 to 100."""
    match votes_as:
        case VotesAs.SHARE_OF_MAXIMUM:
            most = max(votes.values(), default=0)
            return {entry: _percentage(count, most) for entry, count in votes.items()}
        case VotesAs.SHARE_OF_TOTAL:
            total = sum(votes.values())
            return {entry: _percentage(count, total) for entry, count in votes.items()}
        case VotesAs.RANK:
            size = len(votes)
            ahead = {entry: sum(more > count for more in votes.values()) for entry, count in votes.items()}
            return {entry: HUNDRED * (size - number) / size for entry, number in ahead.items()}


def compute_public_points(channels: Mapping[str, Mapping[str, int]], rule: ResultRule) -> dict[str, Fraction]:
    """Combine all channels: the points of their summed votes or, if the rule weights channels, their weighted points.

    ``channels`` maps a channel to the votes of every finalist in it.
    """
    entries = list(next(iter(channels.values()), {}))
    if not rule.channel_weights:
        return compute_vote_points(
            {entry: sum(votes[entry] for votes in channels.values()) for entry in entries}, rule.votes_as
        )
    points = {channel: compute_vote_points(votes, rule.votes_as) for channel, votes in channels.items()}
    return {
        entry: sum((weight * points[channel][entry] for channel, weight in rule.channel_weights.items()), Fraction())
        / 100
        for entry in entries
    }


def compute_expert_points(
    marks: Mapping[str, Mapping[str, Fraction]], rule: ResultRule, lowest: int, highest: int
) -> dict[str, Fraction]:
    """Compute the judges' points of each entry: the trimmed mean of their normalised marks.

    ``marks`` maps a judge to the marks of entries, from ``lowest`` to ``highest``. Without normalisation that range
    becomes 0 to 100; z-scores become 50 + 10 z, so that an average entry has 50.
    """
    normalised = {judge: _normalise(judge_marks, rule, lowest, highest) for judge, judge_marks in marks.items()}
    entries = sorted({entry for judge_marks in marks.values() for entry in judge_marks})
    return {
        entry: _trimmed_mean(
            [judge_marks[entry] for judge_marks in normalised.values() if entry in judge_marks], rule.trim
        )
        for entry in entries
    }


def compute_total_points(public: Fraction, experts: Fraction, rule: ResultRule) -> Fraction:
    """Combine public and expert points by their weights in per cent."""
    return (public * (rule.public or 0) + experts * (rule.experts or 0)) / 100


def _percentage(count: int, total: int) -> Fraction:
    return HUNDRED * count / total if total else Fraction()


def _normalise(marks: Mapping[str, Fraction], rule: ResultRule, lowest: int, highest: int) -> dict[str, Fraction]:
    if rule.normalise is Normalisation.NONE:
        return {entry: HUNDRED * (mark - lowest) / (highest - lowest) for entry, mark in marks.items()}
    mean = sum(marks.values(), Fraction()) / len(marks)
    deviation = _square_root(sum(((mark - mean) ** 2 for mark in marks.values()), Fraction()) / len(marks))
    return {entry: 50 + 10 * _z_score(mark - mean, deviation) for entry, mark in marks.items()}


def _square_root(square: Fraction) -> Fraction:
    quotient = SQRT_CONTEXT.divide(Decimal(square.numerator), Decimal(square.denominator))
    return Fraction(SQRT_CONTEXT.sqrt(quotient))


def _z_score(distance: Fraction, deviation: Fraction) -> Fraction:
    # a judge who gave every entry the same mark does not affect their order
    return Fraction(format_rounded(distance / deviation, Z_DECIMALS)) if deviation else Fraction()


def _trimmed_mean(marks: Sequence[Fraction], trim: int) -> Fraction:
    counted = sorted(marks)[trim : len(marks) - trim]
    return sum(counted, Fraction()) / len(counted)
