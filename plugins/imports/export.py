"""Export of entries: a table with the columns of the mapping file, and a folder with the files of each entry."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from plugins.content.checks.bodies import render_body
from plugins.content.load import load
from plugins.content.lookup import ReferenceData, load_reference_data
from plugins.content.parsing.document_text import SourceTexts, reread_source_texts
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.reader import read_content
from plugins.content.schema.documents import EntryRecord
from plugins.content.sources import RawContent, SourceDocument
from plugins.imports.drafts.draft import key_rank
from plugins.imports.forms.mapping import BODY, SLUG, FieldMapping, KeyPath
from plugins.system import textfile
from plugins.system.disk import retry_in_use
from plugins.tables.writers import write_workbook

TABLE = "entries.xlsx"
# characters that a spreadsheet program keeps in a cell
MAX_CELL_LENGTH = 32_000
FORMULA_START = re.compile(r"\A'*[=@]")
FILE_KEYS = {"file", "poster", "captions"}
NARROW, WIDE = 14, 40


def export_entries(content: Path, output: Path, mapping: FieldMapping) -> tuple[int, list[Problem]]:
    """Write the table and the files into a new folder. Returns the number of entries and texts that were too long.

    Raises ``ContentError`` if the folder exists or the content is invalid.
    """
    if output.exists():
        raise ContentError(problem(output.name, 1, "export_taken", given=output.name))
    if errors := load(content).errors:
        raise ContentError(*errors)
    reference, raw = load_reference_data(content), read_content(content)
    rows = [_row(reference, entry, reread_source_texts(raw, entry.folder)) for entry in raw.entries]
    too_long = [
        problem for entry, row in zip(raw.entries, rows, strict=True) for problem in _remove_long(entry, row, mapping)
    ]
    staging = output.with_name(f".{output.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    _write_table(staging / TABLE, rows, mapping)
    for entry, row in zip(raw.entries, rows, strict=True):
        _copy_files(raw, entry, row, staging / entry.slug)
    retry_in_use(partial(staging.rename, output))
    return len(rows), too_long


def _row(reference: ReferenceData, entry: SourceDocument[EntryRecord], source: SourceTexts) -> dict[KeyPath, str]:
    """Return the texts of an entry by key path."""
    default = reference.languages[0]
    row = {path: value for path, value in _flatten(source.document.data, ()) if path[0] not in {"units", "track"}}
    row = {path[:-1] if path[-1] == default else path: value for path, value in row.items()}
    units = {unit.id: unit.name.default_text for unit in reference.units_file.units}
    row[("units",)] = "\n".join(_name(id_, units, reference.find_unit) for id_ in entry.record.units)
    if entry.record.recommending_unit:
        row[("recommending_unit",)] = _name(entry.record.recommending_unit, units, reference.find_unit)
    tracks = {track.id: track.name.default_text for track in reference.competition.tracks}
    row[("track",)] = _name(entry.record.track, tracks, reference.find_track)
    row[(SLUG,)] = entry.slug
    for lang, markdown_source in source.markdown_sources.items():
        row[(BODY,) if lang == default else (BODY, lang)] = markdown_source.markdown.strip("\n")
        for key, text in (("title", markdown_source.title), ("summary", markdown_source.summary)):
            if text:
                row[(key, lang)] = text
    return row


def _flatten(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flatten(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _flatten(value, (*path, index))
    elif data is not None:
        yield path, str(data)


def _name(id_: str, names: Mapping[str, str], find: Callable[[str], str | None]) -> str:
    """Return the name by which an import finds this unit or track, or its id if the name is ambiguous."""
    return names[id_] if find(names[id_]) == id_ else id_


def _remove_long(entry: SourceDocument[EntryRecord], row: dict[KeyPath, str], mapping: FieldMapping) -> list[Problem]:
    """Remove texts that do not fit into a cell, and return a problem for each."""
    file = f"{entry.folder}/index.md"
    removed = {path: row.pop(path) for path in list(row) if len(row[path]) > MAX_CELL_LENGTH}
    return [
        problem(file, 1, "export_too_long", key=mapping.label_for(path), length=len(text), limit=MAX_CELL_LENGTH)
        for path, text in removed.items()
    ]


def _write_table(path: Path, rows: Sequence[Mapping[KeyPath, str]], mapping: FieldMapping) -> None:
    columns = sorted({column for row in rows for column in row}, key=lambda column: _column_order(mapping, column))
    # a quote before what a spreadsheet program would run; the import removes it, see sheets/cell_values.py
    cells = [[FORMULA_START.sub(r"'\g<0>", row.get(column, "")) for column in columns] for row in rows]
    widths = [WIDE if column[0] in {"title", "summary", BODY} else NARROW for column in columns]
    write_workbook(path, [mapping.label_for(column) for column in columns], cells, widths)


def _column_order(mapping: FieldMapping, path: KeyPath) -> tuple[Any, ...]:
    """Return the sort key of a column: as in the mapping file, translations after the default language."""
    keys = [re.findall(r"[a-z_]+", column.key.replace("[n]", "")) for column in mapping.columns]
    names = [part for part in path if isinstance(part, str)]
    group = next((index for index, key in enumerate(keys) if key[0] == names[0]), len(keys))
    number = next((part for part in path if isinstance(part, int)), 0)
    column = next((index for index, key in enumerate(keys) if names[: len(key)] == key), len(keys))
    return (group, number, column, [key_rank(name) for name in names], names)


def _copy_files(raw: RawContent, entry: SourceDocument[EntryRecord], row: Mapping[KeyPath, str], folder: Path) -> None:
    names = {value for path, value in row.items() if path[-1] in FILE_KEYS}
    for markdown_source in reread_source_texts(raw, entry.folder).markdown_sources.values():
        body, _ = render_body(markdown_source)
        names |= {figure.file for figure in body.figures} if body else set()
    for name in sorted(names):
        folder.mkdir(exist_ok=True)
        textfile.copy(raw.content / entry.folder / name, folder / name)
