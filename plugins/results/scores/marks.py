"""The judges' marks from their sheets: every criterion in range, every absence explained, none counted twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from plugins.content.checks.references import check_reference
from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.config import Criterion
from plugins.results.inputs import MAX_QUOTED, cell_error_code, check_unread_sheets
from plugins.results.names import EntryNames, NameMatch
from plugins.results.scores.jury_checks import Jury, check_juries, is_dropped, is_due, is_recused, list_named_judges
from plugins.results.scores.score_file import ScoresFile, ScoreTable
from plugins.results.scores.sheet_layout import KnownNames, looks_like_summary
from plugins.results.scores.sheet_rows import TOTAL, ScoreCell, ScoreRow, read_score_sheet
from plugins.tables.folding import DITTO, fold
from plugins.tables.readers import cell_problem, is_formula

# what a cell says where a judge does not score, folded
RECUSED = re.compile(
    r".*(?:回避|迴避)|避\Z|弃权|弃评|不评|不参评|未评|未打分|未到|缺席|缺评|请假|[-/×]\Z|n/?a\Z|recus|absent|abstain|conflict"
)
# judges round totals to two decimals
TOTAL_TOLERANCE = Fraction(1, 100)
# a sheet of scores has no aliases, totals or abstentions
SCORED_CODES = {"cell_unknown_entry": "cell_unknown_scored", "cell_unknown_entry_near": "cell_unknown_scored_near"}


@dataclass(frozen=True)
class JuryMarks:
    """The marks of one jury, by judge and entry, and what they were made of: the scores by criterion.

    ``notes`` say what was read otherwise than scores.yaml has it.
    """

    marks: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    criteria: Mapping[str, Mapping[str, Mapping[str, Fraction]]] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class MarksRequest:
    """What the sheets are read for: the entries to be scored with their tracks, the criteria, and the scored parts.

    ``document`` is scores.yaml with its lines; who ``departed`` need not be scored. Recusals and panels can name
    ``finalists`` and ``all_tracks``.
    """

    names: EntryNames
    tracks: Mapping[str, str]
    criteria: Sequence[Criterion]
    parts: Sequence[str]
    document: Locator
    finalists: Collection[str]
    all_tracks: Collection[str]
    departed: Collection[str] = ()


@dataclass
class _SheetReader:
    file: ScoresFile
    table: ScoreTable
    request: MarksRequest
    jury: Jury
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, row: int, column: str, code: str, **values: object) -> None:
        self.problems.append(cell_problem(self.table.table_source, row, column, code, **values))


def read_scores(content: Path, file: ScoresFile, request: MarksRequest) -> dict[str, JuryMarks]:
    """Read the marks of each scored part of the rule.

    A mark is the mean of the criteria by their weights, or their sum where the file has the most of each. Raises
    ``ContentError`` with every problem, among them a missing mark without a recusal.
    """
    problems = _check_file(file, request)
    if problems:
        raise ContentError(*problems)
    aliases = {fold(alias): judge for alias, judge in file.judge_aliases.items()}
    juries = {part: Jury(aliases=aliases) for part in request.parts}
    for table in file.tables:
        reader = _SheetReader(file, table, request, juries[table.part or request.parts[0]])
        try:
            _read_sheet(content, reader)
        except ContentError as error:
            problems += error.problems
        problems += reader.problems
    if not problems:
        tables = [(table.table_source, table.columns) for table in file.tables]
        problems += check_unread_sheets(content, request.document, tables)
    if not problems:
        problems += check_juries(
            file, list(juries.values()), request.document, request.tracks, request.departed, request.finalists
        )
    if problems:
        raise ContentError(*problems)
    return {part: _jury_marks(jury) for part, jury in juries.items()}


def _read_sheet(content: Path, reader: _SheetReader) -> None:
    file, table = reader.file, reader.table
    named = frozenset(fold(judge) for _, judge in list_named_judges(file))
    known = KnownNames(reader.request.names, named)
    layout, rows, notes = read_score_sheet(content, table, known, max(file.highest, file.hundred))
    reader.jury.notes += notes
    if layout.is_wide and not table.is_wide:
        values = {"key": "judges" if layout.judges else "entries", "columns": layout.score_columns}
        reader.jury.notes.append(problem(table.table_source.file, table.header, "warn_sheet_wide", **values))
    for row in rows:
        _add_row(reader, row)


def _check_file(file: ScoresFile, request: MarksRequest) -> list[Problem]:
    known, document = {criterion.id for criterion in request.criteria}, request.document
    problems: list[Problem] = []
    if file.hundred <= file.zero or file.lowest >= file.highest:
        problems.append(document.problem("range_backwards", "scale" if file.scale else "lowest"))
    if file.maxima and set(file.maxima) != known:
        missing, other = sorted(known - set(file.maxima)), sorted(set(file.maxima) - known)
        problems.append(document.problem("criteria_differ", "maxima", name="maxima", missing=missing, unknown=other))
    named = {fold(judge) for _, judge in list_named_judges(file)}
    for index, table in enumerate(file.tables):
        problems += _check_table(table, index, known, request)
        problems += _check_summaries(table, index, named, request)
    for track in file.panels:
        problems += check_reference(document, "track", track, request.all_tracks, "panels", track)
    return problems


def _check_table(table: ScoreTable, index: int, known: set[str], request: MarksRequest) -> Iterator[Problem]:
    document, path = request.document, ("tables", index)
    ways = [bool(table.judge), bool(table.judges), bool(table.judge_name)]
    if sum(ways) != 1 or bool(table.entry) is bool(table.entries) or (table.judges and table.entries):
        yield document.problem("sheet_layout", *path, name=table.file)
    elif sum([table.is_wide, bool(table.criteria), bool(table.total)]) != 1:
        yield document.problem("sheet_scores", *path, name=table.file)
    missing, other = sorted(known - set(table.criteria)), sorted(set(table.criteria) - known)
    if table.criteria and (missing or other):
        values = {"name": table.file, "missing": missing, "unknown": other}
        yield document.problem("criteria_differ", *path, "criteria", **values)
    yield from check_reference(document, "part", table.part or request.parts[0], request.parts, *path, "part")


def _check_summaries(table: ScoreTable, index: int, named: Collection[str], request: MarksRequest) -> Iterator[Problem]:
    """A judge or an entry among the summaries would not count at all."""
    judges = {*map(fold, (*table.judges, table.judge_name or "")), *named}
    for number, summary in enumerate(table.summaries):
        if fold(summary) in judges or request.names.find(summary).slug:
            yield request.document.problem("summary_is_name", "tables", index, "summaries", number, given=summary)


def _add_row(reader: _SheetReader, row: ScoreRow) -> None:
    if row.is_summary(reader.table):
        return
    match = reader.request.names.find(row.entry)
    for text, column in ((row.judge, row.judge_column), ("" if match.slug else row.entry, row.entry_column)):
        if looks_like_summary(text):
            reader.add_problem(row.number, column, "cell_summary", given=text[:MAX_QUOTED])
            return
    if mistake := _find_name_mistake(row, match):
        column, code, values = mistake
        reader.add_problem(row.number, column, code, **values)
        return
    judge = reader.jury.judge(row.judge)
    if match.slug and not is_dropped(reader.file, judge):
        _add_mark(reader, row, judge, match.slug)


def _find_name_mistake(row: ScoreRow, match: NameMatch) -> tuple[str, str, Mapping[str, str]] | None:
    """Return the column, code and values of a problem of the names in a row, or None if both are known."""
    judge = {"given": row.judge[:MAX_QUOTED]}
    if not (row.judge and row.entry) and not any(cell.text for cell in row.cells.values()):
        is_judge = bool(row.judge)
        column = row.judge_column if is_judge else row.entry_column
        return column, "cell_no_score", judge if is_judge else {"given": row.entry[:MAX_QUOTED]}
    if fold(row.judge) in DITTO:
        return row.judge_column, "cell_ditto", judge
    if not row.judge or is_formula(row.judge):
        return row.judge_column, cell_error_code(row.judge, "cell_formula"), judge
    if match.slug is None:
        code = "cell_ditto" if fold(row.entry) in DITTO else SCORED_CODES.get(match.code, match.code)
        return row.entry_column, code, match.values
    return None


def _add_mark(reader: _SheetReader, row: ScoreRow, judge: str, entry: str) -> None:
    jury = reader.jury
    if entry in jury.marks.setdefault(judge, {}) or (judge, entry) in jury.recused_at:
        reader.add_problem(row.number, row.entry_column, "cell_entry_twice", given=entry)
        return
    is_blank = not any(cell.text for cell in row.cells.values())
    if is_blank and not (entry in reader.request.tracks and is_due(reader.file, judge, reader.request.tracks[entry])):
        return
    absent = [cell for cell in row.cells.values() if RECUSED.match(fold(cell.text)) or not cell.text]
    if len(absent) == len(row.cells) and (not is_blank or is_recused(reader.file, judge, entry)):
        column, text = next(
            ((cell.column, cell.text[:MAX_QUOTED]) for cell in absent if cell.text), (absent[0].column, "")
        )
        jury.recused_at[judge, entry] = cell_problem(
            reader.table.table_source, row.number, column, "cell_recused_unlisted", given=text, judge=judge
        )
        return
    scores = {criterion: _read_score(reader, row.number, criterion, cell) for criterion, cell in row.cells.items()}
    valid = {criterion: score for criterion, score in scores.items() if score is not None}
    if len(valid) == len(scores):
        jury.places[judge, entry] = f"{reader.table.file}:{row.number}"
        jury.marks[judge][entry] = _combine(reader.file, reader.request.criteria, valid)
        jury.criteria.setdefault(judge, {})[entry] = valid
        _compare_total(reader, row, sum(valid.values(), Fraction()), jury.marks[judge][entry])


def _compare_total(reader: _SheetReader, row: ScoreRow, total: Fraction, mark: Fraction) -> None:
    """Note a total in the sheet that is neither the sum of its criteria nor their mark by weights."""
    if row.total and row.total.number:
        stated = Fraction(row.total.number)
        if all(abs(stated - score) > TOTAL_TOLERANCE for score in (total, mark)):
            values = {"given": row.total.number, "found": f"{float(total):g}"}
            source, column = reader.table.table_source, row.total.column
            reader.jury.notes.append(cell_problem(source, row.number, column, "warn_total_differs", **values))


def _read_score(reader: _SheetReader, row: int, criterion: str, cell: ScoreCell) -> Fraction | None:
    if cell.number is None:
        is_recusal = RECUSED.match(fold(cell.text)) is not None
        code = "cell_recused_partly" if is_recusal else cell_error_code(cell.text, "cell_not_score")
        reader.add_problem(row, cell.column, code, given=cell.text[:MAX_QUOTED])
        return None
    file = reader.file
    lowest, highest = (0, file.maxima[criterion]) if criterion in file.maxima else (file.lowest, file.highest)
    score = Fraction(cell.number)
    if not lowest <= score <= highest:
        reader.add_problem(row, cell.column, "cell_out_of_range", given=cell.number, lowest=lowest, highest=highest)
        return None
    return score


def _combine(file: ScoresFile, criteria: Sequence[Criterion], scores: Mapping[str, Fraction]) -> Fraction:
    """Combine the scores of a row by the weights of the criteria to a mark."""
    if TOTAL in scores:
        return scores[TOTAL]
    weights = {criterion.id: criterion.weight for criterion in criteria}
    if not file.maxima:
        return _weighted_mean([(weights[criterion], score) for criterion, score in scores.items()])
    if all(weight is None for weight in weights.values()):
        return sum(scores.values(), Fraction())
    parts = [(weights[criterion], score / file.maxima[criterion]) for criterion, score in scores.items()]
    return sum(file.maxima.values()) * _weighted_mean(parts)


def _weighted_mean(scores: Sequence[tuple[int | None, Fraction]]) -> Fraction:
    """Average scores by their weights, 1 where there is none; 0 without any weight."""
    weighted = [(Fraction(1 if weight is None else weight), score) for weight, score in scores]
    total = sum(weight for weight, _ in weighted)
    return sum((weight * score for weight, score in weighted), Fraction()) / total if total else Fraction()


def _jury_marks(jury: Jury) -> JuryMarks:
    """Return the marks without judges who gave none."""
    marks = {judge: marks for judge, marks in jury.marks.items() if marks}
    return JuryMarks(marks, {judge: jury.criteria[judge] for judge in marks}, tuple(jury.notes))
