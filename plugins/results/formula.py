"""The arithmetic of the result, exact to the last digit; `docs/results.md` says the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from plugins.content.schema.result_rule import Normalisation, ResultRule, VotesAs

HUNDRED = Fraction(100)
# a standard deviation is a root: it is taken to so many digits, and a z-score kept to so many decimals
ROOT = Context(prec=50, rounding=ROUND_HALF_UP)
Z_DECIMALS = 12


def rounded(value: Fraction, decimals: int) -> str:
    """A figure as it is published: half up, away from zero where it is negative; no float has touched it."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def vote_points(votes: Mapping[str, int], how: VotesAs) -> dict[str, Fraction]:
    """Points from 0 to 100 for each entry's votes."""
    most, total, size = max(votes.values(), default=0), sum(votes.values()), len(votes)
    match how:
        case VotesAs.SHARE_OF_MAXIMUM:
            return {entry: _share(count, most) for entry, count in votes.items()}
        case VotesAs.SHARE_OF_TOTAL:
            return {entry: _share(count, total) for entry, count in votes.items()}
        case VotesAs.RANK:
            more = {entry: sum(other > count for other in votes.values()) for entry, count in votes.items()}
            return {entry: HUNDRED * (size - ahead) / size for entry, ahead in more.items()}


def public_points(channels: Mapping[str, Mapping[str, int]], rule: ResultRule) -> dict[str, Fraction]:
    """The points of all channels together: of their votes added up, or of each by its weight."""
    entries = list(next(iter(channels.values()), {}))
    if not rule.channel_weights:
        return vote_points(
            {entry: sum(votes[entry] for votes in channels.values()) for entry in entries}, rule.votes_as
        )
    points = {channel: vote_points(votes, rule.votes_as) for channel, votes in channels.items()}
    return {
        entry: sum((weight * points[channel][entry] for channel, weight in rule.channel_weights.items()), Fraction())
        / 100
        for entry in entries
    }


def expert_points(
    marks: Mapping[str, Mapping[str, Fraction]], rule: ResultRule, low: int, high: int
) -> dict[str, Fraction]:
    """The judges' points for each entry: marks on one scale, the outermost left out, the mean of the rest.

    Marks from ``low`` to ``high`` become 0 to 100; z-scores become 50 + 10 z, so that an average entry has 50.
    """
    scaled = {judge: _scaled(given, rule, low, high) for judge, given in marks.items()}
    entries = sorted({entry for given in marks.values() for entry in given})
    return {
        entry: _trimmed([given[entry] for given in scaled.values() if entry in given], rule.trim) for entry in entries
    }


def _scaled(given: Mapping[str, Fraction], rule: ResultRule, low: int, high: int) -> dict[str, Fraction]:
    if rule.normalise is Normalisation.NONE:
        return {entry: HUNDRED * (mark - low) / (high - low) for entry, mark in given.items()}
    mean = sum(given.values(), Fraction()) / len(given)
    deviation = _root(sum(((mark - mean) ** 2 for mark in given.values()), Fraction()) / len(given))
    return {entry: 50 + 10 * _z(mark - mean, deviation) for entry, mark in given.items()}


def _root(square: Fraction) -> Fraction:
    return Fraction(ROOT.sqrt(ROOT.divide(Decimal(square.numerator), Decimal(square.denominator))))


def _z(distance: Fraction, deviation: Fraction) -> Fraction:
    """A judge who gave all entries the same mark says nothing of their order."""
    return Fraction(rounded(distance / deviation, Z_DECIMALS)) if deviation else Fraction()


def _trimmed(marks: Sequence[Fraction], trim: int) -> Fraction:
    kept = sorted(marks)[trim : len(marks) - trim]
    return sum(kept, Fraction()) / len(kept)


def total_points(public: Fraction, experts: Fraction, rule: ResultRule) -> Fraction:
    """Both parts by their weights."""
    return (public * (rule.public or 0) + experts * (rule.experts or 0)) / 100


def _share(count: int, of: int) -> Fraction:
    return HUNDRED * count / of if of else Fraction()
