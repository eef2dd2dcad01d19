"""Submissions from a table: one row each, under whatever header the mapping file knows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, problem
from plugins.imports.drafts.markdown_escape import cleaned, unbroken
from plugins.imports.forms.mapping import BODY, Form, KeyPath
from plugins.imports.forms.submission import Finding, Place, Said, Submission
from plugins.tables.readers import Source, cells_of

# titles and notes of an office stand above the header
HEADER_WITHIN = 20
# so many known labels make a row the header
FEWEST_LABELS = 3
MOST_ROWS = 20_000
LONGEST_CELL = 40_000
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
RUNS = ("=", "@")
# an export writes a quote before a text that must not run
QUOTED = re.compile(r"'+[=@]")


def read_table(path: Path, form: Form, languages: Sequence[str]) -> tuple[list[Submission], list[Finding]]:
    """Every row of a table as a submission, and what was found at its header. Raises ``Refused``."""
    source = Source(path.name, _encoding(path), None, 1)
    rows = list(_limited(cells_of(path.parent, source, path.name, 1), path.name))
    header, labels = _header(rows, path.name, form, languages)
    paths = {at: found for at, label in labels.items() if (found := form.place_of(label, languages))}
    findings = list(_at_header(path, header, labels, paths, form))
    if any(not finding.problem.is_warning for finding in findings):
        # which of two columns is meant nobody knows
        return [], findings
    below = [(number, cells) for number, cells in rows if number > header and any(map(str.strip, cells))]
    return [_submission(path.name, number, cells, paths, form) for number, cells in below], findings


def _encoding(path: Path) -> str:
    """CSV from offices is UTF-8 with or without a mark, UTF-16 with one, or GBK."""
    data = regular_file(path.parent, path.name, path.name, 1).read_bytes()[:2_000_000]
    if data.startswith(UTF_16_MARKS):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # a character may be cut in two where we stopped to look
        return "utf-8-sig" if error.start > len(data) - 4 else "gb18030"
    return "utf-8-sig"


def _limited(rows: Iterator[tuple[int, list[str]]], file: str) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows:
        if number > MOST_ROWS:
            raise ContentError(problem(file, number, "table_too_large", name=file))
        yield number, cells


def _header(
    rows: list[tuple[int, list[str]]], file: str, form: Form, languages: Sequence[str]
) -> tuple[int, dict[int, str]]:
    for number, cells in rows[:HEADER_WITHIN]:
        labels = {at: " ".join(cell.split()) for at, cell in enumerate(cells, start=1) if cell.strip()}
        if sum(form.place_of(label, languages) is not None for label in labels.values()) >= FEWEST_LABELS:
            return number, labels
    known = [column.names[0] for column in form.columns[:8]]
    raise ContentError(problem(file, 1, "intake_no_header", there=known))


def _at_header(
    path: Path, header: int, labels: dict[int, str], paths: dict[int, KeyPath], form: Form
) -> Iterator[Finding]:
    file = path.name
    for at, label in labels.items():
        if at not in paths and not form.ignores(label):
            yield Finding(Place(file, header, at), problem(file, header, "warn_intake_unmapped", text=label[:60]))
        if at in paths and paths[at] in [found for other, found in paths.items() if other < at]:
            yield Finding(Place(file, header, at), problem(file, header, "column_twice", name=label[:60]))
    if path.suffix.lower() == ".xlsx" and _has_pictures(path):
        yield Finding(Place(file, 1, 1), problem(file, 1, "warn_intake_pictures_in_table"))


def _has_pictures(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        return any(name.startswith("xl/media/") for name in packed.namelist())


def _submission(file: str, number: int, cells: list[str], paths: dict[int, KeyPath], form: Form) -> Submission:
    submission = Submission(Place(file, number, min(paths)))
    for at, path in paths.items():
        cell, place = cells[at - 1] if at <= len(cells) else "", Place(file, number, at)
        # in Markdown the blanks before a line have a meaning
        text = unbroken(cell).strip("\n") if path[0] == BODY else cleaned(cell)
        if text.startswith(RUNS):
            submission.tell(place, "intake_formula", given=text[:60])
            text = ""
        elif len(text) > LONGEST_CELL:
            submission.tell(place, "text_too_long", key=form.label_of(path), length=len(text), limit=LONGEST_CELL)
            text = ""
        text = text[1:] if QUOTED.match(text) else text
        submission.said[path] = Said("" if form.says_nothing(text) else text, place)
    return submission
