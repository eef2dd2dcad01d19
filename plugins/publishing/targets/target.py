"""The interface of a target: what publishing needs from any place that it publishes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from plugins.publishing.messages import Notify
from plugins.publishing.plan import Plan, PublicFiles
from plugins.publishing.release import Release
from plugins.publishing.target_state import AuditRecord, State

# called with the number of steps done and of all steps
ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """A plan, with the state and the listing of public files from which it was made.

    ``folder`` has the files of the release; without it all of them must be at the target already. ``foreign`` are the
    public paths that no release put there, which stay.
    """

    plan: Plan
    state: State
    public: PublicFiles
    folder: Path | None = None
    foreign: frozenset[str] = frozenset()


class Lock(Protocol):
    """A lock that is held."""

    def remaining_seconds(self) -> int:
        """For how long it is certainly held still, at least 1. Raises ``PublishError`` if it may be lost."""


class StoredKind(StrEnum):
    """What a target stores under names of its own; the values are parts of these names."""

    RELEASE = "releases"
    RECORD = "records"
    LOCK = "lock"


class Target(Protocol):
    """A target. Every method may raise ``PublishError``."""

    def load_state(self, known: Release | None = None) -> State:
        """The stored state; the release that is ``known`` need not be loaded again."""

    def list_public(self, state: State) -> PublicFiles:
        """What is public now."""

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        """Keep other publishers out; wait at most ``wait`` seconds for another to finish."""

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        """Upload what the target lacks of a release to private storage, and back up what the job would overwrite."""

    def save_release(self, release: Release) -> None:
        """Store a release permanently."""

    def load_release(self, release_id: str) -> Release | None:
        """A stored release."""

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        """Make the changes of the plan, in order."""

    def finish(self, release: Release, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:
        """Verify what is public now, store the record and the state; return the record with its final number."""

    def load_records(self) -> list[AuditRecord]:
        """All publications, oldest first."""

    def garbage_collect(self, lock: Lock) -> int:
        """Remove stored files that no retained release needs; return their number."""

    def list_stored(self, kind: StoredKind) -> list[str]:
        """The names of everything stored of this kind, sorted."""

    def read_stored(self, kind: StoredKind, name: str) -> bytes | None:
        """What is stored under this name, damaged or not."""

    def set_aside(self, kind: StoredKind, name: str) -> None:
        """Move what is stored under this name to where nothing reads it."""

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        """The public files that are as this release has them, by path: ETag and time as in ``RemoteFileState``."""

    def replace_state(self, state: State, lock: Lock) -> None:
        """Store this state in place of the former one, which is kept where nothing reads it."""
