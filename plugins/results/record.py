"""The record of a tally: hashes of the inputs, figures of every step, and manual decisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from plugins.content.schema.localized import TranslatedText
from plugins.results.formula import format_rounded
from plugins.results.inputs import Lot, Override, VoidedVotes
from plugins.results.ranking import EntryScore
from plugins.results.tally import TallyInputs, TallyResult
from plugins.results.votes import ChannelVotes

# increased when the formula or the record's format changes
VERSION = "1"
EXACT_DECIMALS = 12


def build_record(result: TallyResult) -> dict[str, Any]:
    """Build everything needed to follow the result; all figures are strings, exact ones beside rounded ones."""
    inputs = result.inputs
    rule = _rule_data(inputs)
    return {
        "version": VERSION,
        "competition": inputs.competition.contest.id,
        "inputs": dict(inputs.hashes),
        "rule": {"sha256": hash_record(rule), "text": rule},
        "finalists": list(inputs.competition.shortlist),
        "votes": [_votes_data(channel) for channel in inputs.votes],
        "marks": {
            judge: {entry: _format_exact(mark) for entry, mark in sorted(judge_marks.items())}
            for judge, judge_marks in sorted(inputs.marks.items())
        },
        "ranking": [_score_data(score, result) for score in result.ranking.order],
        "ties": [{"entries": list(tie.entries), "broken_by": tie.broken_by} for tie in result.ranking.ties],
        "lots": [_lot_data(lot) for lot in inputs.decisions.lots],
        "overrides": [_override_data(override) for override in inputs.decisions.overrides],
        "awards": {level: list(entries) for level, entries in result.levels.items()},
        "special": {award: list(winners) for award, winners in result.special.items()},
    }


def serialize_record(record: Mapping[str, Any]) -> bytes:
    """Serialize a record as JSON; the same record gives the same bytes."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def hash_record(record: Mapping[str, Any]) -> str:
    """Compute the SHA-256 of the serialized record, by which a published result names it."""
    return hashlib.sha256(serialize_record(record)).hexdigest()


def compare_records(recorded: Any, recounted: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield where two records differ: the path, the recorded value and the recounted value."""
    if isinstance(recorded, dict) and isinstance(recounted, dict):
        for key in [*recounted, *(key for key in recorded if key not in recounted)]:
            yield from compare_records(recorded.get(key), recounted.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(recorded, list) and isinstance(recounted, list) and len(recorded) == len(recounted):
        for number, (old, new) in enumerate(zip(recorded, recounted, strict=True), start=1):
            yield from compare_records(old, new, f"{path}[{number}]")
    elif recorded != recounted:
        yield path, _format_value(recorded), _format_value(recounted)


def _format_value(value: Any) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)[:200]


def _format_exact(value: Fraction) -> str:
    """Format a figure exactly: as a decimal if that is exact, else as a rounded decimal followed by the fraction."""
    text = format_rounded(value, EXACT_DECIMALS)
    return text if Fraction(text) == value else f"{text} ({value})"


def _rule_data(inputs: TallyInputs) -> dict[str, Any]:
    rule, contest = inputs.rule, inputs.competition.contest
    return {
        "public": str(rule.public),
        "experts": str(rule.experts),
        "votes_as": rule.votes_as.value,
        "channel_weights": {channel: str(weight) for channel, weight in rule.channel_weights.items()},
        "trim": str(rule.trim),
        "normalise": rule.normalise.value,
        "ties": [tie.value for tie in rule.ties],
        "quotas": {level: {track: str(size) for track, size in quota.items()} for level, quota in rule.quotas.items()},
        "decimals": str(rule.decimals),
        "publish": [part.value for part in rule.publish],
        "special_awards": [
            {"id": award.id, "kind": award.kind.value, "size": str(award.size)} for award in rule.special_awards
        ],
        "criteria": {criterion.id: str(criterion.weight) for criterion in contest.criteria},
        "levels": [{"id": level.id, "size": str(level.size), "ranked": level.ranked} for level in contest.award_levels],
    }


def _votes_data(channel: ChannelVotes) -> dict[str, Any]:
    table = channel.table
    return {
        "channel": table.channel,
        "file": f"results/{table.file}",
        "as_of": table.as_of.isoformat(),
        "source": _default_text(table.source),
        "valid": {entry: str(votes) for entry, votes in channel.valid.items()},
        "voided": str(channel.voided),
        "voids": [_voided_data(voided) for voided in table.voided],
    }


def _voided_data(voided: VoidedVotes) -> dict[str, Any]:
    rows = f"{voided.first_row}–{voided.last_row or voided.first_row}" if voided.first_row else None
    votes = str(voided.votes) if voided.votes else None
    return {"rows": rows, "entry": voided.entry, "votes": votes, **_decision_data(voided)}


def _decision_data(decision: VoidedVotes | Lot | Override) -> dict[str, str]:
    return {
        "reason": _default_text(decision.reason),
        "author": _default_text(decision.author),
        "date": decision.date.isoformat(),
    }


def _default_text(text: TranslatedText) -> str:
    return text.in_language(text.default).value


def _score_data(score: EntryScore, result: TallyResult) -> dict[str, str]:
    return {
        "entry": score.entry,
        "place": str(result.ranking.ranks[score.entry]),
        "votes": str(score.votes),
        "public": _format_exact(score.public),
        "experts": _format_exact(score.experts),
        "total": _format_exact(score.total),
        "published": format_rounded(score.total, result.inputs.rule.decimals),
    }


def _lot_data(lot: Lot) -> dict[str, Any]:
    return {"order": list(lot.order), **_decision_data(lot)}


def _override_data(override: Override) -> dict[str, Any]:
    return {"level": override.level, "out": override.out, "into": override.into, **_decision_data(override)}
