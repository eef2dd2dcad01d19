"""The entries to which the page of an entry leads at its end: of the same units, then of the same track."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from plugins.content.model import Entry

MAX_RELATED = 3


class RelatedEntries:
    """Finds the related entries of each; the lists by unit and by track are made once."""

    def __init__(self, tour: Sequence[Entry]) -> None:
        self._tour = tour
        self._by_unit: defaultdict[str, list[int]] = defaultdict(list)
        self._by_track: defaultdict[str, list[int]] = defaultdict(list)
        self._place_in_track: list[int] = []
        self._numbers = {entry.slug: number for number, entry in enumerate(tour)}
        for number, entry in enumerate(tour):
            self._place_in_track.append(len(self._by_track[entry.track.id]))
            self._by_track[entry.track.id].append(number)
            for unit in entry.units:
                self._by_unit[unit.id].append(number)

    def of(self, entry: Entry) -> tuple[Entry, ...]:
        """At most three, the same for everybody; without those that the pager names."""
        number = self._numbers[entry.slug]
        excluded = {number - 1, number, number + 1}
        chosen: dict[int, None] = {}
        for candidate in self._candidates(entry, number):
            if len(chosen) == MAX_RELATED:
                break
            if candidate not in excluded:
                chosen[candidate] = None
        return tuple(self._tour[index] for index in chosen)

    def _candidates(self, entry: Entry, number: int) -> Iterator[int]:
        for unit in entry.units:
            yield from _after(self._by_unit[unit.id], self._by_unit[unit.id].index(number))
        # those that follow on the tour, and from its end those at its beginning: each is as often named as others
        yield from _after(self._by_track[entry.track.id], self._place_in_track[number])


def _after(numbers: Sequence[int], place: int) -> Iterable[int]:
    return (numbers[(place + step) % len(numbers)] for step in range(1, len(numbers)))
