"""The lines of a document's keys, which are read from its file when they are asked for."""

from __future__ import annotations

from pathlib import Path

from plugins.content.parsing.document_text import SourceLines, read_source_texts, reread_source_texts
from plugins.content.parsing.files import list_names
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


def test_translations_into_other_languages_and_in_other_capitals_are_reported(tiny: Path) -> None:
    folder = tiny / GARDEN
    for name in ("index.fr.md", "INDEX.zh-hant.MD", "index.zh-hans.md", "indexes.md"):
        (folder / name).write_text("---\ntitle: x\n---\n", encoding="utf-8")
    raw = RawContent(tiny, ("zh-Hans", "en", "zh-Hant"))
    texts = read_source_texts(raw, GARDEN, list_names(tiny, GARDEN))
    assert list(texts.markdown_sources) == ["zh-Hans", "en"]
    assert [(problem.file, problem.line, problem.code) for problem in raw.problems] == [
        (f"{GARDEN}/INDEX.zh-hant.MD", 1, "other_spelling"),
        (f"{GARDEN}/index.fr.md", 1, "unknown_language"),
        (f"{GARDEN}/index.zh-hans.md", 1, "unknown_language_near"),
    ]
    assert dict(raw.problems[0].values) == {"name": "index.zh-Hant.md", "found": "INDEX.zh-hant.MD"}
    unchecked = RawContent(tiny)
    read_source_texts(unchecked, GARDEN, list_names(tiny, GARDEN))
    assert unchecked.problems == []


def test_a_folder_that_was_read_before_is_read_again_without_its_problems(tiny: Path) -> None:
    raw = RawContent(tiny, ("zh-Hans", "en"))
    (tiny / GARDEN / "index.fr.md").touch()
    read = read_source_texts(RawContent(tiny, raw.languages), GARDEN, list_names(tiny, GARDEN))
    assert reread_source_texts(raw, GARDEN) == read
    assert (raw.problems, raw.texts) == ([], {})
