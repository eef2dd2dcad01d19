"""What a stage shows of the rounds before its own: the entries that are out, and what was published of the results."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugins.content.model import Entry
from plugins.content.schema.config import CompetitionConfig, Round
from plugins.content.schema.results import PublishedFile


@dataclass(frozen=True)
class FormerEntry:
    """An entry of an earlier round that is not in the present one, the last ``round`` that it was in, and the one
    after it, which it has not reached."""

    entry: Entry
    round: Round
    missed: Round


@dataclass(frozen=True)
class RoundResult:
    """What was published of the result of an earlier round; ``config`` is that of the round, without ballots."""

    round: Round
    config: CompetitionConfig
    published: PublishedFile


def public_round(part: Round) -> Round:
    """What every stage may know of a round; its vote is that of the competition while it goes on."""
    return replace(part, vote_rule=None, vote_channels=(), result_rule=None)


def round_result(part: Round, config: CompetitionConfig, published: PublishedFile) -> RoundResult:
    """The result of a round that is over; its rule is public then."""
    channels = tuple(replace(channel, ballot=None) for channel in config.vote_channels)
    rounds = tuple(public_round(other) for other in config.rounds)
    return RoundResult(public_round(part), replace(config, vote_channels=channels, rounds=rounds), published)
