"""Run by the Linux reference's Python: write sample inputs for the tasks, and run a store and an edge to publish to."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.imports.form_factory import expected_entry, png, write_table, write_word
from tests.results.tally_inputs import with_tally
from tests.support.builds import TINY
from tools import local_cdn

FORMS = 6


def write_samples(folder: Path) -> None:
    """Write a competition that can be counted, a table of forms with its pictures, and forms in Word."""
    with_tally()(Path(shutil.copytree(TINY, folder / "小城")))
    (folder / "汇总 表").mkdir()
    (folder / "申报表").mkdir()
    for number in range(FORMS):
        (folder / "汇总 表" / f"{number}.png").write_bytes(png(number))
        write_word(folder / "申报表" / f"申报 {FORMS + number}.docx", FORMS + number)
    write_table(folder / "汇总 表" / "table.xlsx", [expected_entry(number).cells for number in range(FORMS)])


def run_store() -> None:
    """Run a store, and an edge that serves index pages, until the standard input ends."""
    with tempfile.TemporaryDirectory() as folder, local_cdn.cdn(Path(folder)) as running:
        print(running.store, running.edge, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1:]:
        write_samples(Path(sys.argv[1]))
    else:
        run_store()
