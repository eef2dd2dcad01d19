"""Schemas of ``content/results/*.yaml``. References are unresolved ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.config import Amendment
from plugins.content.schema.documents import DownloadRecord
from plugins.content.schema.fields import DateOrDateTime, IsoDate, Slug, StrictRecord
from plugins.content.schema.localized import Text
from plugins.content.schema.site import Contact

NOTICE_FILE = "results/notice.yaml"
# as ``date.weekday`` counts
SATURDAY = 5


@dataclass(frozen=True)
class ShortlistFile(StrictRecord):
    """``content/results/shortlist.yaml``: the shortlisted entries in the order of the tour."""

    shortlist: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """入围项目的文件夹名，按巡展的次序。Folders of the shortlisted entries, in the order of the tour."""


@dataclass(frozen=True)
class Vacancy(StrictRecord):
    """Places of an award level that nobody has, and why; pages say so."""

    places: Annotated[int, Field(ge=1, le=10000)]
    """空缺几个名额。How many places are vacant."""
    reason: Text
    """为什么空缺，如“宁缺毋滥”。Why."""


@dataclass(frozen=True)
class AwardsFile(StrictRecord):
    """``content/results/awards.yaml``: the entries of each award level, in order of rank if it is ranked."""

    awards: Mapping[Slug, tuple[Slug, ...]]
    """各奖项的项目：奖项代号: 项目文件夹名的列表。Entries by award level."""
    special: Mapping[Slug, tuple[Slug, ...]] = field(default_factory=dict)
    """专项奖：奖项代号: [项目或单位代号]。Special awards: entries, or units for organisers."""
    vacant: Mapping[Slug, Vacancy] = field(default_factory=dict)
    """空缺的名额：奖项代号: {places, reason}。Places that nobody has."""


@dataclass(frozen=True)
class NoticePeriod(StrictRecord):
    """For how long a public notice must be up at least; its first and its last day both count."""

    days: Annotated[int, Field(ge=1, le=366)]
    """规定公示几天，首尾两天都算。How many days the rules ask for, the first and the last included."""
    working_days: bool = False
    """只算工作日写 true；周六、周日不算。Whether only working days count; Saturdays and Sundays do not."""
    holidays: tuple[IsoDate, ...] = ()
    """公示期里另外不上班的日子，如法定节假日。Further days off, such as public holidays."""
    extra_working_days: tuple[IsoDate, ...] = ()
    """公示期里要上班的周六、周日（调休）。Saturdays and Sundays on which people work."""

    def counts(self, day: date) -> bool:
        """True if this day is one of those that are asked for."""
        is_weekend = day.weekday() >= SATURDAY and day not in self.extra_working_days
        return not self.working_days or not (is_weekend or day in self.holidays)

    def count(self, first: date, last: date) -> int:
        """The days that count from the first to the last, both included."""
        return sum(self.counts(first + timedelta(number)) for number in range((last - first).days + 1))

    def last_day(self, first: date) -> date:
        """The earliest last day of a notice that is up from this day on."""
        day, remaining = first, self.days
        while (remaining := remaining - self.counts(day)) > 0:
            day += timedelta(1)
        return day


@dataclass(frozen=True)
class NoticeFile(StrictRecord):
    """``content/results/notice.yaml``: the public notice, and the dated changes that objections led to."""

    objections: Text
    """对公示名单有异议，向谁、怎样反映。To whom and how to object."""
    changes: tuple[Amendment, ...] = ()
    """公示以后的调整，每项写日期和说明。Changes since, each with its day."""
    period: NoticePeriod | None = None
    """规定公示多久；写了就核对公示阶段的起止日期。How long it must be up; the stage's days are checked by it."""
    contact: Contact | None = None
    """受理异议的地址、电话、邮箱。Where objections are received."""
    documents: tuple[DownloadRecord, ...] = ()
    """供下载的公示文件，放在 results 文件夹里。Documents to download, beside notice.yaml."""


@dataclass(frozen=True)
class CertificateNote(StrictRecord):
    """A correction or the revocation of a certificate, shown on its verification page."""

    unit: Slug
    """单位代号。Id of the unit."""
    date: IsoDate
    """日期。Date."""
    note: Text
    """更正或撤销的说明。What was corrected, or why it was revoked."""
    entry: Slug | None = None
    """项目文件夹名；颁给单位本身的专项奖不写。Folder of the entry; none for an award to the unit itself."""
    revokes: bool = False
    """撤销证书写 true。True if it revokes the certificate."""
    level: Slug | None = None
    """证书是哪个奖项的；项目已不在获奖名单里时写，不写就是每个奖项的证书都撤销。Award level of the certificate."""


@dataclass(frozen=True)
class CertificatesFile(StrictRecord):
    """``content/results/certificates.yaml``: the date on the certificates, and later corrections."""

    issued: IsoDate
    """证书上的日期。Date on the certificates."""
    notes: tuple[CertificateNote, ...] = ()
    """更正和撤销。Corrections and revocations."""


@dataclass(frozen=True)
class CitationsFile(StrictRecord):
    """``content/results/citations.yaml``: what the jury says of the winners, shown once the awards are final."""

    jury: Text | None = None
    """评委会对全部获奖项目的话。What the jury says of all winners."""
    citations: Mapping[Slug, Text] = field(default_factory=dict)
    """颁奖词，按项目文件夹名；颁给单位本身的专项奖按单位代号。By entry, or by unit for its own award."""


@dataclass(frozen=True)
class CountsFile(StrictRecord):
    """``content/results/counts.yaml``: votes as stated by their counter, shown if the vote rule says so."""

    as_of: DateOrDateTime
    """截至何时。As of when."""
    source: Text
    """由谁提供。Who states them."""
    counts: Mapping[Slug, Annotated[int, Field(ge=0, le=10**10)]]
    """得票：项目文件夹名: 票数。Votes by entry."""


@dataclass(frozen=True)
class ChannelResult(StrictRecord):
    """The valid and void votes of one channel, as of when, and who states them."""

    channel: Slug
    """渠道代号。Id of the channel."""
    as_of: DateOrDateTime
    """截至何时。As of when."""
    source: Text
    """由谁导出。Who exported them."""
    votes: str | None = None
    """有效票数。Valid votes."""
    voided: str | None = None
    """剔除的票数。Votes left out."""
    reasons: tuple[Text, ...] = ()
    """剔除的原因。Why they were left out."""


@dataclass(frozen=True)
class PublishedLot(StrictRecord):
    """A lot that was drawn: the tied in the order drawn."""

    order: tuple[Slug, ...]
    """抽签的次序。Order that was drawn."""
    reason: Text
    """为什么。Why."""
    author: Text
    """由谁决定。Who decided."""
    date: IsoDate
    """哪一天。On which day."""


@dataclass(frozen=True)
class PublishedChange(StrictRecord):
    """An award that a decision took from a winner or gave to one; empty for no award."""

    winner: Slug
    """得主。The winner."""
    before: str = ""
    """原来的数字。The former figure."""
    after: str = ""
    """更正以后的数字。The right figure."""


@dataclass(frozen=True)
class PublishedDecision(StrictRecord):
    """A decision after the figures were known, and what it changed."""

    kind: str
    """种类。Kind."""
    reason: Text
    """为什么。Why."""
    author: Text
    """由谁决定。Who decided."""
    date: IsoDate
    """哪一天。On which day."""
    entry: Slug | None = None
    """项目文件夹名。Folder of the entry."""
    with_entry: Slug | None = None
    """和哪个项目互换。With which entry."""
    level: Slug | None = None
    """奖项代号。Id of the award level."""
    places: str | None = None
    """几个名额。How many places."""
    judge: str | None = None
    """哪位评委。Which judge."""
    channel: Slug | None = None
    """哪个渠道。Which channel."""
    before: str | None = None
    """原来的数字。The former figure."""
    after: str | None = None
    """更正以后的数字。The right figure."""
    changes: tuple[PublishedChange, ...] = ()
    """改动。Changes."""


@dataclass(frozen=True)
class EntryResult(StrictRecord):
    """The published figures of one entry; figures that the rule keeps private are None."""

    entry: Slug
    """项目文件夹名。Folder of the entry."""
    votes: str | None = None
    """得票。Votes."""
    share: str | None = None
    """得票占比。Share of the votes."""
    public: str | None = None
    """投票分。Points of the vote."""
    experts: str | None = None
    """专家分。Points of the judges."""
    total: str | None = None
    """总分。Total."""
    rank: str | None = None
    """名次。Place."""
    points: Mapping[Slug, str] = field(default_factory=dict)
    """规则有几个部分时，各部分的分。Points of each part of the rule, where it has parts."""


@dataclass(frozen=True)
class PublishedFile(StrictRecord):
    """``content/results/published.yaml``: the public part of the result, as written by ``tally``."""

    record: str
    """计票记录的指纹。Hash of the record that it was made with."""
    awards: str
    """awards.yaml 的指纹。Hash of the awards that came of it."""
    figures: str | None = None
    """这个文件里其他内容的指纹。Hash of everything else in this file."""
    public: str | None = None
    """投票占百分之几。Per cent of the public vote."""
    experts: str | None = None
    """评分占百分之几。Per cent of the scores."""
    channels: tuple[ChannelResult, ...] = ()
    """各渠道的票。Votes by channel."""
    entries: tuple[EntryResult, ...] = ()
    """各项目的数字。Figures by entry."""
    parts: Mapping[Slug, str] = field(default_factory=dict)
    """规则有几个部分时，各占百分之几。Weight of each part of the rule, where it has parts."""
    lots: tuple[PublishedLot, ...] = ()
    """抽签。Lots that were drawn."""
    decisions: tuple[PublishedDecision, ...] = ()
    """评审委员会的决定。Decisions of the jury."""


class StatusKind(StrEnum):
    """What became of an entry. A renamed one stays in the competition, all others leave it."""

    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    MERGED = "merged"
    RENAMED = "renamed"


@dataclass(frozen=True)
class StatusRecord(StrictRecord):
    """What became of an entry from a stage on; before it no page says so."""

    entry: Slug
    """项目代号，即 entries 里的文件夹名。The entry's folder."""
    kind: StatusKind
    """情况：withdrawn 退出；disqualified 取消资格；merged 并入另一个项目；renamed 更名。What became of it."""
    public_from: Slug
    """从哪个阶段起生效、公开。Stage from which it applies and is public."""
    date: IsoDate
    """哪一天定的。Day of the decision."""
    note: Text
    """向公众说明原因。The reason, for the public."""
    author: Text
    """谁定的，如申报单位、评审委员会。Who decided."""
    into: Slug | None = None
    """合并时写：并入哪个项目。The entry into which it was merged."""
    title: Text | None = None
    """更名后的名称；项目文件里的名称不用改。The new title; the entry's own file keeps the old one."""
    old_slug: Slug | None = None
    """原来的文件夹名，文件夹也改了名时写；旧网址会指到现在的项目。Its former folder, if that changed."""

    @property
    def leaves(self) -> bool:
        """True if the entry is no longer in the competition."""
        return self.kind is not StatusKind.RENAMED


@dataclass(frozen=True)
class StatusesFile(StrictRecord):
    """``content/results/statuses.yaml``: what became of entries after they were public; their own files stay."""

    statuses: Annotated[tuple[StatusRecord, ...], Field(min_length=1)]
    """每件事一项，同一个项目可以先更名再退出。One for each; an entry may be renamed first and leave later."""
    """退出、取消资格、合并和更名的项目，按先后。Entries that left or changed, in order."""
