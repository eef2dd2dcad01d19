"""Schema of the parts of a result: votes, ballots or scores, how each becomes points, and its weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import Slug, StrictRecord
from plugins.content.schema.localized import Text, TranslatedText

# text, because a binary number would not be what was written
DecimalText = Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})?$")]


class VotesAs(StrEnum):
    """How an entry's votes are converted to points from 0 to 100."""

    SHARE_OF_MAXIMUM = "share_of_maximum"
    SHARE_OF_TOTAL = "share_of_total"
    RANK = "rank"


class Normalisation(StrEnum):
    """How the scores of different judges are brought to one scale."""

    NONE = "none"
    Z_SCORE = "z_score"


class PartKind(StrEnum):
    """What a part of the total is counted from."""

    VOTES = "votes"
    BALLOTS = "ballots"
    SCORES = "scores"


class EqualRanks(StrEnum):
    """Points of entries that share a rank: those of the best of their places, or the mean of all of these."""

    BEST = "best"
    AVERAGE = "average"


@dataclass(frozen=True)
class RankSteps(StrictRecord):
    """Points by rank: so many for the first, less by a step for every further rank, and never less than the least."""

    first: DecimalText
    """第一名多少分。Points of the first."""
    step: DecimalText
    """每低一名少多少分。So many fewer with each rank."""
    least: DecimalText = "0"
    """最低多少分。But never fewer than this."""
    equal: EqualRanks = EqualRanks.BEST
    """并列时：best 都按并列中最前的名次；average 取所占各名次的平均。The best or the mean rank of equals."""


@dataclass(frozen=True)
class PointBand(StrictRecord):
    """Points for all entries down to a rank, or from a number of votes on; the last band can be for all others."""

    points: DecimalText
    """这一档多少分。Points of this band."""
    to_rank: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """到第几名为止。Down to this rank."""
    from_votes: DecimalText | None = None
    """至少多少票（分）。From so many votes or points on."""


@dataclass(frozen=True)
class PointsPerVote(StrictRecord):
    """So many points a vote, up to a most."""

    points: DecimalText
    """每票多少分。Points of each vote."""
    most: DecimalText | None = None
    """至多多少分。At most so many points."""


@dataclass(frozen=True)
class VotesBeyond(StrictRecord):
    """Votes beyond the size of an entry's unit count by a factor."""

    factor: DecimalText
    """超出的部分按几折算，如 0.5。What a vote beyond it counts, such as 0.5."""
    sizes: Mapping[Slug, Annotated[int, Field(ge=1, le=10**9)]]
    """单位代号: 人数。An entry of several units has the sum of their sizes."""


@dataclass(frozen=True)
class RulePart(StrictRecord):
    """A part of the total: what it is counted from, how that becomes points, and how much it weighs."""

    id: Slug
    """部分的代号。Id of the part."""
    name: Text
    """向公众怎样称呼它，如“网络投票”。What the public knows it as."""
    by: PartKind
    """votes 投票；ballots 评委投的票；scores 评委打的分。Public votes, or judges."""
    weight: DecimalText | None = None
    """占百分之几；不写就是附加分，直接加到总分上。Per cent; none for bonus points, which are added as they are."""
    channels: Mapping[Slug, DecimalText] = field(default_factory=dict)
    """用哪些渠道，每票算几票，如 {first: 2, second: 1}；不写就是所有渠道。Channels, and what a vote counts in each."""
    channel_weights: Mapping[Slug, DecimalText] = field(default_factory=dict)
    """各渠道先各自折算，再按这些百分数合并。Channels are converted one by one and combined by these per cents."""
    votes_as: VotesAs | None = None
    """按占最多者的比例、占总数的比例或名次折算成 0 到 100 分。How votes become 0 to 100 points."""
    steps: RankSteps | None = None
    """按名次给分。Points by rank."""
    bands: tuple[PointBand, ...] = ()
    """分档给分。Points by bands."""
    per_vote: PointsPerVote | None = None
    """每票给分。Points for each vote."""
    beyond: VotesBeyond | None = None
    """超出单位人数的票怎样算。How votes beyond the size of a unit count."""
    of_each_judge: bool = False
    """每位评委的分先各自按名次（steps、bands、votes_as）折算，再取平均。Each judge's marks become points first."""
    trim: Annotated[int, Field(ge=0, le=10)] = 0
    """去掉几个最高分、几个最低分。So many highest and lowest scores are dropped."""
    normalise: Normalisation = Normalisation.NONE
    """评委打分宽严不一时，写 z_score。z_score evens out strict and lenient judges."""

    @classmethod
    def of_votes(cls, part: str, weight: int, votes_as: VotesAs, channel_weights: Mapping[str, str]) -> RulePart:
        """The part that ``public`` in a rule stands for."""
        return cls(part, TranslatedText(""), PartKind.VOTES, str(weight), {}, channel_weights, votes_as)

    @classmethod
    def of_scores(cls, part: str, weight: int, trim: int, normalise: Normalisation) -> RulePart:
        """The part that ``experts`` in a rule stands for."""
        return cls(part, TranslatedText(""), PartKind.SCORES, str(weight), trim=trim, normalise=normalise)

    @property
    def is_scored(self) -> bool:
        """True if judges' scores are needed, not votes."""
        return self.by is PartKind.SCORES

    @property
    def used_channels(self) -> tuple[str, ...]:
        """The channels that are named; empty for all."""
        return tuple(self.channel_weights or self.channels)

    @property
    def share(self) -> Fraction:
        """What the points are multiplied by: the weight as a fraction of 100, or 1 for bonus points."""
        return Fraction(1) if self.weight is None else Fraction(self.weight) / 100

    @property
    def conversions(self) -> tuple[str, ...]:
        """The keys that say how figures become points; a part of votes has exactly one."""
        keys = {"votes_as": self.votes_as, "steps": self.steps, "bands": self.bands, "per_vote": self.per_vote}
        return tuple(key for key, value in keys.items() if value)
