"""Schema of ``results/votes.yaml``: the exports of each vote channel, how they are read, and what is void."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import DateOrDateTime, FileName, IsoDate, Slug, StrictRecord
from plugins.content.schema.localized import Text
from plugins.results.inputs import Column, Encoding, python_codec
from plugins.tables.readers import TableSource

VOTES_FILE = "results/votes.yaml"
RowNumber = Annotated[int, Field(ge=1, le=10**9)]
ChoiceCount = Annotated[int, Field(ge=1, le=10_000)]


@dataclass(frozen=True)
class Choices(StrictRecord):
    """How many entries a ballot names: an exact number, or a range."""

    exactly: ChoiceCount | None = None
    """正好选几个。Exactly so many."""
    at_least: ChoiceCount = 1
    """至少选几个。At least so many."""
    at_most: ChoiceCount | None = None
    """至多选几个。At most so many."""

    def allow(self, count: int) -> bool:
        """Check whether a ballot may name this many entries."""
        if self.exactly is not None:
            return count == self.exactly
        return self.at_least <= count <= (self.at_most or count)

    def __str__(self) -> str:
        return str(self.exactly) if self.exactly else f"{self.at_least}–{self.at_most or '∞'}"


@dataclass(frozen=True)
class VoidedVotes(StrictRecord):
    """Votes that do not count, by all the marks that are given together; in a table of counts by entry and number."""

    reason: Text
    """为什么作废。Why."""
    author: Text
    """谁决定的。Who decided it."""
    date: IsoDate
    """哪一天剔除的。When they were left out."""
    first_row: RowNumber | None = None
    """从第几行（电子表格的行号）。From this row of the table on."""
    last_row: RowNumber | None = None
    """到第几行（含）；不写就只有 first_row 一行。The last row, included; without it first_row alone."""
    ids_file: FileName | None = None
    """放在 results/ 里的文本文件，每行一个流水号。A text file with one id a line."""
    since: DateOrDateTime | None = None
    """从何时起投的。Votes cast from this instant on."""
    until: DateOrDateTime | None = None
    """到何时为止投的（不含）。Votes cast before this instant."""
    entry: Slug | None = None
    """投给哪个项目的。Votes for this entry."""
    votes: Annotated[int, Field(ge=1, le=10**9)] | None = None
    """作废多少票；只用于每行是票数的表，和 entry 一起写。In a table of counts: how many of the entry's votes."""
    where: Mapping[Column, tuple[Column, ...]] = field(default_factory=dict)
    """按来源：列名: [值, …]，如 IP、单位。By source: the values of a column."""

    @property
    def marks_rows(self) -> bool:
        """True if this names rows by anything but their entry."""
        return bool(self.first_row or self.last_row or self.ids_file or self.since or self.until or self.where)


@dataclass(frozen=True)
class VoteTable(StrictRecord):
    """An export of a vote channel; a channel can have several."""

    channel: Slug
    """渠道代号。Id of the channel."""
    file: FileName
    """放在 results/ 里的 CSV 或 XLSX 文件。A CSV or XLSX file in results/."""
    as_of: DateOrDateTime
    """截至何时。As of when."""
    source: Text
    """由谁导出、在哪里导出。Who exported it, and where."""
    entry: Column | None = None
    """哪一列是项目（编号、代号或名称）。The column that names the entry."""
    entries: tuple[Column, ...] = ()
    """一票选几个、每个一列时：有哪些列。The columns of a ballot's choices, one each."""
    options: Mapping[Column, Column] = field(default_factory=dict)
    """每个选项一列（选中的写 1、是）时：列名: 项目。A column for each option: column: entry."""
    separator: Annotated[str, Field(min_length=1, max_length=5)] | None = None
    """一格里有几个项目时，用什么隔开。What separates several entries in a cell."""
    ballot: Column | None = None
    """一票占几行时，哪一列相同的算一票。The column whose equal values make several rows one ballot."""
    choices: Choices | None = None
    """一票可以选几个。How many entries a ballot names."""
    votes: Column | None = None
    """哪一列是票数；每行是一票时不写。The column with the count; none where each row is a vote."""
    id: Column | None = None
    """每行一票时，哪一列是流水号（用来查重）。The column that tells votes apart."""
    time: Column | None = None
    """每行一票时，哪一列是投票时间。The column with the time of the vote."""
    closes: DateOrDateTime | None = None
    """投票何时截止；不写就用 competition.yaml 里投票阶段的 closes。When the vote closed; later votes do not count."""
    totals: tuple[Column, ...] = ()
    """合计行写的字，如“合计”。What rows of totals say instead of an entry."""
    persons: tuple[Column, ...] = ()
    """人数行写的字，如“本题有效填写人次”。What rows with the number of voters say instead of an entry."""
    not_counted: Mapping[Column, Text] = field(default_factory=dict)
    """认得、但不计票的：表里的写法: 原因，如弃权、已退出的项目。Known, not counted: name in the table: reason."""
    aliases: Mapping[Column, Column] = field(default_factory=dict)
    """表里的写法: 项目（编号、代号或名称）。What the table calls an entry: the entry."""
    zero: tuple[Column, ...] = ()
    """确实一票也没有的项目。Entries that really have no vote."""
    encoding: Encoding | None = None
    """文件的编码，如 gb18030；不写就自动识别。Encoding of the file; found out if absent."""
    sheet: Column | None = None
    """工作表的名称；不写就是第一张。Name of the sheet; else the first."""
    header: Annotated[int, Field(ge=1, le=100)] = 1
    """列名在第几行。Row of the column names."""
    voided: tuple[VoidedVotes, ...] = ()
    """剔除的票。Votes that are left out."""

    @property
    def path(self) -> str:
        return f"results/{self.file}"

    @property
    def table_source(self) -> TableSource:
        return TableSource(self.path, python_codec(self.encoding), self.sheet, self.header)

    @property
    def choice_columns(self) -> tuple[str, ...]:
        """The columns that name entries, or are entries."""
        return (self.entry,) if self.entry else self.entries or tuple(self.options)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        sources = [column for voided in self.voided for column in voided.where]
        columns = [*self.choice_columns, self.votes, self.id, self.time, self.ballot, *sources]
        return tuple(dict.fromkeys(column for column in columns if column))

    @property
    def has_ballots(self) -> bool:
        """True if a vote can name several entries."""
        return bool(self.separator or self.entries or self.options or self.ballot)


@dataclass(frozen=True)
class VotesFile(StrictRecord):
    """``content/results/votes.yaml``: the exports of the vote channels."""

    tables: Annotated[tuple[VoteTable, ...], Field(min_length=1)]
    """投票平台导出的表格。Tables that the platforms exported."""

    @property
    def id_lists(self) -> tuple[str, ...]:
        """The files with lists of void ids."""
        return tuple(voided.ids_file for table in self.tables for voided in table.voided if voided.ids_file)
