"""The judges' marks from their sheets: every criterion in range, every absence explained, none counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from plugins.content.checks.references import check_reference
from plugins.content.parsing.yaml_lines import KeyPath, Locator
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.config import Criterion
from plugins.results.inputs import MAX_SHOWN, cell_error_code
from plugins.results.names import EntryNames
from plugins.results.scores.score_file import SCORES_FILE, ScoresFile, ScoreTable
from plugins.results.scores.sheet_rows import TOTAL, ScoreCell, ScoreRow, looks_like_summary, read_score_rows
from plugins.tables.folding import fold
from plugins.tables.readers import cell_problem, is_formula

# what a cell says where a judge does not score, folded
RECUSED = {"回避", "迴避", "避", "弃权", "弃评", "不评", "未评", "缺席", "请假", "/", "-", "n/a", "recused", "absent"}


@dataclass(frozen=True)
class JuryMarks:
    """The marks of one jury, by judge and entry, and what they were made of: the scores by criterion."""

    marks: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    criteria: Mapping[str, Mapping[str, Mapping[str, Fraction]]] = field(default_factory=dict)


@dataclass(frozen=True)
class MarksRequest:
    """What the sheets are read for: the entries to be scored with their tracks, the criteria, and the scored parts.

    ``document`` is scores.yaml with its lines.
    """

    names: EntryNames
    tracks: Mapping[str, str]
    criteria: Sequence[Criterion]
    parts: Sequence[str]
    document: Locator


@dataclass
class _Jury:
    """State while the sheets of one part are read; ``judges`` are by folded name, as first written."""

    judges: dict[str, str] = field(default_factory=dict)
    marks: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    criteria: dict[str, dict[str, dict[str, Fraction]]] = field(default_factory=dict)
    # where a cell says that a judge does not score: by judge and entry
    recused_at: dict[tuple[str, str], Problem] = field(default_factory=dict)

    def judge(self, name: str) -> str:
        """Return the judge's name as it was first written."""
        return self.judges.setdefault(fold(name), name)


@dataclass
class _SheetReader:
    file: ScoresFile
    table: ScoreTable
    request: MarksRequest
    jury: _Jury
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
    juries = {part: _Jury() for part in request.parts}
    for table in file.tables:
        reader = _SheetReader(file, table, request, juries[table.part or request.parts[0]])
        try:
            for row in read_score_rows(content, table):
                _add_row(reader, row)
        except ContentError as error:
            problems += error.problems
        problems += reader.problems
    if not problems:
        problems += _check_juries(file, list(juries.values()), request)
    if problems:
        raise ContentError(*problems)
    return {part: _jury_marks(jury) for part, jury in juries.items()}


def _is_dropped(file: ScoresFile, judge: str) -> bool:
    """Whether the scores of this judge do not count."""
    return any(fold(dropped.judge) == fold(judge) for dropped in file.dropped)


def _check_file(file: ScoresFile, request: MarksRequest) -> list[Problem]:
    known, document = {criterion.id for criterion in request.criteria}, request.document
    problems: list[Problem] = []
    if file.hundred <= file.zero or file.lowest >= file.highest:
        problems.append(document.problem("range_backwards", "scale" if file.scale else "lowest"))
    if file.maxima and set(file.maxima) != known:
        missing, other = sorted(known - set(file.maxima)), sorted(set(file.maxima) - known)
        problems.append(document.problem("criteria_differ", "maxima", name="maxima", missing=missing, unknown=other))
    for index, table in enumerate(file.tables):
        problems += _check_table(table, index, known, request)
    tracks = sorted(set(request.tracks.values()))
    for track in file.panels:
        problems += check_reference(document, "track", track, tracks, "panels", track)
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


def _add_row(reader: _SheetReader, row: ScoreRow) -> None:
    if row.is_summary(reader.table):
        return
    for text, column in ((row.judge, row.judge_column), (row.entry, row.entry_column)):
        if looks_like_summary(text):
            reader.add_problem(row.number, column, "cell_summary", given=text[:MAX_SHOWN])
            return
    if not row.judge or is_formula(row.judge):
        code = cell_error_code(row.judge, "cell_formula")
        reader.add_problem(row.number, row.judge_column, code, given=row.judge[:MAX_SHOWN])
        return
    match = reader.request.names.find(row.entry)
    if match.slug is None:
        reader.add_problem(row.number, row.entry_column, match.code, **dict(match.values))
        return
    judge = reader.jury.judge(row.judge)
    if not _is_dropped(reader.file, judge):
        _add_mark(reader, row, judge, match.slug)


def _add_mark(reader: _SheetReader, row: ScoreRow, judge: str, entry: str) -> None:
    jury = reader.jury
    if entry in jury.marks.setdefault(judge, {}) or (judge, entry) in jury.recused_at:
        reader.add_problem(row.number, row.entry_column, "cell_entry_twice", given=entry)
        return
    absent = [cell for cell in row.cells.values() if fold(cell.text) in RECUSED or not cell.text]
    if len(absent) == len(row.cells) and (absent[0].text or _is_recused(reader.file, judge, entry)):
        column, text = absent[0].column, absent[0].text[:MAX_SHOWN]
        jury.recused_at[judge, entry] = cell_problem(
            reader.table.table_source, row.number, column, "cell_recused_unlisted", given=text, judge=judge
        )
        return
    scores = {criterion: _read_score(reader, row.number, criterion, cell) for criterion, cell in row.cells.items()}
    valid = {criterion: score for criterion, score in scores.items() if score is not None}
    if len(valid) == len(scores):
        jury.marks[judge][entry] = _combine(reader.file, reader.request.criteria, valid)
        jury.criteria.setdefault(judge, {})[entry] = valid


def _read_score(reader: _SheetReader, row: int, criterion: str, cell: ScoreCell) -> Fraction | None:
    if cell.number is None:
        code = cell_error_code(cell.text, "cell_not_score")
        reader.add_problem(row, cell.column, code, given=cell.text[:MAX_SHOWN])
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
    return file.hundred * _weighted_mean(parts)


def _weighted_mean(scores: Sequence[tuple[int | None, Fraction]]) -> Fraction:
    """Average scores by their weights, 1 where there is none; 0 without any weight."""
    weighted = [(Fraction(1 if weight is None else weight), score) for weight, score in scores]
    total = sum(weight for weight, _ in weighted)
    return sum((weight * score for weight, score in weighted), Fraction()) / total if total else Fraction()


def _is_recused(file: ScoresFile, judge: str, entry: str) -> bool:
    return any((fold(recusal.judge), recusal.entry) == (fold(judge), entry) for recusal in file.recusals)


def _check_juries(file: ScoresFile, juries: Sequence[_Jury], request: MarksRequest) -> list[Problem]:
    judges = {folded: name for jury in juries for folded, name in jury.judges.items()}
    problems: list[Problem] = []
    for path, name in _judges_named(file):
        if fold(name) not in judges:
            problems += check_reference(request.document, "judge", name, list(judges.values()), *path)
    for index, recusal in enumerate(file.recusals):
        path = ("recusals", index, "entry")
        problems += check_reference(request.document, "finalist", recusal.entry, request.tracks, *path)
    for jury in juries:
        problems += _check_jury(file, jury, request)
    return problems


def _judges_named(file: ScoresFile) -> Iterator[tuple[KeyPath, str]]:
    """The judges that scores.yaml names outside of the sheets, and where."""
    for index, recusal in enumerate(file.recusals):
        yield ("recusals", index, "judge"), recusal.judge
    for index, dropped in enumerate(file.dropped):
        yield ("dropped", index, "judge"), dropped.judge
    for track, panel in file.panels.items():
        for index, judge in enumerate(panel):
            yield ("panels", track, index), judge


def _check_jury(file: ScoresFile, jury: _Jury, request: MarksRequest) -> list[Problem]:
    """Check that each judge scored exactly the entries that are the judge's to score."""
    panels = {track: {fold(judge) for judge in judges} for track, judges in file.panels.items()}
    problems = []
    for folded, judge in sorted(jury.judges.items()):
        for entry, track in request.tracks.items() if not _is_dropped(file, judge) else ():
            recused, mark = _is_recused(file, judge, entry), jury.marks.get(judge, {}).get(entry)
            is_due = track not in panels or folded in panels[track]
            if mark is not None and recused:
                problems.append(request.document.problem("recused_but_scored", "recusals", judge=judge, entry=entry))
            elif mark is not None and not is_due:
                problems.append(_outside_panel(request, judge, entry, track))
            elif mark is None and is_due and not recused:
                missing = problem(SCORES_FILE, 1, "score_missing", judge=judge, entry=entry)
                problems.append(jury.recused_at.get((judge, entry), missing))
    return problems


def _outside_panel(request: MarksRequest, judge: str, entry: str, track: str) -> Problem:
    return request.document.problem("scored_outside_panel", "panels", track, judge=judge, entry=entry, track=track)


def _jury_marks(jury: _Jury) -> JuryMarks:
    """Return the marks without judges who gave none."""
    marks = {judge: marks for judge, marks in jury.marks.items() if marks}
    return JuryMarks(marks, {judge: jury.criteria[judge] for judge in marks})
