"""Schemas of the YAML files of a tally: table formats, voided votes, recusals, lots and overrides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import STRICT, DateOrDateTime, FileName, IsoDate, Slug
from plugins.content.schema.localized import Text
from plugins.tables.readers import TableSource, is_formula

Encoding = Annotated[str, Field(pattern=r"^(utf-8|gbk|gb18030|utf-16)$")]
Column = Annotated[str, Field(min_length=1, max_length=100)]
RowNumber = Annotated[int, Field(ge=1, le=10**7)]

VOTES_FILE = "results/votes.yaml"
SCORES_FILE = "results/scores.yaml"
DECISIONS_FILE = "results/decisions.yaml"
# characters of a wrong cell that a message quotes
MAX_SHOWN = 60


@dataclass(frozen=True)
class VoidedVotes:
    """Votes that do not count: a range of rows (in a table of one vote a row), or a number of one entry's votes."""

    __pydantic_config__ = STRICT
    reason: Text
    """为什么作废。Why."""
    author: Text
    """谁决定的。Who decided it."""
    date: IsoDate
    first_row: RowNumber | None = None
    """从第几行（电子表格的行号）。"""
    last_row: RowNumber | None = None
    entry: Slug | None = None
    votes: Annotated[int, Field(ge=1, le=10**9)] | None = None
    """作废多少票。"""


@dataclass(frozen=True)
class VoteTable:
    """The export of one vote channel."""

    __pydantic_config__ = STRICT
    channel: Slug
    file: FileName
    """放在 results/ 里的 CSV 或 XLSX 文件。"""
    entry: Column
    """哪一列是项目（编号、代号或名称）。The column that names the entry."""
    as_of: DateOrDateTime
    """截至何时。"""
    source: Text
    """由谁导出、在哪里导出。"""
    votes: Column | None = None
    """哪一列是票数；每行是一票时不写。The column with the count; none where each row is a vote."""
    id: Column | None = None
    """每行一票时，哪一列是流水号（用来查重）。The column that tells votes apart."""
    totals: tuple[Column, ...] = ()
    """合计行写的字，如“合计”。What rows of totals say instead of an entry."""
    encoding: Encoding = "utf-8"
    sheet: Column | None = None
    header: Annotated[int, Field(ge=1, le=100)] = 1
    """列名在第几行。"""
    voided: tuple[VoidedVotes, ...] = ()

    @property
    def table_source(self) -> TableSource:
        return TableSource(f"results/{self.file}", _codec(self.encoding), self.sheet, self.header)


@dataclass(frozen=True)
class VotesFile:
    """``content/results/votes.yaml``: the exports of the vote channels."""

    __pydantic_config__ = STRICT
    tables: Annotated[tuple[VoteTable, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Recusal:
    """A judge who does not score an entry, and why."""

    __pydantic_config__ = STRICT
    judge: Column
    entry: Slug
    reason: Text


@dataclass(frozen=True)
class ScoreTable:
    """One score sheet: a row per judge and entry, a column per criterion."""

    __pydantic_config__ = STRICT
    file: FileName
    judge: Column
    entry: Column
    criteria: Annotated[Mapping[Slug, Column], Field(min_length=1)]
    """各项标准在哪一列：标准代号: 列名。"""
    encoding: Encoding = "utf-8"
    sheet: Column | None = None
    header: Annotated[int, Field(ge=1, le=100)] = 1

    @property
    def table_source(self) -> TableSource:
        return TableSource(f"results/{self.file}", _codec(self.encoding), self.sheet, self.header)


@dataclass(frozen=True)
class ScoresFile:
    """``content/results/scores.yaml``: the judges' score sheets, the range of a score, and recusals."""

    __pydantic_config__ = STRICT
    lowest: Annotated[int, Field(ge=0, le=1000)]
    highest: Annotated[int, Field(ge=1, le=1000)]
    tables: Annotated[tuple[ScoreTable, ...], Field(min_length=1)]
    recusals: tuple[Recusal, ...] = ()


@dataclass(frozen=True)
class Lot:
    """A drawn lot: the tied entries in the order drawn."""

    __pydantic_config__ = STRICT
    order: Annotated[tuple[Slug, ...], Field(min_length=2)]
    reason: Text
    author: Text
    date: IsoDate


@dataclass(frozen=True)
class Override:
    """A decision against the figures: ``out`` leaves a level and ``into`` takes its place."""

    __pydantic_config__ = STRICT
    level: Slug
    out: Slug
    into: Slug
    reason: Text
    author: Text
    date: IsoDate


@dataclass(frozen=True)
class DecisionsFile:
    """``content/results/decisions.yaml``: lots and overrides, each with its reason and author."""

    __pydantic_config__ = STRICT
    lots: tuple[Lot, ...] = ()
    overrides: tuple[Override, ...] = ()


def cell_error_code(cell: str, otherwise: str, *, empty: str = "cell_empty") -> str:
    """Choose the error code of a wrong cell: it is a formula, it is empty, or what its column makes of it."""
    return "cell_formula" if is_formula(cell) else otherwise if cell else empty


def _codec(encoding: str) -> str:
    # services write UTF-8 with a byte order mark for Excel; GB18030 is a superset of GBK
    return {"utf-8": "utf-8-sig", "gbk": "gb18030"}.get(encoding, encoding)
