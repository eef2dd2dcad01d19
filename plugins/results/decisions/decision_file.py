"""Schema of ``results/decisions.yaml``: lots, and decisions after the figures were known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import STRICT, IsoDate, Slug
from plugins.content.schema.localized import Text
from plugins.content.schema.rule_parts import DecimalText

DECISIONS_FILE = "results/decisions.yaml"


class DecisionKind(StrEnum):
    """What a decision does."""

    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"
    SWAPPED = "swapped"
    MOVED = "moved"
    VACANT = "vacant"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Lot:
    """A drawn lot: the tied entries (or units, in a special award for units) in the order drawn."""

    __pydantic_config__ = STRICT
    order: Annotated[tuple[Slug, ...], Field(min_length=2)]
    reason: Text
    author: Text
    date: IsoDate


@dataclass(frozen=True)
class Override:
    """A decision against the figures: ``out`` loses all awards, others move up, and ``into`` is in the level then.

    Kept for files that are on record; ``decisions`` say the same in their own kinds.
    """

    __pydantic_config__ = STRICT
    level: Slug
    out: Slug
    into: Slug
    reason: Text
    author: Text
    date: IsoDate


@dataclass(frozen=True)
class Decision:
    """A decision after the figures were known; which keys it needs depends on its kind."""

    __pydantic_config__ = STRICT
    kind: DecisionKind
    """disqualified 取消资格；withdrawn 退出；swapped 互换；moved 改到某个奖项；vacant 名额空缺；corrected 更正数字。"""
    reason: Text
    author: Text
    date: IsoDate
    entry: Slug | None = None
    """哪个项目（vacant 以外都要写）。"""
    with_entry: Slug | None = None
    """swapped：和哪个项目互换。"""
    level: Slug | None = None
    """moved：改到哪个奖项（不写就是不给奖项）；vacant：哪个奖项空缺。"""
    places: Annotated[int, Field(ge=1, le=10000)] | None = None
    """vacant：空缺几个名额。"""
    judge: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """corrected：哪位评委给的分。"""
    channel: Slug | None = None
    """corrected：哪个渠道的票。"""
    before: DecimalText | None = None
    """corrected：原来的数字，必须和表里的一致。"""
    after: DecimalText | None = None
    """corrected：更正以后的数字。"""


@dataclass(frozen=True)
class DecisionsFile:
    """``content/results/decisions.yaml``: lots and decisions in the order they were taken, with reason and author."""

    __pydantic_config__ = STRICT
    lots: tuple[Lot, ...] = ()
    decisions: tuple[Decision, ...] = ()
    overrides: tuple[Override, ...] = ()
