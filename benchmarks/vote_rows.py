"""Counting of row-wise votes beside a bare loop and DuckDB: ``python -m benchmarks.vote_rows 1 5 42``, in millions.

Every count runs in a process of its own, so that its memory can be seen. 42 million rows take 3.3 GB on the disk.
DuckDB is installed into a cache folder by itself; it is no dependency.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from plugins.content.load import load
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.validate import validate
from plugins.paths import ROOT
from plugins.results.names import EntryNames
from plugins.results.votes.count import VoteCounting, count_votes
from plugins.results.votes.vote_files import VOTES_FILE, VotesFile
from plugins.system import textfile
from tests.support.builds import TINY

DUCKDB = ROOT / ".cache" / "bench" / "duckdb"
MILLION = 1_000_000
ENTRIES = 300
VOIDS = 3_000
DEFAULT_MILLIONS = ("1", "5")
# of tables with quoted cells; larger ones say nothing more
MOST_QUOTED = 5
TITLES = {f"entry-{number}": (str(number), f"创新项目{number}") for number in range(1000, 1000 + ENTRIES)}


def write_votes(file: Path, rows: int, quote: str = "") -> None:
    """Write votes from a fixed seed, in GBK, as services export them: about 80 bytes a row.

    ``quote`` stands around every title.
    """
    draw = random.Random(1)
    titles = [title for _, title in TITLES.values()]
    with file.open("w", encoding="gbk", newline="") as out:
        out.write("流水号,投票时间,IP,来源,选项\n")
        for start in range(0, rows, 100_000):
            out.writelines(
                f"2024030100{number:010d},2024-03-{number % 28 + 1:02d} 10:00:00,10.0.{number % 256}.{number % 199},"
                f"微信公众号,{quote}{draw.choice(titles)}{quote}\n"
                for number in range(start, min(start + 100_000, rows))
            )


@cache
def make_names() -> EntryNames:
    """Make the names of all entries, which takes no part in the counting."""
    competition = load(TINY).competition
    assert competition
    entries = tuple(
        replace(competition.entries[0], slug=slug, number=number, title=TranslatedText("zh-Hans", {"zh-Hans": title}))
        for slug, (number, title) in TITLES.items()
    )
    return EntryNames(entries, tuple(TITLES))


def count_table(folder: Path, keys: dict[str, Any]) -> int:
    """Count the table as the tally does."""
    table = {"channel": "app", "file": "app.csv", "encoding": "gbk", "entry": "选项", "source": "x", **keys}
    document = read_yaml(VOTES_FILE, json.dumps({"tables": [{**table, "as_of": "2024-03-31"}]}))
    counting = VoteCounting(folder, make_names(), tuple(TITLES), document, UTC)
    (channel,) = count_votes(counting, validate(VotesFile, document, ("zh-Hans",)))
    return sum(channel.valid.values()) + channel.voided


def count_in_loop(folder: Path, keys: dict[str, Any]) -> int:
    """Count in the plainest loop, with a set of ids if there are any: no names, no voids, no errors."""
    counts: dict[str, int] = {}
    ids: set[str] = set()
    with (folder / "results" / "app.csv").open(encoding="gb18030", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        for row in rows:
            counts[row[4]] = counts.get(row[4], 0) + 1
            if keys:
                ids.add(row[0])
    return sum(counts.values())


def count_in_duckdb(folder: Path, keys: dict[str, Any]) -> int:
    """Count by DuckDB in one thread, whose names stay unread: it knows no GBK. No voids, no places of errors."""
    sys.path.append(str(DUCKDB))
    import duckdb  # type: ignore[import-not-found]

    columns = ["id", "time", "ip", "source", "entry"]
    path = str(folder / "results" / "app.csv")
    table = f"read_csv('{path}', header=true, names={columns}, encoding='latin-1', all_varchar=true)"
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "2GB", "temp_directory": str(folder)})
    if keys:
        (repeated,) = connection.execute(f"SELECT count(*) - count(DISTINCT id) FROM {table}").fetchone()
        assert not repeated
    return sum(count for _, count in connection.execute(f"SELECT entry, count(*) FROM {table} GROUP BY 1").fetchall())


def install_duckdb() -> None:
    """Install DuckDB into its folder, unless it is there."""
    if not DUCKDB.exists():
        # an environment has no pip of its own
        python = getattr(sys, "_base_executable", sys.executable)
        command = [python, "-m", "pip", "install", "--quiet", "--target", str(DUCKDB), "duckdb"]
        subprocess.run(command, check=True)


def hash_table(folder: Path, _: dict[str, Any]) -> int:
    """Hash the file as the record names it."""
    return len(textfile.digest(folder / "results" / "app.csv"))


def measure(
    label: str, work: Callable[[Path, dict[str, Any]], int], folder: Path, keys: dict[str, Any], millions: int
) -> None:
    """Do the work in a process of its own; print its processor time for each million rows, and its memory."""
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(label, work, folder, keys, millions))
    process.start()
    process.join()


def _run(
    label: str, work: Callable[[Path, dict[str, Any]], int], folder: Path, keys: dict[str, Any], millions: int
) -> None:
    make_names()
    started, clock = time.process_time(), time.perf_counter()
    result = work(folder, keys)
    used, wall = time.process_time() - started, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{label:24} {used / millions:6.2f} s of processor per million, {wall:7.1f} s, {memory:6.0f} MB, {result}")


def main(sizes: tuple[str, ...]) -> None:
    """Measure tables of these millions of rows."""
    rows = [{"first_row": 40 * number + 2, "last_row": 40 * number + 5} for number in range(VOIDS)]
    decision = {"reason": "x", "author": "x", "date": "2024-03-31"}
    voided = {"id": "流水号", "voided": [{**decision, **row} for row in rows]}
    late = {"time": "投票时间", "closes": "2024-03-20"}
    install_duckdb()
    for millions in map(int, sizes):
        with tempfile.TemporaryDirectory() as folder:
            content = Path(folder)
            (content / "results").mkdir()
            write_votes(content / "results" / "app.csv", millions * MILLION)
            print(f"{millions} million rows, {(content / 'results' / 'app.csv').stat().st_size / 1e9:.2f} GB")
            measure("bare loop", count_in_loop, content, {}, millions)
            measure("bare loop, set of ids", count_in_loop, content, {"id": "流水号"}, millions)
            measure("tally", count_table, content, {}, millions)
            measure("tally, ids", count_table, content, {"id": "流水号"}, millions)
            measure(f"tally, ids, {VOIDS} voids", count_table, content, voided, millions)
            measure("tally, closing time", count_table, content, late, millions)
            measure("hash of the file", hash_table, content, {}, millions)
            measure("DuckDB, one thread", count_in_duckdb, content, {}, millions)
            measure("DuckDB, ids", count_in_duckdb, content, {"id": "流水号"}, millions)
            if millions <= MOST_QUOTED:
                write_votes(content / "results" / "app.csv", millions * MILLION, quote='"')
                measure("bare loop, quoted", count_in_loop, content, {}, millions)
                measure("tally, quoted", count_table, content, {}, millions)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or DEFAULT_MILLIONS)
