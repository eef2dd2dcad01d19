"""A tally of the tiny competition: its rule, its votes and its scores, to be changed by tests."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from plugins.content.load import load_to_tally
from plugins.results.tally import Result, read_inputs, reckon
from tests.content.mutations import SITE, Change, both, replaced, written

VOTES, SCORES, DECISIONS = "results/votes.yaml", "results/scores.yaml", "results/decisions.yaml"
APP, SHEET = "results/app.csv", "results/scores.csv"
RULE: dict[str, Any] = {"public": 20, "experts": 80}
TABLE = {"channel": "app", "file": "app.csv", "entry": "选项", "votes": "票数"}
WHEN = {"as_of": "2024-03-20T18:00+08:00", "source": "后台"}
SCORED = {"file": "scores.csv", "judge": "评委", "entry": "项目", "criteria": {"novelty": "创新性"}}
PLAIN_VOTES = "选项,票数\n雨水花园,1200\n电梯看护,822\n"
PLAIN_SCORES = "评委,项目,创新性\n甲,01,90\n甲,02,88\n乙,01,80\n乙,02,86\n"
BY = {"reason": "重复投票", "author": "公证处", "date": "2024-03-21"}


def ruled(**rule: Any) -> Change:
    """The rule of the result, put at the end of competition.yaml."""
    text = yaml.safe_dump({"result_rule": {**RULE, **rule}}, allow_unicode=True, sort_keys=False)
    return replaced(SITE, ("site:\n", f"{text}site:\n"))


def table(text: str | bytes = PLAIN_VOTES, **keys: Any) -> Change:
    """One channel's export, and what votes.yaml says of it."""
    said = {key: value for key, value in {**TABLE, **WHEN, **keys}.items() if value is not None}
    return both(written(f"results/{said['file']}", text), data(VOTES, {"tables": [said]}))


def scores(text: str = PLAIN_SCORES, *, recusals: Any = (), low: int = 0, high: int = 100, **keys: Any) -> Change:
    """The judges' sheet, and what scores.yaml says of it."""
    said = {"lowest": low, "highest": high, "tables": [{**SCORED, **keys}], "recusals": list(recusals)}
    return both(written(SHEET, text), data(SCORES, said))


def data(file: str, value: Any) -> Change:
    """A YAML file of these values; JSON is YAML, and never has references."""
    return written(file, json.dumps(value, ensure_ascii=False))


def counting(*changes: Change, **rule: Any) -> Change:
    """Everything that a tally needs, then these changes."""
    return both(ruled(**rule), table(), scores(), *changes)


def result_of(content: Path) -> Result:
    """The tally of a content; raises ``Refused`` with its problems."""
    competition = load_to_tally(content).competition
    assert competition
    return reckon(read_inputs(content, competition))


def workbook(rows: list[list[Any]], name: str = "Sheet") -> bytes:
    """A workbook with one sheet of these rows."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()
