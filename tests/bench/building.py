"""What building costs beside Hugo, Eleventy and stock Pelican: python -m tests.bench.building [--sizes 1000,10000]

The same entries and the same pages for each, in turn, several times: a cold build, one with nothing to do, one after an
edit of one entry. It prints tables for docs/performance.md; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bars import SHIPPED, STEPS, Costs, verdicts
from tests.bench.builders import ELEVENTY, HUGO, ROOT, STORE, Builder, prepared, program
from tests.bench.cost import Cost, measured, middle, ratio

RIVALS = ("Hugo", "Eleventy", "Pelican")
SLOW = {"Eleventy", "Pelican"}
LARGE = 1_000
"""Above so many entries the slow rivals run once."""
TOO_FRESH = 3
"""Seconds until what is read of a file is kept: before, the disk's clock cannot tell whether it was changed since."""
MEASURES = {"wall": "{:.2f} s", "processor": "{:.2f} s", "memory": "{:.0f} MB"}


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write every run to this file")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    costs: Costs = {}
    print(machine())
    STORE.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        with TemporaryDirectory(dir=STORE) as folder:
            builders = prepared(Path(folder), size, RIVALS)
            costs |= compare(builders, size, given.runs)
            print(f"\n### {size:,} entries\n\n{_sizes(builders)}\n\n{_table(costs, size)}", flush=True)
    with TemporaryDirectory(dir=STORE) as folder:
        costs |= check(Path(folder), given.runs)
    print("\n### Bars\n\n" + table(("bar", "at most", "measured", "met"), verdicts(costs)))
    if given.json:
        written = [
            {"size": size, "name": name, "step": step, **asdict(run)}
            for (size, name, step), runs in costs.items()
            for run in runs
        ]
        given.json.write_text(json.dumps(written, indent=1), encoding="utf-8")


def compare(builders: list[Builder], size: int, runs: int) -> Costs:
    """All runs of all steps, the programs in turn within each step."""
    costs: Costs = {}
    for run in range(runs):
        for step in STEPS:
            for builder in builders:
                if run and size > LARGE and builder.name in SLOW:
                    continue
                cost = stepped(builder, step, f"entry-{(run * 7919 + 13) % size:05d}", f"第{run + 1}次修订")
                costs.setdefault((size, builder.name, step), []).append(cost)
                _tell(f"{size}: run {run + 1} of {runs}, {step}, {builder.name}: {cost.wall:.2f} s")
    return costs


def stepped(builder: Builder, step: str, slug: str, words: str) -> Cost:
    """One step of one program; an edit has to arrive on the entry's page."""
    if step == "cold":
        builder.clean()
    if step == "edit":
        file = builder.file(slug)
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{words}。\n", encoding="utf-8")
    cost = measured(builder.command, builder.folder)
    if step == "edit" and words not in builder.page(slug).read_text(encoding="utf-8"):
        sys.exit(f"{builder.name}: {slug} does not show {words}")
    return cost


def check(folder: Path, runs: int) -> Costs:
    """``check`` of the shipped content, each time as a new process: read for the first time, and once it was read."""
    ours = program(folder, lambda content: shutil.copytree(ROOT / "content", content))
    task = ours.command[: ours.command.index("build")]
    command = (*task, "check", "--content", str(folder / "content"))
    time.sleep(TOO_FRESH)
    costs: Costs = {(SHIPPED, "ours", "first check"): [], (SHIPPED, "ours", "check"): []}
    for _ in range(runs):
        ours.clean()
        for runs_of_one in costs.values():
            runs_of_one.append(measured(command, folder))
    return costs


def machine() -> str:
    """The day, the machine and the versions, as a sentence."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = os.getloadavg()[0]
    versions = f"Python {platform.python_version()}, Hugo {HUGO}, Eleventy {ELEVENTY}"
    today = datetime.now(UTC).date()
    return f"{today}, {cores} cores, {platform.system()} {platform.machine()}, load {load:.1f} before; {versions}."


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    first = list(head)
    lines = [first, ["---"] * len(first), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sizes(builders: list[Builder]) -> str:
    """How much each wrote, after a check that all made the same pages."""
    rows, wanted = [], None
    for builder in builders:
        pages = {page.relative_to(builder.output): page.stat().st_size for page in builder.output.rglob("*.html")}
        wanted = wanted or pages.keys()
        if pages.keys() != wanted:
            sys.exit(f"{builder.name} makes other pages: {sorted(pages.keys() ^ wanted)[:5]}")
        listed = [size for page, size in pages.items() if page.parts[0] == "entries" and len(page.parts) > 2]
        rows.append(
            (builder.name, f"{len(pages):,}", f"{sum(listed) / len(listed):,.0f}", f"{sum(pages.values()) / 1e6:.1f}")
        )
    return table(("", "pages", "bytes of an entry's page", "MB of pages"), rows)


def _table(costs: Costs, size: int) -> str:
    rows = []
    for step in STEPS:
        for what, form in MEASURES.items():
            ours = costs[size, "ours", step]
            cells = [f"{step}, {what}", form.format(middle(ours, what))]
            for name in RIVALS:
                theirs = costs[size, name, step]
                cells.append(f"{form.format(middle(theirs, what))} ({ratio(ours, theirs, what):.2f}×)")
            rows.append(cells)
    return table(("", "ours", *RIVALS), rows)


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words}\033[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
