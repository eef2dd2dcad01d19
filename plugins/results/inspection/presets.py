"""The platforms whose exports are recognised by their columns; ``presets.yaml`` has them as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from plugins.system import textfile
from plugins.tables.folding import fold

FILE = Path(__file__).with_name("presets.yaml")
MIN_COLUMNS = 2


@dataclass(frozen=True)
class Preset:
    """A platform and what its exports call the columns with ids and times, and other columns, all folded."""

    name: tuple[tuple[str, str], ...]
    ids: frozenset[str]
    times: frozenset[str]
    others: frozenset[str]

    def name_in(self, lang: str) -> str:
        """The platform's name."""
        return dict(self.name)[lang]

    def count_columns(self, columns: Iterable[str]) -> int:
        """Count the columns that this platform's exports have."""
        return len(set(map(fold, columns)) & (self.ids | self.times | self.others))


@cache
def load_presets() -> tuple[Preset, ...]:
    """Load the platforms, the best known first."""
    data = yaml.safe_load(textfile.read_text(FILE))
    return tuple(
        Preset(tuple(item["name"].items()), *(frozenset(map(fold, item[key])) for key in ("id", "time", "others")))
        for item in data
    )


def recognise(columns: Sequence[str]) -> Preset | None:
    """Find the platform with the most of these columns; None where hardly any fit."""
    best = max(load_presets(), key=lambda preset: preset.count_columns(columns))
    return best if best.count_columns(columns) >= MIN_COLUMNS else None
