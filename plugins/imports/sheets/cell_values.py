"""The value of a cell: its text as plain text or Markdown, its pictures, and what of it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from plugins.imports.drafts.markdown_escape import clean_text, normalize_line_ends, to_paragraphs
from plugins.imports.forms.mapping import BODY, SECTIONS, FieldMapping, KeyPath
from plugins.imports.forms.submission import EmbeddedImage, FieldValue, SourceLocation, Submission
from plugins.imports.word.inline import Piece
from plugins.imports.word.lines import markdown_lines, plain_text, struck_text
from plugins.tables.cells import TableCell

MAX_CELL_LENGTH = 40_000
# a workbook keeps no more digits of a number
EXACT_DIGITS = 15
FORMULA_START = ("=", "@")
# an export writes a quote before a text that a spreadsheet would run as a formula
QUOTED_FORMULA = re.compile(r"'+[=@]")
# characters of a formula that a message quotes
MAX_SHOWN = 60


def read_value(
    submission: Submission,
    mapping: FieldMapping,
    path: KeyPath,
    cell: TableCell,
    location: SourceLocation,
    pictures: Sequence[EmbeddedImage] = (),
) -> FieldValue:
    """Return the value of a field; what cannot be read is added to the problems of the submission."""
    text, blocks = _read_text(submission, path, cell, location)
    if cell.is_error:
        submission.add_loss(location, "intake_cell_error", text=text)
        text = ""
    elif text.startswith(FORMULA_START):
        submission.add_problem(location, "intake_formula", given=text[:MAX_SHOWN])
        submission.accounted.append(text)
        text = ""
    elif len(text) > MAX_CELL_LENGTH:
        label = mapping.label_for(path)
        submission.add_problem(location, "text_too_long", key=label, length=len(text), limit=MAX_CELL_LENGTH)
        submission.accounted.append(text)
        text = ""
    elif cell.number and Decimal(cell.number).adjusted() >= EXACT_DIGITS:
        submission.add_problem(location, "warn_intake_long_number", text=text)
    text = text[1:] if QUOTED_FORMULA.match(text) else text
    if mapping.is_blank(text):
        submission.accounted.append(text)
        text = ""
    if pictures and path[0] == SECTIONS:
        blocks = blocks or tuple(to_paragraphs(text))
    elif pictures and text:
        # the picture itself takes the place of its name
        submission.add_loss(location, "warn_intake_unmapped", text=text)
        text = ""
    return FieldValue(text, location, (*(blocks if text else ()), *pictures))


def _read_text(
    submission: Submission, path: KeyPath, cell: TableCell, location: SourceLocation
) -> tuple[str, tuple[str, ...]]:
    """Return the text of a cell, and its lines of Markdown if parts of it look different."""
    if not cell.runs:
        # leading spaces are significant in Markdown
        text = normalize_line_ends(cell.text).strip("\n") if path[0] == BODY else clean_text(cell.text)
        return text, ()
    pieces = [Piece(run.text, is_struck=run.is_struck, position=run.position) for run in cell.runs]
    if path[0] == SECTIONS:
        return clean_text(cell.text), markdown_lines(pieces)
    if struck := struck_text(pieces):
        submission.add_loss(location, "intake_struck", text=struck)
    return plain_text(pieces), ()
