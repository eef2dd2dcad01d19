"""Tally of a large contest: ``python -m benchmarks.tally``; 300 entries, 50 judges, a million votes row by row."""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plugins.paths import PROGRAM, ROOT
from tests.support.builds import TINY

ENTRIES, JUDGES, VOTES = 300, 50, 1_000_000
HEAD = '---\nnumber: "{number}"\ntitle: 项目{number}\nunits: [east-office]\ntrack: water\nsummary: 简介\n---\n\n正文\n'
RULE = """result_rule: {public: 20, experts: 80, trim: 2, publish: [weights, turnout, votes, shares, points, ranks]}
site:
"""


def write_contest(content: Path) -> None:
    """A contest of this size, with votes and scores from a fixed seed."""
    draw = random.Random(1)
    shutil.copytree(TINY, content)
    shutil.rmtree(content / "entries")
    shutil.rmtree(content / "articles" / "launch")
    numbers = [str(1000 + index) for index in range(ENTRIES)]
    for number in numbers:
        folder = content / "entries" / f"entry-{number}"
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(HEAD.format(number=number), encoding="utf-8")
    results, site = content / "results", content / "competition.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("site:\n", RULE), encoding="utf-8")
    (results / "awards.yaml").unlink()
    (results / "shortlist.yaml").write_text(json.dumps({"shortlist": [f"entry-{number}" for number in numbers]}))
    with (results / "app.csv").open("w", encoding="gbk") as out:
        out.write("流水号,时间,选项\n")
        out.writelines(f"{index},2024-03-12 10:00:00,项目{draw.choice(numbers)}\n" for index in range(VOTES))
    with (results / "scores.csv").open("w", encoding="utf-8") as out:
        out.write("评委,项目,创新性\n")
        out.writelines(
            f"评委{judge},{number},{draw.randint(60, 100)}\n" for judge in range(JUDGES) for number in numbers
        )
    table = {"channel": "app", "file": "app.csv", "encoding": "gbk", "entry": "选项", "id": "流水号"}
    table |= {"as_of": "2024-03-20T18:00+08:00", "source": "后台"}
    sheet = {"file": "scores.csv", "judge": "评委", "entry": "项目", "criteria": {"novelty": "创新性"}}
    (results / "votes.yaml").write_text(json.dumps({"tables": [table]}, ensure_ascii=False), encoding="utf-8")
    scores = {"lowest": 0, "highest": 100, "tables": [sheet]}
    (results / "scores.yaml").write_text(json.dumps(scores, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Tally once in a subprocess and print its cost."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        write_contest(content)
        started = time.perf_counter()
        subprocess.run([sys.executable, str(PROGRAM), "tally", "--content", str(content)], cwd=ROOT, check=True)
        wall = time.perf_counter() - started
        record = len((content / "results" / "record.json").read_bytes())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{ENTRIES} entries, {JUDGES} judges, {VOTES} votes: {wall:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of")
    print(f"processor, at most {used.ru_maxrss / 1000:.0f} MB; the record has {record / 1000:.0f} KB")


if __name__ == "__main__":
    main()
