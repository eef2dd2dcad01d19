"""The files of a result: the record with every step, the awards, and what the rule publishes.

The record has the hashes of the inputs, the figures of every step and manual decisions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from fractions import Fraction
from typing import Any

import yaml

from plugins.content.differences import find_differences, format_place, format_value
from plugins.content.schema.figures import digest_figures, format_rounded
from plugins.content.schema.localized import TranslatedText
from plugins.results.decisions.decision_file import Decision, Lot, Override, decision_values
from plugins.results.decisions.effects import DecisionEffect
from plugins.results.published_figures import published_figures, vacancies_data
from plugins.results.ranking import EntryScore
from plugins.results.result import TallyResult
from plugins.results.scores.marks import JuryMarks
from plugins.results.scores.score_file import DroppedJudge
from plugins.results.tally import TallyInputs
from plugins.results.votes.count import ChannelVotes, VoidEffect
from plugins.results.votes.vote_files import VoidedVotes

# increased when the formula or the record's format changes
VERSION = "2"
EXACT_DECIMALS = 12
HEADER = "# 由 tally 生成；改动请写进 decisions.yaml 后重新运行。Written by tally.\n"


def build_record(result: TallyResult) -> dict[str, Any]:
    """Build everything needed to follow the result; all figures are strings, exact ones beside rounded ones."""
    inputs = result.inputs
    rule = _rule_data(inputs)
    return {
        "version": VERSION,
        "competition": inputs.competition.config.id,
        "inputs": dict(inputs.hashes),
        "rule": {"sha256": hash_record(rule), "text": rule},
        "finalists": list(inputs.competition.shortlist),
        "votes": [_votes_data(channel) for channel in inputs.votes],
        "scores": _scores_data(inputs),
        "marks": {part: _marks_data(jury) for part, jury in sorted(inputs.juries.items())},
        "ranking": [_score_data(score, result) for score in result.ranking.order],
        "excluded": [_score_data(score, result) for score in result.ranking.gone],
        "ties": [{"entries": list(tie.entries), "broken_by": tie.broken_by} for tie in result.ranking.ties],
        "lots": [{"order": list(lot.order), **_decision_data(lot)} for lot in inputs.decisions.lots],
        "decisions": [_effect_data(effect) for effect in result.effects],
        "awards": {level: list(entries) for level, entries in result.levels.items()},
        "vacant": vacancies_data(result),
        "special": {award: list(winners) for award, winners in result.special.items()},
        "published": published_figures(result),
    }


def serialize_record(record: Mapping[str, Any]) -> bytes:
    """Serialize a record as JSON; the same record gives the same bytes."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def hash_record(record: Mapping[str, Any]) -> str:
    """Compute the SHA-256 of the serialized record, by which a published result names it."""
    return hashlib.sha256(serialize_record(record)).hexdigest()


def compare_records(recorded: Any, recounted: Any) -> Iterator[tuple[str, str, str]]:
    """Yield where two records differ: the path, the recorded value and the recounted value."""
    for path, old, new in find_differences(recorded, recounted):
        yield format_place(path), format_value(old), format_value(new)


def serialize_awards(result: TallyResult) -> bytes:
    """Serialize ``awards.yaml``: each level with its entries in order of rank, vacant places, special awards."""
    data: dict[str, Any] = {"awards": {level: list(entries) for level, entries in result.levels.items()}}
    if vacancies := vacancies_data(result):
        data["vacant"] = vacancies
    if result.special:
        data["special"] = {award: list(winners) for award, winners in result.special.items()}
    return _to_yaml(data)


def serialize_published_result(result: TallyResult) -> bytes:
    """Serialize ``published.yaml``: hashes of record, awards and itself, and the figures that the rule publishes."""
    hashes = {
        "record": hash_record(build_record(result)),
        "awards": hashlib.sha256(serialize_awards(result)).hexdigest(),
    }
    figures = published_figures(result)
    # as they will be read: every scalar a text
    written = yaml.load(_to_yaml({**hashes, **figures}), yaml.CBaseLoader)
    return _to_yaml({**hashes, "figures": digest_figures(written), **figures})


def _to_yaml(data: Mapping[str, Any]) -> bytes:
    return (HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()


def _format_exact(value: Fraction) -> str:
    """Format a figure exactly: as a decimal if that is exact, else as a rounded decimal followed by the fraction."""
    text = format_rounded(value, EXACT_DECIMALS)
    return text if Fraction(text) == value else f"{text} ({value})"


def _rule_data(inputs: TallyInputs) -> dict[str, Any]:
    config = inputs.competition.config
    plain: dict[str, Any] = _plain_data(inputs.rule)
    return {
        **plain,
        "criteria": {criterion.id: str(criterion.weight) for criterion in config.criteria},
        "award_levels": [
            {"id": level.id, "size": str(level.size), "ranked": level.ranked} for level in config.award_levels
        ],
    }


def _plain_data(value: Any) -> Any:
    """Return a record's data as JSON has them, numbers as strings."""
    if isinstance(value, TranslatedText):
        return value.default_text
    if is_dataclass(value):
        return {item.name: _plain_data(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain_data(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain_data(item) for item in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _votes_data(channel: ChannelVotes) -> dict[str, Any]:
    return {
        "channel": channel.channel,
        "files": [
            {"file": table.path, "as_of": table.as_of.isoformat(), "source": table.source.default_text}
            for table in channel.tables
        ],
        "valid": {entry: str(votes) for entry, votes in channel.valid.items()},
        "ballots": None if channel.ballots is None else str(channel.ballots),
        "voided": str(channel.voided),
        "late": str(channel.late),
        "voids": [_void_data(effect) for effect in channel.voids],
        "not_counted": [
            {"name": name, "votes": str(votes), "reason": channel.reason_not_counted(name).default_text}
            for name, votes in channel.not_counted.items()
        ],
    }


def _void_data(effect: VoidEffect) -> dict[str, Any]:
    """Describe a decision on votes by the marks that it has, and how many votes it took away."""
    decision = effect.decision
    marks: dict[str, Any] = {
        "rows": f"{decision.first_row}–{decision.last_row or decision.first_row}" if decision.first_row else None,
        "ids_file": decision.ids_file,
        "since": decision.since.isoformat() if decision.since else None,
        "until": decision.until.isoformat() if decision.until else None,
        "where": {column: list(values) for column, values in decision.where.items()} or None,
        "entry": decision.entry,
    }
    return {
        **{mark: value for mark, value in marks.items() if value is not None},
        "votes": str(effect.votes),
        **_decision_data(decision),
    }


def _decision_data(decision: VoidedVotes | Lot | Decision | Override | DroppedJudge) -> dict[str, str]:
    return {
        "reason": decision.reason.default_text,
        "author": decision.author.default_text,
        "date": decision.date.isoformat(),
    }


def _score_data(score: EntryScore, result: TallyResult) -> dict[str, Any]:
    return {
        "entry": score.entry,
        "place": str(result.ranking.ranks.get(score.entry, "")),
        "votes": str(score.votes),
        "points": {part: _format_exact(value) for part, value in score.points.items()},
        "criteria": {criterion: _format_exact(value) for criterion, value in sorted(score.criteria.items())},
        "qualified": score.is_qualified,
        "total": _format_exact(score.total),
        "published": format_rounded(score.total, result.inputs.rule.decimals),
    }


def _effect_data(effect: DecisionEffect) -> dict[str, Any]:
    changes = [asdict(change) for change in effect.changes]
    return {**decision_values(effect.decision), **_decision_data(effect.decision), "changes": changes}


def _marks_data(jury: JuryMarks) -> dict[str, dict[str, str]]:
    return {
        judge: {entry: _format_exact(mark) for entry, mark in sorted(judge_marks.items())}
        for judge, judge_marks in sorted(jury.marks.items())
    }


def _scores_data(inputs: TallyInputs) -> dict[str, Any] | None:
    """What scores.yaml says besides the sheets: the scale, recusals and judges who do not count."""
    scores = inputs.scores
    if scores is None:
        return None
    return {
        "zero": str(scores.zero),
        "hundred": str(scores.hundred),
        "maxima": {criterion: str(most) for criterion, most in scores.maxima.items()},
        "panels": {track: list(judges) for track, judges in scores.panels.items()},
        "recusals": [
            {"judge": recusal.judge, "entry": recusal.entry, "reason": recusal.reason.default_text}
            for recusal in scores.recusals
        ],
        "dropped": [{"judge": judge.judge, **_decision_data(judge)} for judge in scores.dropped],
    }
