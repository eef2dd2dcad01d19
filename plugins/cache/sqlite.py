"""Many small things by key in one file of a database, which two builds may use at once."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from plugins.paths import ROOT

Made = TypeVar("Made")

# beyond this it is mostly what nobody asks for any more
LARGEST = 1_000_000_000
# how many seconds another build may write before we do without
PATIENCE = 5
TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, data BLOB)"


@dataclass(frozen=True)
class Shelf:
    """Bytes by key. A shelf that cannot be read is empty, one that cannot be written keeps nothing: never an error."""

    file: Path

    def found(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is kept under these keys."""
        try:
            ask = _reader(self.file, os.getpid()).execute
            rows = ((key, ask("SELECT data FROM kept WHERE key = ?", (key,)).fetchone()) for key in keys)
            return {key: row[0] for key, row in rows if row}
        except (sqlite3.Error, OSError):
            _reader.cache_clear()
            return {}

    def put(self, made: Mapping[str, bytes]) -> bool:
        """Keep all of this, or none of it; say which."""
        try:
            with self._open() as database:
                database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", made.items())
        except (sqlite3.Error, OSError):
            return False
        return True

    def recalled(self, key: str, make: Callable[[], Made]) -> Made:
        """What was made under this key, or is made now; without a key it is not kept. It must be safe to pickle."""
        data = self.found([key]).get(key) if key else None
        if not data:
            data = pickle.dumps(make(), pickle.HIGHEST_PROTOCOL)
            self.put({key: data} if key else {})
        # read back even when it is new: which of its parts are one and the same object shows in what is made of it
        made: Made = pickle.loads(data)
        return made

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.file, timeout=PATIENCE)
        try:
            # a machine that loses power loses the shelf at worst
            database.execute("PRAGMA synchronous = OFF")
            if self.file.stat().st_size > LARGEST:
                # not removed as a file: on Windows nobody may remove what another build has open
                database.execute("DROP TABLE IF EXISTS kept")
                database.execute("VACUUM")
            database.execute(TABLE)
            with database:
                yield database
        except sqlite3.DatabaseError as error:
            database.close()
            if not isinstance(error, sqlite3.OperationalError):
                # no database: emptied, which is one that holds nothing, whoever has it open
                os.truncate(self.file, 0)
            raise
        finally:
            database.close()


@cache
def _reader(file: Path, _: int) -> sqlite3.Connection:
    """One connection for all that this process reads; a fork must not use its parent's."""
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)


SHELF = Shelf(ROOT / ".cache" / "shelf.sqlite")
