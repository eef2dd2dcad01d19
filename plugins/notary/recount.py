"""Recounts a result from the files beside this script. It needs Python 3.8 or later and nothing else.

从本文件夹里的文件重算结果，只需要 Python：python3 recount.py
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

PACK = Path(__file__).resolve().parent
problems: list[str] = []


def check(what: str, recorded: object, recounted: object) -> None:
    """Print whether a figure of the record is what was recounted."""
    if recorded == recounted:
        print("OK", what)
    else:
        problems.append(what)
        print("DIFFERS 不一致", what, recorded, recounted)


def exact(text: str) -> Fraction:
    """Read a figure of the record: a decimal, or a rounded one followed by the exact fraction in brackets."""
    return Fraction(text.split("(")[-1].rstrip(")"))


def count(table: dict[str, Any]) -> dict[str, int]:
    """Count the votes of a table: of each row one, or what its column of counts says."""
    votes: dict[str, int] = {}
    with (PACK / table["file"]).open(encoding=table["encoding"], newline="") as file:
        rows = list(csv.reader(file, delimiter=table["delimiter"]))[table["header"] :]
    last = max(table["entry"], table["votes"] or 0)
    for row in (row for row in rows if len(row) > last):
        entry = table["names"].get(re.sub('^="(.*)"$', r"\1", row[table["entry"]]).strip())
        cell = "1" if table["votes"] is None else unicodedata.normalize("NFKC", row[table["votes"]])
        if entry:
            votes[entry] = votes.get(entry, 0) + int(Fraction(re.sub("[^0-9.]", "", cell)))
    return votes


def share(figures: dict[str, Fraction], votes_as: str) -> dict[str, Fraction]:
    """Turn votes into points: by their share of the most, of all, or by rank."""
    if votes_as == "rank":
        return {e: Fraction(100 * sum(o <= f for o in figures.values()), len(figures)) for e, f in figures.items()}
    whole = max(figures.values()) if votes_as == "share_of_maximum" else sum(figures.values())
    return {entry: 100 * figure / whole if whole else Fraction() for entry, figure in figures.items()}


def mean(marks: Iterable[Fraction], trim: int) -> Fraction:
    """Average marks without the highest and the lowest."""
    ordered = sorted(marks)
    trimmed = ordered[trim : len(ordered) - trim]
    return sum(trimmed, Fraction()) / len(trimmed)


def points_of(part: dict[str, Any], record: dict[str, Any], votes: dict[str, dict[str, int]]) -> dict[str, Fraction]:
    """Recount the points of a part of the rule."""
    if part["by"] == "scores":
        sheets, scale = record["marks"][part["id"]].values(), record["scores"]
        zero, hundred = int(scale["zero"]), int(scale["hundred"])
        means = {e: mean([exact(s[e]) for s in sheets if e in s], part["trim"]) for sheet in sheets for e in sheet}
        return {entry: 100 * (mark - zero) / (hundred - zero) for entry, mark in means.items()}
    used = part["channels"] or dict.fromkeys(votes, "1")
    sums = {
        e: sum((Fraction(f) * votes[c].get(e, 0) for c, f in used.items()), Fraction()) for e in record["finalists"]
    }
    return share(sums, part["votes_as"])


def check_files() -> None:
    """Compare every file of the pack with its hash."""
    for line in (PACK / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        check("file " + name, digest, hashlib.sha256((PACK / name).read_bytes()).hexdigest())


def check_votes(votes: dict[str, dict[str, int]], counted: dict[str, Any]) -> None:
    """Compare the votes of each channel whose tables can be counted again."""
    for channel, tables in counted.items():
        sums: dict[str, int] = {}
        for table in tables:
            for entry, number in count(table).items():
                sums[entry] = sums.get(entry, 0) + number
        check("votes " + channel, {e: n for e, n in votes[channel].items() if n}, {e: n for e, n in sums.items() if n})


def check_totals(record: dict[str, Any], guide: dict[str, Any], votes: dict[str, dict[str, int]]) -> None:
    """Compare the points of each part, the totals, and the order that follows from them."""
    recounted = {part["id"]: points_of(part, record, votes) for part in guide["parts"] if part["recounted"]}
    for score in record["ranking"]:
        for part in sorted(recounted.keys() & score["points"].keys()):
            points = recounted[part][score["entry"]]
            check("points " + part + " " + score["entry"], exact(score["points"][part]), points)
        weighted = [(Fraction(part["share"]), score["points"].get(part["id"])) for part in guide["parts"]]
        total = sum((weight * exact(points) for weight, points in weighted if points), Fraction())
        check("total " + score["entry"], exact(score["total"]), total)
    totals = [exact(score["total"]) for score in record["ranking"]]
    check("order by totals", totals, sorted(totals, reverse=True))


def check_awards(record: dict[str, Any]) -> None:
    """Compare the awards with the order, from the first level to the last."""
    order = [score["entry"] for score in record["ranking"]]
    for level in record["rule"]["text"]["award_levels"]:
        entries, order = order[: int(level["size"])], order[int(level["size"]) :]
        check("awards " + level["id"], record["awards"].get(level["id"], []), entries)


def main() -> int:
    """Compare every figure that can be recounted; return 1 if one differs."""
    check_files()
    record = json.loads((PACK / "record.json").read_text(encoding="utf-8"))
    guide = json.loads((PACK / "guide.json").read_text(encoding="utf-8"))
    votes = {item["channel"]: {e: int(n) for e, n in item["valid"].items()} for item in record["votes"]}
    check_votes(votes, guide["counted"])
    check_totals(record, guide, votes)
    if guide["levels_by_order"]:
        check_awards(record)
    for name in guide["not_recounted"]:
        print("TAKEN FROM THE RECORD 取自记录", name)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
