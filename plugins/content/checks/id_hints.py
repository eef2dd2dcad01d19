"""A name where a code belongs: once everything was read, whoever bears the name can be told by code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plugins.content.problems import Problem, problem
from plugins.content.schema.config import Contest
from plugins.content.schema.localized import Translated
from plugins.content.sources import Papers

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
        "public_from": stage_codes(contest) if contest else [],
        **dict.fromkeys(("units", "recommending_unit"), units),
        **dict.fromkeys(("shortlist", "awards"), entries),
    }


def stage_codes(contest: Contest) -> Codes:
    """The names of the stages, each with its stage's id."""
    return _codes((each.id, each.name) for each in contest.stages)


def _codes(named: Iterator[tuple[str, Translated]]) -> Codes:
    return [(words, code) for code, name in named for words in name.by_language.values()]


def _with_code(wrong: Problem, kinds: dict[str, Codes]) -> Problem:
    key, given = (dict(wrong.values)[name] for name in ("key", "given"))
    code = code_called(given, kinds.get(re.split(r"[.\[]", key)[0], []))
    return problem(wrong.file, wrong.line, "name_for_code", key=key, given=given, id=code) if code else wrong


def code_called(given: str, codes: Codes) -> str:
    """The code of what alone bears this name or has it within its own; empty where none or several do."""
    found = {code for name, code in codes if name == given}
    # people write the short form, too
    found = found or {code for name, code in codes if len(given) >= SHORTEST and given in name}
    return found.pop() if len(found) == 1 else ""
