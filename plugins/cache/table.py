"""Many small things that are always wanted all at once: kept as one, and loaded as one."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.cache.sqlite import SHELF

Rows = dict[str, tuple[str, bytes]]
"""By name, what a thing was made from, and the thing."""
# what has changed since is kept beside the whole, until it is so much that the whole is written anew
LATER = "/later"
MOST_LATER = 200


@dataclass(frozen=True)
class Table:
    """Rows under one key of the shelf."""

    key: str

    def load(self) -> Rows:
        """All rows, as they were stored last."""
        return self._part("") | self._part(LATER)

    def store(self, changed: Rows, names: Iterable[str]) -> None:
        """Store what has changed; rows of other names than these are forgotten in time."""
        if not changed:
            return
        later = self._part(LATER) | changed
        if len(later) <= MOST_LATER:
            SHELF.put({self.key + LATER: marshal.dumps(later)})
            return
        rows = self._part("") | later
        kept = {name: rows[name] for name in names if name in rows}
        SHELF.put({self.key: marshal.dumps(kept), self.key + LATER: marshal.dumps({})})

    def _part(self, name: str) -> Rows:
        data = SHELF.found([self.key + name]).get(self.key + name)
        rows: Rows = marshal.loads(data) if data else {}
        return rows
