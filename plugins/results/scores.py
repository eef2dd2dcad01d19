"""Judges' scores from their sheets: for each judge and entry one mark, every criterion in range, none missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from plugins.content.problems import Problem, Refused, problem
from plugins.content.schema.config import Criterion
from plugins.results.inputs import ScoresFile, ScoreTable
from plugins.tables.readers import Row, cell_problem, number_in, rows_of, runs

FILE = "results/scores.yaml"
Marks = dict[str, dict[str, Fraction]]


@dataclass
class _Sheet:
    """A sheet while it is read."""

    file: ScoresFile
    table: ScoreTable
    entries: Mapping[str, str]
    marks: Marks
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, row: int, column: str, code: str, **values: object) -> None:
        self.problems.append(cell_problem(self.table.table, row, column, code, **values))


def read_scores(
    content: Path, file: ScoresFile, criteria: Sequence[Criterion], names: Mapping[str, str], finalists: Sequence[str]
) -> Marks:
    """Each judge's mark of each entry: the criteria's mean by their weights, or the plain mean where they have none.

    Raises ``Refused`` with every problem, a missing mark that no recusal explains among them.
    """
    marks: Marks = {}
    problems: list[Problem] = []
    for table in file.tables:
        sheet = _Sheet(file, table, names, marks)
        try:
            _read(content, sheet, criteria)
        except Refused as refused:
            problems += refused.problems
        problems += sheet.problems
    problems += _recusals(file, marks, finalists) if not problems else []
    if problems:
        raise Refused(*problems)
    return marks


def _read(content: Path, sheet: _Sheet, criteria: Sequence[Criterion]) -> None:
    table = sheet.table
    missing = [each.id for each in criteria if each.id not in table.criteria]
    unknown = [each for each in table.criteria if each not in {criterion.id for criterion in criteria}]
    if missing or unknown:
        raise Refused(problem(FILE, 1, "criteria_differ", name=table.file, missing=missing, unknown=unknown))
    columns = [table.judge, table.entry, *table.criteria.values()]
    for row in rows_of(content, table.table, columns, FILE, 1):
        _add(sheet, row, criteria)


def _add(sheet: _Sheet, row: Row, criteria: Sequence[Criterion]) -> None:
    table = sheet.table
    judge, said = row.cells.get(table.judge, ""), row.cells.get(table.entry, "")
    slug = sheet.entries.get(said)
    if not judge or runs(judge):
        sheet.wrong(row.number, table.judge, "cell_formula" if judge else "cell_empty", given=judge[:60])
    if slug is None:
        code = "cell_formula" if runs(said) else "cell_unknown_entry" if said else "cell_empty"
        sheet.wrong(row.number, table.entry, code, given=said[:60])
        return
    given = [(each.weight, _score(sheet, row, table.criteria[each.id])) for each in criteria]
    if slug in sheet.marks.setdefault(judge, {}):
        sheet.wrong(row.number, table.entry, "cell_entry_twice", given=slug)
    sheet.marks[judge][slug] = _mean([(weight, score) for weight, score in given if score is not None])


def _score(sheet: _Sheet, row: Row, column: str) -> Fraction | None:
    cell = row.cells.get(column, "")
    said = number_in(cell)
    if said is None:
        code = "cell_formula" if runs(cell) else "cell_not_score" if cell else "cell_empty"
        sheet.wrong(row.number, column, code, given=cell[:60])
        return None
    score = Fraction(said)
    if not sheet.file.lowest <= score <= sheet.file.highest:
        bounds = {"lowest": sheet.file.lowest, "highest": sheet.file.highest}
        sheet.wrong(row.number, column, "cell_out_of_range", given=said, **bounds)
    return score


def _mean(scores: Sequence[tuple[int | None, Fraction]]) -> Fraction:
    weights = [Fraction(weight if weight is not None else 1) for weight, _ in scores]
    total = sum(weights)
    return (
        sum((w * score for w, (_, score) in zip(weights, scores, strict=True)), Fraction()) / total
        if total
        else Fraction()
    )


def _recusals(file: ScoresFile, marks: Marks, finalists: Sequence[str]) -> list[Problem]:
    recused = {(each.judge, each.entry) for each in file.recusals}
    wrong = [
        problem(FILE, 1, "recused_but_scored", judge=judge, entry=entry)
        for judge, entry in sorted(recused)
        if entry in marks.get(judge, {})
    ]
    return wrong + [
        problem(FILE, 1, "score_missing", judge=judge, entry=entry)
        for judge in sorted(marks)
        for entry in finalists
        if entry not in marks[judge] and (judge, entry) not in recused
    ]
