"""A name where a code belongs: once everything was read, whoever bears the name can be told by code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plugins.competition.papers import Papers
from plugins.competition.problems import Problem, problem
from plugins.competition.text import Translated

# of a name, so much must be written for it to be known
SHORTEST = 2
Codes = list[tuple[str, str]]


def with_codes(papers: Papers) -> Iterator[Problem]:
    """The problems with what could not be read; one with a name in the place of its code tells the code."""
    kinds = _kinds(papers) if any(each.code == "not_slug" for each in papers.problems) else {}
    for each in papers.problems:
        yield _with_code(each, kinds) if each.code == "not_slug" else each


def _kinds(papers: Papers) -> dict[str, Codes]:
    """Names and their codes, by the key under which the codes are written."""
    contest = papers.contest.record if papers.contest else None
    units = _codes((each.id, each.name) for each in (papers.units.record.units if papers.units else ()))
    entries = _codes((paper.slug, paper.record.title) for paper in papers.entries)
    tracks: list[Any] = [*contest.tracks] if contest else []
    return {
        "track": _codes((each.id, name) for each in tracks for name in (each.name, each.short_name) if name),
        "public_from": _codes((each.id, each.name) for each in (contest.stages if contest else ())),
        **dict.fromkeys(("units", "recommending_unit"), units),
        **dict.fromkeys(("shortlist", "awards"), entries),
    }


def _codes(named: Iterator[tuple[str, Translated]]) -> Codes:
    return [(words, code) for code, name in named for words in name.by_language.values()]


def _with_code(wrong: Problem, kinds: dict[str, Codes]) -> Problem:
    key, given = (dict(wrong.values)[name] for name in ("key", "given"))
    codes = kinds.get(re.split(r"[.\[]", key)[0], [])
    found = {code for name, code in codes if name == given}
    # people write the short form, too
    found = found or {code for name, code in codes if len(given) >= SHORTEST and given in name}
    if len(found) != 1:
        return wrong
    return problem(wrong.file, wrong.line, "name_for_code", key=key, given=given, id=found.pop())
