"""The interface of a target: what publishing needs from any place that it publishes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import Plan, PublicFiles
from plugins.publishing.release import Release, deserialize_release
from plugins.publishing.target_state import AuditRecord, State, deserialize_record, deserialize_state

Stored = TypeVar("Stored")
# called with the number of steps done and of all steps
ProgressCallback = Callable[[int, int], None]
# the name under which a target stores its state
STATE = "state.json.gz"
# for how long a lock that cannot be lost is certainly held
STEADY_LOCK_S = 60


@dataclass(frozen=True)
class Job:
    """The plan of a release, with the state and the listing of public files from which it was made.

    ``folder`` has the files of the release; without it all of them must be at the target already. ``foreign`` are the
    public paths that no release put there, which stay.
    """

    release: Release
    plan: Plan
    state: State
    public: PublicFiles
    folder: Path | None = None
    foreign: frozenset[str] = frozenset()

    def state_after(self, sequence: int, listing: Mapping[str, tuple[str, str]]) -> State:
        """The state after the job as publication ``sequence``; ``listing`` has the ETag and time of public files."""
        release = self.release
        files = {
            path: self.state.verified_file(path, release, etag, modified, sequence)
            for path, (etag, modified) in listing.items()
            if path in release.files or path in self.public
        }
        foreign = self.foreign - release.files.keys()
        return State(release.id, release.stage, release.stage_index, sequence, files, {}, release, foreign)


class Lock(Protocol):
    """A lock that is held."""

    def remaining_seconds(self) -> int:
        """For how long it is certainly held still, at least 1. Raises ``PublishError`` if it may be lost."""


class SteadyLock(Lock):
    """A lock that cannot be lost: a process holds it until it ends, or nothing is public before a push."""

    def remaining_seconds(self) -> int:
        return STEADY_LOCK_S


class StoredKind(StrEnum):
    """What a target stores many of; the values are the folders in which they are."""

    RELEASE = "releases"
    RECORD = "records"
    LOCK = "lock"


class Target(Protocol):
    """A target. Every method may raise ``PublishError``.

    What it stores has names such as ``state.json.gz`` and ``releases/tour-0123456789ab``.
    """

    def read(self, name: str) -> bytes | None:
        """What is stored under this name, damaged or not."""

    def list_stored(self, kind: StoredKind) -> list[str]:
        """The names in the folder of this kind, sorted."""

    def set_aside(self, name: str) -> None:
        """Move what is stored under this name to where nothing reads it."""

    def replace_state(self, state: State, lock: Lock) -> None:
        """Store this state in place of the former one, which is kept where nothing reads it."""

    def save_release(self, release: Release) -> None:
        """Store a release permanently."""

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        """Keep other publishers out; wait at most ``wait`` seconds for another to finish."""

    def list_public(self, state: State) -> PublicFiles:
        """What is public now."""

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        """The public files that are as this release has them, by path: ETag and time as in ``RemoteFileState``."""

    def upload_missing(self, job: Job, on_progress: ProgressCallback) -> None:
        """Upload what the target lacks of the release to private storage, and back up what the job would overwrite."""

    def apply(self, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        """Make the changes of the plan, in order."""

    def finish(self, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:
        """Verify what is public now, store the record and the state; return the record with its final number."""

    def garbage_collect(self, lock: Lock) -> None:
        """Remove stored files that no retained release needs."""

    def load_state(self, known: Release | None = None) -> State:
        """The stored state; the release that is ``known`` need not be loaded again."""

        def load(release_id: str) -> Release | None:
            return known if known and known.id == release_id else self.load_release(release_id)

        return self._load(STATE, lambda data: deserialize_state(data, load)) or State()

    def load_release(self, release_id: str) -> Release | None:
        """A stored release."""
        return self._load(f"{StoredKind.RELEASE}/{release_id}", lambda data: deserialize_release(data, release_id))

    def load_releases(self, limit: int | None = None) -> list[Release]:
        """The releases that were public, the last one first, at most this many."""
        ids = list(dict.fromkeys(record.release for record in reversed(self.load_records())))
        return [release for release_id in ids[:limit] if (release := self.load_release(release_id))]

    def load_records(self) -> list[AuditRecord]:
        """All publications, oldest first."""
        names = (f"{StoredKind.RECORD}/{name}" for name in self.list_stored(StoredKind.RECORD))
        return [record for name in names if (record := self._load(name, deserialize_record))]

    def _load(self, name: str, parse: Callable[[bytes], Stored]) -> Stored | None:
        data = self.read(name)
        try:
            return None if data is None else parse(data)
        except ValueError:
            raise publish_error("damaged", name=f"private/{name}") from None

    def _with_free_number(self, record: AuditRecord) -> AuditRecord:
        """The record, numbered after what a publisher has left that died before it stored the state."""
        numbers = [int(name.partition(".")[0]) for name in self.list_stored(StoredKind.RECORD)]
        return replace(record, sequence=max([record.sequence, *(number + 1 for number in numbers)]))

    def _needed_blobs(self, release_count: int) -> set[str]:
        """The blobs of what is public, and of the last releases."""
        releases = self.load_releases(release_count)
        state = self.load_state(releases[0] if releases else None)
        # a listing that lags may lack the last record
        releases += [state.current] if state.current else []
        blobs = {file.blob for release in releases for file in release.files.values()}
        return blobs | {file.blob for file in state.remote_files.values()}
