"""Schema of ``competition.yaml``: the competition, its stages, tracks, awards and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.problems import ROUNDS
from plugins.content.schema.dates import DEFAULT_ZONE, find_zone
from plugins.content.schema.fields import (
    BallotId,
    DateOrDateTime,
    IsoDate,
    Slug,
    StageId,
    StrictRecord,
    Url,
    ZoneName,
)
from plugins.content.schema.localized import Text
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.site import Site

LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class UnknownStageError(KeyError):
    """The competition has no stage with this id."""


def is_language(value: object) -> bool:
    """True for what has the form of a language code, such as zh-Hans."""
    return isinstance(value, str) and bool(re.fullmatch(LANGUAGE, value))


class Mode(StrEnum):
    """How a ballot is offered: as a link, as a QR code, or in a frame if the provider allows it."""

    LINK = "link"
    QR = "qr"
    IFRAME = "iframe"


class StageKind(StrEnum):
    """What happens in a stage; a stage can be of several kinds at once."""

    CALL = "call"
    TOUR = "tour"
    PUBLIC_VOTE = "public_vote"
    EXPERT_REVIEW = "expert_review"
    PUBLIC_NOTICE = "public_notice"
    AWARDS = "awards"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Organiser(StrictRecord):
    """A body that organises or implements the competition."""

    name: Text
    """单位全称。Full name of the body."""
    url: Url | None = None
    """官方网站（可不填）。Official site."""
    sample: bool = False
    """虚构的、只用来展示样式的写 true：页面会标明，也不能向公众发布。True for what is made up."""


@dataclass(frozen=True)
class Amendment(StrictRecord):
    """A change of a stage's dates after they were announced; it is shown to the public."""

    date: IsoDate
    """哪一天作出的调整。Day of the change."""
    note: Text
    """向公众说明调整了什么。What changed, for the public."""


@dataclass(frozen=True)
class Stage(StrictRecord):
    """A period of the competition; the site is always built as of one stage."""

    id: Slug
    """阶段代号，命令行 --stage 用它。Name for --stage."""
    name: Text
    """阶段名称。Name shown to the public."""
    kinds: Annotated[tuple[StageKind, ...], Field(min_length=1)]
    """本阶段的类型，可以有几种。What goes on in it."""
    round: Slug | None = None
    """属于哪一轮；不写就和前一阶段同一轮。The round that it belongs to, if not that of the stage before."""
    summary: Text | None = None
    """一句话说明。One sentence on what happens."""
    opens: DateOrDateTime | None = None
    """开始的日期或时刻，不知道就留空。First day or instant; leave empty if unknown."""
    closes: DateOrDateTime | None = None
    """结束的日期（含当天）或时刻。Last day (included) or instant."""
    amendments: tuple[Amendment, ...] = ()
    """公布后的调整。Changes after the announcement."""

    def has(self, *kinds: StageKind) -> bool:
        """True if this stage is of any of these kinds."""
        return not set(kinds).isdisjoint(self.kinds)

    @property
    def shows_entries(self) -> bool:
        """True unless the stage is a call for entries alone."""
        return any(kind is not StageKind.CALL for kind in self.kinds)

    @property
    def takes_votes(self) -> bool:
        """True while the public vote is open."""
        return self.has(StageKind.PUBLIC_VOTE) and not self.has(StageKind.ARCHIVE)

    @property
    def shows_awards(self) -> bool:
        """True once the awards are announced, final or not."""
        return self.has(StageKind.PUBLIC_NOTICE, StageKind.AWARDS, StageKind.ARCHIVE)

    @property
    def awards_are_final(self) -> bool:
        """True once the time for objections is over."""
        return self.has(StageKind.AWARDS, StageKind.ARCHIVE)


@dataclass(frozen=True)
class TrackGroup(StrictRecord):
    """A group within a track, such as A 组, in which entries are compared with each other."""

    id: Slug
    """代号，全大赛不能重复。Unique in the whole competition."""
    name: Text
    """组的名称，如“A 组”。Name of the group."""


@dataclass(frozen=True)
class Track(StrictRecord):
    """A track of the competition, which is also a hall of the tour unless ``halls`` says otherwise."""

    id: Slug
    """赛道代号。Id of the track, part of its address."""
    name: Text
    """赛道名称。Name of the track."""
    short_name: Text | None = None
    """短名称，用在标签和平面图上。Short form for labels and the floor plan."""
    description: Text | None = None
    """一两句话的说明。What it is about, in a sentence or two."""
    groups: tuple[TrackGroup, ...] = ()
    """赛道里的组别，如 A 组、B 组；写了，每个项目都要写 group。Groups; every entry then names its own."""


@dataclass(frozen=True)
class HallRecord(StrictRecord):
    """A hall of the tour that shows several tracks, or a part of one."""

    id: Slug
    """展厅代号。Id of the hall, part of its address."""
    name: Text
    """展厅名称。Name of the hall."""
    short_name: Text | None = None
    """短名称，用在标签和平面图上。Short form for labels and the floor plan."""
    description: Text | None = None
    """一两句话的说明。What is in it, in a sentence or two."""
    tracks: tuple[Slug, ...] = ()
    """展出哪些赛道。Tracks that it shows."""
    groups: tuple[Slug, ...] = ()
    """只展出赛道的一部分时，写组别的代号。Groups, where it shows only a part of a track."""


@dataclass(frozen=True)
class Criterion(StrictRecord):
    """A criterion by which judges score entries."""

    id: Slug
    """标准代号。Id of the criterion, used in results/scores.yaml."""
    name: Text
    """标准名称。Name of the criterion."""
    description: Text | None = None
    """标准的释义。What it means."""
    weight: Annotated[int, Field(ge=0, le=100)] | None = None
    """权重（百分数），没有公布就留空。Per cent; empty if not published."""


@dataclass(frozen=True)
class AwardLevel(StrictRecord):
    """An award level. It is not public before the stage ``public_from``."""

    id: Slug
    """奖项代号。Id of the level, used in results/awards.yaml."""
    name: Text
    """奖项名称。Name of the level."""
    size: Annotated[int, Field(ge=1, le=10000)]
    """名额。How many entries get it."""
    public_from: StageId
    """从哪个阶段起公众可以知道有这个奖项。Stage from which the public may know of it."""
    ranked: bool = False
    """是否排名；不排名时注明“排名不分先后”。Whether the order means rank."""


@dataclass(frozen=True)
class VoteRule(StrictRecord):
    """Who may vote and how often, as published for the public."""

    who: Text
    """谁可以投。Who may vote."""
    limit: Text
    """每人能投多少、多久一次。How many and how often."""
    choices: Annotated[int, Field(ge=2, le=1000)] | None = None
    """一张选票列出全部项目、要选几项时，写选几项。How many entries a voter chooses on a ballot that lists all."""
    counting: Text | None = None
    """得票如何处理。How counts are treated."""
    shows_count: bool = False
    """是否公开得票数；数字来自 results/counts.yaml。Whether imported counts are shown."""


@dataclass(frozen=True)
class VoteChannel(StrictRecord):
    """A place where citizens vote, run by a vote provider."""

    id: Slug
    """渠道代号。Id of the channel."""
    name: Text
    """渠道名称。Name of the channel."""
    description: Text | None = None
    """在那里怎样投票。How to vote there."""
    provider: Slug = "link"
    """投票平台，见 docs/editors.zh.md 的列表或 content/providers.yaml。The platform."""
    ballot: BallotId | None = None
    """整个投票的网址或代号（只在投票阶段公开）；项目没有自己的投票时用它。One ballot for all."""
    modes: tuple[Mode, ...] = ()
    """只用平台的其中几种方式时写：link、qr、iframe。Fewer modes than the platform has."""


@dataclass(frozen=True)
class Round(StrictRecord):
    """A round of a competition that has several; its results are in ``rounds/<id>/results/``, the last one's in
    ``results/``."""

    id: Slug
    """轮次代号，也是 rounds/ 里文件夹的名字。Id of the round, and its folder below rounds/."""
    name: Text
    """公众看到的名称，如“第一轮”。Name shown to the public."""
    places: Annotated[int, Field(ge=1, le=10000)] | None = None
    """有几项进入下一轮（最后一轮不写）。How many entries go on to the next round."""
    vote_rule: VoteRule | None = None
    """本轮的投票规则；不写就用大赛的。Its vote rule, if not that of the competition."""
    vote_channels: tuple[VoteChannel, ...] = ()
    """本轮的投票渠道；不写就用大赛的。Its channels, if not those of the competition."""
    result_rule: ResultRule | None = None
    """本轮怎么算；最后一轮也可以写在大赛的 result_rule 里。Its result rule; the last may have the competition's."""

    @property
    def folder(self) -> str:
        """The folder with its results, unless it is the last round."""
        return f"{ROUNDS}/{self.id}"


@dataclass(frozen=True)
class Highlight(StrictRecord):
    """A recognised practice of the city, shown on the home and background pages; it is not an entry."""

    name: Text
    """做法的名称。Name of the practice."""
    summary: Text
    """一句话说明。One sentence about it."""


@dataclass(frozen=True)
class CompetitionConfig(StrictRecord):
    """``content/competition.yaml`` as a whole."""

    id: Slug
    """大赛代号，定了就不要改。Never change it: published seeds are made from it."""
    languages: Annotated[tuple[Annotated[str, Field(pattern=LANGUAGE)], ...], Field(min_length=1)]
    """网站的语言，第一个是默认语言。The first is the default."""
    name: Text
    """大赛全称。Full name of the contest."""
    short_name: Text
    """大赛简称，用在页眉、卡片和海报上。Short name, for the masthead, cards and posters."""
    period: Text
    """项目实践的年份。Years of the practices."""
    theme: Text
    """大赛主题。Motto of the contest."""
    purpose: Text
    """举办目的，一两句话。What the contest is for, in a sentence or two."""
    organisers: Annotated[tuple[Organiser, ...], Field(min_length=1)]
    """主办单位，按顺序。In order, the same order everywhere."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """按先后顺序。In order of time."""
    current_stage: StageId
    """现在是哪个阶段。The stage the site is in."""
    tracks: Annotated[tuple[Track, ...], Field(min_length=1)]
    """赛道，也是展厅，按参观顺序。Tracks and halls, in the order of the walk."""
    award_levels: Annotated[tuple[AwardLevel, ...], Field(min_length=1)]
    """奖项，按高低。Award levels, the highest first."""
    site: Site
    """网址、联系方式和页脚的法定内容。Address, contact and legal notices of the site."""
    implementers: tuple[Organiser, ...] = ()
    """承办单位，按顺序（可不填）。Implementing units, in order."""
    criteria: tuple[Criterion, ...] = ()
    """评审标准。What judges score."""
    vote_rule: VoteRule | None = None
    """向公众说明的投票规则。The voting rule as published."""
    vote_channels: tuple[VoteChannel, ...] = ()
    """投票渠道。Where citizens vote."""
    result_rule: ResultRule | None = None
    """评选结果怎么算。How the result is computed."""
    rounds: tuple[Round, ...] = ()
    """分几轮评选时，按先后写各轮；阶段用 round 写明属于哪一轮。The rounds in order, if there are several."""
    highlights: tuple[Highlight, ...] = ()
    """本市已有的亮点做法，不是参赛项目。Recognised practices of the place, which are not entries."""
    edition: Slug | None = None
    """历届合成一个网站时，本届的代号，和 series.yaml 里的一样。Id of this edition in series.yaml, if there is one."""
    halls: tuple[HallRecord, ...] = ()
    """展厅，按参观顺序；不写就是一个赛道一个展厅。Halls in the order of the walk, if they are not the tracks."""
    timezone: ZoneName = DEFAULT_ZONE
    """大赛所在的时区：一天从这里的零点开始，网页上的钟点也是这里的。An IANA name, such as Europe/Berlin."""

    @property
    def zone(self) -> tzinfo:
        """The time zone in which days begin and end and clock times are shown."""
        zone = find_zone(self.timezone)
        assert zone
        return zone

    @property
    def has_vote(self) -> bool:
        """True if the competition has a public vote in any of its stages."""
        return any(stage.takes_votes for stage in self.stages)

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id. Raises ``UnknownStageError``."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise UnknownStageError(stage_id)

    def round_of(self, stage_id: str) -> Round | None:
        """The round of a stage: the one that it names, or else that of the stage before; None without rounds."""
        current = next(iter(self.rounds), None)
        for stage in self.stages:
            current = next((part for part in self.rounds if part.id == stage.round), current)
            if stage.id == stage_id:
                break
        return current

    def in_round(self, number: int) -> CompetitionConfig:
        """The same with the vote and the result rule of a round, which is counted from 0.

        Of a round that is not the last, the result is who goes on: places in the next round are its only award level.
        """
        part, following = self.rounds[number], self.rounds[number + 1 : number + 2]
        rule = part.result_rule if following else part.result_rule or self.result_rule
        levels = tuple(
            AwardLevel(id=later.id, name=later.name, size=part.places or 1, public_from=self.first_stage_of(later.id))
            for later in following
        )
        return replace(
            self,
            vote_rule=part.vote_rule or self.vote_rule,
            vote_channels=part.vote_channels or self.vote_channels,
            result_rule=rule,
            award_levels=levels or self.award_levels,
        )

    @property
    def all_channels(self) -> tuple[VoteChannel, ...]:
        """The channels of the competition and of its rounds."""
        return (*self.vote_channels, *(channel for part in self.rounds for channel in part.vote_channels))

    def first_stage_of(self, round_id: str) -> str:
        """The id of the first stage of a round; that of the last stage if no stage names it."""
        return next((stage.id for stage in self.stages if stage.round == round_id), self.stages[-1].id)

    def is_reached(self, public_from: str, stage_id: str) -> bool:
        """True if what is public from one stage on is public in the other stage."""
        order = [stage.id for stage in self.stages]
        return order.index(public_from) <= order.index(stage_id)
