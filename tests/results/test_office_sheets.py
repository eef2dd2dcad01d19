"""Sheets as offices keep them, in three dialects each: the right figures, or a refusal at its place; never silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.content.problems import ContentError, Problem
from plugins.results.scores.score_file import SCORES_FILE
from plugins.results.votes.vote_files import VOTES_FILE
from plugins.system.messages import LANGS
from tests.results.contests import one_track, totals, write_contest, write_sheet
from tests.results.office_sheets import COUNT_SHEETS, ROW_SHEETS, SCORE_SHEETS, TABLE, OfficeSheet, Rows
from tests.results.tally_inputs import workbook
from tests.results.vote_inputs import count


def _csv_bytes(rows: Rows, separator: str, encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


# the name of the file, its bytes, and its encoding if the YAML files write it
DIALECTS: dict[str, tuple[str, Callable[[Rows], bytes], dict[str, str]]] = {
    "xlsx": ("a.xlsx", workbook, {}),
    "utf-8": ("a.csv", lambda rows: _csv_bytes(rows, ",", "utf-8-sig"), {}),
    "gbk-semicolon": ("a.csv", lambda rows: _csv_bytes(rows, ";", "gbk"), {"encoding": "gbk"}),
    "gbk-tab": ("a.csv", lambda rows: _csv_bytes(rows, "\t", "gbk"), {}),
}
# three of each sheet: a tab in every other one in place of the semicolon
VOTE_CASES = [
    pytest.param(sheet, dialect, id=f"{sheet.name}-{dialect}")
    for number, sheet in enumerate([*COUNT_SHEETS, *ROW_SHEETS])
    for dialect in ("xlsx", "utf-8", ("gbk-semicolon", "gbk-tab")[number % 2])
]
SCORE_CASES = [
    pytest.param(sheet, dialect, id=f"{sheet.name}-{dialect}")
    for number, sheet in enumerate(SCORE_SHEETS)
    for dialect in ("xlsx", "utf-8", ("gbk-semicolon", "gbk-tab")[number % 2])
]


def test_there_are_sixty_sheets_and_more() -> None:
    names = [sheet.name for sheet in (*COUNT_SHEETS, *ROW_SHEETS, *SCORE_SHEETS)]
    assert len(names) == len(set(names)) >= 60


def _check_refusal(sheet: OfficeSheet, problems: tuple[Problem, ...], table: str, yaml_file: str) -> None:
    expected = [(table if file == TABLE else yaml_file, row, code) for file, row, code in sheet.right]
    rows_matter = [row is not None for _, row, _ in sheet.right]
    assert [
        (problem.file, problem.line if is_row else None, problem.code)
        for problem, is_row in zip(sorted(problems), rows_matter, strict=True)
    ] == expected
    for problem in problems:
        if problem.code.startswith("cell_"):
            assert dict(problem.values)["column"]
        for lang in LANGS:
            # what is wrong and what to do
            assert len([part for part in problem.message(lang).replace("。", ".").split(".") if part.strip()]) > 1


@pytest.mark.parametrize(("sheet", "dialect"), VOTE_CASES)
def test_table_of_votes_is_counted_or_refused_at_its_place(tmp_path: Path, sheet: OfficeSheet, dialect: str) -> None:
    name, write, keys = DIALECTS[dialect]
    table: dict[str, Any] = {"file": name, "text": write(sheet.rows), **keys, **sheet.keys}
    try:
        (channel,) = count(tmp_path, table)
    except ContentError as refused:
        assert isinstance(sheet.right, tuple), refused.problems
        _check_refusal(sheet, refused.problems, f"results/{name}", VOTES_FILE)
    else:
        assert isinstance(sheet.right, dict)
        assert {entry: votes for entry, votes in channel.valid.items() if votes} == {
            entry: votes for entry, votes in sheet.right.items() if votes
        }


@pytest.mark.parametrize(("sheet", "dialect"), SCORE_CASES)
def test_score_sheet_is_read_or_refused_at_its_place(tmp_path: Path, sheet: OfficeSheet, dialect: str) -> None:
    name, write, keys = DIALECTS[dialect]
    content = write_contest(tmp_path, one_track(3), {"public": 0, "experts": 100})
    write_sheet(content, "", {**sheet.keys, **keys, "file": name}, **sheet.others)
    (content / "results" / name).write_bytes(write(sheet.rows))
    try:
        figures = totals(content)
    except ContentError as refused:
        assert isinstance(sheet.right, tuple), refused.problems
        _check_refusal(sheet, refused.problems, f"results/{name}", SCORES_FILE)
    else:
        assert figures == sheet.right
