"""Reads a content's files of record as docs/results.md describes them, with nothing of the software's own code.

Only the well-formed is read: what the manual calls a problem is for other tests.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

BEIJING = timezone(timedelta(hours=8))
RECUSED = {"回避", "弃权", "/", "—", ""}
CHOSEN = {"1", "是", "yes"}

Figures = dict[str, Fraction]


@dataclass
class Entry:
    """What the rule asks of a finalist."""

    number: str
    title: str
    track: str
    units: list[str]
    recommender: str | None


@dataclass
class Mark:
    """A judge's scores of an entry: the mark, and the score of every criterion."""

    value: Fraction
    criteria: Figures = field(default_factory=dict)


@dataclass
class Inputs:
    """The files of record: valid votes by channel and entry, marks by part, judge and entry, and decisions."""

    config: dict[str, Any]
    entries: dict[str, Entry]
    votes: dict[str, Figures]
    voided: dict[str, int]
    marks: dict[str, dict[str, dict[str, Mark]]]
    scores: dict[str, Any]
    decisions: dict[str, Any]

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as it is written, every value a text."""
        rule: dict[str, Any] = self.config["result_rule"]
        return rule


def read_manual_inputs(content: Path) -> Inputs:
    """Read the content; decisions that correct a figure are applied."""
    config = _yaml(content / "competition.yaml")
    finalists = _yaml(content / "results" / "shortlist.yaml")["shortlist"]
    entries = {slug: _entry(content / "entries" / slug / "index.md") for slug in finalists}
    names = _names(entries)
    inputs = Inputs(config, entries, {}, {}, {}, {}, _yaml(content / "results" / "decisions.yaml"))
    for channel in config.get("vote_channels", []):
        inputs.votes[channel["id"]] = dict.fromkeys(entries, Fraction(0))
        inputs.voided[channel["id"]] = 0
    closes = next((stage.get("closes") for stage in config["stages"] if "public_vote" in stage["kinds"]), None)
    for table in _yaml(content / "results" / "votes.yaml").get("tables", []):
        _VoteReader(content, table, names, closes).add_to(inputs)
    inputs.scores = _yaml(content / "results" / "scores.yaml")
    dropped = {_fold(judge["judge"]) for judge in inputs.scores.get("dropped", [])}
    for table in inputs.scores.get("tables", []):
        _read_sheet(content, table, names, inputs, dropped)
    _correct(inputs)
    return inputs


def _yaml(file: Path) -> dict[str, Any]:
    return _parse(file.read_text(encoding="utf-8")) if file.exists() else {}


def _parse(text: str) -> dict[str, Any]:
    """Parse JSON, which is YAML, with every number as a text."""
    data: dict[str, Any] = json.loads(text, parse_int=str, parse_float=str)
    return data


def _entry(file: Path) -> Entry:
    data = _parse(file.read_text(encoding="utf-8").split("---")[1])
    return Entry(data["number"], data["title"], data["track"], data["units"], data.get("recommending_unit"))


def _fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _plain_number(text: str) -> str:
    """A number without its dress: ``1、``, ``01号``, ``第1号`` and ``No. 1`` are all 1."""
    match = re.fullmatch(r"(?:第|no\.?)?0*([0-9]+)(?:\.0)?(?:、|号|\.)?", _fold(text))
    return match[1] if match else ""


def _names(entries: dict[str, Entry]) -> dict[str, str]:
    names = {}
    for slug, entry in entries.items():
        for name in (slug, entry.title, entry.number + entry.title, f"#{_plain_number(entry.number)}"):
            names[_fold(name)] = slug
    return names


def _find(names: dict[str, str], text: str) -> str:
    return names.get(_fold(text)) or names[f"#{_plain_number(text)}"]


def _number(text: str) -> Fraction:
    return Fraction(_fold(text).replace(",", "").removesuffix("票"))


def _rows(content: Path, table: dict[str, Any]) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header, each with its row number in the file."""
    text = (content / "results" / table["file"]).read_bytes().decode(table.get("encoding", "utf-8")).lstrip("\ufeff")
    lines = list(csv.reader(io.StringIO(text)))
    header = int(table.get("header", 1))
    heads = [_fold(cell) for cell in lines[header - 1]]
    return [(header + 1 + n, dict(zip(heads, line, strict=False))) for n, line in enumerate(lines[header:])]


def _time(text: str) -> datetime:
    """An instant; what has no offset is Beijing time."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=BEIJING)


class _VoteReader:
    """Adds one table of votes to the channel's valid votes."""

    def __init__(self, content: Path, table: dict[str, Any], names: dict[str, str], closes: str | None) -> None:
        self.content, self.table, self.closes = content, table, table.get("closes", closes)
        self.names = names | {_fold(name): _find(names, to) for name, to in table.get("aliases", {}).items()}
        self.ignored = {_fold(name) for name in table.get("not_counted", {})}
        self.voids = [dict(void) for void in table.get("voided", [])]
        for void in self.voids:
            if "ids_file" in void:
                text = (content / "results" / void["ids_file"]).read_text(encoding="utf-8")
                void["ids"] = {line.strip() for line in text.splitlines() if line.strip()}

    def add_to(self, inputs: Inputs) -> None:
        channel = self.table["channel"]
        for row_number, row in _rows(self.content, self.table):
            if "votes" in self.table:
                self._add_count(inputs, channel, row)
            else:
                self._add_ballot(inputs, channel, row_number, row)
        if "votes" in self.table:
            for void in self.voids:
                inputs.votes[channel][void["entry"]] -= int(void["votes"])
                inputs.voided[channel] += int(void["votes"])

    def _add_count(self, inputs: Inputs, channel: str, row: dict[str, str]) -> None:
        name = row[_fold(self.table["entry"])]
        summaries = {_fold(text) for key in ("totals", "persons") for text in self.table.get(key, [])}
        if _fold(name) not in summaries | self.ignored:
            inputs.votes[channel][_find(self.names, name)] += _number(row[_fold(self.table["votes"])])

    def _add_ballot(self, inputs: Inputs, channel: str, row_number: int, row: dict[str, str]) -> None:
        is_late = "time" in self.table and self.closes and _time(row[_fold(self.table["time"])]) >= _time(self.closes)
        for entry in self._choices(row):
            if is_late or any(self._fits(void, row_number, row, entry) for void in self.voids):
                inputs.voided[channel] += 1
            else:
                inputs.votes[channel][entry] += 1

    def _choices(self, row: dict[str, str]) -> list[str]:
        if "options" in self.table:
            options = self.table["options"].items()
            return [_find(self.names, to) for head, to in options if _fold(row[_fold(head)]) in CHOSEN]
        if "entries" in self.table:
            cells = [row[_fold(head)] for head in self.table["entries"]]
        else:
            cell = row[_fold(self.table["entry"])]
            cells = cell.split(self.table["separator"]) if "separator" in self.table else [cell]
        return [_find(self.names, cell) for cell in cells if cell.strip() and _fold(cell) not in self.ignored]

    def _fits(self, void: dict[str, Any], row_number: int, row: dict[str, str], entry: str) -> bool:
        tests = []
        if "first_row" in void:
            tests.append(int(void["first_row"]) <= row_number <= int(void.get("last_row", void["first_row"])))
        if "ids" in void:
            tests.append(row[_fold(self.table["id"])].strip() in void["ids"])
        if "since" in void:
            tests.append(_time(row[_fold(self.table["time"])]) >= _time(void["since"]))
        if "until" in void:
            tests.append(_time(row[_fold(self.table["time"])]) < _time(void["until"]))
        if "entry" in void:
            tests.append(entry == void["entry"])
        for head, values in void.get("where", {}).items():
            tests.append(_fold(row[_fold(head)]) in {_fold(value) for value in values})
        return all(tests)


def _read_sheet(content: Path, table: dict[str, Any], names: dict[str, str], inputs: Inputs, dropped: set[str]) -> None:
    part = table.get("part") or _scored_parts(inputs.rule)[0]
    marks = inputs.marks.setdefault(part, defaultdict(dict))
    summaries = {_fold(text) for text in table.get("summaries", [])}
    for _, row in _rows(content, table):
        for judge, name, cells in _scored_cells(table, row):
            if {_fold(judge), _fold(name)} & summaries or _fold(judge) in dropped:
                continue
            if _fold(next(iter(cells.values()))) not in RECUSED:
                scores = {criterion: _number(cell) for criterion, cell in cells.items()}
                marks[_fold(judge)][_find(names, name)] = _mark(scores, inputs)


def _scored_parts(rule: dict[str, Any]) -> list[str]:
    return [part["id"] for part in rule.get("parts", []) if part["by"] == "scores"] or ["experts"]


def _scored_cells(table: dict[str, Any], row: dict[str, str]) -> list[tuple[str, str, dict[str, str]]]:
    """Judge, entry and cells by criterion (``""`` for a total) of a row in any layout."""
    if "judges" in table:
        return [(judge, row[_fold(table["entry"])], {"": row[_fold(judge)]}) for judge in table["judges"]]
    judge = table.get("judge_name") or row[_fold(table["judge"])]
    if "entries" in table:
        return [(judge, name, {"": row[_fold(name)]}) for name in table["entries"]]
    name = row[_fold(table["entry"])]
    if "total" in table:
        return [(judge, name, {"": row[_fold(table["total"])]})]
    return [(judge, name, {criterion: row[_fold(head)] for criterion, head in table["criteria"].items()})]


def _mark(scores: Figures, inputs: Inputs) -> Mark:
    """The mark: mean of the criteria by their weights, or their sum where criteria have maxima."""
    if list(scores) == [""]:
        return Mark(scores[""])
    weights = {row["id"]: Fraction(row["weight"]) for row in inputs.config["criteria"] if row.get("weight")}
    maxima = {criterion: Fraction(most) for criterion, most in inputs.scores.get("maxima", {}).items()}
    used = {criterion: weights[criterion] if weights else Fraction(1) for criterion in scores}
    if maxima and not weights:
        value = sum(scores.values(), Fraction(0))
    elif maxima:
        shares = sum(used[key] * scores[key] / maxima[key] for key in scores)
        value = shares / sum(used.values()) * sum(maxima.values())
    else:
        value = sum((used[key] * scores[key] for key in scores), Fraction(0)) / sum(used.values())
    return Mark(value, scores)


def _correct(inputs: Inputs) -> None:
    for decision in inputs.decisions.get("decisions", []):
        if decision["kind"] != "corrected":
            continue
        entry, after = decision["entry"], Fraction(decision["after"])
        if "channel" in decision:
            inputs.votes[decision["channel"]][entry] = after
        else:
            for marks in inputs.marks.values():
                if entry in marks.get(_fold(decision["judge"]), {}):
                    marks[_fold(decision["judge"])][entry].value = after
