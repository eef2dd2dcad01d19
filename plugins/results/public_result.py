"""Serialize a result's public files: ``awards.yaml``, and ``published.yaml`` with only what the rule publishes."""

from __future__ import annotations

import hashlib
from typing import Any

import yaml

from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import Publish, VotesAs
from plugins.results.formula import compute_vote_points, format_rounded
from plugins.results.ranking import EntryScore
from plugins.results.record import build_record, hash_record
from plugins.results.tally import TallyResult
from plugins.results.votes import ChannelVotes

HEADER = "# 由 tally 生成；改动请写进 decisions.yaml 后重新运行。Written by tally.\n"


def serialize_awards(result: TallyResult) -> bytes:
    """Serialize ``awards.yaml``: each level with its entries in order of rank, and the special awards."""
    awards = {level: list(entries) for level, entries in result.levels.items()}
    special = {award: list(winners) for award, winners in result.special.items()}
    return _to_yaml({"awards": awards, **({"special": special} if special else {})})


def serialize_published_result(result: TallyResult) -> bytes:
    """Serialize ``published.yaml``: hashes of the record and the awards, and the figures that the rule publishes."""
    rule = result.inputs.rule
    data: dict[str, Any] = {
        "record": hash_record(build_record(result)),
        "awards": hashlib.sha256(serialize_awards(result)).hexdigest(),
    }
    if Publish.WEIGHTS in rule.publish:
        data |= {"public": str(rule.public), "experts": str(rule.experts)}
    if {Publish.TURNOUT, Publish.VOIDED} & set(rule.publish):
        data["channels"] = [_channel_data(channel, rule.publish) for channel in result.inputs.votes]
    if {Publish.VOTES, Publish.SHARES, Publish.POINTS, Publish.RANKS} & set(rule.publish):
        data["entries"] = [_entry_data(score, result) for score in result.ranking.order]
        if Publish.RANKS not in rule.publish:
            # the order of the file must not reveal the ranks either
            data["entries"].sort(key=lambda entry: result.inputs.competition.shortlist.index(entry["entry"]))
    return _to_yaml(data)


def _channel_data(channel: ChannelVotes, publish: tuple[Publish, ...]) -> dict[str, Any]:
    table = channel.table
    data: dict[str, Any] = {
        "channel": table.channel,
        "as_of": table.as_of.isoformat(),
        "source": _text_data(table.source),
    }
    if Publish.TURNOUT in publish:
        data["votes"] = str(sum(channel.valid.values()))
    if Publish.VOIDED in publish:
        data |= {"voided": str(channel.voided), "reasons": [_text_data(voided.reason) for voided in table.voided]}
    return data


def _entry_data(score: EntryScore, result: TallyResult) -> dict[str, str]:
    rule, decimals = result.inputs.rule, result.inputs.rule.decimals
    votes = {finalist.entry: finalist.votes for finalist in result.ranking.order}
    share = compute_vote_points(votes, VotesAs.SHARE_OF_TOTAL)[score.entry]
    figures = {
        Publish.VOTES: {"votes": str(score.votes)},
        Publish.SHARES: {"share": format_rounded(share, decimals)},
        Publish.POINTS: {
            "public": format_rounded(score.public, decimals),
            "experts": format_rounded(score.experts, decimals),
            "total": format_rounded(score.total, decimals),
        },
        Publish.RANKS: {"rank": str(result.ranking.ranks[score.entry])},
    }
    data = {"entry": score.entry}
    for part in rule.publish:
        data |= figures.get(part, {})
    return data


def _text_data(text: TranslatedText) -> Any:
    return dict(text.by_language) if len(text.by_language) > 1 else text.in_language(text.default).value


def _to_yaml(data: dict[str, Any]) -> bytes:
    return (HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()
