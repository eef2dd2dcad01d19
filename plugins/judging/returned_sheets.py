"""The sheets that came back: who has scored what, what is missing, and ``scores.yaml`` for the tally."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from plugins.content.problems import ContentError, Problem, problem
from plugins.judging.messages import say
from plugins.judging.panel_file import Panel, PanelJudge
from plugins.judging.score_sheets import FIRST_SCORE_COLUMN, HEADER_ROW, JUDGE_ROW, sheet_columns
from plugins.results.inputs import MAX_QUOTED
from plugins.system.file_names import list_folder
from plugins.tables.cells import TableCell, TableRow
from plugins.tables.folding import fold
from plugins.tables.readers import TableSource, cell_problem, parse_number, read_cells

HEADER = "# 由 judging --collect 生成。Written by judging --collect.\n"
NO_CELL = TableCell("")


@dataclass
class ReturnedSheet:
    """What a judge's sheet has: the entries that are scored, those recused with the reason, and those incomplete."""

    judge: PanelJudge
    file: str = ""
    scored: list[str] = field(default_factory=list)
    recused: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """The numbers of the entries that are neither scored nor recused."""
        done = {*self.scored, *self.recused}
        return [entry.number for entry in self.judge.entries if entry.slug not in done]


def collect_sheets(panel: Panel, folder: Path) -> tuple[list[ReturnedSheet], list[Problem]]:
    """Read the sheets in a folder as they are: one of each judge, and every problem by file and row."""
    sheets = {fold(judge.name): ReturnedSheet(judge) for judge in panel.judges}
    problems: list[Problem] = []
    for path in list_folder(folder):
        if path.suffix.lower() == ".xlsx":
            problems += _read_sheet(panel, folder, path.name, sheets)
    return list(sheets.values()), problems


def _read_sheet(panel: Panel, folder: Path, file: str, sheets: Mapping[str, ReturnedSheet]) -> list[Problem]:
    source = TableSource(file, None, say("sheet", panel.lang), HEADER_ROW)
    try:
        rows = list(read_cells(folder, source, file, 1))
    except ContentError as error:
        return list(error.problems)
    by_number = {row.number: row for row in rows}
    name = _cell(by_number.get(JUDGE_ROW), 2).text.strip()
    sheet = sheets.get(fold(name))
    header = [_cell(by_number.get(HEADER_ROW), column).text for column in range(1, len(sheet_columns(panel)) + 1)]
    if sheet is None or list(map(fold, header)) != list(map(fold, sheet_columns(panel))):
        return [problem(file, 1, "judging_other_sheet", name=name[:MAX_QUOTED] or "—")]
    if sheet.file:
        return [problem(file, 1, "judging_two_sheets", judge=name, other=sheet.file)]
    sheet.file = file
    problems = [] if file == sheet.judge.file else [problem(file, 1, "judging_renamed", name=sheet.judge.file)]
    return problems + [item for row in rows if row.number > HEADER_ROW for item in _read_row(panel, source, row, sheet)]


def _cell(row: TableRow | None, column: int) -> TableCell:
    return row.cells.get(column, NO_CELL) if row else NO_CELL


def _read_row(panel: Panel, source: TableSource, row: TableRow, sheet: ReturnedSheet) -> Iterator[Problem]:
    columns = sheet_columns(panel)
    number = _cell(row, 1).text.strip()
    if not any(cell.text.strip() for cell in row.cells.values()):
        return
    entry = next((entry for entry in sheet.judge.entries if fold(entry.number) == fold(number)), None)
    if entry is None:
        yield cell_problem(source, row.number, columns[0], "cell_unknown_scored", given=number[:MAX_QUOTED])
        return
    if entry.slug in sheet.scored or entry.slug in sheet.recused:
        yield cell_problem(source, row.number, columns[0], "cell_entry_twice", given=entry.slug)
        return
    *scores, recusal, reason = (_cell(row, FIRST_SCORE_COLUMN + index) for index in range(len(panel.criteria) + 2))
    filled = [cell for cell in scores if cell.text.strip()]
    if recusal.text.strip():
        sheet.recused[entry.slug] = reason.text.strip() or say("reason_on_sheet", panel.lang)
        if filled:
            yield cell_problem(source, row.number, columns[-2], "judging_recused_scored", entry=entry.number)
        return
    problems = list(_check_scores(panel, source, row.number, scores))
    yield from problems
    if len(filled) == len(scores) and not problems:
        sheet.scored.append(entry.slug)


def _check_scores(panel: Panel, source: TableSource, row: int, cells: Sequence[TableCell]) -> Iterator[Problem]:
    columns = sheet_columns(panel)[FIRST_SCORE_COLUMN - 1 :]
    for criterion, cell, column in zip(panel.criteria, cells, columns, strict=False):
        number, text = cell.number or parse_number(fold(cell.text)), cell.text.strip()
        lowest, highest = panel.score_range(criterion.id)
        if text and number is None:
            yield cell_problem(source, row, column, "cell_not_score", given=text[:MAX_QUOTED])
        elif number is not None and not lowest <= Fraction(number) <= highest:
            values = {"given": number, "lowest": lowest, "highest": highest}
            yield cell_problem(source, row, column, "cell_out_of_range", **values)


def serialize_scores_file(panel: Panel, sheets: Sequence[ReturnedSheet]) -> bytes:
    """Serialize ``scores.yaml`` for these sheets, with every recusal that they declare."""
    columns, file = sheet_columns(panel), panel.file
    criteria = dict(zip((item.id for item in panel.criteria), columns[FIRST_SCORE_COLUMN - 1 :], strict=False))
    table = {"entry": columns[0], "sheet": say("sheet", panel.lang), "header": HEADER_ROW}
    data: dict[str, Any] = {"lowest": file.lowest, "highest": file.highest}
    if file.maxima:
        data["maxima"] = dict(file.maxima)
    if file.panels:
        data["panels"] = {track: list(judges) for track, judges in file.panels.items()}
    data["tables"] = [
        # a copy of the criteria, or YAML would write references
        {"file": sheet.file, "judge_name": sheet.judge.name, **table, "criteria": dict(criteria)}
        for sheet in sheets
    ]
    recusals = [
        {"judge": sheet.judge.name, "entry": entry, "reason": _reason(panel, sheet, entry, reason)}
        for sheet in sheets
        for entry, reason in sheet.recused.items()
    ]
    if recusals:
        data["recusals"] = recusals
    return (HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()


def _reason(panel: Panel, sheet: ReturnedSheet, entry: str, reason: str) -> str:
    """Return why a judge is recused: as it was known before, or as the sheet says."""
    declared = [
        recusal.reason.in_language(panel.lang).value
        for recusal in panel.file.recusals
        if (fold(recusal.judge), recusal.entry) == (fold(sheet.judge.name), entry)
    ]
    return next(iter(declared), reason)
