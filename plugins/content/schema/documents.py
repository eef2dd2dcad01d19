"""Schemas of ``units.yaml`` and of the front matter of documents. References are unresolved ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import (
    STRICT,
    BallotId,
    DateOrDateTime,
    Duration,
    EntryNumber,
    FileName,
    IsoDate,
    Slug,
    Url,
)
from plugins.content.schema.localized import Text


@dataclass(frozen=True)
class Term:
    """A kind of unit or a district: an id and its name."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text


@dataclass(frozen=True)
class UnitRecord:
    """A participating unit."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    """单位全称。Full name."""
    kind: Slug
    """单位类型，见本文件的 kinds。"""
    district: Slug | None = None
    """所在区，见本文件的 districts。"""


@dataclass(frozen=True)
class UnitsFile:
    """``content/units.yaml``."""

    __pydantic_config__ = STRICT
    kinds: Annotated[tuple[Term, ...], Field(min_length=1)]
    units: Annotated[tuple[UnitRecord, ...], Field(min_length=1)]
    districts: tuple[Term, ...] = ()


@dataclass(frozen=True)
class PictureRecord:
    """A picture beside ``index.md``."""

    __pydantic_config__ = STRICT
    file: FileName
    """与 index.md 放在同一文件夹的图片文件名。A picture beside index.md."""
    alt: Text
    """给看不见图片的人的文字说明。What the picture shows, for those who cannot see it."""
    caption: Text | None = None
    """图注（可不填）。"""


@dataclass(frozen=True)
class VideoRecord:
    """A film: a file beside ``index.md``, or the URL of its page elsewhere."""

    __pydantic_config__ = STRICT
    title: Text
    """片名。"""
    poster: FileName
    """封面图片。Still picture shown before playing."""
    transcript: Text
    """文字稿：听不见的人靠它。What is said and shown."""
    file: FileName | None = None
    """MP4 文件。"""
    url: Url | None = None
    """外部播放页面的网址。"""
    captions: FileName | None = None
    """WebVTT 字幕文件。"""
    duration: Duration | None = None
    """片长，分:秒，半角冒号，如 3:20。Length, minutes:seconds."""


@dataclass(frozen=True)
class LinkRecord:
    """A link to further reading."""

    __pydantic_config__ = STRICT
    label: Text
    """链接的文字。"""
    url: Url
    """网址。"""


@dataclass(frozen=True)
class DownloadRecord:
    """A document beside ``index.md`` that visitors can download."""

    __pydantic_config__ = STRICT
    label: Text
    """文件的名称。What it is."""
    file: FileName
    """与 index.md 放在同一文件夹的文件（PDF、Word、Excel、PPT 或 ZIP）。"""


@dataclass(frozen=True)
class EntryRecord:
    """Front matter of ``entries/<slug>/index.md``."""

    __pydantic_config__ = STRICT
    number: EntryNumber
    """项目编号，不能重复。"""
    title: Text
    """项目名称。"""
    units: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """申报单位代号，见 units.yaml。"""
    track: Slug
    """赛道代号，见 competition.yaml。"""
    summary: Text
    """一两句话的简介。"""
    recommending_unit: Slug | None = None
    """推荐单位代号（可不填）。"""
    cover: PictureRecord | None = None
    """封面图。"""
    gallery: tuple[PictureRecord, ...] = ()
    """图集。"""
    video: VideoRecord | None = None
    """影片。"""
    links: tuple[LinkRecord, ...] = ()
    """延伸阅读。"""
    downloads: tuple[DownloadRecord, ...] = ()
    """供下载的文件。"""
    ballots: Mapping[Slug, BallotId] = field(default_factory=dict)
    """各投票渠道的投票网址或代号：渠道代号: 网址。"""
    sample: bool = False
    """示例项目写 true。"""


@dataclass(frozen=True)
class ArticleRecord:
    """Front matter of ``articles/<slug>/index.md``."""

    __pydantic_config__ = STRICT
    title: Text
    """标题。"""
    date: IsoDate
    """发布日期。"""
    public_from: Slug
    """从哪个阶段起公开。Stage from which it is public."""
    summary: Text
    """一两句话的摘要。"""
    author: Text | None = None
    """作者。"""
    editor: Text | None = None
    """编辑。"""
    responsible_editor: Text | None = None
    """责任编辑。"""
    source: Text | None = None
    """来源。"""
    source_url: Url | None = None
    """来源的网址。"""
    statement: Text | None = None
    """特别声明。"""
    cover: PictureRecord | None = None
    """封面图。"""


@dataclass(frozen=True)
class ProgrammeItem:
    """An item of an event's programme."""

    __pydantic_config__ = STRICT
    item: Text
    """做什么。What happens."""
    time: Annotated[str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]$")] | None = None
    """几点，如 09:30。"""


@dataclass(frozen=True)
class EventRecord:
    """A ceremony or a promotion meeting; unknown facts are left out."""

    __pydantic_config__ = STRICT
    starts: DateOrDateTime
    """日期或时刻。Day or instant."""
    place: Text | None = None
    programme: tuple[ProgrammeItem, ...] = ()
    """议程。"""


class Menu(StrEnum):
    """The menu in which a page is listed."""

    MAIN = "main"
    FOOTER = "footer"


class Block(StrEnum):
    """A section generated from the competition's data, shown below a page's text."""

    HIGHLIGHTS = "highlights"
    STAGES = "stages"
    CRITERIA = "criteria"
    VOTE_RULE = "vote_rule"
    AWARD_LEVELS = "award_levels"
    ORGANISERS = "organisers"


@dataclass(frozen=True)
class PageRecord:
    """Front matter of ``pages/<slug>/index.md``."""

    __pydantic_config__ = STRICT
    title: Text
    public_from: Slug
    """从哪个阶段起公开。Stage from which it is public."""
    summary: Text
    menu: Menu = Menu.FOOTER
    """放在顶部菜单(main)还是页脚(footer)。"""
    order: Annotated[int, Field(ge=0, le=1000)] = 100
    """菜单里的次序，小的在前。"""
    blocks: tuple[Block, ...] = ()
    """正文后面自动生成的部分。"""
    event: EventRecord | None = None
    """活动（颁奖、推进会等）的时间、地点、议程。"""
    gallery: tuple[PictureRecord, ...] = ()
    """图集。"""


@dataclass(frozen=True)
class TranslationRecord:
    """Front matter of a translation, ``index.<language>.md``: the translated title and summary."""

    __pydantic_config__ = STRICT
    title: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    summary: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
