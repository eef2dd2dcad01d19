"""Read the judges' score sheets: one mark per judge and entry, every criterion in range, none missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.config import Criterion
from plugins.results.inputs import MAX_SHOWN, SCORES_FILE, ScoresFile, ScoreTable, cell_error_code
from plugins.tables.readers import Row, cell_problem, is_formula, parse_number, read_rows

# marks by judge and entry
Marks = dict[str, dict[str, Fraction]]


@dataclass
class _SheetReader:
    """State while one sheet is read; ``marks`` is shared by all sheets."""

    file: ScoresFile
    table: ScoreTable
    names: Mapping[str, str]
    marks: Marks
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, row: int, column: str, code: str, **values: object) -> None:
        self.problems.append(cell_problem(self.table.table_source, row, column, code, **values))


def read_scores(
    content: Path, file: ScoresFile, criteria: Sequence[Criterion], names: Mapping[str, str], finalists: Sequence[str]
) -> Marks:
    """Read each judge's mark of each entry: the mean of the criteria by their weights, or unweighted without weights.

    ``names`` maps whatever a sheet may call an entry to its slug. Raises ``ContentError`` with every problem, among
    them a missing mark without a recusal.
    """
    marks: Marks = {}
    problems: list[Problem] = []
    for table in file.tables:
        reader = _SheetReader(file, table, names, marks)
        try:
            _read_sheet(content, reader, criteria)
        except ContentError as error:
            problems += error.problems
        problems += reader.problems
    problems += _check_recusals(file, marks, finalists) if not problems else []
    if problems:
        raise ContentError(*problems)
    return marks


def _read_sheet(content: Path, reader: _SheetReader, criteria: Sequence[Criterion]) -> None:
    table = reader.table
    missing = [criterion.id for criterion in criteria if criterion.id not in table.criteria]
    unknown = [name for name in table.criteria if name not in {criterion.id for criterion in criteria}]
    if missing or unknown:
        raise ContentError(
            problem(SCORES_FILE, 1, "criteria_differ", name=table.file, missing=missing, unknown=unknown)
        )
    columns = [table.judge, table.entry, *table.criteria.values()]
    for row in read_rows(content, table.table_source, columns, SCORES_FILE, 1):
        _add_row(reader, row, criteria)


def _add_row(reader: _SheetReader, row: Row, criteria: Sequence[Criterion]) -> None:
    table = reader.table
    judge, name = row.cells.get(table.judge, ""), row.cells.get(table.entry, "")
    slug = reader.names.get(name)
    if not judge or is_formula(judge):
        reader.add_problem(row.number, table.judge, cell_error_code(judge, "cell_formula"), given=judge[:MAX_SHOWN])
    if slug is None:
        code = cell_error_code(name, "cell_unknown_entry")
        reader.add_problem(row.number, table.entry, code, given=name[:MAX_SHOWN])
        return
    scores = [(criterion.weight, _read_score(reader, row, table.criteria[criterion.id])) for criterion in criteria]
    if slug in reader.marks.setdefault(judge, {}):
        reader.add_problem(row.number, table.entry, "cell_entry_twice", given=slug)
    reader.marks[judge][slug] = _weighted_mean([(weight, score) for weight, score in scores if score is not None])


def _read_score(reader: _SheetReader, row: Row, column: str) -> Fraction | None:
    cell = row.cells.get(column, "")
    number = parse_number(cell)
    if number is None:
        reader.add_problem(row.number, column, cell_error_code(cell, "cell_not_score"), given=cell[:MAX_SHOWN])
        return None
    score, lowest, highest = Fraction(number), reader.file.lowest, reader.file.highest
    if not lowest <= score <= highest:
        reader.add_problem(row.number, column, "cell_out_of_range", given=number, lowest=lowest, highest=highest)
    return score


def _weighted_mean(scores: Sequence[tuple[int | None, Fraction]]) -> Fraction:
    """Average scores by their weights, 1 where there is none; 0 without any weight."""
    weighted = [(Fraction(1 if weight is None else weight), score) for weight, score in scores]
    total = sum(weight for weight, _ in weighted)
    return sum((weight * score for weight, score in weighted), Fraction()) / total if total else Fraction()


def _check_recusals(file: ScoresFile, marks: Marks, finalists: Sequence[str]) -> list[Problem]:
    recused = {(recusal.judge, recusal.entry) for recusal in file.recusals}
    scored = [
        problem(SCORES_FILE, 1, "recused_but_scored", judge=judge, entry=entry)
        for judge, entry in sorted(recused)
        if entry in marks.get(judge, {})
    ]
    return scored + [
        problem(SCORES_FILE, 1, "score_missing", judge=judge, entry=entry)
        for judge in sorted(marks)
        for entry in finalists
        if entry not in marks[judge] and (judge, entry) not in recused
    ]
