"""Schemas of ``content/results/*.yaml``. References are unresolved ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from plugins.content.schema.config import Amendment
from plugins.content.schema.fields import STRICT, DateOrDateTime, IsoDate, Slug
from plugins.content.schema.localized import Text


@dataclass(frozen=True)
class ShortlistFile:
    """``content/results/shortlist.yaml``: the shortlisted entries in the order of the tour."""

    __pydantic_config__ = STRICT
    shortlist: Annotated[tuple[Slug, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Vacancy:
    """Places of an award level that nobody has, and why; the public is told."""

    __pydantic_config__ = STRICT
    places: Annotated[int, Field(ge=1, le=10000)]
    """空缺几个名额。"""
    reason: Text
    """为什么空缺，如“宁缺毋滥”。"""


@dataclass(frozen=True)
class AwardsFile:
    """``content/results/awards.yaml``: the entries of each award level, in order of rank if it is ranked."""

    __pydantic_config__ = STRICT
    awards: Mapping[Slug, tuple[Slug, ...]]
    special: Mapping[Slug, tuple[Slug, ...]] = field(default_factory=dict)
    """专项奖：奖项代号: [项目或单位代号]。Special awards: entries, or units for organisers."""
    vacant: Mapping[Slug, Vacancy] = field(default_factory=dict)
    """空缺的名额：奖项代号: {places, reason}。Places that nobody has."""


@dataclass(frozen=True)
class NoticeFile:
    """``content/results/notice.yaml``: the public notice, and the dated changes that objections led to."""

    __pydantic_config__ = STRICT
    objections: Text
    """对公示名单有异议，向谁、怎样反映。To whom and how to object."""
    changes: tuple[Amendment, ...] = ()
    """公示以后的调整，每项写日期和说明。Changes since, each with its day."""


@dataclass(frozen=True)
class CertificateNote:
    """A correction or the revocation of a certificate, shown on its verification page."""

    __pydantic_config__ = STRICT
    entry: Slug
    unit: Slug
    date: IsoDate
    note: Text
    """更正或撤销的说明。What was corrected, or why it was revoked."""
    revokes: bool = False
    """撤销证书写 true。"""
    level: Slug | None = None
    """证书是哪个奖项的；项目已不在获奖名单里时写，不写就是每个奖项的证书都撤销。"""


@dataclass(frozen=True)
class CertificatesFile:
    """``content/results/certificates.yaml``: the date on the certificates, and later corrections."""

    __pydantic_config__ = STRICT
    issued: IsoDate
    """证书上的日期。"""
    notes: tuple[CertificateNote, ...] = ()
    """更正和撤销。"""


@dataclass(frozen=True)
class CountsFile:
    """``content/results/counts.yaml``: votes as stated by their counter, shown if the vote rule says so."""

    __pydantic_config__ = STRICT
    as_of: DateOrDateTime
    """截至何时。As of when."""
    source: Text
    """由谁提供。Who states them."""
    counts: Mapping[Slug, Annotated[int, Field(ge=0, le=10**10)]]


@dataclass(frozen=True)
class ChannelResult:
    """The valid and void votes of one channel, as of when, and who states them."""

    __pydantic_config__ = STRICT
    channel: Slug
    as_of: DateOrDateTime
    source: Text
    votes: str | None = None
    voided: str | None = None
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True)
class PublishedLot:
    """A lot that was drawn: the tied in the order drawn."""

    __pydantic_config__ = STRICT
    order: tuple[Slug, ...]
    reason: Text
    author: Text
    date: IsoDate


@dataclass(frozen=True)
class PublishedChange:
    """An award that a decision took from a winner or gave to one; empty for no award."""

    __pydantic_config__ = STRICT
    winner: Slug
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class PublishedDecision:
    """A decision after the figures were known, and what it changed."""

    __pydantic_config__ = STRICT
    kind: str
    reason: Text
    author: Text
    date: IsoDate
    entry: Slug | None = None
    with_entry: Slug | None = None
    level: Slug | None = None
    places: str | None = None
    judge: str | None = None
    channel: Slug | None = None
    before: str | None = None
    after: str | None = None
    changes: tuple[PublishedChange, ...] = ()


@dataclass(frozen=True)
class EntryResult:
    """The published figures of one entry; figures that the rule keeps private are None."""

    __pydantic_config__ = STRICT
    entry: Slug
    votes: str | None = None
    share: str | None = None
    public: str | None = None
    experts: str | None = None
    total: str | None = None
    rank: str | None = None
    points: Mapping[Slug, str] = field(default_factory=dict)
    """Points of each part of the rule, where it has parts."""


@dataclass(frozen=True)
class PublishedFile:
    """``content/results/published.yaml``: the public part of the result, as written by ``tally``."""

    __pydantic_config__ = STRICT
    record: str
    """计票记录的指纹。Hash of the record that it was made with."""
    awards: str
    """awards.yaml 的指纹。Hash of the awards that came of it."""
    public: str | None = None
    experts: str | None = None
    channels: tuple[ChannelResult, ...] = ()
    entries: tuple[EntryResult, ...] = ()
    parts: Mapping[Slug, str] = field(default_factory=dict)
    """Weight of each part of the rule, where it has parts."""
    lots: tuple[PublishedLot, ...] = ()
    decisions: tuple[PublishedDecision, ...] = ()
