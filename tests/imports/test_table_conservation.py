"""No cell of a table is lost: it is in an entry or in a message, and the check finds what is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook

from plugins.content.checks.bodies import render_body
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts import conservation
from plugins.imports.drafts.conservation import find_missing_cells
from plugins.imports.drafts.draft import Draft
from plugins.imports.drafts.word_pool import entry_words
from plugins.imports.forms import submission
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.forms.submission import Losses, Submission
from plugins.imports.run import ImportResult, import_forms
from plugins.imports.sheets import cell_values
from plugins.imports.sheets.sheet_reader import SheetReader
from plugins.imports.sheets.shown_cells import ShownCell, read_shown_cells
from plugins.tables import workbooks
from plugins.tables.cells import TableRow, TextRun
from tests.imports.table_generator import HEAD, TableGenerator
from tests.support.builds import TINY

TABLES = 200
BATCH = 20
# the first tables by default, all of them with --all
FIRST_SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(BATCH, TABLES, BATCH))]
PLANTED_SEEDS = [*range(5), *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(5, 20))]
ENTRY = [
    "T1",
    "雨水花园",
    "水务局",
    "水",
    "一句话。",
    "过去积水。",
    "挖了土。",
    "不积水了。",
    "值得推广，大家都说好。",
    "无",
]


def _import(path: Path) -> ImportResult:
    content = path.parent / f"content-{path.stem}"
    shutil.copytree(TINY, content)
    return import_forms(content, path, load_mapping())


def _random_table(seed: int, folder: Path) -> tuple[TableGenerator, ImportResult]:
    form = TableGenerator(seed)
    form.write(folder / f"{seed}.xlsx")
    return form, _import(folder / f"{seed}.xlsx")


def _table(folder: Path, *rows: list[Any], change: Callable[[Any], None] = lambda _: None) -> ImportResult:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    change(book.active)
    book.save(folder / "a.xlsx")
    return _import(folder / "a.xlsx")


def _unaccounted_cells(result: ImportResult) -> list[tuple[str, str]]:
    return [
        (located.location.label("en"), dict(located.problem.values)["text"])
        for located in result.problems
        if located.problem.code == "intake_unaccounted"
    ]


def _entry_text(result: ImportResult) -> str:
    """Return all that the entries show."""
    texts = []
    for draft in result.drafts:
        texts += draft.values.values()
        for markdown in draft.bodies.values():
            body, _ = render_body(MarkdownSource("index.md", 1, markdown))
            texts.append(markdown if body is None else body.text)
    return "\n".join(texts)


@pytest.mark.parametrize("first", FIRST_SEEDS)
def test_no_word_of_a_random_table_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    # messages quote only the beginning of a long text
    monkeypatch.setattr(submission, "MAX_QUOTE", 1_000_000)
    for seed in range(first, first + BATCH):
        form, result = _random_table(seed, tmp_path)
        quoted = "".join(value for located in result.problems for _, value in located.problem.values)
        text = _entry_text(result)
        lost = [word for word in form.words if word not in text and word not in quoted]
        assert (seed, lost, _unaccounted_cells(result)) == (seed, [], [])


@pytest.mark.parametrize("seed", PLANTED_SEEDS)
def test_check_finds_a_word_that_is_taken_from_an_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    form, result = _random_table(seed, tmp_path)
    entries = [text for draft in result.drafts for text in (*draft.values.values(), *draft.bodies.values())]
    planted = Random(seed).choice([word for word in form.words if any(word in text for text in entries)])

    def words_without(draft: Draft) -> Iterator[str]:
        return (text.replace(planted, "") for text in entry_words(draft))

    monkeypatch.setattr(conservation, "entry_words", words_without)
    shutil.rmtree(tmp_path / f"content-{seed}")
    ((_, missing),) = _unaccounted_cells(_import(tmp_path / f"{seed}.xlsx"))
    assert planted in missing


def _nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def _never(*_: object) -> bool:
    return True


def _first_run(runs: Callable[[Any], tuple[TextRun, ...]]) -> Callable[[Any], tuple[TextRun, ...]]:
    return lambda element: runs(element)[:1]


def _first_line(clean: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: clean(text).partition("\n")[0]


def _skip_a_column(self: SheetReader, row: TableRow, *_: object) -> TableRow:
    del self
    return TableRow(row.number, {column: cell for column, cell in row.cells.items() if column != 7}, row.is_hidden)


FAULTS: list[tuple[Any, str, Any]] = [
    (SheetReader, "_report_unmapped", _nothing),
    (SheetReader, "_report_rest", _nothing),
    (SheetReader, "_is_left_out", _never),
    (SheetReader, "_store", _nothing),
    (SheetReader, "_fill_down", _skip_a_column),
    (workbooks.WorkbookSheet, "notes", _nothing),
    (Losses, "add", _nothing),
    (Submission, "add_loss", _nothing),
    (workbooks, "_runs", _first_run(workbooks._runs)),
    (cell_values, "clean_text", _first_line(cell_values.clean_text)),
    (workbooks, "read_comments", _nothing),
    (workbooks.WorkbookSheet, "margins", _nothing),
]


@pytest.mark.parametrize(("owner", "name", "fault"), FAULTS, ids=[name for _, name, _ in FAULTS])
def test_fault_of_the_reader_of_submissions_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, fault: Any
) -> None:
    monkeypatch.setattr(owner, name, fault)
    # the first of eight tables that shows it is enough
    assert any(_unaccounted_cells(_random_table(seed, tmp_path)[1]) for seed in range(8))


def test_each_of_repeated_words_is_counted() -> None:
    cells = [ShownCell("", 2, 1, ("无",)), ShownCell("", 2, 2, ("无",)), ShownCell("", 2, 3, ("10", "4"))]
    assert find_missing_cells(cells, ["无", "10⁴"]) == cells[1:2]


def test_second_reader_finds_what_each_kind_of_cell_shows(tmp_path: Path) -> None:
    form = TableGenerator(3)
    form.write(tmp_path / "a.xlsx")
    shown = "\n".join(cell.text for cell in read_shown_cells(tmp_path / "a.xlsx"))
    assert [word for word in form.words if word not in shown] == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_second_reader_reads_delimited_tables(tmp_path: Path, separator: str) -> None:
    (tmp_path / "a.csv").write_text(
        f'sep={separator}\n编号{separator}"名\n称"\n="007"{separator}甲\n', encoding="utf-8"
    )
    assert [(cell.row, cell.column, cell.text) for cell in read_shown_cells(tmp_path / "a.csv")] == [
        (1, 1, "编号"), (1, 2, "名\n称"), (2, 1, "007"), (2, 2, "甲"),
    ]  # fmt: skip


def test_text_below_a_merged_cell_is_quoted_and_not_imported(tmp_path: Path) -> None:
    def cover(sheet: Any) -> None:
        # openpyxl would empty the cells that it merges
        sheet.merged_cells.add("F2:G2")

    result = _table(tmp_path, ENTRY, change=cover)
    assert [(located.location.label("en"), located.problem.code) for located in result.problems][:1] == [
        ("G2", "warn_intake_covered_cell")
    ]
    assert ("挖了土" in _entry_text(result), _unaccounted_cells(result)) == (False, [])


def test_words_in_the_margins_of_pages_are_quoted_once(tmp_path: Path) -> None:
    def add_margins(sheet: Any) -> None:
        sheet.oddHeader.center.text = "内部资料"
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"

    result = _table(tmp_path, ENTRY, change=add_margins)
    margins = [located.problem.message("en") for located in result.problems if "margin" in located.problem.code]
    assert margins == ["页眉页脚 header or footer：内部资料 (not imported)."]


def test_second_reader_shows_texts_and_dates_as_their_formats_say(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["A1", "水", "内部", datetime(2023, 5, 1), datetime(2023, 5, 1)])
    for cell, code in zip(sheet[1], ('"穗"@', '0;0;0;@"（暂定）"', ";;;", "yyyy-mm", "@"), strict=True):
        cell.number_format = code
    book.iso_dates = True
    book.save(tmp_path / "a.xlsx")
    assert [(cell.column, cell.text) for cell in read_shown_cells(tmp_path / "a.xlsx")] == [
        (1, "穗A1"), (2, "水（暂定）"), (4, "2023-05"), (5, "2023/5/1")
    ]  # fmt: skip
