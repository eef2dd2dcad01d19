"""Submissions from an XLSX or CSV table: one a row, under a header that the mapping file knows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.content.problems import ContentError, problem
from plugins.imports.drafts.markdown_escape import clean_text, normalize_line_ends
from plugins.imports.forms.mapping import BODY, FieldMapping, KeyPath
from plugins.imports.forms.submission import FieldValue, LocatedProblem, SourceLocation, Submission
from plugins.tables.cells import TableRow
from plugins.tables.readers import TableSource, read_cells

# the header may stand below titles and notes
MAX_HEADER_ROW = 20
# a row with this many known labels is the header
MIN_LABELS = 3
MAX_ROWS = 20_000
MAX_CELL_LENGTH = 40_000
FORMULA_START = ("=", "@")
# an export writes a quote before a text that a spreadsheet would run as a formula
QUOTED_FORMULA = re.compile(r"'+[=@]")


def read_table(
    path: Path, mapping: FieldMapping, languages: Sequence[str]
) -> tuple[list[Submission], list[LocatedProblem]]:
    """Read every row of a table as a submission. Returns them and the problems of the header.

    Raises ``ContentError`` if the file cannot be read or has no header.
    """
    source = TableSource(path.name, None, None, 1)
    rows = [
        (
            row.number,
            [
                row.cells[column].text if column in row.cells else ""
                for column in range(1, max(row.cells, default=0) + 1)
            ],
        )
        for row in _limit_rows(read_cells(path.parent, source, path.name, 1), path.name)
    ]
    header, labels = _find_header(rows, path.name, mapping, languages)
    paths = {column: key for column, label in labels.items() if (key := mapping.find_path(label, languages))}
    problems = list(_header_problems(path, header, labels, paths, mapping))
    if any(not located.problem.is_warning for located in problems):
        # ambiguous: two columns for the same key
        return [], problems
    submissions = [
        _read_row(path.name, number, cells, paths, mapping)
        for number, cells in rows
        if number > header and any(map(str.strip, cells))
    ]
    return submissions, problems


def _limit_rows(rows: Iterator[TableRow], file: str) -> Iterator[TableRow]:
    for row in rows:
        if row.number > MAX_ROWS:
            raise ContentError(problem(file, row.number, "table_too_large", name=file))
        yield row


def _find_header(
    rows: list[tuple[int, list[str]]], file: str, mapping: FieldMapping, languages: Sequence[str]
) -> tuple[int, dict[int, str]]:
    """Return the number of the header row and its labels by column, counted from one."""
    for number, cells in rows[:MAX_HEADER_ROW]:
        labels = {column: " ".join(cell.split()) for column, cell in enumerate(cells, start=1) if cell.strip()}
        if sum(mapping.find_path(label, languages) is not None for label in labels.values()) >= MIN_LABELS:
            return number, labels
    expected = [column.names[0] for column in mapping.columns[:8]]
    raise ContentError(problem(file, 1, "intake_no_header", there=expected))


def _header_problems(
    path: Path, header: int, labels: dict[int, str], paths: dict[int, KeyPath], mapping: FieldMapping
) -> Iterator[LocatedProblem]:
    file = path.name
    known: set[KeyPath] = set()
    for column, label in labels.items():
        location = SourceLocation(file, header, column)
        if column not in paths:
            if not mapping.ignores(label):
                yield LocatedProblem(location, problem(file, header, "warn_intake_unmapped", text=label[:60]))
            continue
        if paths[column] in known:
            yield LocatedProblem(location, problem(file, header, "column_twice", name=label[:60]))
        known.add(paths[column])
    if path.suffix.lower() == ".xlsx" and _has_pictures(path):
        yield LocatedProblem(SourceLocation(file, 1, 1), problem(file, 1, "warn_intake_pictures_in_table"))


def _has_pictures(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        return any(name.startswith("xl/media/") for name in package.namelist())


def _read_row(file: str, number: int, cells: list[str], paths: dict[int, KeyPath], mapping: FieldMapping) -> Submission:
    submission = Submission(SourceLocation(file, number, min(paths)))
    for column, path in paths.items():
        cell = cells[column - 1] if column <= len(cells) else ""
        location = SourceLocation(file, number, column)
        # leading spaces are significant in Markdown
        text = normalize_line_ends(cell).strip("\n") if path[0] == BODY else clean_text(cell)
        if text.startswith(FORMULA_START):
            submission.add_problem(location, "intake_formula", given=text[:60])
            text = ""
        elif len(text) > MAX_CELL_LENGTH:
            submission.add_problem(
                location, "text_too_long", key=mapping.label_for(path), length=len(text), limit=MAX_CELL_LENGTH
            )
            text = ""
        text = text[1:] if QUOTED_FORMULA.match(text) else text
        submission.values[path] = FieldValue("" if mapping.is_blank(text) else text, location)
    return submission
