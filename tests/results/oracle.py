"""A second implementation of the rule, from docs/results.md alone: slow, plain, sharing no code with the first."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any


def compute_figures(case: dict[str, Any]) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    """Compute the public points, expert points and total of every entry of a case."""
    figures = {}
    for entry in case["entries"]:
        public, experts = _public_points(case, entry), _expert_points(case, entry)
        total = public * case["public"] / 100 + experts * case["experts"] / 100
        figures[entry] = (public, experts, total)
    return figures


def _public_points(case: dict[str, Any], entry: str) -> Fraction:
    votes, weights = case["votes"], case["channel_weights"]
    if weights:
        return sum(
            (_vote_points(case, votes[channel], entry) * Fraction(weights[channel], 100) for channel in weights),
            Fraction(0),
        )
    together = {entry: sum(channel[entry] for channel in votes.values()) for entry in case["entries"]}
    return _vote_points(case, together, entry)


def _vote_points(case: dict[str, Any], votes: dict[str, int], entry: str) -> Fraction:
    if case["votes_as"] == "rank":
        ranks = sorted(votes.values(), reverse=True)
        return Fraction(100) - Fraction(100, len(ranks)) * ranks.index(votes[entry])
    whole = max(votes.values()) if case["votes_as"] == "share_of_maximum" else sum(votes.values())
    return Fraction(votes[entry], whole) * 100 if whole else Fraction(0)


def _expert_points(case: dict[str, Any], entry: str) -> Fraction:
    marks = sorted(_normalise(case, marks)[entry] for marks in case["marks"].values() if entry in marks)
    for _ in range(case["trim"]):
        marks.pop(0)
        marks.pop()
    return sum(marks, Fraction(0)) / len(marks)


def _normalise(case: dict[str, Any], marks: dict[str, Fraction]) -> dict[str, Fraction]:
    if case["normalise"] == "none":
        span = case["highest"] - case["lowest"]
        return {entry: (mark - case["lowest"]) / span * 100 for entry, mark in marks.items()}
    mean = sum(marks.values(), Fraction(0)) / len(marks)
    variance = sum(((mark - mean) ** 2 for mark in marks.values()), Fraction(0)) / len(marks)
    if variance == 0:
        return {entry: Fraction(50) for entry in marks}
    with localcontext(prec=50, rounding=ROUND_HALF_UP):
        deviation = Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())
    return {entry: 50 + 10 * _round_to_twelve((mark - mean) / deviation) for entry, mark in marks.items()}


def _round_to_twelve(value: Fraction) -> Fraction:
    """Round half away from zero at the twelfth decimal."""
    size = abs(value) * 10**12 + Fraction(1, 2)
    whole = size.numerator // size.denominator
    return Fraction(whole if value > 0 else -whole, 10**12)


def format_published(value: Fraction, decimals: int) -> str:
    """Format a figure as it is published, rounded by Decimal."""
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def sort_keys(case: dict[str, Any]) -> dict[str, tuple[Fraction, ...]]:
    """Compute the sort key of each entry, the greater the better."""
    keys = {}
    for entry, (_, experts, total) in compute_figures(case).items():
        votes = Fraction(sum(channel[entry] for channel in case["votes"].values()))
        keys[entry] = (total, *({"experts": experts, "votes": votes}[tie] for tie in case["ties"]))
    return keys


def allocate_levels(case: dict[str, Any]) -> dict[str, list[str]]:
    """Allocate the levels where nobody is tied: first by the quotas of tracks, then the best."""
    order = sorted(case["entries"], key=sort_keys(case).__getitem__, reverse=True)
    levels: dict[str, list[str]] = {}
    for level in case["levels"]:
        free = [entry for entry in order if not any(entry in won for won in levels.values())]
        won = [
            entry
            for track, places in case["quotas"].get(level["id"], {}).items()
            for entry in [candidate for candidate in free if case["tracks"][candidate] == track][:places]
        ]
        won += [entry for entry in free if entry not in won][: max(0, level["size"] - len(won))]
        levels[level["id"]] = [entry for entry in order if entry in won]
    return levels
