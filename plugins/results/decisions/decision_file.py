"""Schema of ``results/decisions.yaml``: lots, and decisions after the figures were known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import IsoDate, Slug, StrictRecord
from plugins.content.schema.localized import Text
from plugins.content.schema.result_rule import DecimalText
from plugins.content.schema.results import StatusKind
from plugins.content.stage_view import Competition

DECISIONS_FILE = "results/decisions.yaml"
# what a decision names, besides the reason, the author and the day
NAMING_KEYS = ("entry", "with_entry", "level", "places", "judge", "channel", "before", "after")


class DecisionKind(StrEnum):
    """What a decision does."""

    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"
    SWAPPED = "swapped"
    MOVED = "moved"
    VACANT = "vacant"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Lot(StrictRecord):
    """A drawn lot: the tied entries (or units, in a special award for units) in the order drawn."""

    order: Annotated[tuple[Slug, ...], Field(min_length=2)]
    """抽签的次序：项目文件夹名的列表。Order that was drawn: folders of entries."""
    reason: Text
    """为什么。Why."""
    author: Text
    """由谁决定。Who decided."""
    date: IsoDate
    """哪一天。On which day."""


@dataclass(frozen=True)
class Override(StrictRecord):
    """A decision against the figures: ``out`` loses all awards, others move up, and ``into`` is in the level then.

    Kept for files that are on record; ``decisions`` say the same in their own kinds.
    """

    level: Slug
    """奖项代号。Id of the award level."""
    out: Slug
    """换下哪个项目。The entry that loses it."""
    into: Slug
    """换上哪个项目。The entry that gets it."""
    reason: Text
    """为什么。Why."""
    author: Text
    """由谁决定。Who decided."""
    date: IsoDate
    """哪一天。On which day."""


@dataclass(frozen=True)
class Decision(StrictRecord):
    """A decision after the figures were known; which keys it needs depends on its kind."""

    kind: DecisionKind
    """disqualified 取消资格；withdrawn 退出；swapped 互换；moved 改奖项；vacant 空缺；corrected 更正。Kind."""
    reason: Text
    """为什么。Why."""
    author: Text
    """由谁决定。Who decided."""
    date: IsoDate
    """哪一天。On which day."""
    entry: Slug | None = None
    """哪个项目（vacant 以外都要写）。Which entry."""
    with_entry: Slug | None = None
    """swapped：和哪个项目互换。swapped: with which entry."""
    level: Slug | None = None
    """moved：改到哪个奖项（不写就是不给奖项）；vacant：哪个奖项空缺。moved: to which level; vacant: of which level."""
    places: Annotated[int, Field(ge=1, le=10000)] | None = None
    """vacant：空缺几个名额。vacant: how many places."""
    judge: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """corrected：哪位评委给的分。corrected: the score of which judge."""
    channel: Slug | None = None
    """corrected：哪个渠道的票。corrected: the votes of which channel."""
    before: DecimalText | None = None
    """corrected：原来的数字，必须和表里的一致。corrected: the former figure, as in the table."""
    after: DecimalText | None = None
    """corrected：更正以后的数字。corrected: the right figure."""


@dataclass(frozen=True)
class DecisionsFile(StrictRecord):
    """``content/results/decisions.yaml``: lots and decisions in the order they were taken, with reason and author."""

    lots: tuple[Lot, ...] = ()
    """抽签。Lots."""
    decisions: tuple[Decision, ...] = ()
    """评审委员会的决定。Decisions of the jury."""
    overrides: tuple[Override, ...] = ()
    """对建议名单的改动。Changes of the proposed awards."""


def decision_values(decision: Decision | Override) -> dict[str, str]:
    """Return the kind of a decision and what it names, as text."""
    if isinstance(decision, Override):
        return {"kind": "override", "entry": decision.out, "with_entry": decision.into, "level": decision.level}
    values = {key: getattr(decision, key) for key in NAMING_KEYS}
    return {"kind": decision.kind.value, **{key: str(value) for key, value in values.items() if value is not None}}


def with_departures(file: DecisionsFile, competition: Competition) -> DecisionsFile:
    """Return these decisions with those of ``statuses.yaml`` after them: whoever left the competition is not ranked."""
    departures = tuple(
        Decision(
            kind=DecisionKind.DISQUALIFIED if record.kind is StatusKind.DISQUALIFIED else DecisionKind.WITHDRAWN,
            reason=record.note,
            author=record.author,
            date=record.date,
            entry=record.entry,
        )
        for record in competition.departures
    )
    return replace(file, decisions=(*file.decisions, *departures))
