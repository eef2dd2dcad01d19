"""Limits on the cost of a build, and whether they are met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.cost import Cost, median_measure, ratio

Key = tuple[str, str, str]
"""A case, a program and a step."""
Costs = dict[Key, list[Cost]]
"""All runs."""
UNITS = {"wall": " s", "processor": " s", "memory": " MB"}


@dataclass(frozen=True)
class Bar:
    """A limit on a measure, in seconds or MB, or as a ratio to the same measure of something else."""

    key: Key
    measure: str
    maximum: float
    other: Key | None = None

    def value(self, costs: Costs) -> float | None:
        """Compute the measured value; None if it was not measured."""
        ours = costs.get(self.key)
        if not self.other:
            return median_measure(ours, self.measure) if ours else None
        theirs = costs.get(self.other)
        return ratio(ours, theirs, self.measure) if ours and theirs else None

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return "×" if self.other else UNITS[self.measure]

    def words(self) -> str:
        """The bar in words; of what it is compared with, only what differs."""
        case, program, step = self.key
        words = f"{case}, {step}{'' if program == 'ours' else f', {program}'}: {self.measure}"
        if not self.other:
            return words
        return f"{words} against {', '.join(other for other in self.other if other not in self.key)}"


def _against(program: str, case: str, step: str, measure: str, maximum: float) -> Bar:
    return Bar((case, "ours", step), measure, maximum, (case, program, step))


SMALL, LARGE, PICTURES, SHIPPED = "text-1000", "text-10000", "pictures-300", "shipped"
BARS = (
    _against("Hugo", LARGE, "cold", "wall", 1.4),
    _against("Pelican", LARGE, "cold", "wall", 0.4),
    _against("Hugo", SMALL, "cold", "wall", 2.2),
    _against("Pelican", SMALL, "cold", "wall", 0.55),
    _against("Hugo", SMALL, "edit", "processor", 0.6),
    _against("Hugo", LARGE, "edit", "processor", 0.25),
    _against("Hugo", SMALL, "unchanged", "processor", 0.2),
    _against("Hugo", LARGE, "unchanged", "processor", 0.06),
    _against("Hugo", PICTURES, "cold", "wall", 0.3),
    _against("Eleventy", PICTURES, "cold", "wall", 0.8),
    Bar((SHIPPED, "ours", "cold"), "processor", 9),
    Bar((PICTURES, "ours with cards", "cold"), "processor", 60),
    *(Bar((LARGE, "ours", step), "memory", 300) for step in ("cold", "unchanged", "edit", "template", "stage")),
    Bar((LARGE, "ours", "cold"), "processor", 10, (SMALL, "ours", "cold")),
    Bar((SMALL, "ours", "prove"), "wall", 2.2, (SMALL, "ours", "cold")),
    Bar((SHIPPED, "ours", "first check"), "processor", 0.4),
    Bar((SHIPPED, "ours", "check"), "processor", 0.4),
)


def verdicts(costs: Costs) -> Iterator[tuple[str, str, str, str]]:
    """Yield each limit that was measured: name, limit, measured value, verdict."""
    for bar in BARS:
        value = bar.value(costs)
        if value is not None:
            met = "yes" if value <= bar.maximum else "**no**"
            yield bar.words(), f"{bar.maximum:g}{bar.unit}", f"{value:.2f}{bar.unit}", met
