"""A bucket as a target: blobs in private storage, copied inside the store to their public keys, phase by phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import Change, Plan, PublicFiles, Reason, split_phases
from plugins.publishing.release import File, Release
from plugins.publishing.s3.client import S3, LifetimeCallback, ObjectInfo, default_lifetime
from plugins.publishing.target_state import AuditRecord, State
from plugins.publishing.targets.lease import Lease, hold_lease, lock_owner
from plugins.publishing.targets.target import Job, Lock, ProgressCallback

# a job up to this size is uploaded without asking first which blobs the store has
MAX_BLIND_CHANGES, MAX_BLIND_BYTES = 60, 4_000_000
# a connection costs more than a request: each worker is to have several
REQUESTS_PER_WORKER = 4
# how often the progress of parallel requests is reported
PROGRESS_INTERVAL_S = 0.2


@dataclass(frozen=True)
class BucketLayout:
    """Where things are in the bucket. Only keys below ``public`` may be readable by anybody."""

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
    """A target in an S3-compatible store.

    ``keep_releases`` is the number of releases that can be rolled back to, ``lease_seconds`` the time for which a lock
    is held without renewal. ``etag_is_md5`` is false for stores whose listings do not have the MD5 of contents.
    """

    store: S3
    layout: BucketLayout
    keep_releases: int
    lease_seconds: int
    etag_is_md5: bool = True

    def load_state(self, known: Release | None = None) -> State:
        data = self.store.get(self.layout.state)
        return target_state.deserialize_state(
            data, lambda release_id: known if known and known.id == release_id else self.load_release(release_id)
        )

    def list_public(self, state: State) -> PublicFiles:
        listing = self.store.list_objects(self.layout.public)
        return {path: state.known_blob(path, info.etag, info.modified) for path, info in listing.items()}

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lease]:
        return hold_lease(self.store, self.layout.lock, lock_owner(who), self.lease_seconds, wait, notify)

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        blobs = self._list_blobs(job)
        # the largest first, so that none is left alone at the end
        missing = sorted(_missing_files(job, blobs), key=lambda file: (-file.size, file.path))
        if missing and job.folder is None:
            raise publish_error("blobs_collected", release=release.id, count=len(missing))
        uploads = [
            partial(self._upload, file, self.layout.blobs + file.blob, job, default_lifetime) for file in missing
        ]
        backups = [partial(self._backup_blob, blob, path) for blob, path in _blobs_to_back_up(job, blobs)]
        self._run_all([*uploads, *backups], on_progress)

    def _list_blobs(self, job: Job) -> Mapping[str, ObjectInfo]:
        """The blobs in the store; none for a small job, whose upload costs less than the listing."""
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
        is_saved = self.store.create(f"{self.layout.releases}{release.id}", releases.serialize_release(release))
        # the stored release may have other links, but not other files
        if not is_saved and getattr(self.load_release(release.id), "id", "") != release.id:
            raise publish_error("release_differs", release=release.id)

    def load_release(self, release_id: str) -> Release | None:
        data = self.store.get(f"{self.layout.releases}{release_id}")
        return releases.deserialize_release(data) if data else None

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        self._save_state(job.state.with_unfinished(release, job.plan), lock)
        done = 0
        for changes in split_phases(job.plan):
            writes = [partial(self._write, change, job, lock) for change in changes]
            self._run_all(writes, _with_offset(done, len(job.plan), on_progress))
            done += len(changes)

    def _save_state(self, state: State, lock: Lock) -> None:
        self.store.put(self.layout.state, target_state.serialize_state(state), {}, lock.remaining_seconds)

    def _write(self, change: Change, job: Job, lock: Lock) -> None:
        key = self.layout.public + change.path
        if change.file is None:
            self.store.delete(key, lock.remaining_seconds)
        elif _uploads_directly(change, job):
            self._upload(change.file, key, job, lock.remaining_seconds)
        else:
            self.store.copy(self.layout.blobs + change.file.blob, key, lock.remaining_seconds)

    def finish(self, release: Release, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:
        listing = self._verify(release, job.plan)
        record = self._save_record(record, lock)
        files = {
            path: job.state.verified_file(path, release, info.etag, info.modified, record.sequence)
            for path, info in listing.items()
            if path in release.files or release.is_lasting(path)
        }
        state = State(release.id, release.stage, release.stage_index, record.sequence, files, {}, release)
        self._save_state(state, lock)
        return record

    def _save_record(self, record: AuditRecord, lock: Lock) -> AuditRecord:
        # a publisher that died between record and state has left a record with this number
        while not self.store.create(self._record_key(record.sequence), record.to_json(), lock.remaining_seconds):
            record = replace(record, sequence=record.sequence + 1)
        return record

    def load_records(self) -> list[AuditRecord]:
        names = sorted(self.store.list_objects(self.layout.records))
        with ThreadPoolExecutor(self.store.config.workers) as pool:
            records = list(pool.map(lambda name: self.store.get(self.layout.records + name), names))
        return [target_state.deserialize_record(data) for data in records if data]

    def garbage_collect(self, lock: Lock) -> int:
        if len(self.store.list_objects(self.layout.records)) <= self.keep_releases:
            return 0
        recent = list(dict.fromkeys(record.release for record in reversed(self.load_records())))
        if len(recent) <= self.keep_releases:
            return 0
        retained = [self.load_release(release_id) for release_id in recent[: self.keep_releases]]
        needed = {file.blob for release in retained if release for file in release.files.values()}
        old = sorted(self.store.list_objects(self.layout.blobs).keys() - needed)
        delete = partial(self.store.delete, lifetime=lock.remaining_seconds)
        self._run_all([partial(delete, self.layout.blobs + blob) for blob in old], lambda *_: None)
        return len(old)

    def _verify(self, release: Release, plan: Plan) -> Mapping[str, ObjectInfo]:
        listing = self.store.list_objects(self.layout.public)
        removed = {change.path for change in plan if not change.file}
        wrong = sorted(removed & listing.keys())
        wrong += [file.path for file in release.files.values() if not self._is_right(file, listing.get(file.path))]
        if wrong:
            raise publish_error("wrong_after", count=len(wrong), first=wrong[:5])
        return listing

    def _is_right(self, file: File, info: ObjectInfo | None) -> bool:
        return info is not None and info.size == file.size and (info.etag == file.md5 or not self.etag_is_md5)

    def _record_key(self, sequence: int) -> str:
        return f"{self.layout.records}{sequence:06}.json"

    def _run_all(self, actions: Sequence[Callable[[], None]], on_progress: ProgressCallback) -> None:
        """Run all actions in parallel; after a failure, none starts that has not started."""
        workers = min(self.store.config.workers, 1 + len(actions) // REQUESTS_PER_WORKER)
        with ThreadPoolExecutor(workers) as pool:
            pending = {pool.submit(action) for action in actions}
            try:
                while pending:
                    done, pending = wait(pending, PROGRESS_INTERVAL_S, FIRST_EXCEPTION)
                    for future in done:
                        future.result()
                    on_progress(len(actions) - len(pending), len(actions))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise


def _with_offset(done: int, total: int, on_progress: ProgressCallback) -> ProgressCallback:
    return lambda count, _: on_progress(done + count, total)


def _uploads_directly(change: Change, job: Job) -> bool:
    """Whether a file is uploaded to its public key instead of being copied there.

    Only in a first publication, where a late write can harm nothing, and never for what is revealed, which must not
    wait for uploads.
    """
    return bool(job.folder) and not job.state.release and change.reason is Reason.NEW and not change.is_revealed


def _missing_files(job: Job, blobs: Mapping[str, ObjectInfo]) -> list[File]:
    needed = {
        change.file.blob: change.file for change in job.plan if change.file and not _uploads_directly(change, job)
    }
    return [file for file in needed.values() if file.blob not in blobs or blobs[file.blob].size != file.size]


def _blobs_to_back_up(job: Job, blobs: Mapping[str, ObjectInfo]) -> list[tuple[str, str]]:
    """What is public, about to be replaced, and nowhere else: a rollback may need it."""
    replaced = {change.path: job.public[change.path] for change in job.plan if change.path in job.public}
    return sorted({blob: path for path, blob in replaced.items() if blob and blob not in blobs}.items())
