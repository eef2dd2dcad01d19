"""Schema of the result rule: how votes and scores become awards, agreed before the first vote is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import STRICT, Slug
from plugins.content.schema.localized import Text

Percent = Annotated[int, Field(ge=0, le=100)]


class VotesAs(StrEnum):
    """How an entry's votes are converted to points from 0 to 100."""

    SHARE_OF_MAXIMUM = "share_of_maximum"
    SHARE_OF_TOTAL = "share_of_total"
    RANK = "rank"


class Normalisation(StrEnum):
    """How the scores of different judges are brought to one scale."""

    NONE = "none"
    Z_SCORE = "z_score"


class TieBreak(StrEnum):
    """A tie break between entries with the same total; the last resort is a lot."""

    EXPERTS = "experts"
    VOTES = "votes"


class Publish(StrEnum):
    """A part of the result that can be made public."""

    WEIGHTS = "weights"
    TURNOUT = "turnout"
    VOIDED = "voided"
    VOTES = "votes"
    SHARES = "shares"
    POINTS = "points"
    RANKS = "ranks"


class SpecialKind(StrEnum):
    """The measure of a special award: votes alone, or the number of awarded entries that a unit recommended."""

    POPULARITY = "popularity"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class SpecialAward:
    """An award besides the levels, for entries or for recommending units."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    kind: SpecialKind
    """popularity：得票最多的项目；organiser：推荐的项目获奖最多的单位。"""
    size: Annotated[int, Field(ge=1, le=1000)]
    """名额。"""
    public_from: Slug
    """从哪个阶段起公众可以知道有这个奖项。"""


@dataclass(frozen=True)
class ResultRule:
    """The result rule. Without weights, which may not be published yet, no result can be tallied."""

    __pydantic_config__ = STRICT
    public: Percent | None = None
    """市民投票占百分之几。Weight of the votes, per cent."""
    experts: Percent | None = None
    """专家评分占百分之几。Weight of the judges, per cent."""
    votes_as: VotesAs = VotesAs.SHARE_OF_MAXIMUM
    """得票怎样折算成分数。How votes become points."""
    channel_weights: Mapping[Slug, Percent] = field(default_factory=dict)
    """各投票渠道的权重（百分数）；不写就把各渠道的票加在一起。Empty: votes of all channels are added up."""
    trim: Annotated[int, Field(ge=0, le=10)] = 0
    """去掉几个最高分、几个最低分。How many highest and lowest scores are left out."""
    normalise: Normalisation = Normalisation.NONE
    """评委打分宽严不一时，写 z_score。"""
    ties: tuple[TieBreak, ...] = (TieBreak.EXPERTS, TieBreak.VOTES)
    """同分时依次看什么；都一样就抽签，写进 results/decisions.yaml。What breaks a tie, in order; then a lot."""
    quotas: Mapping[Slug, Mapping[Slug, Annotated[int, Field(ge=1, le=10000)]]] = field(default_factory=dict)
    """奖项里给某个赛道至少留几个名额：奖项代号: {赛道代号: 名额}。Places kept for a track in a level."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    """公布的数字保留几位小数（四舍五入）。Digits of published figures, rounded half up."""
    publish: tuple[Publish, ...] = ()
    """结果说明里公开哪些内容。What of the result is made public."""
    special_awards: tuple[SpecialAward, ...] = ()
