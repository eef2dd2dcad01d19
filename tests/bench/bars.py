"""What building has to cost at most, as data, and whether it was met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.cost import Cost, middle, ratio

Costs = dict[tuple[int, str, str], list[Cost]]
"""All runs by size, program and step."""
STEPS = ("cold", "unchanged", "edit")
SHIPPED = 0
"""The size that stands for the content that ships with the program."""


@dataclass(frozen=True)
class Bar:
    """At most so much of a measure: as a ratio to a rival or to a smaller size, or by itself in seconds or MB."""

    size: int
    step: str
    what: str
    most: float
    rival: str = ""
    smaller: int = 0

    def value(self, costs: Costs) -> float | None:
        """What was measured, where it was."""
        ours = costs.get((self.size, "ours", self.step))
        theirs = costs.get((self.smaller, "ours", self.step) if self.smaller else (self.size, self.rival, self.step))
        if not ours or ((self.rival or self.smaller) and not theirs):
            return None
        return ratio(ours, theirs, self.what) if theirs else middle(ours, self.what)

    def words(self) -> str:
        """The bar in words."""
        against = f" against {self.rival}" if self.rival else ""
        against += f" against {self.smaller:,}" if self.smaller else ""
        place = f"{self.size:,} entries" if self.size else "shipped content"
        return f"{place}, {self.step}: {self.what}{against}"


BARS = (
    Bar(1_000, "edit", "processor", 0.3, "Hugo"),
    Bar(10_000, "edit", "processor", 0.15, "Hugo"),
    Bar(1_000, "unchanged", "processor", 0.25, "Hugo"),
    Bar(10_000, "unchanged", "processor", 0.1, "Hugo"),
    *(Bar(size, "cold", "wall", 2, "Hugo") for size in (1_000, 10_000)),
    *(Bar(size, "cold", "wall", 0.35, "Pelican") for size in (1_000, 10_000)),
    *(Bar(10_000, step, "memory", 300) for step in STEPS),
    Bar(10_000, "cold", "processor", 11, smaller=1_000),
    *(Bar(SHIPPED, step, "processor", 0.4) for step in ("first check", "check")),
)


def verdicts(costs: Costs) -> Iterator[tuple[str, str, str, str]]:
    """Each bar that could be measured: what, at most, measured, whether it was met."""
    for bar in BARS:
        value = bar.value(costs)
        unit = "×" if bar.rival or bar.smaller else " MB" if bar.what == "memory" else " s"
        if value is not None:
            met = "yes" if value <= bar.most else "**no**"
            yield bar.words(), f"{bar.most:g}{unit}", f"{value:.2f}{unit}", met
