"""The ``order`` command: the fair order of a hall on a day, recomputed from the published seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plugins.competition.load import load
from plugins.competition.report import report
from plugins.competition.values import DAY
from plugins.exhibition.fair_order import seed_of, shuffled

NO_DAY = "“{day}”不是日期，请写成 2023-03-01 的样子。 / Write the day as 2023-03-01."


def order_of(content: Path, day: str, hall: str, lang: str = "zh-Hans") -> int:
    """Print the seed and the entries in their order of that day; return the exit status."""
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        return 1
    if not DAY.match(day):
        print(NO_DAY.format(day=day))
        return 1
    seed = seed_of(loaded.competition.contest.id, date.fromisoformat(day), hall)
    tracks = {entry.slug: entry.track.id for entry in loaded.competition.entries}
    print(seed)
    for slug in shuffled([slug for slug in loaded.competition.shortlist if tracks[slug] == hall], seed):
        print(f"  {slug}")
    return 0
