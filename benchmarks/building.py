"""Compare build costs with Hugo, Eleventy and stock Pelican: python -m benchmarks.building [--case text-1000 ...]

The same content for each, in turn, several times: a cold build, one with nothing to do, one after each kind of change.
It prints tables for docs/performance.md, and on standard error what it does; nothing is asserted. Cases: text-N,
pictures-N, shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from benchmarks.bars import UNITS, Costs, verdicts
from benchmarks.builders import ELEVENTY, ELEVENTY_IMG, HUGO, ROOT, STORE, Builder
from benchmarks.cases import ALL, Case, find_case
from benchmarks.changes import change, verify
from benchmarks.cost import Cost, measure_command, median_measure, ratio

RACY_WINDOW_NS = 3
"""Seconds until what is read of a file is kept: before, the disk's clock cannot tell whether it was changed since."""
SLOW = 60
"""Seconds after which a rival's cold build is not repeated."""
FROM_NOTHING = {"cold", "first check", "prove"}
OURS_ONLY = {"stage", "check", "first check", "prove"}
SITE_CARD = ("JPEG", (1200, 630))
"""The home page's share image, which is not a variant of another image."""


def main() -> None:
    """Measure each case and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=find_case, action="append", help=f"without it: {', '.join(ALL)}")
    parser.add_argument("--runs", type=int, help="of each case; without it 5, and 3 of the large ones")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    options = parser.parse_args()
    costs: Costs = {}
    print(machine(), flush=True)
    STORE.mkdir(parents=True, exist_ok=True)
    for case in options.case or map(find_case, ALL):
        with TemporaryDirectory(dir=STORE) as folder:
            builders = case.prepare(Path(folder))
            print(f"\n### {case.name}", flush=True)
            costs |= compare(case, builders, options.runs or case.runs)
            print(f"\n{_table(costs, case, builders)}", flush=True)
    print("\n### Bars\n\n" + table(("bar", "at most", "measured", "met"), verdicts(costs)))
    if options.json:
        runs = [
            {"case": case, "program": name, "step": step, **asdict(run)}
            for (case, name, step), done in costs.items()
            for run in done
        ]
        options.json.write_text(json.dumps(runs, indent=1), encoding="utf-8", newline="\n")


def compare(case: Case, builders: list[Builder], runs: int) -> Costs:
    """All runs of all steps, the programs in turn within each step."""
    slugs = sorted(path.name for path in (builders[0].folder / "content" / "entries").iterdir())
    costs: Costs = {}
    time.sleep(RACY_WINDOW_NS)
    for run in range(runs):
        slug = slugs[(run * 7919 + 13) % len(slugs)]
        for step in case.steps:
            for builder in builders:
                done = costs.setdefault((case.name, builder.name, step), [])
                if _is_skipped(builder, step, done):
                    continue
                done.append(measure(builder, step, slug, run))
                _print_progress(f"{case.name}: run {run + 1} of {runs}, {step}, {builder.name}: {done[-1].wall:.2f} s")
            if not run and step == "cold":
                check_same(builders)
                print(f"\n{_sites(builders)}", flush=True)
    return {key: done for key, done in costs.items() if done}


def measure(builder: Builder, step: str, slug: str, run: int) -> Cost:
    """One step of one program; what was changed has to be on the entry's page."""
    if step in FROM_NOTHING:
        builder.clean()
    before = builder.page(slug).read_bytes() if builder.page(slug).exists() else b""
    change(builder, step, slug, run)
    cost = measure_command(builder.commands.get(step, builder.command), builder.folder)
    verify(builder, step, slug, run, before)
    return cost


def check_same(builders: list[Builder]) -> None:
    """All have to make the same pages, and the same copies of pictures."""
    ours, *rivals = (builder for builder in builders if builder.name != "ours with cards")
    for rival in rivals:
        for what in (pages, copies):
            wanted, actual = what(ours.output), what(rival.output)
            wanted.pop(SITE_CARD, None)
            if wanted != actual:
                others = sorted(map(str, (wanted - actual) + (actual - wanted)))
                sys.exit(f"{rival.name} and ours do not make the same: {others[:5]}")


def pages(output: Path) -> Counter[str]:
    """The pages of a site."""
    return Counter(path.relative_to(output).as_posix() for path in output.rglob("*.html"))


def copies(output: Path) -> Counter[tuple[str | None, tuple[int, int]]]:
    """How many pictures of each format and size a site has."""
    counted: Counter[tuple[str | None, tuple[int, int]]] = Counter()
    for path in output.rglob("*"):
        if path.suffix in {".avif", ".webp", ".jpg", ".jpeg", ".png"}:
            with Image.open(path) as picture:
                counted[picture.format, picture.size] += 1
    return counted


def machine() -> str:
    """The day, the commit, the machine and the versions, as a sentence."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = os.getloadavg()[0]
    versions = f"Python {platform.python_version()}, Hugo {HUGO}, Eleventy {ELEVENTY}, eleventy-img {ELEVENTY_IMG}"
    today = datetime.now(UTC).date()
    git = ("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude", "*")
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    where = f"{cores} cores, {platform.system()} {platform.machine()}, load {load:.1f} before"
    return f"{today}, commit {commit}, {where}; {versions}."


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    first = list(head)
    lines = [first, ["---"] * len(first), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _is_skipped(builder: Builder, step: str, done: list[Cost]) -> bool:
    if builder.name.startswith("ours"):
        return False
    return step in OURS_ONLY or (step == "cold" and bool(done) and done[0].wall > SLOW)


def _sites(builders: list[Builder]) -> str:
    """How much each wrote."""
    rows = []
    for builder in builders:
        sizes = {path: path.stat().st_size for path in builder.output.rglob("*.html")}
        entries = [size for path, size in sizes.items() if path.parent.parent.name == "entries"]
        figures = f"{len(sizes):,}", f"{sum(entries) / len(entries):,.0f}", f"{sum(sizes.values()) / 1e6:.1f}"
        pictures = f"{copies(builder.output).total():,}"
        rows.append((builder.name, *figures, pictures))
    return table(("", "pages", "bytes of an entry's page", "MB of pages", "pictures"), rows)


def _table(costs: Costs, case: Case, builders: list[Builder]) -> str:
    names = [builder.name for builder in builders]
    rows = []
    for step in case.steps:
        for what in UNITS:
            cells = [_cell(costs, (case.name, name, step), what) for name in names]
            rows.append((f"{step}, {what}", *cells))
    return table(("", *names), rows)


def _cell(costs: Costs, key: tuple[str, str, str], what: str) -> str:
    case, name, step = key
    if key not in costs:
        return "–"
    digits = 0 if what == "memory" else 2
    figure = f"{median_measure(costs[key], what):.{digits}f}{UNITS[what]}"
    if name.startswith("ours"):
        return figure
    return f"{figure} ({ratio(costs[case, 'ours', step], costs[key], what):.2f}×)"


def _print_progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
