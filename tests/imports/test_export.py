"""Exported tables can be imported again and give the same entries."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from plugins.content.load import load
from plugins.content.model import Entry
from plugins.content.problems import ContentError
from plugins.imports.export import TABLE, export_entries
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from tests.support.builds import SHIPPED, TINY, files, run_task


def _entries(content: Path) -> dict[str, str]:
    """The entries as they are in the model, whatever folder they lie in."""
    loaded = load(content)
    assert loaded.competition, loaded.errors
    return {entry.slug: _comparable(entry, content) for entry in loaded.competition.entries}


def _comparable(entry: Entry, content: Path) -> str:
    # an import encodes pictures again
    return re.sub(r"digest='[0-9a-f]+'", "", repr(entry).replace(str(content), ""))


@pytest.mark.parametrize("source", [TINY, SHIPPED], ids=["tiny", "shipped"])
def test_import_of_an_export_gives_the_same_entries(tmp_path: Path, source: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(source, content)
    before = _entries(content)
    assert export_entries(content, tmp_path / "export", load_mapping()) == (len(before), [])
    shutil.rmtree(content / "entries")
    imported = import_forms(content, tmp_path / "export" / TABLE, load_mapping())
    assert (imported.problems, imported.writes.notes) == ([], [])
    assert _entries(content) == before


def test_import_of_an_export_into_the_same_content_changes_nothing(tiny: Path, tmp_path: Path) -> None:
    before = files(tiny)
    export_entries(tiny, tmp_path / "export", load_mapping())
    imported = import_forms(tiny, tmp_path / "export" / TABLE, load_mapping())
    assert (imported.writes.written, imported.writes.notes) == ([], [])
    assert files(tiny) == before


def test_formulas_are_exported_as_text_and_imported_unchanged(tiny: Path, tmp_path: Path) -> None:
    index = tiny / "entries" / "lift-watch" / "index.md"
    text = index.read_text(encoding="utf-8")
    head, summary, rest = text.partition("summary: ")
    index.write_text(f"{head}{summary}\"=1+1 '=2\"\n{rest.partition(chr(10))[2]}\n\n'=3\n", encoding="utf-8")
    before = _entries(tiny)
    export_entries(tiny, tmp_path / "export", load_mapping())
    table = openpyxl.load_workbook(tmp_path / "export" / TABLE).active
    assert {cell.data_type for row in table for cell in row if cell.value} == {"s"}
    shutil.rmtree(tiny / "entries")
    import_forms(tiny, tmp_path / "export" / TABLE, load_mapping())
    assert _entries(tiny) == before


def test_exports_are_the_same_bytes_each_time(tiny: Path, tmp_path: Path) -> None:
    for name in ("a", "new/folder/b"):
        export_entries(tiny, tmp_path / name, load_mapping())
    assert files(tmp_path / "a") == files(tmp_path / "new/folder/b")


def test_too_long_texts_are_reported_and_not_truncated(tiny: Path, tmp_path: Path) -> None:
    index = tiny / "entries" / "lift-watch" / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n\n" + "长文。\n\n" * 9000, encoding="utf-8")
    _, problems = export_entries(tiny, tmp_path / "export", load_mapping())
    assert [(problem.file, problem.code) for problem in problems] == [
        ("entries/lift-watch/index.md", "export_too_long")
    ]


def test_existing_folder_is_rejected(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    with pytest.raises(ContentError) as raised:
        export_entries(tiny, tmp_path / "export", load_mapping())
    assert [problem.code for problem in raised.value.problems] == ["export_taken"]


def test_export_prints_the_path_of_the_table(tiny: Path, tmp_path: Path) -> None:
    done = run_task("export", "--content", str(tiny), "--output", str(tmp_path / "export"), "--lang", "en")
    assert (done.returncode, done.stdout) == (0, f"3 entries exported: {tmp_path}/export/entries.xlsx\n")
