"""A bucket as a target: blobs in private storage, copied inside the store to their public keys, phase by phase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import Notify, message, publish_error
from plugins.publishing.plan import Change, PublicFiles, Reason, split_phases
from plugins.publishing.release import File, Release
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3, LifetimeCallback, default_lifetime
from plugins.publishing.target_state import AuditRecord, State, parse_release, parse_state, parse_stored
from plugins.publishing.targets.lease import Lease, hold_lease, lock_owner
from plugins.publishing.targets.parallel import run_all
from plugins.publishing.targets.public_check import CHECKSUM_HEADER, PublicCheck
from plugins.publishing.targets.target import Job, Lock, ProgressCallback, StoredKind

# a job up to this size is uploaded without asking first which blobs the store has
MAX_BLIND_CHANGES, MAX_BLIND_BYTES = 60, 4_000_000
# a clock that differs by more is told to the publisher; publishing goes by the store's
MAX_CLOCK_SKEW_S = 60


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

    @property
    def damaged(self) -> str:
        return f"{self.private}damaged/"


@dataclass
class Bucket:
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

    def load_state(self, known: Release | None = None) -> State:
        name = self.layout.state
        return parse_state(name, self.store.get(name), known, self.load_release)

    def list_public(self, state: State) -> PublicFiles:
        self._listing = listing = self.store.list_objects(self.layout.public)
        return {path: state.known_blob(path, info.etag, info.modified) for path, info in listing.items()}

    @contextmanager
    def lock(self, who: str, wait: float, notify: Notify) -> Iterator[Lease]:
        with hold_lease(self.store, self.layout.lock, lock_owner(who), self.lease_seconds, wait, notify) as lease:
            if abs(seconds := self.store.clock.skew.total_seconds()) > MAX_CLOCK_SKEW_S:
                notify(message("clock_behind" if seconds > 0 else "clock_ahead", minutes=round(abs(seconds) / 60)))
            yield lease

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
        checksum = {CHECKSUM_HEADER: file.blob} if self.has_own_checksums else {}
        self.store.put(key, data, {**dict(file.headers), **checksum}, lifetime, file.md5)

    def _backup_blob(self, blob: str, path: str) -> None:
        self.store.copy(self.layout.public + path, self.layout.blobs + blob, default_lifetime)

    def save_release(self, release: Release) -> None:
        name = f"{self.layout.releases}{release.id}"
        is_saved = self.store.create(name, releases.serialize_release(release))
        # the stored release may have other links, but not other files
        if not is_saved and self.load_release(release.id) is None:
            raise publish_error("damaged", name=name)

    def load_release(self, release_id: str) -> Release | None:
        name = f"{self.layout.releases}{release_id}"
        return parse_stored(name, self.store.get(name), lambda data: parse_release(data, release_id))

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        if self.store.has_opaque_etags and not self.has_own_checksums:
            raise publish_error("opaque_etags")
        self._save_state(job.state.with_unfinished(release, job.plan), lock)
        done = 0
        for changes in split_phases(job.plan):
            writes = [partial(self._write, change, release, job, lock) for change in changes]
            self._run_all(writes, _with_offset(done, len(job.plan), on_progress))
            done += len(changes)

    def _save_state(self, state: State, lock: Lock) -> None:
        self.store.put(self.layout.state, target_state.serialize_state(state), {}, lock.remaining_seconds)

    def _write(self, change: Change, release: Release, job: Job, lock: Lock) -> None:
        key = self.layout.public + change.path
        if change.file is None:
            self.store.delete(key, lock.remaining_seconds)
        elif _uploads_directly(change, job):
            self._upload(change.file, key, job, lock.remaining_seconds)
        else:
            self._copy_blob(change.file, key, release, job, lock)

    def _copy_blob(self, file: File, key: str, release: Release, job: Job, lock: Lock) -> None:
        source = self.layout.blobs + file.blob
        etag = self.store.copy(source, key, lock.remaining_seconds)
        if etag is None and job.folder and (job.folder / file.path).is_file():
            # a listing that lags has shown a blob that was collected
            self._upload(file, source, job, default_lifetime)
            etag = self.store.copy(source, key, lock.remaining_seconds)
        if etag is None:
            raise publish_error("blobs_collected", release=release.id, count=1)
        if etag not in {"", file.md5} and not self.has_own_checksums:
            raise publish_error("opaque_etags")

    def finish(self, release: Release, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:
        settings = (self.has_own_checksums, self.listing_delay)
        check = PublicCheck(self.store, self.layout.public, *settings, former=self._listing)
        listing = check.list_verified(release, job, lock)
        record = self._save_record(record, lock)
        files = {
            path: job.state.verified_file(path, release, info.etag, info.modified, record.sequence)
            for path, info in listing.items()
            if path in release.files or (release.is_lasting(path) and path in job.public)
        }
        foreign = job.foreign - release.files.keys()
        state = State(release.id, release.stage, release.stage_index, record.sequence, files, {}, release, foreign)
        self._save_state(state, lock)
        return record

    def _save_record(self, record: AuditRecord, lock: Lock) -> AuditRecord:
        # a publisher that died between record and state has left a record with this number
        while not self.store.create(self._record_key(record.sequence), record.to_json(), lock.remaining_seconds):
            record = replace(record, sequence=record.sequence + 1)
        return record

    def load_records(self) -> list[AuditRecord]:
        names = [self.layout.records + name for name in sorted(self.store.list_objects(self.layout.records))]
        with ThreadPoolExecutor(self.store.config.workers) as pool:
            stored = zip(names, pool.map(self.store.get, names), strict=True)
            records = [parse_stored(name, data, target_state.deserialize_record) for name, data in stored]
        return [record for record in records if record]

    def garbage_collect(self, lock: Lock) -> int:
        if len(self.store.list_objects(self.layout.records)) <= self.keep_releases:
            return 0
        recent = list(dict.fromkeys(record.release for record in reversed(self.load_records())))
        if len(recent) <= self.keep_releases:
            return 0
        retained = [self.load_release(release_id) for release_id in recent[: self.keep_releases]]
        # a listing that lags may lack the last record
        retained.append(self.load_state().current)
        needed = {file.blob for release in retained if release for file in release.files.values()}
        old = sorted(self.store.list_objects(self.layout.blobs).keys() - needed)
        delete = partial(self.store.delete, lifetime=lock.remaining_seconds)
        self._run_all([partial(delete, self.layout.blobs + blob) for blob in old], lambda *_: None)
        return len(old)

    def list_stored(self, kind: StoredKind) -> list[str]:
        return sorted(self.store.list_objects(f"{self.layout.private}{kind}/"))

    def read_stored(self, kind: StoredKind, name: str) -> bytes | None:
        return self.store.get(f"{self.layout.private}{kind}/{name}")

    def set_aside(self, kind: StoredKind, name: str) -> None:
        key = f"{self.layout.private}{kind}/{name}"
        self.store.copy(key, f"{self.layout.damaged}{kind}-{name}", default_lifetime)
        self.store.delete(key)

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        # where ETags are not the MD5 nothing matches, and all is written again
        return {
            path: (info.etag, info.modified)
            for path, info in self.store.list_objects(self.layout.public).items()
            if (file := release.files.get(path)) and (info.size, info.etag) == (file.size, file.md5)
        }

    def replace_state(self, state: State, lock: Lock) -> None:
        if self.store.get(self.layout.state) is not None:
            self.store.copy(self.layout.state, f"{self.layout.damaged}state.json.gz", lock.remaining_seconds)
        self._save_state(state, lock)

    def _record_key(self, sequence: int) -> str:
        return f"{self.layout.records}{sequence:06}.json"

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
