"""What a place that is published to can do, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.publishing.plan import Plan, RemoteFile
from plugins.publishing.release import Release
from plugins.publishing.target_state import AuditRecord, State
from plugins.publishing.targets.lease import Notify

ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """What is to be done: the changes to what is public now, as it is remembered and as it is listed. ``folder`` holds
    the files; without it everything must be there already."""

    plan: Plan
    state: State
    live: Mapping[str, RemoteFile]
    folder: Path | None = None


class Lock(Protocol):
    """The lock while it is held."""

    def remaining_seconds(self) -> int:
        """Whole seconds for which it is surely held. Raises ``PublishError`` when that is none."""


class Target(Protocol):
    """A target. Every method may raise ``PublishError``; ``tick`` is told how many of how many steps are done."""

    def load_state(self, known: Release | None = None) -> State:
        """What was remembered last; a release that is ``known`` need not be fetched."""

    def list_public(self, state: State) -> Mapping[str, RemoteFile]:
        """What is public now."""

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        """Be the only publisher; wait at most so many seconds for another."""

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        """Bring what is missing of a release to a private place, and what the work would lose."""

    def save_release(self, release: Release) -> None:
        """Remember a release for ever."""

    def load_release(self, release_id: str) -> Release | None:
        """A release that was kept."""

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        """Make the changes, in order."""

    def finish(self, release: Release, plan: Plan, record: AuditRecord, state: State, lock: Lock) -> AuditRecord:
        """Look at everything public again, move the pointer, write the record; return it with the number it got."""

    def load_records(self) -> list[AuditRecord]:
        """All publications, oldest first."""

    def garbage_collect(self, lock: Lock) -> int:
        """Forget what no kept release needs; say how many files that were."""
