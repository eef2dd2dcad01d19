"""What the rule makes public of a result, as plain data: figures, voided votes, lots, and decisions with effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from fractions import Fraction
from typing import Any

from plugins.content.schema.dates import closing_instant
from plugins.content.schema.figures import format_rounded
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import Publish, ResultRule, VotesAs
from plugins.results.decisions.corrections import correct_votes
from plugins.results.decisions.decision_file import Decision, DecisionKind, Lot, Override, decision_values
from plugins.results.decisions.effects import DecisionEffect, list_decisions
from plugins.results.points import group_entries, vote_share_points
from plugins.results.ranking import EntryScore
from plugins.results.result import TallyResult
from plugins.results.votes.count import ChannelVotes
from plugins.system.messages import Catalogue

MESSAGES = Catalogue(__file__)
FIGURES = {Publish.VOTES, Publish.SHARES, Publish.POINTS, Publish.RANKS}


def published_figures(result: TallyResult) -> dict[str, Any]:
    """Return what the rule publishes. Lots and decisions are public always."""
    rule, decisions = result.inputs.rule, result.inputs.decisions
    data: dict[str, Any] = {}
    if Publish.WEIGHTS in rule.publish:
        data |= _weights(rule)
    if {Publish.TURNOUT, Publish.VOIDED} & set(rule.publish):
        languages = result.inputs.competition.config.languages
        zone = result.inputs.competition.config.zone
        counts = correct_votes(result.inputs.counts, list_decisions(decisions))
        valid = {channel: sum(votes.values()) for channel, votes in counts.items()}
        data["channels"] = [
            _channel_data(channel, valid[channel.channel], rule, languages, zone) for channel in result.inputs.votes
        ]
    if FIGURES & set(rule.publish):
        data["entries"] = _entries_data(result)
    if decisions.lots:
        data["lots"] = [{"order": list(lot.order), **_reason_data(lot)} for lot in decisions.lots]
    if result.effects:
        data["decisions"] = [_effect_data(effect) for effect in result.effects]
    return data


def text_data(text: TranslatedText) -> Any:
    """Return a text as YAML writes it: plain in one language, by language in several."""
    return dict(text.by_language) if len(text.by_language) > 1 else text.default_text


def vacancies_data(result: TallyResult) -> dict[str, Any]:
    """Return the vacant places of each level, and why: by a decision, or because too few entries are eligible."""
    too_few = in_languages(MESSAGES.texts["too_few_eligible"], result.inputs.competition.config.languages)
    data: dict[str, Any] = {}
    for level, places in result.vacancies.items():
        reasons = [
            text_data(decision.reason)
            for decision in result.inputs.decisions.decisions
            if decision.kind is DecisionKind.VACANT and decision.level == level
        ]
        data[level] = {"places": str(places), "reason": reasons[-1] if reasons else too_few}
    return data


def _weights(rule: ResultRule) -> dict[str, Any]:
    if not rule.parts:
        return {"public": str(rule.public), "experts": str(rule.experts)}
    return {"parts": {part.id: part.weight or "bonus" for part in rule.parts}}


def _channel_data(
    channel: ChannelVotes, valid: int, rule: ResultRule, languages: Sequence[str], zone: tzinfo
) -> dict[str, Any]:
    latest = max(channel.tables, key=lambda table: closing_instant(table.as_of, zone))
    data: dict[str, Any] = {
        "channel": channel.channel,
        "as_of": latest.as_of.isoformat(),
        "source": text_data(latest.source),
    }
    if Publish.TURNOUT in rule.publish:
        data["votes"] = str(valid)
    if Publish.VOIDED in rule.publish:
        data |= {"voided": str(channel.voided), "reasons": _reasons(channel, languages)}
    return data


def _reasons(channel: ChannelVotes, languages: Sequence[str]) -> list[Any]:
    """List the reasons for which votes of a channel do not count, each once."""
    reasons = [text_data(effect.decision.reason) for effect in channel.voids]
    if channel.late:
        reasons.append(in_languages(MESSAGES.texts["cast_late"], languages))
    return [reason for number, reason in enumerate(reasons) if reason not in reasons[:number]]


def _entries_data(result: TallyResult) -> list[dict[str, Any]]:
    """Return the figures of every finalist; an entry that a decision took out has no rank."""
    rule, competition = result.inputs.rule, result.inputs.competition
    scores = [*result.ranking.order, *result.ranking.gone]
    votes = {score.entry: Fraction(score.votes) for score in scores}
    shares: dict[str, Fraction] = {}
    for group in group_entries(competition, rule):
        shares |= vote_share_points({entry: votes[entry] for entry in group}, VotesAs.SHARE_OF_TOTAL)
    entries = [_entry_data(score, result, shares) for score in scores]
    if Publish.RANKS not in rule.publish:
        # the order of the file must not reveal the ranks either
        entries.sort(key=lambda entry: competition.shortlist.index(entry["entry"]))
    return entries


def _entry_data(score: EntryScore, result: TallyResult, shares: Mapping[str, Fraction]) -> dict[str, Any]:
    rule, ranks = result.inputs.rule, result.ranking.ranks
    figures: dict[Publish, dict[str, Any]] = {
        Publish.VOTES: {"votes": str(score.votes)},
        Publish.SHARES: {"share": format_rounded(shares[score.entry], rule.decimals)},
        Publish.POINTS: _points_data(score, rule),
        Publish.RANKS: {"rank": str(ranks[score.entry])} if score.entry in ranks else {},
    }
    data: dict[str, Any] = {"entry": score.entry}
    for part in rule.publish:
        data |= figures.get(part, {})
    return data


def _points_data(score: EntryScore, rule: ResultRule) -> dict[str, Any]:
    points = {
        part.id: format_rounded(score.points.get(part.id, Fraction()), rule.decimals) for part in rule.total_parts
    }
    return {**({"points": points} if rule.parts else points), "total": format_rounded(score.total, rule.decimals)}


def _effect_data(effect: DecisionEffect) -> dict[str, Any]:
    changes = [
        {"winner": change.winner, "before": change.before or "", "after": change.after or ""}
        for change in effect.changes
    ]
    return {**decision_values(effect.decision), **_reason_data(effect.decision), "changes": changes}


def _reason_data(decision: Lot | Decision | Override) -> dict[str, Any]:
    return {
        "reason": text_data(decision.reason),
        "author": text_data(decision.author),
        "date": decision.date.isoformat(),
    }


def in_languages(texts: Mapping[str, str], languages: Sequence[str]) -> Any:
    """A message in the languages of a contest, as YAML has it: a text, or a text for each language."""
    known = {language: texts[language] for language in languages if language in texts}
    # the default language must have a text
    known = known if languages[0] in known else {languages[0]: texts["en"], **known}
    return known if len(known) > 1 else next(iter(known.values()))
