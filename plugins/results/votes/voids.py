"""Which rows of a table are void: by row, id, time, source or entry, and votes that came after the vote had closed."""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property

from plugins.content.schema.dates import opening_instant
from plugins.results.votes.id_store import clean_ids
from plugins.results.votes.times import parse_time, usual_format
from plugins.results.votes.vote_files import VoidedVotes, VoteTable
from plugins.tables.column_blocks import ColumnBlock
from plugins.tables.folding import fold

# in place of the number of a void: the vote came too late
LATE = -1


@dataclass(frozen=True)
class Void:
    """A decision on votes, with the ids of its file."""

    decision: VoidedVotes
    ids: frozenset[str]

    @property
    def is_range(self) -> bool:
        """True if rows alone decide."""
        other = self.ids or self.decision.since or self.decision.until or self.decision.where or self.decision.entry
        return bool(self.decision.first_row) and not other


class VoteRows:
    """A block of rows with what the voids compare, computed when it is first needed."""

    def __init__(self, block: ColumnBlock, table: VoteTable, zone: tzinfo) -> None:
        self.numbers = block.numbers
        self.columns = block.columns
        self._table = table
        self._zone = zone
        self._folded: dict[str, list[str]] = {}

    @cached_property
    def ids(self) -> list[str]:
        """The ids as they are compared."""
        return clean_ids(self.columns[self._table.id]) if self._table.id else []

    @cached_property
    def id_set(self) -> frozenset[str]:
        return frozenset(self.ids)

    @cached_property
    def times(self) -> list[datetime | None]:
        """The time of each vote; None where it cannot be read."""
        return [parse_time(cell, self._zone) for cell in self.columns[self._table.time]] if self._table.time else []

    def folded_cells(self, column: str) -> list[str]:
        """The cells of this column as they are compared."""
        if column not in self._folded:
            self._folded[column] = [fold(cell) for cell in self.columns[column]]
        return self._folded[column]


class VoidRows:
    """The voids of a table, arranged so that a block without a void costs next to nothing."""

    def __init__(self, table: VoteTable, voids: Sequence[Void], zone: tzinfo, closes: datetime | None) -> None:
        self.zone = zone
        self._table = table
        self._closes = closes
        self._ranges = _merge_ranges([(index, void.decision) for index, void in enumerate(voids) if void.is_range])
        self._ends = [last for _, last, _ in self._ranges]
        self._others = [
            (index, void) for index, void in enumerate(voids) if void.decision.marks_rows and not void.is_range
        ]
        self._sources = {
            index: {column: frozenset(map(fold, values)) for column, values in void.decision.where.items()}
            for index, void in self._others
        }

    def find(self, rows: VoteRows) -> dict[int, list[int]]:
        """Find the voids of each row by its position in the block, in the order in which they were decided."""
        voids: dict[int, list[int]] = {}
        for position in self._late(rows):
            voids[position] = [LATE]
        self._add_ranges(rows.numbers, voids)
        for index, void in self._others:
            for position in self._matching(index, void, rows):
                voids.setdefault(position, []).append(index)
        for indexes in voids.values():
            indexes.sort()
        return voids

    def unreadable_times(self, rows: VoteRows) -> list[int]:
        """Find the rows whose time cannot be read, if the closing or a void depends on it."""
        is_needed = self._closes or any(void.decision.since or void.decision.until for _, void in self._others)
        if not (self._table.time and is_needed) or usual_format(rows.columns[self._table.time]):
            return []
        return [position for position, time in enumerate(rows.times) if time is None]

    def _late(self, rows: VoteRows) -> list[int]:
        if not (self._table.time and self._closes):
            return []
        cells = rows.columns[self._table.time]
        if time_format := usual_format(cells):
            closes = self._closes.astimezone(self.zone).strftime(time_format)
            return [position for position, cell in enumerate(cells) if cell >= closes] if max(cells) >= closes else []
        return [position for position, time in enumerate(rows.times) if time and time >= self._closes]

    def _add_ranges(self, numbers: Sequence[int], voids: dict[int, list[int]]) -> None:
        for first, last, index in self._ranges[bisect_left(self._ends, numbers[0]) :]:
            if first > numbers[-1]:
                return
            for position in range(bisect_left(numbers, first), bisect_left(numbers, last + 1)):
                voids.setdefault(position, []).append(index)

    def _matching(self, index: int, void: Void, rows: VoteRows) -> Sequence[int]:
        """Find the rows that have every mark of a void."""
        decision = void.decision
        positions: Sequence[int] = range(len(rows.numbers))
        if decision.first_row:
            last = decision.last_row or decision.first_row
            positions = range(bisect_left(rows.numbers, decision.first_row), bisect_left(rows.numbers, last + 1))
        if decision.ids_file:
            shared = void.ids & rows.id_set if positions else ()
            positions = [position for position in positions if rows.ids[position] in shared] if shared else []
        for column, values in self._sources[index].items():
            cells = rows.folded_cells(column) if positions else []
            positions = [position for position in positions if cells[position] in values]
        return self._in_time(decision, rows, positions) if positions else positions

    def _in_time(self, decision: VoidedVotes, rows: VoteRows, positions: Sequence[int]) -> Sequence[int]:
        if not (decision.since or decision.until):
            return positions
        since = opening_instant(decision.since, self.zone) if decision.since else None
        until = opening_instant(decision.until, self.zone) if decision.until else None
        return [
            position
            for position in positions
            if (time := rows.times[position]) and (not since or time >= since) and (not until or time < until)
        ]


def _merge_ranges(ranges: Sequence[tuple[int, VoidedVotes]]) -> list[tuple[int, int, int]]:
    """Cut ranges of rows, which may overlap, to sorted ones that do not; the earliest decision has a row."""
    edges: dict[int, list[tuple[int, int]]] = {}
    for index, decision in ranges:
        first, last = decision.first_row or 0, decision.last_row or decision.first_row or 0
        edges.setdefault(first, []).append((index, last + 1))
        edges.setdefault(last + 1, [])
    merged: list[tuple[int, int, int]] = []
    active: list[tuple[int, int]] = []
    rows = sorted(edges)
    for row, following in itertools.pairwise(rows):
        for edge in edges[row]:
            heapq.heappush(active, edge)
        while active and active[0][1] <= row:
            heapq.heappop(active)
        if active:
            merged.append((row, following - 1, active[0][0]))
    return merged
