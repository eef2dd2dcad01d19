"""The record of a tally: every input's hash, every step's figures, and what was decided by hand; as text and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from plugins.content.schema.localized import Translated
from plugins.results.formula import rounded
from plugins.results.inputs import Lot, Override, Voided
from plugins.results.ranking import Standing
from plugins.results.tally import Inputs, Result
from plugins.results.votes import ChannelVotes

# changes when the formula or the record's form does, so that an old record says by which it was made
VERSION = "1"
EXACT = 12


def record_of(result: Result) -> dict[str, Any]:
    """Everything from which anyone can follow the result; figures are texts, exact ones beside rounded ones."""
    inputs = result.inputs
    return {
        "version": VERSION,
        "competition": inputs.competition.contest.id,
        "inputs": dict(inputs.hashes),
        "rule": {"sha256": _hash(_rule(inputs)), "text": _rule(inputs)},
        "finalists": list(inputs.competition.shortlist),
        "votes": [_votes(each) for each in inputs.votes],
        "marks": {
            judge: {entry: _exact(mark) for entry, mark in sorted(given.items())}
            for judge, given in sorted(inputs.marks.items())
        },
        "ranking": [_standing(each, result) for each in result.ranking.order],
        "ties": [{"entries": list(tie.entries), "broken_by": tie.broken_by} for tie in result.ranking.ties],
        "lots": [_lot(each) for each in inputs.decisions.lots],
        "overrides": [_override(each) for each in inputs.decisions.overrides],
        "awards": {level: list(entries) for level, entries in result.levels.items()},
        "special": {award: list(winners) for award, winners in result.special.items()},
    }


def as_bytes(record: Mapping[str, Any]) -> bytes:
    """The record's one written form."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def fingerprint_of(record: Mapping[str, Any]) -> str:
    """The hash by which a published result names its record."""
    return _hash(record)


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(as_bytes(data)).hexdigest()


def differences(recorded: Any, recounted: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two records differ: the place, what is recorded there, and what was recounted."""
    if isinstance(recorded, dict) and isinstance(recounted, dict):
        for key in [*recounted, *(key for key in recorded if key not in recounted)]:
            yield from differences(recorded.get(key), recounted.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(recorded, list) and isinstance(recounted, list) and len(recorded) == len(recounted):
        for at, (one, other) in enumerate(zip(recorded, recounted, strict=True), start=1):
            yield from differences(one, other, f"{place}[{at}]")
    elif recorded != recounted:
        yield place, _shown(recorded), _shown(recounted)


def _shown(value: Any) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)[:200]


def _exact(value: Fraction) -> str:
    """Exact where it can be written so; otherwise to many digits, with the fraction itself behind."""
    written = rounded(value, EXACT)
    return written if Fraction(written) == value else f"{written} ({value})"


def _rule(inputs: Inputs) -> dict[str, Any]:
    rule, contest = inputs.rule, inputs.competition.contest
    return {
        "public": str(rule.public),
        "experts": str(rule.experts),
        "votes_as": rule.votes_as.value,
        "channel_weights": {channel: str(weight) for channel, weight in rule.channel_weights.items()},
        "trim": str(rule.trim),
        "normalise": rule.normalise.value,
        "ties": [tie.value for tie in rule.ties],
        "quotas": {level: {track: str(size) for track, size in kept.items()} for level, kept in rule.quotas.items()},
        "decimals": str(rule.decimals),
        "publish": [part.value for part in rule.publish],
        "special_awards": [
            {"id": each.id, "kind": each.kind.value, "size": str(each.size)} for each in rule.special_awards
        ],
        "criteria": {each.id: str(each.weight) for each in contest.criteria},
        "levels": [{"id": each.id, "size": str(each.size), "ranked": each.ranked} for each in contest.award_levels],
    }


def _votes(each: ChannelVotes) -> dict[str, Any]:
    table = each.table
    return {
        "channel": table.channel,
        "file": f"results/{table.file}",
        "as_of": table.as_of.isoformat(),
        "source": _said(table.source),
        "valid": {entry: str(votes) for entry, votes in each.valid.items()},
        "voided": str(each.voided),
        "voids": [_void(void) for void in table.voided],
    }


def _void(void: Voided) -> dict[str, Any]:
    rows = f"{void.first_row}–{void.last_row or void.first_row}" if void.first_row else None
    what = {"rows": rows, "entry": void.entry, "votes": str(void.votes) if void.votes else None}
    return {**what, **_by(void)}


def _by(decision: Voided | Lot | Override) -> dict[str, str]:
    said = {"reason": _said(decision.reason), "author": _said(decision.author)}
    return {**said, "date": decision.date.isoformat()}


def _said(words: Translated) -> str:
    return words.in_language(words.default).value


def _standing(each: Standing, result: Result) -> dict[str, str]:
    return {
        "entry": each.entry,
        "place": str(result.ranking.places[each.entry]),
        "votes": str(each.votes),
        "public": _exact(each.public),
        "experts": _exact(each.experts),
        "total": _exact(each.total),
        "published": rounded(each.total, result.inputs.rule.decimals),
    }


def _lot(lot: Lot) -> dict[str, Any]:
    return {"order": list(lot.order), **_by(lot)}


def _override(each: Override) -> dict[str, Any]:
    return {"level": each.level, "out": each.out, "into": each.into, **_by(each)}
