"""Schemas of ``wording.yaml`` and ``privacy.yaml``: the editors' rules for all texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import StrictRecord

WORDING_FILE, PRIVACY_FILE = "wording.yaml", "privacy.yaml"
Phrase = Annotated[str, Field(min_length=2, max_length=80)]
Advice = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True)
class ForbiddenWording(StrictRecord):
    """Words that must not appear, and what to write instead."""

    words: Phrase
    """不得出现的字样（不分大小写；“|”隔开几个，“…”代表十个字以内）。Never to appear; | is "or", … up to ten signs."""
    instead: Advice
    """应当怎么写。What to write instead."""


@dataclass(frozen=True)
class RequiredForm(StrictRecord):
    """A name that is written in one form only."""

    write: Phrase
    """应当写的全称。The form to write."""
    never: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    """不得代替它的简称或别称。Forms that must not stand for it."""


@dataclass(frozen=True)
class WordingFile(StrictRecord):
    """``content/wording.yaml``: rules for the wording of every file that editors write."""

    forbidden: tuple[ForbiddenWording, ...] = ()
    """不得出现的字样。Words that must not appear."""
    required: tuple[RequiredForm, ...] = ()
    """必须写全称的名称。Names to be written in one form only."""
    order: tuple[Annotated[tuple[Phrase, ...], Field(min_length=2)], ...] = ()
    """同一段或同一列表里必须按这个先后的名称，如主办单位。Names that keep this order within a paragraph or list."""


@dataclass(frozen=True)
class AllowedDetail(StrictRecord):
    """Personal data that may be public, in one file."""

    file: Annotated[str, Field(min_length=1, max_length=300)]
    """哪个文件，如 articles/launch/index.md。The file, as problems name it."""
    what: Annotated[str, Field(min_length=3, max_length=100)]
    """文件里原样的号码或邮箱；图片的拍摄地点写 GPS。The number or address as written; GPS for a picture."""
    reason: Annotated[str, Field(min_length=4, max_length=300)]
    """为什么可以公开。Why it may be public."""


@dataclass(frozen=True)
class PrivacyFile(StrictRecord):
    """``content/privacy.yaml``: the personal data that may be public, each with its reason."""

    allowed: tuple[AllowedDetail, ...]
    """可以公开的个人信息。Personal data that may be public."""


@dataclass(frozen=True)
class TextRules:
    """The editors' rules for all texts; None where there is no such file."""

    wording: WordingFile | None
    privacy: PrivacyFile | None
