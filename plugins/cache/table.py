"""Tables of many small values that are always needed together, stored and loaded as one value of the cache."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.cache.sqlite import CACHE

Rows = dict[str, tuple[str, bytes]]
"""By name, the fingerprint of a row's inputs and the row itself."""
# changed rows are stored apart from the others, until there are so many that the whole table is written again
CHANGES = "/later"
MAX_CHANGES = 200


@dataclass(frozen=True)
class Table:
    """A table under one key of the cache."""

    key: str

    def load(self) -> Rows:
        """All rows as last stored."""
        return self._load_part("") | self._load_part(CHANGES)

    def store(self, changed: Rows, names: Iterable[str]) -> None:
        """Store the changed rows. Rows with other names than these are dropped when the table is next rewritten."""
        if not changed:
            return
        changes = self._load_part(CHANGES) | changed
        if len(changes) <= MAX_CHANGES:
            CACHE.set_many({self.key + CHANGES: marshal.dumps(changes)})
            return
        rows = self._load_part("") | changes
        current = {name: rows[name] for name in names if name in rows}
        CACHE.set_many({self.key: marshal.dumps(current), self.key + CHANGES: marshal.dumps({})})

    def _load_part(self, part: str) -> Rows:
        data = CACHE.get_many([self.key + part]).get(self.key + part)
        rows: Rows = marshal.loads(data) if data else {}
        return rows
