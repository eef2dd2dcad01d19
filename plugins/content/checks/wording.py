"""Wording as data: what must never be written, what must be written in full, and which names stand in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import STRICT

Phrase = Annotated[str, Field(min_length=2, max_length=80)]
Advice = Annotated[str, Field(min_length=1, max_length=200)]
# so much may stand where a phrase has its "…"
BETWEEN = ".{0,10}"
FILE = "wording.yaml"


@dataclass(frozen=True)
class ForbiddenWording:
    __pydantic_config__ = STRICT
    words: Phrase
    """不得出现的字样（不分大小写；“|”隔开几个，“…”代表十个字以内）。Never to appear; | is "or", … up to ten signs."""
    instead: Advice
    """应当怎么写。What to write instead."""


@dataclass(frozen=True)
class RequiredForm:
    __pydantic_config__ = STRICT
    write: Phrase
    """应当写的全称。The form to write."""
    never: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    """不得代替它的简称或别称。Forms that must not stand for it."""


@dataclass(frozen=True)
class WordingFile:
    """``content/wording.yaml``: rules for the wording of every file of the editors'."""

    __pydantic_config__ = STRICT
    forbidden: tuple[ForbiddenWording, ...] = ()
    required: tuple[RequiredForm, ...] = ()
    """必须写全称的名称。Names to be written in one form only."""
    order: tuple[Annotated[tuple[Phrase, ...], Field(min_length=2)], ...] = ()
    """同一段或同一列表里必须按这个先后的名称，如主办单位。Names that keep this order within a paragraph or list."""


def wording_problems(rules: WordingFile, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Every breach of these rules in the texts, by file."""
    for file, text in texts.items():
        if file != FILE:
            yield from _forbidden(rules, file, text)
            yield from _short_forms(rules, file, text)
            yield from _disorder(rules, file, text)


def _forbidden(rules: WordingFile, file: str, text: str) -> Iterator[Problem]:
    for rule in rules.forbidden:
        for words in filter(None, rule.words.split("|")):
            for found in _pattern(words).finditer(text):
                yield problem(file, _line(text, found.start()), "forbidden_wording", words=words, instead=rule.instead)


def _short_forms(rules: WordingFile, file: str, text: str) -> Iterator[Problem]:
    for rule in rules.required:
        # what stands within the full form is not the short one
        other = text.replace(rule.write, "\0" * len(rule.write))
        for words in rule.never:
            for found in _pattern(words).finditer(other):
                yield problem(file, _line(text, found.start()), "short_form", words=words, write=rule.write)


def _disorder(rules: WordingFile, file: str, text: str) -> Iterator[Problem]:
    begins = 0
    for block in text.split("\n\n"):
        for names in rules.order:
            there = [name for name in names if name in block]
            as_written = sorted(there, key=block.index)
            if as_written != there:
                line = _line(text, begins + block.index(as_written[0]))
                yield problem(file, line, "names_out_of_order", names=there)
        begins += len(block) + 2


@cache
def _pattern(words: str) -> re.Pattern[str]:
    # a Latin word is not looked for inside another, only at its beginning
    start = r"(?<![A-Za-z\u00c0-\u024f])" if words[0].isascii() and words[0].isalpha() else ""
    return re.compile(start + BETWEEN.join(map(re.escape, words.split("…"))), re.I)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
