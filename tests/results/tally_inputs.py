"""Changes that give the tiny content what a tally needs: a rule, votes and scores."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from plugins.content.load import load_before_results
from plugins.results.result import TallyResult, compute_result
from plugins.results.tally import read_inputs
from tests.content.mutations import SITE, Change, combine, replace_text, write_file

VOTES, SCORES, DECISIONS = "results/votes.yaml", "results/scores.yaml", "results/decisions.yaml"
APP, SHEET = "results/app.csv", "results/scores.csv"
RULE: dict[str, Any] = {"public": 20, "experts": 80}
TABLE = {"channel": "app", "file": "app.csv", "entry": "选项", "votes": "票数"}
WHEN = {"as_of": "2024-03-20T18:00+08:00", "source": "后台"}
SCORED = {"file": "scores.csv", "judge": "评委", "entry": "项目", "criteria": {"novelty": "创新性"}}
PLAIN_VOTES = "选项,票数\n雨水花园,1200\n电梯看护,822\n"
PLAIN_SCORES = "评委,项目,创新性\n甲,01,90\n甲,02,88\n乙,01,80\n乙,02,86\n"
BY = {"reason": "重复投票", "author": "公证处", "date": "2024-03-21"}


def with_rule(**rule: Any) -> Change:
    """Add the result rule to competition.yaml."""
    text = yaml.safe_dump({"result_rule": {**RULE, **rule}}, allow_unicode=True, sort_keys=False)
    return replace_text(SITE, ("site:\n", f"{text}site:\n"))


def vote_table(text: str | bytes = PLAIN_VOTES, **keys: Any) -> Change:
    """Write one channel's export and votes.yaml; a key of None is left out."""
    entry = {key: value for key, value in {**TABLE, **WHEN, **keys}.items() if value is not None}
    return combine(write_file(f"results/{entry['file']}", text), yaml_file(VOTES, {"tables": [entry]}))


def score_sheet(text: str = PLAIN_SCORES, *, recusals: Any = (), low: int = 0, high: int = 100, **keys: Any) -> Change:
    """Write the judges' sheet and scores.yaml."""
    content = {"lowest": low, "highest": high, "tables": [{**SCORED, **keys}], "recusals": list(recusals)}
    return combine(write_file(SHEET, text), yaml_file(SCORES, content))


def yaml_file(file: str, value: Any) -> Change:
    """Write a YAML file as JSON, which is YAML without references."""
    return write_file(file, json.dumps(value, ensure_ascii=False))


def with_tally(*changes: Change, **rule: Any) -> Change:
    """Write everything that a tally needs, then apply these changes."""
    return combine(with_rule(**rule), vote_table(), score_sheet(), *changes)


def tally_result(content: Path) -> TallyResult:
    """Compute the result of a content. Raises ``ContentError`` with its problems."""
    competition = load_before_results(content).competition
    assert competition
    return compute_result(read_inputs(content, competition))


def workbook(rows: list[list[Any]], name: str = "Sheet") -> bytes:
    """Make a workbook with one sheet of these rows."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()
