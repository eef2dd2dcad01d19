"""Schema of ``competition.yaml``: the competition, its stages, tracks, awards and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import STRICT, BallotId, DateOrDateTime, IsoDate, Slug, StageId, Url
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
class Organiser:
    """A body that organises or implements the competition."""

    __pydantic_config__ = STRICT
    name: Text
    """单位全称。Full name of the body."""
    url: Url | None = None
    """官方网站（可不填）。Official site."""


@dataclass(frozen=True)
class Amendment:
    """A change of a stage's dates after they were announced; it is shown to the public."""

    __pydantic_config__ = STRICT
    date: IsoDate
    """哪一天作出的调整。Day of the change."""
    note: Text
    """向公众说明调整了什么。What changed, for the public."""


@dataclass(frozen=True)
class Stage:
    """A period of the competition; the site is always built as of one stage."""

    __pydantic_config__ = STRICT
    id: Slug
    """阶段代号，命令行 --stage 用它。Name for --stage."""
    name: Text
    """阶段名称。Name shown to the public."""
    kinds: Annotated[tuple[StageKind, ...], Field(min_length=1)]
    """本阶段的类型，可以有几种。What goes on in it."""
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
class Track:
    """A track of the competition, which is also a hall of the tour."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    short_name: Text | None = None
    """短名称，用在标签和平面图上。Short form for labels and the floor plan."""
    description: Text | None = None


@dataclass(frozen=True)
class Criterion:
    """A criterion by which judges score entries."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    description: Text | None = None
    weight: Annotated[int, Field(ge=0, le=100)] | None = None
    """权重（百分数），没有公布就留空。Per cent; empty if not published."""


@dataclass(frozen=True)
class AwardLevel:
    """An award level. It is not public before the stage ``public_from``."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    size: Annotated[int, Field(ge=1, le=10000)]
    """名额。How many entries get it."""
    public_from: StageId
    """从哪个阶段起公众可以知道有这个奖项。Stage from which the public may know of it."""
    ranked: bool = False
    """是否排名；不排名时注明“排名不分先后”。Whether the order means rank."""


@dataclass(frozen=True)
class VoteRule:
    """Who may vote and how often, as published for the public."""

    __pydantic_config__ = STRICT
    who: Text
    """谁可以投。Who may vote."""
    limit: Text
    """每人能投多少、多久一次。How many and how often."""
    counting: Text | None = None
    """得票如何处理。How counts are treated."""
    shows_count: bool = False
    """是否公开得票数；数字来自 results/counts.yaml。Whether imported counts are shown."""


@dataclass(frozen=True)
class VoteChannel:
    """A place where citizens vote, run by a vote provider."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    description: Text | None = None
    provider: Slug = "link"
    """投票平台，见 docs/editors.zh.md 的列表或 content/providers.yaml。The platform."""
    ballot: BallotId | None = None
    """整个投票的网址或代号（只在投票阶段公开）；项目没有自己的投票时用它。One ballot for all."""
    modes: tuple[Mode, ...] = ()
    """只用平台的其中几种方式时写：link、qr、iframe。Fewer modes than the platform has."""


@dataclass(frozen=True)
class Highlight:
    """A recognised practice of the city, shown on the home and background pages; it is not an entry."""

    __pydantic_config__ = STRICT
    name: Text
    summary: Text


@dataclass(frozen=True)
class CompetitionConfig:
    """``content/competition.yaml`` as a whole."""

    __pydantic_config__ = STRICT
    id: Slug
    """大赛代号，定了就不要改。Never change it: published seeds are made from it."""
    languages: Annotated[tuple[Annotated[str, Field(pattern=LANGUAGE)], ...], Field(min_length=1)]
    """网站的语言，第一个是默认语言。The first is the default."""
    name: Text
    short_name: Text
    period: Text
    """项目实践的年份。Years of the practices."""
    theme: Text
    """大赛主题。"""
    purpose: Text
    """举办目的。"""
    organisers: Annotated[tuple[Organiser, ...], Field(min_length=1)]
    """主办单位，按顺序。In order, the same order everywhere."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """按先后顺序。In order of time."""
    current_stage: StageId
    """现在是哪个阶段。The stage the site is in."""
    tracks: Annotated[tuple[Track, ...], Field(min_length=1)]
    """赛道，也是展厅，按参观顺序。Tracks and halls, in the order of the walk."""
    award_levels: Annotated[tuple[AwardLevel, ...], Field(min_length=1)]
    site: Site
    implementers: tuple[Organiser, ...] = ()
    """承办单位（可不填）。"""
    criteria: tuple[Criterion, ...] = ()
    """评审标准。What judges score."""
    vote_rule: VoteRule | None = None
    vote_channels: tuple[VoteChannel, ...] = ()
    result_rule: ResultRule | None = None
    """评选结果怎么算。How the result is computed."""
    highlights: tuple[Highlight, ...] = ()
    """本市已有的亮点做法，不是参赛项目。"""

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id. Raises ``UnknownStageError``."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise UnknownStageError(stage_id)

    def is_reached(self, public_from: str, stage_id: str) -> bool:
        """True if what is public from one stage on is public in the other stage."""
        order = [stage.id for stage in self.stages]
        return order.index(public_from) <= order.index(stage_id)
