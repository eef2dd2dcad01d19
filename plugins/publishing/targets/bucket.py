"""A bucket as a target: staged blobs, copied inside the store to their public keys, rank after rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import stopped
from plugins.publishing.plan import Change, Live, Plan, Reason, waves
from plugins.publishing.release import File, Release
from plugins.publishing.s3.client import S3, Lifetime, Listed, a_while
from plugins.publishing.target_state import Record, Seen, State
from plugins.publishing.targets.lease import Lease, Say, holder, leased
from plugins.publishing.targets.target import Lock, Tick, Work

Item = TypeVar("Item")
# changes and bytes up to which all is sent again without asking what is there
FEW, SMALL = 60, 4_000_000


@dataclass(frozen=True)
class Keys:
    """Where things are in the bucket. Only what is below ``public`` may be readable to everybody."""

    public: str
    private: str

    @property
    def lock(self) -> str:
        return f"{self.private}lock/"

    @property
    def state(self) -> str:
        return f"{self.private}state.json.gz"

    @property
    def blobs(self) -> str:
        return f"{self.private}blobs/"

    @property
    def records(self) -> str:
        return f"{self.private}records/"

    @property
    def releases(self) -> str:
        return f"{self.private}releases/"


@dataclass
class Bucket:
    """A target in an S3-compatible store. ``keep`` is the number of releases that can be rolled back to, ``seconds``
    the time for which a lock holds."""

    store: S3
    keys: Keys
    keep_releases: int
    seconds: int
    etag_is_md5: bool = True

    def state(self, known: Release | None = None) -> State:
        data = self.store.get(self.keys.state)
        return target_state.read(data, lambda named: known if known and known.id == named else self.release(named))

    def live(self, state: State) -> Mapping[str, Live]:
        listed = self.store.listing(self.keys.public)
        return {path: Live(_known(state, path, each)) for path, each in listed.items()}

    def locked(self, who: str, wait: float, say: Say) -> AbstractContextManager[Lease]:
        return leased(self.store, self.keys.lock, holder(who), self.seconds, wait, say)

    def stage(self, release: Release, work: Work, tick: Tick) -> None:
        there = self._staged(work)
        # the largest first, so that none is left alone at the end
        missing = sorted(_missing(work, there), key=lambda file: (-file.size, file.path))
        if missing and work.folder is None:
            raise stopped("blobs_collected", release=release.id, count=len(missing))
        uploads = [partial(self._upload, file, self.keys.blobs + file.blob, work, a_while) for file in missing]
        shelving = [partial(self._shelve, blob, path) for blob, path in _unshelved(work, there)]
        self._all(lambda do: do(), [*uploads, *shelving], tick)

    def _staged(self, work: Work) -> Mapping[str, Listed]:
        """What is staged already. It is not asked for where to send everything again costs less than to ask."""
        size = sum(change.file.size for change in work.plan if change.file)
        if work.folder and len(work.plan) <= FEW and size <= SMALL:
            return {}
        return self.store.listing(self.keys.blobs)

    def _upload(self, file: File, key: str, work: Work, lifetime: Lifetime) -> None:
        data = (work.folder / file.path).read_bytes() if work.folder else b""
        self.store.put(key, data, dict(file.headers), lifetime)

    def _shelve(self, blob: str, path: str) -> None:
        self.store.copy(self.keys.public + path, self.keys.blobs + blob, a_while)

    def keep(self, release: Release) -> None:
        written = self.store.create(f"{self.keys.releases}{release.id}", releases.written(release))
        # its links may have been found in another way; what it consists of may not differ
        if not written and getattr(self.release(release.id), "id", "") != release.id:
            raise stopped("release_differs", release=release.id)

    def release(self, release_id: str) -> Release | None:
        data = self.store.get(f"{self.keys.releases}{release_id}")
        return releases.read(data) if data else None

    def apply(self, release: Release, work: Work, lock: Lock, tick: Tick) -> None:
        self.store.put(self.keys.state, target_state.written(work.state.begun(release, work.plan)), {}, lock.left)
        done = 0
        for _, changes in waves(work.plan):
            self._all(lambda change: self._write(change, work, lock), changes, _from(done, len(work.plan), tick))
            done += len(changes)

    def _write(self, change: Change, work: Work, lock: Lock) -> None:
        key = self.keys.public + change.path
        if change.file is None:
            self.store.delete(key, lock.left)
        elif _goes_straight(change, work):
            self._upload(change.file, key, work, lock.left)
        else:
            self.store.copy(self.keys.blobs + change.file.blob, key, lock.left)

    def finish(self, release: Release, plan: Plan, record: Record, state: State, lock: Lock) -> Record:
        listed = self._verified(release, plan)
        numbered = self._numbered(record, lock)
        seen = {
            path: _seen(release, state, path, each, numbered.sequence)
            for path, each in listed.items()
            if path in release.files or release.is_lasting(path)
        }
        moved = State(release.id, release.stage, release.place, numbered.sequence, seen, {}, release)
        self.store.put(self.keys.state, target_state.written(moved), {}, lock.left)
        return numbered

    def _numbered(self, record: Record, lock: Lock) -> Record:
        # a publisher that died between record and pointer has left a record with this number
        while not self.store.create(self._record_key(record.sequence), record.written(), lock.left):
            record = replace(record, sequence=record.sequence + 1)
        return record

    def records(self) -> list[Record]:
        names = sorted(self.store.listing(self.keys.records))
        found: list[bytes | None] = []
        with ThreadPoolExecutor(self.store.place.workers) as pool:
            found = list(pool.map(lambda name: self.store.get(self.keys.records + name), names))
        return [target_state.read_record(data) for data in found if data]

    def collect(self, lock: Lock) -> int:
        if len(self.store.listing(self.keys.records)) <= self.keep_releases:
            return 0
        recent = list(dict.fromkeys(record.release for record in reversed(self.records())))
        if len(recent) <= self.keep_releases:
            return 0
        kept = [release for each in recent[: self.keep_releases] if (release := self.release(each))]
        needed = {file.blob for release in kept for file in release.files.values()}
        old = sorted(self.store.listing(self.keys.blobs).keys() - needed)
        self._all(lambda blob: self.store.delete(self.keys.blobs + blob, lock.left), old, lambda *_: None)
        return len(old)

    def _verified(self, release: Release, plan: Plan) -> Mapping[str, Listed]:
        listed = self.store.listing(self.keys.public)
        gone = {change.path for change in plan if not change.file}
        wrong = sorted(gone & listed.keys())
        wrong += [file.path for file in release.files.values() if not self._is_right(file, listed.get(file.path))]
        if wrong:
            raise stopped("wrong_after", count=len(wrong), first=wrong[:5])
        return listed

    def _is_right(self, file: File, listed: Listed | None) -> bool:
        return listed is not None and listed.size == file.size and (listed.etag == file.md5 or not self.etag_is_md5)

    def _record_key(self, sequence: int) -> str:
        return f"{self.keys.records}{sequence:06}.json"

    def _all(self, do: Callable[[Item], None], items: Iterable[Item], tick: Tick) -> None:
        """Do this for all items at once; the first failure lets none begin that has not begun."""
        listed = list(items)
        # a connection costs more than a request: each is for several
        with ThreadPoolExecutor(min(self.store.place.workers, 1 + len(listed) // 4)) as pool:
            waiting = {pool.submit(do, item) for item in listed}
            try:
                while waiting:
                    done, waiting = wait(waiting, 0.2, FIRST_EXCEPTION)
                    for each in done:
                        each.result()
                    tick(len(listed) - len(waiting), len(listed))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise


def _from(before: int, all_: int, tick: Tick) -> Tick:
    return lambda count, _: tick(before + count, all_)


def _known(state: State, path: str, listed: Listed) -> str:
    """What a public file was made from: known only if nothing has touched it since it was seen."""
    seen = state.seen.get(path)
    untouched = seen and path not in state.unfinished and (seen.etag, seen.modified) == (listed.etag, listed.modified)
    return seen.blob if seen and untouched else ""


def _seen(release: Release, state: State, path: str, listed: Listed, sequence: int) -> Seen:
    file, former = release.files.get(path), state.seen.get(path)
    last = sequence if file else former.last if former else state.sequence
    blob = file.blob if file else former.blob if former else ""
    return Seen(blob, listed.etag, listed.modified, max(1, last), state.place_of(path, release))


def _goes_straight(change: Change, work: Work) -> bool:
    """Whether a file is uploaded to its public place: only where nothing is public yet that a late write could harm,
    and never what is revealed, which must not wait for uploads."""
    return bool(work.folder) and not work.state.release and change.reason is Reason.NEW and not change.is_revealed


def _missing(work: Work, there: Mapping[str, Listed]) -> list[File]:
    needed = {change.file.blob: change.file for change in work.plan if change.file and not _goes_straight(change, work)}
    return [file for file in needed.values() if file.blob not in there or there[file.blob].size != file.size]


def _unshelved(work: Work, there: Mapping[str, Listed]) -> list[tuple[str, str]]:
    """What is public, about to go, and nowhere else: a way back may need it."""
    going = {change.path: work.live[change.path].blob for change in work.plan if change.path in work.live}
    return sorted({blob: path for path, blob in going.items() if blob and blob not in there}.items())
