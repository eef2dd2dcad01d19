"""Schemas of ``units.yaml`` and of the front matter of documents. References are unresolved ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import (
    BallotId,
    DateOrDateTime,
    Duration,
    EditionEntry,
    EntryNumber,
    FileName,
    IsoDate,
    Slug,
    StrictRecord,
    Url,
)
from plugins.content.schema.localized import Text


@dataclass(frozen=True)
class Term(StrictRecord):
    """A kind of unit or a district: an id and its name."""

    id: Slug
    """代号。Id."""
    name: Text
    """名称。Name."""


class Entrant(StrEnum):
    """Who takes part: a body, a person alone, or people together. Pages and certificates have words for each."""

    UNIT = "unit"
    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True)
class UnitKind(Term):
    """A kind of unit."""

    entrant: Entrant = Entrant.UNIT
    """这一类是单位（unit）、个人（person）还是团队（team）；网页和证书的用词随它变。Bodies, persons or teams."""


@dataclass(frozen=True)
class UnitRecord(StrictRecord):
    """A participating unit."""

    id: Slug
    """单位代号，定了就不要改。Id of the unit; never change it."""
    name: Text
    """单位全称。Full name."""
    kind: Slug
    """单位类型，见本文件的 kinds。Its kind, one of kinds above."""
    district: Slug | None = None
    """所在区，见本文件的 districts。Its district, one of districts above."""
    sample: bool = False
    """虚构的、只用来展示样式的写 true：页面会标明，也不能向公众发布。True for what is made up."""


@dataclass(frozen=True)
class UnitsFile(StrictRecord):
    """``content/units.yaml``."""

    kinds: Annotated[tuple[UnitKind, ...], Field(min_length=1)]
    """单位类型。Kinds of units."""
    units: Annotated[tuple[UnitRecord, ...], Field(min_length=1)]
    """申报单位和推荐单位。Units that submit or recommend."""
    districts: tuple[Term, ...] = ()
    """单位所在的区。Districts of units."""


@dataclass(frozen=True)
class PictureRecord(StrictRecord):
    """A picture beside ``index.md``."""

    file: FileName
    """与 index.md 放在同一文件夹的图片文件名。A picture beside index.md."""
    alt: Text
    """给看不见图片的人的文字说明。What the picture shows, for those who cannot see it."""
    caption: Text | None = None
    """图注（可不填）。Caption."""


@dataclass(frozen=True)
class VideoRecord(StrictRecord):
    """A film: a file beside ``index.md``, or the URL of its page elsewhere."""

    title: Text
    """片名。Title of the film."""
    poster: FileName
    """封面图片。Still picture shown before playing."""
    transcript: Text
    """文字稿：听不见的人靠它。What is said and shown."""
    file: FileName | None = None
    """MP4 文件。An MP4 file beside index.md."""
    url: Url | None = None
    """外部播放页面的网址。Or the address of a page that shows it."""
    captions: FileName | None = None
    """WebVTT 字幕文件。Captions in WebVTT."""
    duration: Duration | None = None
    """片长，分:秒，半角冒号，如 3:20。Length, minutes:seconds."""


@dataclass(frozen=True)
class LinkRecord(StrictRecord):
    """A link to further reading."""

    label: Text
    """链接的文字。Text of the link."""
    url: Url
    """网址。Address."""


@dataclass(frozen=True)
class DownloadRecord(StrictRecord):
    """A document beside ``index.md`` that visitors can download."""

    label: Text
    """文件的名称。What it is."""
    file: FileName
    """与 index.md 放在同一文件夹的文件（PDF、Word、Excel、PPT 或 ZIP）。A file beside index.md."""


@dataclass(frozen=True)
class EntryRecord(StrictRecord):
    """Front matter of ``entries/<slug>/index.md``."""

    number: EntryNumber
    """项目编号，不能重复。Number of the entry, each only once."""
    title: Text
    """项目名称。Title."""
    units: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """申报单位代号，见 units.yaml。Ids of the submitting units, in units.yaml."""
    track: Slug
    """赛道代号，见 competition.yaml。Id of the track, in competition.yaml."""
    summary: Text
    """一两句话的简介。Summary, a sentence or two."""
    partners: tuple[Slug, ...] = ()
    """合作单位代号；写了它，units 就是牵头的。Partners; the units then lead."""
    recommending_unit: Slug | None = None
    """推荐单位代号（可不填）。Id of the recommending unit."""
    group: Slug | None = None
    """组别代号；赛道分组时要写，见 competition.yaml。Its group, if the track has groups."""
    cover: PictureRecord | None = None
    """封面图。Cover picture."""
    gallery: tuple[PictureRecord, ...] = ()
    """图集。Further pictures."""
    video: VideoRecord | None = None
    """影片。Film."""
    links: tuple[LinkRecord, ...] = ()
    """延伸阅读。Links for further reading."""
    downloads: tuple[DownloadRecord, ...] = ()
    """供下载的文件。Files to download."""
    ballots: Mapping[Slug, BallotId] = field(default_factory=dict)
    """各投票渠道的投票网址或代号：渠道代号: 网址。Its own ballots: channel id, then address or code."""
    sample: bool = False
    """示例项目写 true。True for what is made up."""
    continues: EditionEntry | None = None
    """延续往届的哪个项目，写 届/文件夹名，如 2022/rain-garden。The entry of a former edition that it continues."""


@dataclass(frozen=True)
class ArticleRecord(StrictRecord):
    """Front matter of ``articles/<slug>/index.md``."""

    title: Text
    """标题。Title."""
    date: IsoDate
    """发布日期。Day of publication."""
    public_from: Slug
    """从哪个阶段起公开。Stage from which it is public."""
    summary: Text
    """一两句话的摘要。Summary, a sentence or two."""
    author: Text | None = None
    """作者。Author."""
    editor: Text | None = None
    """编辑。Editor."""
    responsible_editor: Text | None = None
    """责任编辑。Responsible editor."""
    source: Text | None = None
    """来源。Where it was first published."""
    source_url: Url | None = None
    """来源的网址。Address of the source."""
    statement: Text | None = None
    """特别声明。Special statement."""
    cover: PictureRecord | None = None
    """封面图。Cover picture."""
    sample: bool = False
    """虚构的、只用来展示样式的写 true：页面会标明，也不能向公众发布。True for what is made up."""


@dataclass(frozen=True)
class ProgrammeItem(StrictRecord):
    """An item of an event's programme."""

    item: Text
    """做什么。What happens."""
    time: Annotated[str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]$")] | None = None
    """几点，如 09:30。Clock time, such as 09:30."""


@dataclass(frozen=True)
class EventRecord(StrictRecord):
    """A ceremony or a promotion meeting; unknown facts are left out."""

    starts: DateOrDateTime
    """日期或时刻。Day or instant."""
    place: Text | None = None
    """地点。Where it is."""
    programme: tuple[ProgrammeItem, ...] = ()
    """议程。Programme."""


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
    RESULT_RULE = "result_rule"
    ORGANISERS = "organisers"


@dataclass(frozen=True)
class PageRecord(StrictRecord):
    """Front matter of ``pages/<slug>/index.md``."""

    title: Text
    """标题。Title."""
    public_from: Slug
    """从哪个阶段起公开。Stage from which it is public."""
    summary: Text
    """一两句话的摘要。Summary, a sentence or two."""
    menu: Menu = Menu.FOOTER
    """放在顶部菜单(main)还是页脚(footer)。In which menu it is listed."""
    order: Annotated[int, Field(ge=0, le=1000)] = 100
    """菜单里的次序，小的在前。Place in the menu, the smaller first."""
    blocks: tuple[Block, ...] = ()
    """正文后面自动生成的部分。Sections that are made from the data, below the text."""
    event: EventRecord | None = None
    """活动（颁奖、推进会等）的时间、地点、议程。An event: when, where, programme."""
    gallery: tuple[PictureRecord, ...] = ()
    """图集。Pictures."""
    sample: bool = False
    """虚构的、只用来展示样式的写 true：页面会标明，也不能向公众发布。True for what is made up."""


@dataclass(frozen=True)
class TranslationRecord(StrictRecord):
    """Front matter of a translation, ``index.<language>.md``: the translated title and summary."""

    title: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """译文的标题。Translated title."""
    summary: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    """译文的摘要。Translated summary."""
