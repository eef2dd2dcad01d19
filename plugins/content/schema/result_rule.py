"""Schema of the result rule: how votes and scores become awards, agreed before the first vote is counted.

Its parts are votes, ballots or scores: how each becomes points, and its weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import Slug, StrictRecord
from plugins.content.schema.localized import Text, TranslatedText

# text, because a binary number would not be what was written
DecimalText = Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})?$")]
Percent = Annotated[int, Field(ge=0, le=100)]
Places = Annotated[int, Field(ge=1, le=10000)]


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


class TieBreak(StrEnum):
    """A tie break that every rule has, between entries with the same total; the last resort is a lot.

    Besides, a rule can name its parts and the criteria.
    """

    EXPERTS = "experts"
    VOTES = "votes"
    DECIMALS = "decimals"


class Within(StrEnum):
    """Among which entries shares and ranks are computed."""

    ALL = "all"
    TRACK = "track"


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


class Tied(StrEnum):
    """What happens to entries that are tied at the last place of a level."""

    LOT = "lot"
    ALL = "all"


@dataclass(frozen=True)
class SpecialAward(StrictRecord):
    """An award besides the levels, for entries or for recommending units."""

    id: Slug
    """专项奖代号。Id of the special award."""
    name: Text
    """专项奖名称。Name of the special award."""
    kind: SpecialKind
    """popularity：得票最多的项目；organiser：推荐的项目获奖最多的单位。Most votes, or most winners."""
    size: Annotated[int, Field(ge=1, le=1000)]
    """名额。How many get it."""
    public_from: Slug
    """从哪个阶段起公众可以知道有这个奖项。Stage from which the public may know of it."""
    without_prize: bool = False
    """只给没有得到其他奖项的项目。Only for entries that have no award level."""
    per_track: bool = False
    """每个赛道各有这么多名额。The size is that of every track."""


@dataclass(frozen=True)
class LevelRule(StrictRecord):
    """Who can be in an award level, besides its size; all limits hold together."""

    lowest_total: DecimalText | None = None
    """总分不到这么多的不给，名额空缺。Entries with a lower total do not get it; places stay vacant."""
    per_track: Places | None = None
    """每个赛道正好各取几个（不足则空缺）；总数仍不超过奖项的名额。So many of every track."""
    most_per_track: Places | None = None
    """一个赛道至多几个。At most so many of one track."""
    most_per_unit: Places | None = None
    """一个单位至多几个。At most so many of one unit."""
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """每组（within 是 track 时为每个赛道，否则为全部）至多取百分之几，不足一个的舍去。Of each group, rounded down."""
    tied: Tied = Tied.LOT
    """最后一个名额并列时：lot 抽签；all 并列的都给。A tie for the last place: lot draws, all gives it to all."""


@dataclass(frozen=True)
class Qualification(StrictRecord):
    """Which entries go on to be judged: the first by one part of the rule. The others get no award level."""

    part: Slug
    """按哪一部分的名次。The part whose ranking decides."""
    places: Places | None = None
    """前几个。The first so many."""
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """前百分之几（不足一个的舍去）。Rounded down."""


@dataclass(frozen=True)
class ResultRule(StrictRecord):
    """The result rule. Without weights, which may not be published yet, no result can be tallied."""

    public: Percent | None = None
    """市民投票占百分之几。Weight of the votes, per cent."""
    experts: Percent | None = None
    """专家评分占百分之几。Weight of the judges, per cent."""
    votes_as: VotesAs = VotesAs.SHARE_OF_MAXIMUM
    """得票怎样折算成分数。How votes become points."""
    channel_weights: Mapping[Slug, DecimalText] = field(default_factory=dict)
    """各投票渠道的权重（百分数，可以有小数）；不写就把各渠道的票加在一起。Empty: votes of all channels are added up."""
    trim: Annotated[int, Field(ge=0, le=10)] = 0
    """去掉几个最高分、几个最低分。How many highest and lowest scores are left out."""
    normalise: Normalisation = Normalisation.NONE
    """评委打分宽严不一时，写 z_score。z_score evens out strict and lenient judges."""
    ties: tuple[Slug, ...] = (TieBreak.EXPERTS, TieBreak.VOTES)
    """同分时依次看什么：experts、votes、decimals（多看一位小数）、部分或标准的代号；都一样就抽签。
    What breaks a tie, in order; then a lot."""
    quotas: Mapping[Slug, Mapping[Slug, Annotated[int, Field(ge=1, le=10000)]]] = field(default_factory=dict)
    """奖项里给某个赛道至少留几个名额：奖项代号: {赛道代号: 名额}。Places kept for a track in a level."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    """公布的数字保留几位小数（四舍五入）。Digits of published figures, rounded half up."""
    publish: tuple[Publish, ...] = ()
    """结果说明里公开哪些内容。What of the result is made public."""
    special_awards: tuple[SpecialAward, ...] = ()
    """专项奖，如人气奖、组织奖。Special awards, such as for the most votes."""
    parts: tuple[RulePart, ...] = ()
    """总分由哪几部分组成；写了它就不写 public、experts、votes_as、channel_weights、trim、normalise。
    The parts of the total, in place of public and experts."""
    within: Within | None = None
    """折算、名次在全部项目里算（all），还是在各赛道里分别算（track）；不写时，每个名额都限定了赛道就分别算，否则在全部项目里算。
    Without it within each track if every place is kept for one, otherwise over all."""
    compare_decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    """总分先四舍五入到几位小数再比；不写就按精确值比。Totals are compared as rounded to so many decimals."""
    levels: Mapping[Slug, LevelRule] = field(default_factory=dict)
    """各奖项的限制：奖项代号: {…}。Limits of the award levels."""
    qualify: Qualification | None = None
    """哪些项目进入评审。Which entries go on to be judged."""

    @property
    def total_parts(self) -> tuple[RulePart, ...]:
        """The parts of the total: as they are listed, or the votes and the judges by their weights."""
        if self.parts:
            return self.parts
        public, experts = str(self.public or 0), str(self.experts or 0)
        weights, no_name = self.channel_weights, TranslatedText("")
        return (
            RulePart("public", no_name, PartKind.VOTES, public, channel_weights=weights, votes_as=self.votes_as),
            RulePart("experts", no_name, PartKind.SCORES, experts, trim=self.trim, normalise=self.normalise),
        )

    def with_groups(self, sizes: Mapping[str, int], tracks: int) -> ResultRule:
        """Return the rule with ``within`` as it follows from places, if it is not there.

        Where no place is open to entries of several tracks, tracks do not compete, and shares and ranks are those
        within a track. ``sizes`` are those of the award levels; ``tracks`` is the number of tracks.
        """
        if self.within is not None:
            return self
        are_apart = tracks > 1 and all(self._goes_by_track(level, size, tracks) for level, size in sizes.items())
        return replace(self, within=Within.TRACK if sizes and are_apart else Within.ALL)

    def levels_of_a_track(self, sizes: Mapping[str, int]) -> list[str]:
        """Return the award levels whose places are all kept for the same track."""
        return [level for level, size in sizes.items() if max(self.quotas.get(level, {}).values(), default=0) >= size]

    def _goes_by_track(self, level: str, size: int, tracks: int) -> bool:
        limits = self.levels.get(level)
        per_track = limits.per_track if limits else None
        return sum(self.quotas.get(level, {}).values()) >= size or (
            per_track is not None and per_track * tracks <= size
        )

    @property
    def counted_parts(self) -> tuple[RulePart, ...]:
        """The parts that weigh something; all of them as long as the weights are not known."""
        parts = self.total_parts
        return tuple(part for part in parts if part.share) if self.is_complete else parts

    @property
    def counts_votes(self) -> bool:
        """True if votes have a say in the result."""
        is_popular = any(award.kind is SpecialKind.POPULARITY for award in self.special_awards)
        return is_popular or any(not part.is_scored for part in self.counted_parts)

    @property
    def counts_scores(self) -> bool:
        """True if judges' scores have a say in the result."""
        return any(part.is_scored for part in self.counted_parts)

    @property
    def is_complete(self) -> bool:
        """True if the weights are there, so that a result can be computed."""
        return bool(self.parts) or (self.public is not None and self.experts is not None)
