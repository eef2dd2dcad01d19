"""Points of every part of a rule, recounted in exact fractions from docs/results.md alone."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from tests.results.manual_inputs import Figures, Inputs

HUNDRED, ZERO = Fraction(100), Fraction(0)
ROOT_DIGITS, QUOTIENT_DECIMALS = 50, 12
CONVERSIONS = ("votes_as", "steps", "bands", "per_vote")


def round_figure(value: Fraction, decimals: int) -> Fraction:
    """Round half away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def rule_parts(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a rule; the short form is a part of votes and a part of scores."""
    if "parts" in rule:
        return list(rule["parts"])
    public = {"id": "public", "by": "votes", "weight": rule["public"]}
    public["votes_as"] = rule.get("votes_as", "share_of_maximum")
    public["channel_weights"] = rule.get("channel_weights", {})
    experts = {"id": "experts", "by": "scores", "weight": rule["experts"]}
    return [public, experts | {key: rule[key] for key in ("trim", "normalise") if key in rule}]


def groups(inputs: Inputs) -> list[list[str]]:
    """Among which entries shares and ranks are computed."""
    if _within(inputs) == "all":
        return [list(inputs.entries)]
    tracks: dict[str, list[str]] = defaultdict(list)
    for slug, entry in inputs.entries.items():
        tracks[entry.track].append(slug)
    return list(tracks.values())


def _within(inputs: Inputs) -> str:
    """As the rule says; without a word all together, unless every place of every level is kept for a track."""
    tracks = len(inputs.config["tracks"])
    apart = tracks > 1
    for level in inputs.config["award_levels"]:
        quotas = map(int, inputs.rule.get("quotas", {}).get(level["id"], {}).values())
        per_track = inputs.rule.get("levels", {}).get(level["id"], {}).get("per_track")
        by_track = per_track is not None and int(per_track) * tracks <= int(level["size"])
        apart = apart and (by_track or sum(quotas) >= int(level["size"]))
    within: str = inputs.rule.get("within", "track" if apart else "all")
    return within


def part_points(inputs: Inputs, part: dict[str, Any]) -> Figures:
    """The points of every entry in a part; 0 for who was not judged."""
    if part["by"] != "scores":
        return _voted_points(inputs, part)
    return dict.fromkeys(inputs.entries, ZERO) | _scored_points(inputs, part)


def convert(values: Figures, part: dict[str, Any]) -> Figures:
    """Turn votes (or a judge's marks) of a group into points as a part says."""
    if "steps" in part:
        return {entry: _step_points(values, value, part["steps"]) for entry, value in values.items()}
    if "bands" in part:
        return {entry: _band_points(values, value, part["bands"]) for entry, value in values.items()}
    if "per_vote" in part:
        points = {entry: value * Fraction(part["per_vote"]["points"]) for entry, value in values.items()}
        most = part["per_vote"].get("most")
        return {entry: min(value, Fraction(most)) if most else value for entry, value in points.items()}
    if part["votes_as"] == "rank":
        count = len(values)
        return {entry: HUNDRED * (count + 1 - rank_of(value, values)) / count for entry, value in values.items()}
    whole = max(values.values()) if part["votes_as"] == "share_of_maximum" else sum(values.values(), ZERO)
    return {entry: HUNDRED * value / whole if whole else ZERO for entry, value in values.items()}


def rank_of(value: Fraction, values: Figures) -> int:
    """One more than the number of entries with more."""
    return 1 + sum(other > value for other in values.values())


def _step_points(values: Figures, value: Fraction, steps: dict[str, str]) -> Fraction:
    def points(place: int) -> Fraction:
        return max(Fraction(steps["first"]) - Fraction(steps["step"]) * (place - 1), Fraction(steps.get("least", "0")))

    best = rank_of(value, values)
    shared = sum(other == value for other in values.values())
    if steps.get("equal", "best") == "best":
        return points(best)
    return sum((points(best + number) for number in range(shared)), ZERO) / shared


def _band_points(values: Figures, value: Fraction, bands: list[dict[str, str]]) -> Fraction:
    for band in bands:
        ranks = "to_rank" not in band or rank_of(value, values) <= int(band["to_rank"])
        if ranks and ("from_votes" not in band or value >= Fraction(band["from_votes"])):
            return Fraction(band["points"])
    return ZERO


def _voted_points(inputs: Inputs, part: dict[str, Any]) -> Figures:
    factors = {channel: Fraction(factor) for channel, factor in part.get("channels", {}).items()}
    factors = factors or dict.fromkeys(part.get("channel_weights") or inputs.votes, Fraction(1))
    if not part.get("channel_weights"):
        votes = {entry: sum(inputs.votes[ch][entry] * k for ch, k in factors.items()) for entry in inputs.entries}
        return _convert_groups(inputs, part, votes)
    points = dict.fromkeys(inputs.entries, ZERO)
    for channel, weight in part["channel_weights"].items():
        votes = {entry: count * factors[channel] for entry, count in inputs.votes[channel].items()}
        for entry, value in _convert_groups(inputs, part, votes).items():
            points[entry] += value * Fraction(weight) / 100
    return points


def _convert_groups(inputs: Inputs, part: dict[str, Any], votes: Figures) -> Figures:
    if "beyond" in part:
        votes = {entry: _beyond(inputs, part["beyond"], entry, value) for entry, value in votes.items()}
    points: Figures = {}
    for group in groups(inputs):
        points |= convert({entry: votes[entry] for entry in group}, part)
    return points


def _beyond(inputs: Inputs, beyond: dict[str, Any], entry: str, votes: Fraction) -> Fraction:
    size = sum(int(beyond["sizes"][unit]) for unit in inputs.entries[entry].units)
    return min(votes, Fraction(size)) + max(votes - size, ZERO) * Fraction(beyond["factor"])


def _scored_points(inputs: Inputs, part: dict[str, Any]) -> Figures:
    by_entry: dict[str, list[Fraction]] = defaultdict(list)
    for marks in inputs.marks.get(part["id"], {}).values():
        for group in groups(inputs):
            values = {entry: marks[entry].value for entry in group if entry in marks}
            for entry, points in _judge_points(inputs, part, values).items():
                by_entry[entry].append(points)
    trim = int(part.get("trim", 0))
    trimmed = {entry: sorted(points)[trim : len(points) - trim] for entry, points in by_entry.items()}
    means = {entry: sum(points, ZERO) / len(points) for entry, points in trimmed.items()}
    if part.get("of_each_judge") or not any(key in part for key in CONVERSIONS):
        return means
    points: Figures = {}
    for group in groups(inputs):
        scored = {entry: means[entry] for entry in group if entry in means}
        points |= convert(scored, part) if scored else {}
    return points


def _judge_points(inputs: Inputs, part: dict[str, Any], values: Figures) -> Figures:
    if not values:
        return {}
    points = _z_scores(values) if part.get("normalise", "none") == "z_score" else _scale_marks(inputs, values)
    return convert(points, part) if part.get("of_each_judge") else points


def _scale_marks(inputs: Inputs, values: Figures) -> Figures:
    scale = inputs.scores.get("scale")
    maxima = inputs.scores.get("maxima", {})
    zero = Fraction(scale["zero"]) if scale else ZERO
    hundred = Fraction(scale["hundred"] if scale else inputs.scores["highest"])
    if maxima and not scale:
        hundred = sum(map(Fraction, maxima.values()), ZERO)
    return {entry: HUNDRED * (value - zero) / (hundred - zero) for entry, value in values.items()}


def _z_scores(values: Figures) -> Figures:
    mean = sum(values.values(), ZERO) / len(values)
    variance = sum(((value - mean) ** 2 for value in values.values()), ZERO) / len(values)
    if not variance:
        return dict.fromkeys(values, Fraction(50))
    exact = Context(prec=4 * ROOT_DIGITS)
    root = Context(prec=ROOT_DIGITS).sqrt(exact.divide(Decimal(variance.numerator), Decimal(variance.denominator)))
    points = {}
    for entry, value in values.items():
        distance = value - mean
        quotient = exact.divide(Decimal(distance.numerator), Decimal(distance.denominator) * root)
        unit = Decimal(1).scaleb(-QUOTIENT_DECIMALS)
        points[entry] = 50 + 10 * Fraction(quotient.quantize(unit, ROUND_HALF_UP, exact))
    return points
