"""Each problem of a file stands at the field of its form, at the nearest around it, or elsewhere."""

from __future__ import annotations

import pytest

from plugins.content.problems import Problem, problem
from plugins.editing.form import FieldProblem
from plugins.editing.locate import BODY, LocatedProblems, locate_problems
from plugins.editing.open_file import parse_file
from plugins.editing.targets import find_target
from plugins.editing.text.source_text import SourceFile

FILE = "entries/garden/index.md"
TEXT = b"""---
title:
  zh-Hans: t
  en: x
gallery:
- file: a.png
- file: b.png
  alt: c
---

Body
"""
FIELDS = {"number", "title", "title@zh-Hans", "title@en", "gallery"}
FIELDS |= {f"gallery.{row}{field}" for row in (0, 1) for field in ("", ".file", ".alt", ".alt@en")}


def _missing(key: str, line: int = 1) -> Problem:
    return problem(FILE, line, "missing_key", key=key)


UNITS = b"units:\n- id: water\n  name: W\n  kind: a\n- id: east\n  name: W\n"


@pytest.mark.parametrize(
    ("address", "item", "field"),
    [
        ("units/east", problem("units.yaml", 6, "unknown_unit_kind", given="W", choices=[]), "name"),
        ("units/water", problem("units.yaml", 4, "unknown_unit_kind", given="a", choices=[]), "kind"),
        # what is in another unit
        ("units/water", problem("units.yaml", 6, "unknown_unit_kind", given="W", choices=[]), None),
        ("units/water", problem("units.yaml", 5, "missing_key", key="units[2].kind"), None),
        ("units/east", problem("units.yaml", 5, "missing_key", key="units[2].kind"), "kind"),
        ("units/gone", problem("units.yaml", 6, "missing_key", key="units[2].kind"), None),
    ],
)
def test_problem_of_a_unit_is_at_its_own_form(address: str, item: Problem, field: str | None) -> None:
    target = find_target(address)
    assert target
    located = locate_problems([item], parse_file(target, SourceFile(UNITS)), {"name", "kind"}, "en")
    assert (list(located.at_fields), located.elsewhere) == (([field], []) if field else ([], [item]))


def test_sentence_stands_once_at_its_field_and_a_warning_is_no_error() -> None:
    located = LocatedProblems()
    located.add("a", "one", is_warning=True)
    assert not located.has_errors
    located.add("a", "one")
    located.add("a", "two")
    assert located.at_fields == {"a": [FieldProblem("one", True), FieldProblem("two")]}
    assert located.has_errors


@pytest.mark.parametrize(
    ("line", "wrong", "field"),
    [
        # of several on a line the one with the wrong value, else the innermost
        (6, "a.png", "gallery.0.file"),
        (6, None, "gallery.0.file"),
        (3, "x", "title@zh-Hans"),
        (2, None, "title"),
        (5, None, "gallery"),
        (1, None, None),
    ],
)
def test_problem_on_a_line_is_at_what_stands_there(line: int, wrong: str | None, field: str | None) -> None:
    item = problem(FILE, line, "unknown_unit", given=wrong, choices=[]) if wrong else _missing("nothing", line)
    target = find_target("entries/garden")
    assert target
    located = locate_problems([item], parse_file(target, SourceFile(TEXT)), FIELDS, "en")
    assert list(located.at_fields) == ([field] if field else [])


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (_missing("number"), "number"),
        (_missing("title.en"), "title@en"),
        (_missing("title.fr"), "title"),
        (_missing("gallery[2].alt.en"), "gallery.1.alt@en"),
        (_missing("gallery[2].width"), "gallery.1"),
        (_missing("nothing.of.this"), None),
        # its key says nothing, its line does
        (_missing("nothing", 4), "title@en"),
        (_missing("nothing", 8), "gallery.1.alt"),
        (_missing("nothing", 11), BODY),
        (problem(FILE, 7, "unknown_unit", given="b.png", choices=[]), "gallery.1.file"),
        (problem("entries/other/index.md", 2, "duplicate_number", number="01", other=FILE), "number"),
        (problem("entries/other/index.md", 2, "missing_key", key="number"), None),
    ],
)
def test_problem_is_at_its_field(item: Problem, field: str | None) -> None:
    target = find_target("entries/garden")
    assert target
    located = locate_problems([item], parse_file(target, SourceFile(TEXT)), FIELDS, "en")
    assert (list(located.at_fields), located.elsewhere) == (([field], []) if field else ([], [item]))
