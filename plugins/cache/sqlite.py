"""A cache of many small values by key in one SQLite file, which several builds may use at once."""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from plugins.paths import ROOT

Value = TypeVar("Value")

# a larger file holds mostly values that nobody asks for any more
MAX_BYTES = 1_000_000_000
# how long to wait for another build that is writing
BUSY_TIMEOUT_S = 5
TABLE = "CREATE TABLE IF NOT EXISTS cached (key TEXT PRIMARY KEY, data BLOB)"


@dataclass(frozen=True)
class SqliteCache:
    """Bytes by key. It never raises: an unreadable file counts as empty, an unwritable one stores nothing."""

    file: Path

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are cached."""
        try:
            execute = _read_connection(self.file, os.getpid(), threading.get_ident()).execute
            rows = ((key, execute("SELECT data FROM cached WHERE key = ?", (key,)).fetchone()) for key in keys)
            return {key: row[0] for key, row in rows if row}
        except (sqlite3.Error, OSError):
            _read_connection.cache_clear()
            return {}

    def set_many(self, values: Mapping[str, bytes]) -> bool:
        """Store all of these values or, if that fails, none. Returns whether they were stored."""
        try:
            with self._open() as database:
                database.executemany("INSERT OR REPLACE INTO cached VALUES (?, ?)", values.items())
        except (sqlite3.Error, OSError):
            return False
        return True

    def get_or_create(self, key: str | None, create: Callable[[], Value]) -> Value:
        """The value cached under this key, or the one that ``create`` returns, which is then cached.

        Without a key nothing is cached. The value must be safe to pickle.
        """
        data = self.get_many([key]).get(key) if key else None
        if not data:
            data = pickle.dumps(create(), pickle.HIGHEST_PROTOCOL)
            if key:
                self.set_many({key: data})
        # the unpickled copy even when it is new: page keys depend on which parts are the same object,
        # so that fresh and cached values must be alike
        value: Value = pickle.loads(data)
        return value

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.file, timeout=BUSY_TIMEOUT_S)
        try:
            # a power failure loses the cache at worst
            database.execute("PRAGMA synchronous = OFF")
            if self.file.stat().st_size > MAX_BYTES:
                # emptied, not deleted: on Windows a file that another build has open cannot be deleted
                database.execute("DROP TABLE IF EXISTS cached")
                database.execute("VACUUM")
            database.execute(TABLE)
            with database:
                yield database
        except sqlite3.DatabaseError as error:
            database.close()
            if not isinstance(error, sqlite3.OperationalError):
                # not a database: truncated, it becomes an empty one, even while others have it open
                os.truncate(self.file, 0)
            raise
        finally:
            database.close()


@cache
def _read_connection(file: Path, _process_id: int, _thread_id: int) -> sqlite3.Connection:
    """One connection for all reads of this thread; a fork must not use its parent's."""
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_S)


CACHE = SqliteCache(ROOT / ".cache" / "values.sqlite")
