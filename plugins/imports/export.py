"""The import's inverse: entries as a table with the form's columns, their files beside it in a folder for each."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from plugins.content.checks.bodies import render_body
from plugins.content.load import load
from plugins.content.lookup import Known, default_name, known
from plugins.content.parsing.document_text import Source, source_of
from plugins.content.problems import Problem, ContentError, problem
from plugins.content.reader import read_content
from plugins.content.schema.documents import EntryRecord
from plugins.content.sources import RawContent, SourceDocument
from plugins.imports.drafts.draft import ORDER
from plugins.imports.forms.mapping import BODY, SLUG, Form, KeyPath
from plugins.system import textfile
from plugins.system.disk import retry_in_use
from plugins.tables.writers import write_workbook

TABLE = "entries.xlsx"
# as many characters as a spreadsheet keeps in a cell
FULL_CELL = 32_000
# an import takes one quote away, see sheet_forms.py
RUNS = re.compile(r"'*[=@]")
FILES = {"file", "poster", "captions"}
NARROW, WIDE = 14, 40


def export_entries(content: Path, output: Path, form: Form) -> tuple[int, list[Problem]]:
    """Write the table and the files into a new folder; how many entries, and what did not fit. Raises ``Refused``."""
    if output.exists():
        raise ContentError(problem(output.name, 1, "export_taken", given=output.name))
    if errors := load(content).errors:
        raise ContentError(*errors)
    names, papers = known(content), read_content(content)
    rows = [_row(names, paper, source_of(papers, paper.folder)) for paper in papers.entries]
    too_long = [each for paper, row in zip(papers.entries, rows, strict=True) for each in _shorten(paper, row, form)]
    beside = output.with_name(f".{output.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    _write_table(beside / TABLE, rows, form)
    for paper, row in zip(papers.entries, rows, strict=True):
        _copy_files(papers, paper, row, beside / paper.slug)
    retry_in_use(partial(beside.rename, output))
    return len(rows), too_long


def _row(names: Known, paper: SourceDocument[EntryRecord], source: Source) -> dict[KeyPath, str]:
    """An entry's words by their places in the form."""
    default = names.languages[0]
    row = {path: value for path, value in _flat(source.document.data, ()) if path[0] not in {"units", "track"}}
    row = {path[:-1] if path[-1] == default else path: value for path, value in row.items()}
    row[("units",)] = "\n".join(_unit_name(names, id_) for id_ in paper.record.units)
    if paper.record.recommending_unit:
        row[("recommending_unit",)] = _unit_name(names, paper.record.recommending_unit)
    row[("track",)] = _track_name(names, paper.record.track)
    row[(SLUG,)] = paper.slug
    for lang, manuscript in source.manuscripts.items():
        row[(BODY,) if lang == default else (BODY, lang)] = manuscript.markdown.strip("\n")
        for key, words in (("title", manuscript.title), ("summary", manuscript.summary)):
            if words:
                row[(key, lang)] = words
    return row


def _flat(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _flat(value, (*path, at))
    elif data is not None:
        yield path, str(data)


def _unit_name(names: Known, id_: str) -> str:
    """The name by which an import finds this unit again, or its id."""
    name = next((default_name(unit.name) for unit in names.units_file.units if unit.id == id_), id_)
    return name if names.unit(name) == id_ else id_


def _track_name(names: Known, id_: str) -> str:
    name = next((default_name(track.name) for track in names.contest.tracks if track.id == id_), id_)
    return name if names.track(name) == id_ else id_


def _shorten(paper: SourceDocument[EntryRecord], row: dict[KeyPath, str], form: Form) -> list[Problem]:
    long = [path for path, value in row.items() if len(value) > FULL_CELL]
    return [
        problem(
            f"{paper.folder}/index.md",
            1,
            "export_too_long",
            key=form.label_of(path),
            length=len(row.pop(path)),
            limit=FULL_CELL,
        )
        for path in long
    ]


def _write_table(path: Path, rows: Iterable[Mapping[KeyPath, str]], form: Form) -> None:
    rows = list(rows)
    columns = sorted({each for row in rows for each in row}, key=lambda path: _order(form, path))
    cells = [[_harmless(row.get(column, "")) for column in columns] for row in rows]
    widths = [WIDE if column[0] in {"title", "summary", BODY} else NARROW for column in columns]
    write_workbook(path, [form.label_of(column) for column in columns], cells, widths)


def _harmless(text: str) -> str:
    return f"'{text}" if RUNS.match(text) else text


def _order(form: Form, path: KeyPath) -> tuple[Any, ...]:
    """The form's own order, each language behind the default one; what the form has no column for comes last."""
    keys = [re.findall(r"[a-z_]+", column.key.replace("[n]", "")) for column in form.columns]
    words = [part for part in path if isinstance(part, str)]
    group = next((at for at, key in enumerate(keys) if key[0] == words[0]), len(keys))
    number = next((part for part in path if isinstance(part, int)), 0)
    column = next((at for at, key in enumerate(keys) if words[: len(key)] == key), len(keys))
    return (group, number, column, [ORDER.index(word) if word in ORDER else len(ORDER) for word in words], words)


def _copy_files(papers: RawContent, paper: SourceDocument[EntryRecord], row: Mapping[KeyPath, str], folder: Path) -> None:
    names = {value for path, value in row.items() if path[-1] in FILES}
    for manuscript in source_of(papers, paper.folder).manuscripts.values():
        body, _ = render_body(manuscript)
        names |= {figure.file for figure in body.figures} if body else set()
    for name in sorted(names):
        folder.mkdir(exist_ok=True)
        textfile.copy(papers.content / paper.folder / name, folder / name)
