"""The entries to which the page of an entry leads at its end: of the same units, then of the same track."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from plugins.content.model import Entry

MAX_RELATED = 3


class RelatedEntries:
    """Finds the related entries of each; the lists by unit and by track are made once."""

    def __init__(self, tour: Sequence[Entry]) -> None:
        self._tour = tour
        self._numbers = {entry.slug: number for number, entry in enumerate(tour)}
        self._by_unit: defaultdict[str, list[int]] = defaultdict(list)
        self._by_track: defaultdict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(tour):
            self._by_track[entry.track.id].append(number)
            for unit in entry.units:
                self._by_unit[unit.id].append(number)

    def of(self, entry: Entry) -> tuple[Entry, ...]:
        """At most three, the same for everybody; without those that the pager names."""
        number = self._numbers[entry.slug]
        lists = (*(self._by_unit[unit.id] for unit in entry.units), self._by_track[entry.track.id])
        chosen: dict[int, None] = {}
        for candidate in (candidate for numbers in lists for candidate in _after(numbers, number)):
            if len(chosen) == MAX_RELATED:
                break
            if abs(candidate - number) > 1:
                chosen[candidate] = None
        return tuple(self._tour[index] for index in chosen)


def _after(numbers: Sequence[int], number: int) -> Iterator[int]:
    """Those that follow this one, and from the end those at the beginning: each is as often named as others."""
    index = bisect_left(numbers, number)
    return (numbers[(index + step) % len(numbers)] for step in range(1, len(numbers)))
