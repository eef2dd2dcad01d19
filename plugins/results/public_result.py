"""What of a result the public may see: only what the rule publishes, in the words and figures of its file."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any

import yaml

from plugins.content.schema.localized import Translated
from plugins.content.schema.result_rule import Publish, VotesAs
from plugins.results.formula import rounded, vote_points
from plugins.results.ranking import Standing
from plugins.results.record import fingerprint_of, record_of
from plugins.results.tally import Result
from plugins.results.votes import ChannelVotes

AWARDS_HEAD = "# 由 tally 生成；改动请写进 decisions.yaml 后重新运行。Written by tally.\n"


def awards_file(result: Result) -> bytes:
    """``awards.yaml``: each level with its entries in order of rank, and the special awards."""
    awards = {level: list(entries) for level, entries in result.levels.items()}
    special = {award: list(winners) for award, winners in result.special.items()}
    return _yaml({"awards": awards, **({"special": special} if special else {})})


def published_file(result: Result) -> bytes:
    """``published.yaml``: the explanation that anyone may read."""
    rule = result.inputs.rule
    said: dict[str, Any] = {
        "record": fingerprint_of(record_of(result)),
        "awards": hashlib.sha256(awards_file(result)).hexdigest(),
    }
    if Publish.WEIGHTS in rule.publish:
        said |= {"public": str(rule.public), "experts": str(rule.experts)}
    if {Publish.TURNOUT, Publish.VOIDED} & set(rule.publish):
        said["channels"] = [_channel(each, rule.publish) for each in result.inputs.votes]
    if {Publish.VOTES, Publish.SHARES, Publish.POINTS, Publish.RANKS} & set(rule.publish):
        said["entries"] = [_entry(each, result) for each in result.ranking.order]
        if Publish.RANKS not in rule.publish:
            # without ranks not even the order of the file may tell them
            said["entries"].sort(key=lambda each: result.inputs.competition.shortlist.index(each["entry"]))
    return _yaml(said)


def _channel(each: ChannelVotes, publish: tuple[Publish, ...]) -> dict[str, Any]:
    table = each.table
    said: dict[str, Any] = {"channel": table.channel, "as_of": table.as_of.isoformat(), "source": _words(table.source)}
    if Publish.TURNOUT in publish:
        said["votes"] = str(sum(each.valid.values()))
    if Publish.VOIDED in publish:
        said |= {"voided": str(each.voided), "reasons": [_words(void.reason) for void in table.voided]}
    return said


def _entry(each: Standing, result: Result) -> dict[str, str]:
    rule, decimals = result.inputs.rule, result.inputs.rule.decimals
    votes = {other.entry: other.votes for other in result.ranking.order}
    figures = {
        Publish.VOTES: {"votes": str(each.votes)},
        Publish.SHARES: {"share": rounded(_share(votes, each.entry), decimals)},
        Publish.POINTS: {
            "public": rounded(each.public, decimals),
            "experts": rounded(each.experts, decimals),
            "total": rounded(each.total, decimals),
        },
        Publish.RANKS: {"rank": str(result.ranking.places[each.entry])},
    }
    said = {"entry": each.entry}
    for part in rule.publish:
        said |= figures.get(part, {})
    return said


def _share(votes: dict[str, int], entry: str) -> Fraction:
    return vote_points(votes, VotesAs.SHARE_OF_TOTAL)[entry]


def _words(words: Translated) -> Any:
    return dict(words.by_language) if len(words.by_language) > 1 else words.in_language(words.default).value


def _yaml(data: dict[str, Any]) -> bytes:
    return (AWARDS_HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()
