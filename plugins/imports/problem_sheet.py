"""The sheet of problems that goes back to the units: a workbook in which nothing can run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.imports.drafts.draft import Draft
from plugins.imports.forms.mapping import Form
from plugins.imports.forms.submission import Finding
from plugins.tables.writers import write_workbook

HEADS = {
    "zh-Hans": ("文件", "位置", "{number}", "{title}", "{units}", "类别", "问题和办法"),
    "en": ("file", "place", "{number}", "{title}", "{units}", "kind", "problem, and what to do"),
}
KINDS = {"zh-Hans": ("错误", "提醒"), "en": ("error", "warning")}
WIDTHS = (28, 18, 10, 30, 30, 8, 90)


def write_problems(path: Path, form: Form, others: Sequence[Finding], drafts: Iterable[Draft], lang: str) -> None:
    """Write every finding on a row of its own, with whose it is; ``others`` are those of whole files."""
    labels = {key: form.label_of((key,)) for key in ("number", "title", "units")}
    heads = [head.format(**labels) for head in HEADS[lang]]
    rows = [_row(finding, finding.place.written(lang), ("", "", ""), lang) for finding in others]
    for draft in drafts:
        handed_in, said = draft.submission, [draft.submission.text(key).replace("\n", "、") for key in labels]
        for finding in sorted(handed_in.findings, key=by_place):
            rows.append(_row(finding, handed_in.where(finding.place, form, lang), said, lang))
    write_workbook(path, heads, rows, WIDTHS)


def by_place(finding: Finding) -> tuple[int, int]:
    """Findings are told in the order in which a form is read."""
    return (finding.place.line, finding.place.column or 0)


def _row(finding: Finding, where: str, whose: Sequence[str], lang: str) -> list[str]:
    problem = finding.problem
    kind = KINDS[lang][problem.is_warning]
    return [finding.place.file, where, *whose, kind, problem.message(lang)]
