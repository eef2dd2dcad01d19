"""The harness compares the same pages, and counts what every process of a build cost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.bars import Bar
from tests.bench.builders import prepared
from tests.bench.cost import Cost, measured, ratio

COUNT = 30
BURN = "import time\nwhile time.process_time() < 0.5: pass"


def _pages(output: Path) -> dict[str, int]:
    return {path.relative_to(output).as_posix(): path.stat().st_size for path in output.rglob("*.html")}


def test_stock_pelican_makes_our_pages(tmp_path: Path) -> None:
    builders = prepared(tmp_path, COUNT, ("Pelican",))
    for builder in builders:
        subprocess.run(builder.command, cwd=builder.folder, check=True, capture_output=True)
    ours, rival = (_pages(builder.output) for builder in builders)
    assert sorted(rival) == sorted(ours)
    entry = "entries/entry-00007/index.html"
    assert 0.8 < rival[entry] / ours[entry] < 1.2


def test_entries_of_a_size_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        prepared(tmp_path / name, 3, ())
    one, other = (sorted((tmp_path / name / "ours" / "content").rglob("*.*")) for name in ("one", "other"))
    assert [path.read_bytes() for path in one if path.is_file()] == [p.read_bytes() for p in other if p.is_file()]


def test_work_of_a_child_counts(tmp_path: Path) -> None:
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])"
    assert measured((sys.executable, "-c", parent), tmp_path).processor >= 0.5


def test_ratio_is_of_paired_runs() -> None:
    ours = [Cost(1, 1, 1), Cost(4, 4, 4), Cost(9, 9, 9)]
    theirs = [Cost(2, 2, 2), Cost(4, 4, 4)]
    assert ratio(ours, theirs, "wall") == 0.75


def test_bar_against_a_smaller_size_is_a_ratio_of_ours() -> None:
    costs = {(10, "ours", "cold"): [Cost(1, 2, 3)], (100, "ours", "cold"): [Cost(8, 18, 3)]}
    assert Bar(100, "cold", "processor", 11, smaller=10).value(costs) == 9
    assert Bar(100, "cold", "memory", 300).value(costs) == 3
    assert Bar(100, "cold", "processor", 1, "Hugo").value(costs) is None
