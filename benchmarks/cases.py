"""The measured sites: size, programs, steps and repetitions."""

from __future__ import annotations

import shutil
from argparse import ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path

from benchmarks.builders import ROOT, Builder, prepare_builders, program

TEXT, PICTURES, SHIPPED = "text", "pictures", "shipped"
STEPS = ("cold", "unchanged", "edit", "new picture", "template", "stage")
PROVE, CHECKS = "prove", ("first check", "check")
RIVALS = {TEXT: ("Hugo", "Eleventy", "Pelican"), PICTURES: ("Hugo", "Eleventy"), SHIPPED: ()}
LARGE = 1_000
"""Text cases up to this many entries run more often and include the embargo check."""
MIN_ENTRIES = 4
"""With fewer a hall may have no entries, and no page."""
ALL = ("text-1000", "text-10000", "pictures-300", SHIPPED)


@dataclass(frozen=True)
class Case:
    """A kind of site and its number of entries, such as ``text-1000``; the shipped content has its own number."""

    kind: str
    count: int = 0

    @property
    def name(self) -> str:
        """How it is asked for."""
        return f"{self.kind}-{self.count}" if self.count else self.kind

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of each run, in order."""
        if self.kind == TEXT:
            steps = tuple(step for step in STEPS if step != "new picture")
            return (*steps, PROVE) if self.count <= LARGE else steps
        return (*STEPS, *CHECKS) if self.kind == SHIPPED else STEPS

    @property
    def runs(self) -> int:
        """How often, unless another number is asked for."""
        return 3 if self.kind == PICTURES or self.count > LARGE else 5

    def prepare(self, folder: Path) -> list[Builder]:
        """The programs, each laid out over the content of this case."""
        if self.kind == SHIPPED:
            return [program(folder, lambda content: shutil.copytree(ROOT / "content", content))]
        return prepare_builders(folder, self.count, RIVALS[self.kind], pictures=self.kind == PICTURES)


def find_case(name: str) -> Case:
    """The case of this name."""
    kind, _, count = name.partition("-")
    if name != SHIPPED and (kind not in (TEXT, PICTURES) or not count.isdecimal() or int(count) < MIN_ENTRIES):
        raise ArgumentTypeError(f"{name} is none of text-N, pictures-N, shipped")
    return Case(kind, int(count or 0))
