"""A second import updates what the first wrote, and leaves an editor's changes alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import ImportResult, import_forms
from tests.imports.form_factory import expected_entry, png, write_table
from tests.support.builds import files

FOLDERS = ["di-0-hao-hao-ban-fa-0", "di-1-hao-hao-ban-fa-1"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two good rows and their pictures."""
    return _table(tmp_path / "forms")


def _table(folder: Path, **changes: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(2):
        (folder / f"{number}.png").write_bytes(png(number))
    write_table(folder / "table.xlsx", [expected_entry(0).cells, expected_entry(1).cells | changes])
    return folder / "table.xlsx"


def _import(content: Path, table: Path) -> ImportResult:
    return import_forms(content, table, load_mapping())


def _notes(imported: ImportResult) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in imported.writes.notes]


def test_importing_twice_changes_nothing(tiny: Path, table: Path) -> None:
    first = _import(tiny, table)
    before = files(tiny)
    second = _import(tiny, table)
    assert [folder.removeprefix("entries/") for folder in first.writes.written] == FOLDERS
    assert (second.writes.written, second.writes.unchanged, second.writes.notes) == ([], FOLDERS, [])
    assert files(tiny) == before


def test_corrected_form_replaces_the_entry(tiny: Path, table: Path) -> None:
    _import(tiny, table)
    again = _import(tiny, _table(table.parent, 简介="新的简介"))
    assert (again.writes.written, again.writes.unchanged) == ([f"entries/{FOLDERS[1]}"], FOLDERS[:1])
    assert "summary: 新的简介\n" in (tiny / "entries" / FOLDERS[1] / "index.md").read_text(encoding="utf-8")


def test_new_picture_of_the_same_name_replaces_the_entry(tiny: Path, table: Path) -> None:
    _import(tiny, table)
    (table.parent / "1.png").write_bytes(png(200))
    assert _import(tiny, table).writes.written == [f"entries/{FOLDERS[1]}"]


@pytest.mark.parametrize("what", ["text", "picture", "added", "renamed"])
def test_edited_entry_is_left_alone_and_reported(tiny: Path, table: Path, what: str) -> None:
    _import(tiny, table)
    folder = tiny / "entries" / FOLDERS[1]
    index = folder / "index.md"
    if what == "text":
        index.write_text(index.read_text(encoding="utf-8").replace("好了", "大好了"), encoding="utf-8")
    elif what == "picture":
        (folder / "1.png").write_bytes(png(77))
    elif what == "added":
        (folder / "index.en.md").write_text("---\n---\n\nGood.\n", encoding="utf-8")
    else:
        folder = folder.rename(folder.with_name("birds"))
    before = files(tiny)
    again = _import(tiny, _table(table.parent, 简介="新的简介"))
    assert _notes(again) == [(f"entries/{folder.name}", "warn_intake_left_alone")]
    assert files(tiny) == before


def test_an_entry_that_an_editor_deleted_stays_deleted(tiny: Path, table: Path) -> None:
    _import(tiny, table)
    for path in (tiny / "entries" / FOLDERS[1]).iterdir():
        path.unlink()
    (tiny / "entries" / FOLDERS[1]).rmdir()
    again = _import(tiny, table)
    assert _notes(again) == [(f"entries/{FOLDERS[1]}", "warn_intake_deleted")]
    assert not (tiny / "entries" / FOLDERS[1]).exists()


def test_entry_that_was_not_imported_is_never_overwritten(tiny: Path, table: Path) -> None:
    index = tiny / "entries" / "lift-watch" / "index.md"
    before = files(tiny)
    number = next(line for line in index.read_text(encoding="utf-8").splitlines() if line.startswith("number:"))
    again = _import(tiny, _table(table.parent, 编号=number.partition(": ")[2].strip('"')))
    assert _notes(again) == [("entries/lift-watch", "warn_intake_left_alone")]
    assert {name: data for name, data in files(tiny).items() if name in before} == before


def test_draft_becomes_an_entry_once_the_form_is_corrected(tiny: Path, table: Path) -> None:
    faulty = _import(tiny, _table(table.parent, 赛道="没有的赛道"))
    assert faulty.writes.written == [f"entries/{FOLDERS[0]}", f"drafts/{FOLDERS[1]}"]
    assert load(tiny).problems == ()
    corrected = _import(tiny, _table(table.parent))
    assert corrected.writes.written == [f"entries/{FOLDERS[1]}"]
    assert list((tiny / "drafts").iterdir()) == []


def test_editor_can_correct_a_draft_and_move_it(tiny: Path, table: Path) -> None:
    table = _table(table.parent, 赛道="没有的赛道")
    _import(tiny, table)
    folder = (tiny / "drafts" / FOLDERS[1]).rename(tiny / "entries" / FOLDERS[1])
    text = (folder / "index.md").read_text(encoding="utf-8")
    (folder / "index.md").write_text(text.replace("summary:", "track: water\nsummary:"), encoding="utf-8")
    before = files(tiny)
    assert _notes(_import(tiny, table)) == [(f"entries/{FOLDERS[1]}", "warn_intake_left_alone")]
    assert (files(tiny), load(tiny).errors) == (before, ())


def test_valid_entry_is_not_replaced_by_an_invalid_form(tiny: Path, table: Path) -> None:
    _import(tiny, table)
    before = files(tiny)
    again = _import(tiny, _table(table.parent, 赛道="没有的赛道"))
    assert _notes(again) == [(f"entries/{FOLDERS[1]}", "warn_intake_better_stays")]
    assert files(tiny) == before


def test_drafts_with_a_duplicate_number_are_not_duplicated(tiny: Path, table: Path) -> None:
    table = _table(table.parent, 编号="X00")
    _import(tiny, table)
    before = files(tiny)
    assert (_import(tiny, table).writes.written, files(tiny)) == ([], before)


@pytest.mark.parametrize("suffix", ["new", "old"])
def test_leftovers_of_an_interrupted_import_are_removed(tiny: Path, table: Path, suffix: str) -> None:
    leftover = tiny / "entries" / f".{FOLDERS[0]}.{suffix}"
    leftover.mkdir(parents=True)
    (leftover / "index.md").write_text("partly written", encoding="utf-8")
    assert _import(tiny, table).writes.written == [f"entries/{folder}" for folder in FOLDERS]
    assert not leftover.exists()
