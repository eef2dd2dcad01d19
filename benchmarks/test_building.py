"""The harness compares the same pages, and counts what every process of a build cost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bars import BARS, Bar
from benchmarks.builders import CARDS, prepare_builders
from benchmarks.building import SITE_CARD, copies, measure
from benchmarks.cases import ALL, RIVALS, find_case
from benchmarks.changes import verify
from benchmarks.cost import Cost, measure_command, ratio

# with more, our lists have further pages, which no rival makes
COUNT = 24
BURN = "import time\nwhile time.process_time() < 0.5: pass"


def _pages(output: Path) -> dict[str, int]:
    return {path.relative_to(output).as_posix(): path.stat().st_size for path in output.rglob("*.html")}


def test_stock_pelican_makes_our_pages(tmp_path: Path) -> None:
    builders = prepare_builders(tmp_path, COUNT, ("Pelican",))
    for builder in builders:
        subprocess.run(builder.command, cwd=builder.folder, check=True, capture_output=True)
    ours, rival = (_pages(builder.output) for builder in builders)
    assert sorted(rival) == sorted(ours)
    entry = "entries/entry-00007/index.html"
    assert 0.8 < rival[entry] / ours[entry] < 1.2


def test_entries_of_a_size_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        prepare_builders(tmp_path / name, 3, ())
    one, other = (sorted((tmp_path / name / "ours" / "content").rglob("*.*")) for name in ("one", "other"))
    assert [path.read_bytes() for path in one if path.is_file()] == [p.read_bytes() for p in other if p.is_file()]


def test_work_of_a_child_counts(tmp_path: Path) -> None:
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])"
    assert measure_command((sys.executable, "-c", parent), tmp_path).processor >= 0.5


def test_ratio_is_of_paired_runs() -> None:
    ours = [Cost(1, 1, 1), Cost(4, 4, 4), Cost(9, 9, 9)]
    theirs = [Cost(2, 2, 2), Cost(4, 4, 4)]
    assert ratio(ours, theirs, "wall") == 0.75


def test_bar_in_seconds_is_the_median_and_a_ratio_is_of_one_measure() -> None:
    cold, smaller = ("text-100", "ours", "cold"), ("text-10", "ours", "cold")
    costs = {smaller: [Cost(1, 2, 3)], cold: [Cost(8, 18, 3), Cost(9, 20, 7), Cost(7, 22, 5)]}
    assert Bar(cold, "memory", 300).value(costs) == 5
    assert Bar(cold, "processor", 11, smaller).value(costs) == 9
    assert Bar(cold, "wall", 1, ("text-100", "Hugo", "cold")).value(costs) is None


def test_every_bar_is_of_something_that_is_measured() -> None:
    cases = [find_case(name) for name in ALL]
    programs = {
        case.name: {"ours", *RIVALS[case.kind]} | ({CARDS} if case.kind == "pictures" else set()) for case in cases
    }
    steps = {case.name: case.steps for case in cases}
    keys = [key for bar in BARS for key in (bar.key, bar.other) if key]
    assert [key for key in keys if key[1] not in programs[key[0]] or key[2] not in steps[key[0]]] == []


def _node_version() -> int:
    node = shutil.which("node")
    done = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", check=True) if node else None
    return int(done.stdout.removeprefix("v").partition(".")[0]) if done else 0


@pytest.mark.skipif(not shutil.which("npm") or _node_version() < 20, reason="needs npm and Node.js 20 for eleventy-img")
def test_rivals_make_our_copies_of_pictures(tmp_path: Path) -> None:
    ours, hugo, eleventy, _ = prepare_builders(tmp_path, 3, ("Hugo", "Eleventy"), pictures=True)
    for builder in (ours, hugo, eleventy):
        subprocess.run(builder.command, cwd=builder.folder, check=True, capture_output=True)
    wanted = {
        (kind, size): count
        for sizes, count in ((((360, 240), (720, 480), (1200, 800)), 2), (((360, 270), (720, 540), (1200, 900)), 1))
        for kind, some in (("AVIF", sizes), ("WEBP", sizes), ("JPEG", sizes[1:2]))
        for size in some
    }
    variants = [copies(builder.output) for builder in (ours, hugo, eleventy)]
    assert variants == [{**wanted, SITE_CARD: 2}, wanted, wanted]


def test_every_change_is_seen_on_the_page(tmp_path: Path) -> None:
    (pelican,) = prepare_builders(tmp_path, 3, ("Pelican",))[1:]
    with pytest.raises(SystemExit, match="edit: the page of entry-00001 does not show it"):
        verify(pelican, "edit", "entry-00001", 0, b"")
    assert measure(pelican, "cold", "entry-00001", 0).wall > 0
    for step in ("edit", "template"):
        measure(pelican, step, "entry-00001", 0)
