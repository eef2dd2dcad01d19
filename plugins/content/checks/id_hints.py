"""A name where a code belongs: once everything was read, whoever bears the name can be told by code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plugins.content.problems import Problem, problem
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.localized import TranslatedText
from plugins.content.sources import RawContent

# of a name, so much must be written for it to be known
SHORTEST = 2
NameIndex = list[tuple[str, str]]


def add_id_hints(papers: RawContent) -> Iterator[Problem]:
    """The problems with what could not be read; one with a name in the place of its code tells the code."""
    kinds = _kinds(papers) if any(each.code == "not_slug" for each in papers.problems) else {}
    for each in papers.problems:
        yield _with_code(each, kinds) if each.code == "not_slug" else each


def _kinds(papers: RawContent) -> dict[str, NameIndex]:
    """Names and their codes, by the key under which the codes are written."""
    contest = papers.contest.record if papers.contest else None
    units = _codes((each.id, each.name) for each in (papers.units.record.units if papers.units else ()))
    entries = _codes((paper.slug, paper.record.title) for paper in papers.entries)
    tracks: list[Any] = [*contest.tracks] if contest else []
    return {
        "track": _codes((each.id, name) for each in tracks for name in (each.name, each.short_name) if name),
        "public_from": stage_names(contest) if contest else [],
        **dict.fromkeys(("units", "recommending_unit"), units),
        **dict.fromkeys(("shortlist", "awards"), entries),
    }


def stage_names(contest: CompetitionConfig) -> NameIndex:
    """The names of the stages, each with its stage's id."""
    return _codes((each.id, each.name) for each in contest.stages)


def _codes(named: Iterator[tuple[str, TranslatedText]]) -> NameIndex:
    return [(words, code) for code, name in named for words in name.by_language.values()]


def _with_code(wrong: Problem, kinds: dict[str, NameIndex]) -> Problem:
    key, given = (dict(wrong.values)[name] for name in ("key", "given"))
    code = id_for_name(given, kinds.get(re.split(r"[.\[]", key)[0], []))
    return problem(wrong.file, wrong.line, "name_for_code", key=key, given=given, id=code) if code else wrong


def id_for_name(given: str, codes: NameIndex) -> str:
    """The code of what alone bears this name or has it within its own; empty where none or several do."""
    found = {code for name, code in codes if name == given}
    # people write the short form, too
    found = found or {code for name, code in codes if len(given) >= SHORTEST and given in name}
    return found.pop() if len(found) == 1 else ""
