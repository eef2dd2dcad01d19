"""Which of millions of ids come more than once: hashes of them, in files on the disk, so that memory stays small."""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

# a power of two; with 42 million ids a part has 650,000
PARTS = 64
MAX_BUFFERED = 1 << 20
# hashes kept of ids in question: each of them is looked for in the tables again
MAX_SUSPECTS = 10_000


class IdStore:
    """Collects ids; an id in question is known by its hash alone and must be confirmed by reading the ids again.

    Hashes have 64 bits and differ from process to process, so nobody can prepare ids whose hashes are equal. Many are
    written to a folder, which is made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = [array("q") for _ in range(PARTS)]
        self._appends = [part.append for part in self._parts]
        self._buffered = 0

    def add(self, ids: Sequence[object]) -> None:
        """Add ids."""
        appends = self._appends
        for value in map(hash, ids):
            appends[value & (PARTS - 1)](value)
        self._buffered += len(ids)
        if self._buffered >= MAX_BUFFERED:
            self._spill()

    def find_repeated(self) -> tuple[set[int], int]:
        """Find the hashes of ids that came more than once, at most ``MAX_SUSPECTS``, and their number."""
        return self.find_counts(lambda count: count > 1)

    def find_counts(self, is_wrong: Callable[[int], bool]) -> tuple[set[int], int]:
        """Find the hashes of ids that came a wrong number of times, at most ``MAX_SUSPECTS``, and their number."""
        suspects: set[int] = set()
        total = 0
        for part in self._read_parts():
            # nearly always all are different, which a set knows in a third of the time
            if len(set(part)) == len(part) and not is_wrong(1):
                continue
            wrong = [value for value, count in Counter(part).items() if is_wrong(count)]
            total += len(wrong)
            suspects.update(wrong[: MAX_SUSPECTS - len(suspects)])
        return suspects, total

    def count_distinct(self) -> int:
        """Count the different ids."""
        return sum(len(set(part)) for part in self._read_parts())

    def _spill(self) -> None:
        self._folder.mkdir(exist_ok=True)
        for number, part in enumerate(self._parts):
            with (self._folder / str(number)).open("ab") as out:
                part.tofile(out)
            del part[:]
        self._buffered = 0

    def _read_parts(self) -> Iterator[array[int]]:
        for number, buffered in enumerate(self._parts):
            part, file = array("q", buffered), self._folder / str(number)
            if file.exists():
                part.frombytes(file.read_bytes())
            yield part


@dataclass(frozen=True)
class VoteStores:
    """The ids of votes, the ids of ballots that take several rows, once for each choice, and ballots with a choice."""

    votes: IdStore
    ballots: IdStore
    choices: IdStore


@contextmanager
def open_stores() -> Iterator[VoteStores]:
    """Open empty stores, which leave nothing on the disk."""
    with TemporaryDirectory(prefix="xunzhan-ids-", ignore_cleanup_errors=True) as folder:
        yield VoteStores(*(IdStore(Path(folder) / name) for name in ("votes", "ballots", "choices")))


def clean_ids(cells: Sequence[str]) -> list[str]:
    """Return the cells without blanks around them, full-width characters as ASCII; their case counts."""
    text = "".join(cells)
    if text.isascii() and not any(blank in text for blank in " \t\n"):
        return list(cells)
    return [unicodedata.normalize("NFKC", cell).strip() for cell in cells]
