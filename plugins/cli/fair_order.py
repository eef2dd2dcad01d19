"""The ``order`` command: the fair order of a hall on a day, recomputed from the published seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plugins.content.load import load
from plugins.content.problems import LANGS
from plugins.content.report import report
from plugins.site.views.fair_order import seed_of, shuffled

NO_DAY = "“{day}”不是日期，请写成 2023-03-01 的样子。 / “{day}” is no day; write it as 2023-03-01."
NO_HALL = "没有“{hall}”这个展厅，可用的有：{halls}。 / There is no hall “{hall}”; use one of: {halls}."


def order_of(content: Path, day: str, hall: str) -> int:
    """Print the seed and the entries in their order of that day; return the exit status."""
    loaded = load(content)
    report(loaded.errors, content, LANGS[0])
    if not loaded.competition:
        return 1
    halls = [track.id for track in loaded.competition.contest.tracks]
    if hall not in halls:
        print(NO_HALL.format(hall=hall, halls=", ".join(halls)))
        return 1
    try:
        seed = seed_of(loaded.competition.contest.id, date.fromisoformat(day), hall)
    except ValueError:
        print(NO_DAY.format(day=day))
        return 1
    tracks = {entry.slug: entry.track.id for entry in loaded.competition.entries}
    print(seed)
    for slug in shuffled([slug for slug in loaded.competition.shortlist if tracks[slug] == hall], seed):
        print(f"  {slug}")
    return 0
