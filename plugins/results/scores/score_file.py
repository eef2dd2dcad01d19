"""Schema of ``results/scores.yaml``: the judges' sheets in any layout, the range of a score, recusals, panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import FileName, IsoDate, Slug, StrictRecord
from plugins.content.schema.localized import Text
from plugins.results.inputs import Column, Encoding, python_codec
from plugins.tables.readers import TableSource

SCORES_FILE = "results/scores.yaml"


@dataclass(frozen=True)
class Recusal(StrictRecord):
    """A judge who does not score an entry, and why."""

    judge: Column
    """哪位评委。Which judge."""
    entry: Slug
    """项目文件夹名。Folder of the entry."""
    reason: Text
    """为什么。Why."""


@dataclass(frozen=True)
class DroppedJudge(StrictRecord):
    """A judge whose scores do not count, for instance one who left; the sheet stays as it is."""

    judge: Column
    """哪位评委。Which judge."""
    reason: Text
    """为什么。Why."""
    author: Text
    """由谁决定。Who decided."""
    date: IsoDate
    """哪一天。On which day."""


@dataclass(frozen=True)
class ScoreScale(StrictRecord):
    """Which mark becomes 0 points and which becomes 100."""

    zero: Annotated[int, Field(ge=0, le=1000)]
    """几分折成 0 分。The score that becomes 0."""
    hundred: Annotated[int, Field(ge=1, le=1000)]
    """几分折成 100 分。The score that becomes 100."""


@dataclass(frozen=True)
class ScoreTable(StrictRecord):
    """One score sheet. Judges are in a column, in the columns' names, or one for the whole sheet; so are entries."""

    file: FileName
    """放在 results/ 里的 CSV 或 XLSX 文件。A CSV or XLSX file in results/."""
    judge: Column | None = None
    """哪一列是评委。Column of the judge."""
    judges: tuple[Column, ...] = ()
    """每位评委一列时：这些列的列名就是评委。Columns that are judges, in a sheet of entries × judges."""
    judge_name: Column | None = None
    """整张表是一位评委打的分时，写这位评委。The judge of the whole sheet."""
    entry: Column | None = None
    """哪一列是项目。Column of the entry."""
    entries: tuple[Column, ...] = ()
    """每个项目一列时：这些列的列名就是项目。Columns that are entries, in a sheet of judges × entries."""
    criteria: Mapping[Slug, Column] = field(default_factory=dict)
    """各项标准在哪一列：标准代号: 列名。Column of each criterion."""
    total: Column | None = None
    """只有总分时，哪一列是总分。The column with the total, where the sheet has no criteria."""
    summaries: tuple[Column, ...] = ()
    """不算评委也不算项目的行写的字，如“平均分”“最高分”。What rows of averages say; not counted."""
    part: Slug | None = None
    """规则有几个评分部分时，属于哪一部分。The part of the rule, if several are scored."""
    encoding: Encoding | None = None
    """文件的编码，如 gb18030；不写就自动识别。Encoding of the file; found out if absent."""
    sheet: Column | None = None
    """工作表的名称；不写就是第一张。Name of the sheet; else the first."""
    header: Annotated[int, Field(ge=1, le=100)] = 1
    """列名在第几行。Row of the column names."""

    @property
    def table_source(self) -> TableSource:
        return TableSource(f"results/{self.file}", python_codec(self.encoding), self.sheet, self.header)

    @property
    def is_wide(self) -> bool:
        """True if a row has several judges or several entries."""
        return bool(self.judges or self.entries)

    @property
    def score_columns(self) -> tuple[str, ...]:
        """The columns with scores."""
        if self.is_wide:
            return self.judges or self.entries
        return (self.total,) if self.total else tuple(self.criteria.values())

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return tuple(column for column in (self.judge, self.entry, *self.score_columns) if column)


@dataclass(frozen=True)
class ScoresFile(StrictRecord):
    """``content/results/scores.yaml``: the judges' sheets, the range and the scale of a score, and recusals."""

    lowest: Annotated[int, Field(ge=0, le=1000)]
    """允许的最低分。Lowest score allowed."""
    highest: Annotated[int, Field(ge=1, le=1000)]
    """允许的最高分。Highest score allowed."""
    tables: Annotated[tuple[ScoreTable, ...], Field(min_length=1)]
    """评分表。Tables of scores."""
    recusals: tuple[Recusal, ...] = ()
    """回避。Judges who do not score an entry."""
    scale: ScoreScale | None = None
    """几分折成 0 分、几分折成 100 分；不写就是 0 分和 highest。Without it 0 becomes 0, and the highest 100."""
    maxima: Mapping[Slug, Annotated[int, Field(ge=1, le=1000)]] = field(default_factory=dict)
    """各项标准的满分：标准代号: 满分；写了它，各项的分相加。The most of each criterion; a mark is their sum then."""
    panels: Mapping[Slug, tuple[Column, ...]] = field(default_factory=dict)
    """各赛道由哪些评委评：赛道代号: [评委]。Which judges score which track; without it all judges score all."""
    dropped: tuple[DroppedJudge, ...] = ()
    """中途退出等原因不计分的评委。Judges whose scores do not count."""

    judge_aliases: Mapping[Column, Column] = field(default_factory=dict)
    """同一位评委的另一种写法：表里的写法: 评委。What a sheet calls a judge: the judge."""

    @property
    def mark_range(self) -> tuple[int, int]:
        """The lowest and the highest mark that is allowed."""
        return (0, sum(self.maxima.values())) if self.maxima else (self.lowest, self.highest)

    @property
    def zero(self) -> int:
        """The mark that becomes 0 points."""
        return self.scale.zero if self.scale else 0

    @property
    def hundred(self) -> int:
        """The mark that becomes 100 points."""
        if self.scale:
            return self.scale.hundred
        return sum(self.maxima.values()) or self.highest
