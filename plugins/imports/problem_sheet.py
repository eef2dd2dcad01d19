"""The problem sheet: an XLSX file of all problems that editors send back to the units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.imports.drafts.draft import Draft
from plugins.imports.forms.mapping import FieldMapping
from plugins.imports.forms.submission import MESSAGES, LocatedProblem, reading_order
from plugins.tables.writers import write_workbook

WIDTHS = (28, 18, 10, 30, 30, 8, 90)
# the keys by which a unit recognizes its entry
IDENTIFYING_KEYS = ("number", "title", "units")


def write_problems(
    path: Path, mapping: FieldMapping, file_problems: Sequence[LocatedProblem], drafts: Iterable[Draft], lang: str
) -> None:
    """Write one row for each problem; ``file_problems`` belong to whole files, not to a draft."""
    header = [
        MESSAGES.text("sheet_file", lang),
        MESSAGES.text("sheet_location", lang),
        *(mapping.label_for((key,)) for key in IDENTIFYING_KEYS),
        MESSAGES.text("sheet_kind", lang),
        MESSAGES.text("sheet_problem", lang),
    ]
    rows = [_row(located, located.location.label(lang), ("", "", ""), lang) for located in file_problems]
    for draft in drafts:
        submission = draft.submission
        identity = [submission.text(key).replace("\n", "、") for key in IDENTIFYING_KEYS]
        for located in sorted(submission.problems, key=reading_order):
            location = submission.describe_location(located.location, mapping, lang)
            rows.append(_row(located, location, identity, lang))
    write_workbook(path, header, rows, WIDTHS)


def _row(located: LocatedProblem, location: str, identity: Sequence[str], lang: str) -> list[str]:
    problem = located.problem
    kind = MESSAGES.text("kind_warning" if problem.is_warning else "kind_error", lang)
    return [located.location.file, location, *identity, kind, problem.message(lang)]
