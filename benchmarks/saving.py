"""How long from saving a file until the browser shows it: python -m benchmarks.saving [--sizes shipped,1000]

A page of an entry is open in Chromium; the entry's text, then the template of its page, is saved again and again under
``serve`` and, at the sizes, ``hugo server`` in turn; ``spawned`` is the shipped content where no process is forked. It
prints a table for docs/performance.md; nothing is asserted.
"""

from __future__ import annotations

import argparse
import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.builders import OURS, ROOT, STORE, Builder, prepare_builders, program, stop_forking
from benchmarks.building import machine, table
from benchmarks.serving import run_preview
from tests.support.chromium import FLAGS
from tools.programs import find_program

SHIPPED, SPAWNED = "shipped", "spawned"
MARK = "存盘0号"
TEXT, TEMPLATE = "text of an entry", "template"
# how often each is saved, by size; the larger, the fewer
TIMES = {SHIPPED: {TEXT: 50, TEMPLATE: 10}, "1000": {TEXT: 20, TEMPLATE: 5}}
FEW = {TEXT: 10, TEMPLATE: 3}
TIMEOUT_S = 30.0
"""Seconds after which a save counts as not shown."""
FIRST = 120_000
"""Milliseconds that a first build may take."""
PAUSE = 1000
"""Milliseconds between two saves: a preview that still works on the last one may miss the next."""
# milliseconds that the median may take: without forks a number of its own, else what it took on 2026-11-23
BARS = {
    SHIPPED: {TEXT: 139, TEMPLATE: 149},
    SPAWNED: {TEXT: 400, TEMPLATE: 400},
    "1000": {TEXT: 147, TEMPLATE: 193},
    "10000": {TEXT: 256, TEMPLATE: 241},
}
# and the worst, of the shipped content
WORST = {TEXT: 300, TEMPLATE: 500}
# reports the latest edit shown, once per frame that paints it
WATCH = """
const look = () => {
  const found = [...(document.body?.textContent ?? "").matchAll(/存盘(\\d+)号/g)].map((each) => Number(each[1]))
  const latest = Math.max(0, ...found)
  if (latest > (window.latest ?? 0)) {
    window.latest = latest
    requestAnimationFrame(() => setTimeout(() => window.shown(latest, Date.now() / 1000)))
  }
}
new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
"""


@dataclass
class ObservedPreview:
    """A program at work, the page of one of its entries in the browser, and how long each save took."""

    builder: Builder
    page: Page
    files: dict[str, tuple[Path, str]]
    shown: dict[int, float] = field(default_factory=dict)
    taken: dict[str, list[float]] = field(default_factory=dict)

    def save(self, what: str, number: int) -> None:
        """Write a number into the entry or the template, and keep how many milliseconds it took to be seen."""
        path, text = self.files[what]
        begun = time.time()
        path.write_text(text.replace(MARK, f"存盘{number}号"), encoding="utf-8")
        while number not in self.shown and time.time() - begun < TIMEOUT_S:
            self.page.wait_for_timeout(5)
        self.taken.setdefault(what, []).append((self.shown.get(number, begun + TIMEOUT_S) - begun) * 1000)
        if number not in self.shown:
            self.page.reload()
        self.page.wait_for_timeout(PAUSE)

    def follows(self, what: str) -> bool:
        """Check that the preview still shows edits; it is dropped after two missed ones."""
        return sum(taken >= TIMEOUT_S * 1000 for taken in self.taken.get(what, [])) < 2


def main() -> None:
    """Measure each content and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="shipped,spawned,1000,10000")
    sizes = parser.parse_args().sizes.split(",")
    print(machine())
    STORE.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, ...]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_program("chromium"), args=FLAGS)
        for size in sizes:
            with TemporaryDirectory(dir=STORE) as folder, ExitStack() as servers:
                watched = [watch(servers, browser, builder, slug) for builder, slug in _builders(Path(folder), size)]
                follow(watched, TIMES.get(size, FEW))
                rows += _rows(size, watched)
        browser.close()
    print("\n" + table(("content", "saved", "program", "saves", "median", "worst", "bar", "met"), rows))


def watch(servers: ExitStack, browser: Browser, builder: Builder, slug: str) -> ObservedPreview:
    """Start a program's preview and open the page of an entry."""
    address = servers.enter_context(run_preview(builder))
    template, place = builder.template
    text = builder.file(slug)
    files = {
        TEXT: (text, f"{text.read_text(encoding='utf-8')}\n{MARK}\n"),
        TEMPLATE: (template, template.read_text(encoding="utf-8").replace(place, f"<p>{MARK}</p>\n{place}", 1)),
    }
    watched = ObservedPreview(builder, browser.new_page(), files)
    watched.page.expose_binding(
        "shown", lambda _, number, shown_at: watched.shown.setdefault(int(number), float(shown_at))
    )
    watched.page.add_init_script(WATCH)
    watched.page.goto(f"{address}entries/{slug}/")
    # the first build comes first
    watched.page.locator(".pager").first.wait_for(state="attached", timeout=FIRST)
    watched.page.wait_for_timeout(PAUSE)
    return watched


def follow(watched: list[ObservedPreview], times: dict[str, int]) -> None:
    """Save again and again, the programs in turn; one that shows nothing is left alone from then on."""
    number = 0
    for what, often in times.items():
        for _ in range(often):
            number += 1
            for preview in watched:
                if preview.follows(what):
                    preview.save(what, number)


def _builders(folder: Path, size: str) -> list[tuple[Builder, str]]:
    if size not in {SHIPPED, SPAWNED}:
        return [(builder, "entry-00000") for builder in prepare_builders(folder, int(size), ("Hugo",))]
    ours = program(folder, lambda content: Path(shutil.copytree(ROOT / "content", content)))
    if size == SPAWNED:
        ours = stop_forking(ours)
    return [(ours, min(path.name for path in (ours.folder / "content" / "entries").iterdir()))]


def _rows(size: str, watched: list[ObservedPreview]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for what in TIMES[SHIPPED]:
        medians = {preview.builder.name: median(preview.taken[what]) for preview in watched}
        for preview in watched:
            name, taken = preview.builder.name, preview.taken[what]
            verdict = _verdict(size, what, medians, max(taken)) if name == OURS and size in BARS else ("", "")
            figures = (str(len(taken)), f"{medians[name]:.0f} ms", f"{max(taken):.0f} ms")
            rows.append((size, what, name, *figures, *verdict))
    return rows


def _verdict(size: str, what: str, medians: dict[str, float], worst: float) -> tuple[str, str]:
    most, rival = BARS[size][what], medians.get("Hugo")
    bar, met = f"{most} ms", medians[OURS] <= most
    if rival:
        bar, met = f"{bar}, before Hugo", met and medians[OURS] < rival
    if size == SHIPPED:
        bar, met = f"{bar}, worst {WORST[what]} ms", met and worst < WORST[what]
    return bar, "yes" if met else "**no**"


if __name__ == "__main__":
    main()
