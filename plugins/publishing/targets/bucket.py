"""A bucket as a target: blobs in private storage, copied inside the store to their public keys, phase by phase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from plugins.publishing.files import File
from plugins.publishing.messages import Notify, message, publish_error
from plugins.publishing.plan import Change, PublicFiles, Reason, split_phases
from plugins.publishing.release import Release, serialize_release
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3, LifetimeCallback, default_lifetime
from plugins.publishing.target_state import AuditRecord, State, deserialize_record, serialize_state
from plugins.publishing.targets.lease import Lease, hold_lease, lock_owner
from plugins.publishing.targets.parallel import run_all
from plugins.publishing.targets.public_check import CHECKSUM_HEADER, PublicCheck
from plugins.publishing.targets.target import STATE, Job, Lock, ProgressCallback, StoredKind, Target

# a job up to this size is uploaded without asking first which blobs the store has
MAX_BLIND_CHANGES, MAX_BLIND_BYTES = 60, 4_000_000
# a clock that differs by more is reported to the publisher; publishing goes by the store's
MAX_CLOCK_SKEW_S = 60


@dataclass(frozen=True)
class BucketLayout:
    """The prefixes of keys. Only what is below ``public`` may be readable by anybody."""

    public: str
    private: str

    @property
    def lock(self) -> str:
        return f"{self.private}{StoredKind.LOCK}/"

    @property
    def blobs(self) -> str:
        return f"{self.private}blobs/"


@dataclass
class Bucket(Target):
    """A target in an S3-compatible store.

    ``keep_releases`` is the number of releases that can be rolled back to, ``lease_seconds`` the time for which a lock
    is held without renewal. ``has_own_checksums`` is for stores whose ETags are not the MD5 of contents: objects carry
    their blob in their metadata. ``listing_delay`` is for how many seconds a listing may lag behind what was written.
    """

    store: S3
    layout: BucketLayout
    keep_releases: int
    lease_seconds: int
    has_own_checksums: bool = False
    listing_delay: float = 15.0
    _listing: Mapping[str, ObjectInfo] = field(default_factory=dict, compare=False, repr=False)

    def read(self, name: str) -> bytes | None:
        return self.store.get(self.layout.private + name)

    def list_stored(self, kind: StoredKind) -> list[str]:
        return sorted(self.store.list_objects(f"{self.layout.private}{kind}/"))

    def set_aside(self, name: str) -> None:
        self._copy_aside(name, default_lifetime)
        self.store.delete(self.layout.private + name)

    def _copy_aside(self, name: str, lifetime: LifetimeCallback) -> None:
        private = self.layout.private
        self.store.copy(private + name, f"{private}damaged/{name.replace('/', '-')}", lifetime)

    def replace_state(self, state: State, lock: Lock) -> None:
        if self.read(STATE) is not None:
            self._copy_aside(STATE, lock.remaining_seconds)
        self._save_state(state, lock)

    def _save_state(self, state: State, lock: Lock) -> None:
        self.store.put(self.layout.private + STATE, serialize_state(state), {}, lock.remaining_seconds)

    def list_public(self, state: State) -> PublicFiles:
        self._listing = listing = self.store.list_objects(self.layout.public)
        return {path: state.known_blob(path, info.etag, info.modified) for path, info in listing.items()}

    @contextmanager
    def lock(self, who: str, wait: float, notify: Notify) -> Iterator[Lease]:
        with hold_lease(self.store, self.layout.lock, lock_owner(who), self.lease_seconds, wait, notify) as lease:
            if abs(seconds := self.store.clock.skew.total_seconds()) > MAX_CLOCK_SKEW_S:
                notify(message("clock_behind" if seconds > 0 else "clock_ahead", minutes=round(abs(seconds) / 60)))
            yield lease

    def upload_missing(self, job: Job, on_progress: ProgressCallback) -> None:
        blobs = self._list_blobs(job)
        # the largest first, so that none is left alone at the end
        missing = sorted(_missing_files(job, blobs), key=lambda file: (-file.size, file.path))
        if missing and job.folder is None:
            raise publish_error("blobs_collected", release=job.release.id, count=len(missing))
        uploads = [
            partial(self._upload, file, self.layout.blobs + file.blob, job, default_lifetime) for file in missing
        ]
        backups = [
            partial(self.store.copy, self.layout.public + path, self.layout.blobs + blob, default_lifetime)
            for blob, path in _blobs_to_back_up(job, blobs)
        ]
        self._run_all([*uploads, *backups], on_progress)

    def _list_blobs(self, job: Job) -> Mapping[str, ObjectInfo]:
        """The blobs in the store; none for a small job, whose upload costs less than the listing."""
        size = sum(change.file.size for change in job.plan if change.file)
        if job.folder and len(job.plan) <= MAX_BLIND_CHANGES and size <= MAX_BLIND_BYTES:
            return {}
        return self.store.list_objects(self.layout.blobs)

    def _upload(self, file: File, key: str, job: Job, lifetime: LifetimeCallback) -> None:
        data = (job.folder / file.path).read_bytes() if job.folder else b""
        checksum = {CHECKSUM_HEADER: file.blob} if self.has_own_checksums else {}
        self.store.put(key, data, {**dict(file.headers), **checksum}, lifetime, file.md5)

    def save_release(self, release: Release) -> None:
        name = f"{StoredKind.RELEASE}/{release.id}"
        is_saved = self.store.create(self.layout.private + name, serialize_release(release))
        # the stored release may have other links, but not other files
        if not is_saved and self.load_release(release.id) is None:
            raise publish_error("damaged", name=f"private/{name}")

    def apply(self, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        if self.store.has_opaque_etags and not self.has_own_checksums:
            raise publish_error("opaque_etags")
        self._save_state(job.state.with_unfinished(job.release, job.plan), lock)
        done = 0
        for changes in split_phases(job.plan):
            writes = [partial(self._write, change, job, lock) for change in changes]
            self._run_all(writes, _with_offset(done, len(job.plan), on_progress))
            done += len(changes)

    def _write(self, change: Change, job: Job, lock: Lock) -> None:
        key = self.layout.public + change.path
        if change.file is None:
            self.store.delete(key, lock.remaining_seconds)
        elif _uploads_directly(change, job):
            self._upload(change.file, key, job, lock.remaining_seconds)
        else:
            self._copy_blob(change.file, key, job, lock)

    def _copy_blob(self, file: File, key: str, job: Job, lock: Lock) -> None:
        source = self.layout.blobs + file.blob
        etag = self.store.copy(source, key, lock.remaining_seconds)
        if etag is None and job.folder and (job.folder / file.path).is_file():
            # a listing that lags has shown a blob that was collected
            self._upload(file, source, job, default_lifetime)
            etag = self.store.copy(source, key, lock.remaining_seconds)
        if etag is None:
            raise publish_error("blobs_collected", release=job.release.id, count=1)
        if etag not in {"", file.md5} and not self.has_own_checksums:
            raise publish_error("opaque_etags")

    def finish(self, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:
        settings = (self.has_own_checksums, self.listing_delay)
        check = PublicCheck(self.store, self.layout.public, *settings, former=self._listing)
        listing = check.list_verified(job, lock)
        record = self._save_record(record, lock)
        listed = {path: (info.etag, info.modified) for path, info in listing.items()}
        self._save_state(job.state_after(record.sequence, listed), lock)
        return record

    def _save_record(self, record: AuditRecord, lock: Lock) -> AuditRecord:
        # a publisher that died between record and state has left a record with this number
        folder = f"{self.layout.private}{StoredKind.RECORD}/"
        while not self.store.create(f"{folder}{record.file_name}", record.to_json(), lock.remaining_seconds):
            record = replace(record, sequence=record.sequence + 1)
        return record

    def load_records(self) -> list[AuditRecord]:
        names = [f"{StoredKind.RECORD}/{name}" for name in self.list_stored(StoredKind.RECORD)]
        with ThreadPoolExecutor(self.store.config.workers) as pool:
            records = list(pool.map(lambda name: self._load(name, deserialize_record), names))
        return [record for record in records if record]

    def garbage_collect(self, lock: Lock) -> None:
        if len(self.list_stored(StoredKind.RECORD)) <= self.keep_releases:
            return
        needed = self._needed_blobs(self.keep_releases)
        old = sorted(self.store.list_objects(self.layout.blobs).keys() - needed)
        delete = partial(self.store.delete, lifetime=lock.remaining_seconds)
        self._run_all([partial(delete, self.layout.blobs + blob) for blob in old], lambda *_: None)

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        # where ETags are not the MD5 nothing matches, and all is written again
        return {
            path: (info.etag, info.modified)
            for path, info in self.store.list_objects(self.layout.public).items()
            if (file := release.files.get(path)) and (info.size, info.etag) == (file.size, file.md5)
        }

    def _run_all(self, actions: Sequence[Callable[[], object]], on_progress: ProgressCallback) -> None:
        run_all(actions, self.store.config.workers, on_progress)


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
