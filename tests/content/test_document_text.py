"""The lines of a document's keys, which are read from its file when they are asked for."""

from __future__ import annotations

from pathlib import Path

from plugins.content.parsing.document_text import SourceLines
from plugins.content.sources import RawContent

GARDEN = "entries/rain-garden"


def test_a_key_has_the_line_of_the_text_that_is_to_be_saved_else_of_the_file(tiny: Path) -> None:
    raw = RawContent(tiny)
    lines = SourceLines(raw, GARDEN)
    line = lines.line("summary")
    raw.texts[lines.file] = "---\n\n" + (tiny / lines.file).read_text(encoding="utf-8").removeprefix("---\n")
    assert (lines.line("summary"), lines.line("summary", "en")) == (line + 1, line + 1)


def test_a_file_that_can_no_longer_be_read_has_its_problems_at_the_first_line(tiny: Path) -> None:
    lines = SourceLines(RawContent(tiny), GARDEN)
    (tiny / lines.file).unlink()
    problem = lines.problem("duplicate_id", "units", 0, given="school")
    assert (problem.file, problem.line) == (f"{GARDEN}/index.md", 1)
