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
from plugins.publishing.messages import publish_error
from plugins.publishing.plan import Change, Plan, Reason, RemoteFile, phases
from plugins.publishing.release import File, Release
from plugins.publishing.s3.client import S3, LifetimeCallback, ObjectInfo, default_lifetime
from plugins.publishing.target_state import AuditRecord, RemoteFileState, State
from plugins.publishing.targets.lease import Lease, Notify, hold_lease, holder
from plugins.publishing.targets.target import Job, Lock, ProgressCallback

Item = TypeVar("Item")
# changes and bytes up to which all is sent again without asking what is there
MAX_BLIND_CHANGES, MAX_BLIND_BYTES = 60, 4_000_000


@dataclass(frozen=True)
class BucketLayout:
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
    layout: BucketLayout
    keep_releases: int
    seconds: int
    etag_is_md5: bool = True

    def load_state(self, known: Release | None = None) -> State:
        data = self.store.get(self.layout.state)
        return target_state.deserialize_state(
            data, lambda named: known if known and known.id == named else self.load_release(named)
        )

    def list_public(self, state: State) -> Mapping[str, RemoteFile]:
        listed = self.store.list_objects(self.layout.public)
        return {path: RemoteFile(_known(state, path, each)) for path, each in listed.items()}

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lease]:
        return hold_lease(self.store, self.layout.lock, holder(who), self.seconds, wait, notify)

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        there = self._staged(job)
        # the largest first, so that none is left alone at the end
        missing = sorted(_missing(job, there), key=lambda file: (-file.size, file.path))
        if missing and job.folder is None:
            raise publish_error("blobs_collected", release=release.id, count=len(missing))
        uploads = [
            partial(self._upload, file, self.layout.blobs + file.blob, job, default_lifetime) for file in missing
        ]
        backups = [partial(self._backup_blob, blob, path) for blob, path in _not_backed_up(job, there)]
        self._all(lambda do: do(), [*uploads, *backups], on_progress)

    def _staged(self, job: Job) -> Mapping[str, ObjectInfo]:
        """What is staged already. It is not asked for where to send everything again costs less than to ask."""
        size = sum(change.file.size for change in job.plan if change.file)
        if job.folder and len(job.plan) <= MAX_BLIND_CHANGES and size <= MAX_BLIND_BYTES:
            return {}
        return self.store.list_objects(self.layout.blobs)

    def _upload(self, file: File, key: str, job: Job, lifetime: LifetimeCallback) -> None:
        data = (job.folder / file.path).read_bytes() if job.folder else b""
        self.store.put(key, data, dict(file.headers), lifetime)

    def _backup_blob(self, blob: str, path: str) -> None:
        self.store.copy(self.layout.public + path, self.layout.blobs + blob, default_lifetime)

    def save_release(self, release: Release) -> None:
        written = self.store.create(f"{self.layout.releases}{release.id}", releases.serialize_release(release))
        # its links may have been found in another way; what it consists of may not differ
        if not written and getattr(self.load_release(release.id), "id", "") != release.id:
            raise publish_error("release_differs", release=release.id)

    def load_release(self, release_id: str) -> Release | None:
        data = self.store.get(f"{self.layout.releases}{release_id}")
        return releases.deserialize_release(data) if data else None

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        self.store.put(
            self.layout.state,
            target_state.serialize_state(job.state.with_unfinished(release, job.plan)),
            {},
            lock.remaining_seconds,
        )
        done = 0
        for _, changes in phases(job.plan):
            self._all(lambda change: self._write(change, job, lock), changes, _from(done, len(job.plan), on_progress))
            done += len(changes)

    def _write(self, change: Change, job: Job, lock: Lock) -> None:
        key = self.layout.public + change.path
        if change.file is None:
            self.store.delete(key, lock.remaining_seconds)
        elif _uploads_directly(change, job):
            self._upload(change.file, key, job, lock.remaining_seconds)
        else:
            self.store.copy(self.layout.blobs + change.file.blob, key, lock.remaining_seconds)

    def finish(self, release: Release, plan: Plan, record: AuditRecord, state: State, lock: Lock) -> AuditRecord:
        listed = self._verify(release, plan)
        numbered = self._save_record(record, lock)
        seen = {
            path: _seen(release, state, path, each, numbered.sequence)
            for path, each in listed.items()
            if path in release.files or release.is_lasting(path)
        }
        moved = State(release.id, release.stage, release.stage_index, numbered.sequence, seen, {}, release)
        self.store.put(self.layout.state, target_state.serialize_state(moved), {}, lock.remaining_seconds)
        return numbered

    def _save_record(self, record: AuditRecord, lock: Lock) -> AuditRecord:
        # a publisher that died between record and pointer has left a record with this number
        while not self.store.create(self._record_key(record.sequence), record.to_json(), lock.remaining_seconds):
            record = replace(record, sequence=record.sequence + 1)
        return record

    def load_records(self) -> list[AuditRecord]:
        names = sorted(self.store.list_objects(self.layout.records))
        found: list[bytes | None] = []
        with ThreadPoolExecutor(self.store.config.workers) as pool:
            found = list(pool.map(lambda name: self.store.get(self.layout.records + name), names))
        return [target_state.deserialize_record(data) for data in found if data]

    def garbage_collect(self, lock: Lock) -> int:
        if len(self.store.list_objects(self.layout.records)) <= self.keep_releases:
            return 0
        recent = list(dict.fromkeys(record.release for record in reversed(self.load_records())))
        if len(recent) <= self.keep_releases:
            return 0
        kept = [release for each in recent[: self.keep_releases] if (release := self.load_release(each))]
        needed = {file.blob for release in kept for file in release.files.values()}
        old = sorted(self.store.list_objects(self.layout.blobs).keys() - needed)
        self._all(
            lambda blob: self.store.delete(self.layout.blobs + blob, lock.remaining_seconds), old, lambda *_: None
        )
        return len(old)

    def _verify(self, release: Release, plan: Plan) -> Mapping[str, ObjectInfo]:
        listed = self.store.list_objects(self.layout.public)
        gone = {change.path for change in plan if not change.file}
        wrong = sorted(gone & listed.keys())
        wrong += [file.path for file in release.files.values() if not self._is_right(file, listed.get(file.path))]
        if wrong:
            raise publish_error("wrong_after", count=len(wrong), first=wrong[:5])
        return listed

    def _is_right(self, file: File, listed: ObjectInfo | None) -> bool:
        return listed is not None and listed.size == file.size and (listed.etag == file.md5 or not self.etag_is_md5)

    def _record_key(self, sequence: int) -> str:
        return f"{self.layout.records}{sequence:06}.json"

    def _all(self, do: Callable[[Item], None], items: Iterable[Item], on_progress: ProgressCallback) -> None:
        """Do this for all items at once; the first failure lets none begin that has not begun."""
        listed = list(items)
        # a connection costs more than a request: each is for several
        with ThreadPoolExecutor(min(self.store.config.workers, 1 + len(listed) // 4)) as pool:
            waiting = {pool.submit(do, item) for item in listed}
            try:
                while waiting:
                    done, waiting = wait(waiting, 0.2, FIRST_EXCEPTION)
                    for each in done:
                        each.result()
                    on_progress(len(listed) - len(waiting), len(listed))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise


def _from(before: int, all_: int, on_progress: ProgressCallback) -> ProgressCallback:
    return lambda count, _: on_progress(before + count, all_)


def _known(state: State, path: str, listed: ObjectInfo) -> str:
    """What a public file was made from: known only if nothing has touched it since it was seen."""
    seen = state.remote_files.get(path)
    untouched = seen and path not in state.unfinished and (seen.etag, seen.modified) == (listed.etag, listed.modified)
    return seen.blob if seen and untouched else ""


def _seen(release: Release, state: State, path: str, listed: ObjectInfo, sequence: int) -> RemoteFileState:
    file, former = release.files.get(path), state.remote_files.get(path)
    last = sequence if file else former.last if former else state.sequence
    blob = file.blob if file else former.blob if former else ""
    return RemoteFileState(blob, listed.etag, listed.modified, max(1, last), state.stage_index_of(path, release))


def _uploads_directly(change: Change, job: Job) -> bool:
    """Whether a file is uploaded to its public place: only where nothing is public yet that a late write could harm,
    and never what is revealed, which must not wait for uploads."""
    return bool(job.folder) and not job.state.release and change.reason is Reason.NEW and not change.is_revealed


def _missing(job: Job, there: Mapping[str, ObjectInfo]) -> list[File]:
    needed = {
        change.file.blob: change.file for change in job.plan if change.file and not _uploads_directly(change, job)
    }
    return [file for file in needed.values() if file.blob not in there or there[file.blob].size != file.size]


def _not_backed_up(job: Job, there: Mapping[str, ObjectInfo]) -> list[tuple[str, str]]:
    """What is public, about to go, and nowhere else: a way back may need it."""
    going = {change.path: job.live[change.path].blob for change in job.plan if change.path in job.live}
    return sorted({blob: path for path, blob in going.items() if blob and blob not in there}.items())
