"""The rule of the result a second time, from docs/results.md alone: slow, plain, and sharing no line with ours."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any


def figures(case: dict[str, Any]) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    """Points for votes, judges' points and total of every entry of a case."""
    said = {}
    for entry in case["entries"]:
        public, experts = _public(case, entry), _experts(case, entry)
        total = public * case["public"] / 100 + experts * case["experts"] / 100
        said[entry] = (public, experts, total)
    return said


def _public(case: dict[str, Any], entry: str) -> Fraction:
    votes, weights = case["votes"], case["channel_weights"]
    if weights:
        return sum((_points(case, votes[each], entry) * Fraction(weights[each], 100) for each in weights), Fraction(0))
    together = {each: sum(channel[each] for channel in votes.values()) for each in case["entries"]}
    return _points(case, together, entry)


def _points(case: dict[str, Any], votes: dict[str, int], entry: str) -> Fraction:
    if case["votes_as"] == "rank":
        places = sorted(votes.values(), reverse=True)
        return Fraction(100) - Fraction(100, len(places)) * places.index(votes[entry])
    whole = max(votes.values()) if case["votes_as"] == "share_of_maximum" else sum(votes.values())
    return Fraction(votes[entry], whole) * 100 if whole else Fraction(0)


def _experts(case: dict[str, Any], entry: str) -> Fraction:
    given = sorted(_scaled(case, marks)[entry] for marks in case["marks"].values() if entry in marks)
    for _ in range(case["trim"]):
        given.pop(0)
        given.pop()
    return sum(given, Fraction(0)) / len(given)


def _scaled(case: dict[str, Any], marks: dict[str, Fraction]) -> dict[str, Fraction]:
    if case["normalise"] == "none":
        span = case["highest"] - case["lowest"]
        return {entry: (mark - case["lowest"]) / span * 100 for entry, mark in marks.items()}
    mean = sum(marks.values(), Fraction(0)) / len(marks)
    variance = sum(((mark - mean) ** 2 for mark in marks.values()), Fraction(0)) / len(marks)
    if variance == 0:
        return {entry: Fraction(50) for entry in marks}
    with localcontext(prec=50, rounding=ROUND_HALF_UP):
        deviation = Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())
    return {entry: 50 + 10 * _to_twelve((mark - mean) / deviation) for entry, mark in marks.items()}


def _to_twelve(value: Fraction) -> Fraction:
    """Half away from zero at the twelfth decimal."""
    size = abs(value) * 10**12 + Fraction(1, 2)
    whole = size.numerator // size.denominator
    return Fraction(whole if value > 0 else -whole, 10**12)


def published(value: Fraction, decimals: int) -> str:
    """A figure as it is printed; Decimal's own rounding is the second opinion."""
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def keys(case: dict[str, Any]) -> dict[str, tuple[Fraction, ...]]:
    """What each entry is ordered by, the greater the better."""
    said = {}
    for entry, (_, experts, total) in figures(case).items():
        votes = Fraction(sum(channel[entry] for channel in case["votes"].values()))
        said[entry] = (total, *({"experts": experts, "votes": votes}[tie] for tie in case["ties"]))
    return said


def levels(case: dict[str, Any]) -> dict[str, list[str]]:
    """Who gets what, if nobody is tied; each level picks those with a kept place first, then the best."""
    order = sorted(case["entries"], key=keys(case).__getitem__, reverse=True)
    given: dict[str, list[str]] = {}
    for level in case["levels"]:
        free = [entry for entry in order if not any(entry in won for won in given.values())]
        won = [
            entry
            for track, places in case["quotas"].get(level["id"], {}).items()
            for entry in [each for each in free if case["tracks"][each] == track][:places]
        ]
        won += [entry for entry in free if entry not in won][: max(0, level["size"] - len(won))]
        given[level["id"]] = [entry for entry in order if entry in won]
    return given
