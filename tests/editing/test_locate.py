"""Each problem of a file stands at the field of its form, at the nearest around it, or elsewhere."""

from __future__ import annotations

import pytest

from plugins.content.problems import Problem, problem
from plugins.editing.locate import BODY, locate_problems
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
