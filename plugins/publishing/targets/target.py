"""What a place that is published to can do, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.publishing.plan import Live, Plan
from plugins.publishing.release import Release
from plugins.publishing.target_state import Record, State
from plugins.publishing.targets.lease import Say

Tick = Callable[[int, int], None]


@dataclass(frozen=True)
class Work:
    """What is to be done: the changes to what is public now, as it is remembered and as it is listed. ``folder`` holds
    the files; without it everything must be there already."""

    plan: Plan
    state: State
    live: Mapping[str, Live]
    folder: Path | None = None


class Lock(Protocol):
    """The lock while it is held."""

    def left(self) -> int:
        """Whole seconds for which it is surely held. Raises ``Stopped`` when that is none."""


class Target(Protocol):
    """A target. Every method may raise ``Stopped``; ``tick`` is told how many of how many steps are done."""

    def state(self, known: Release | None = None) -> State:
        """What was remembered last; a release that is ``known`` need not be fetched."""

    def live(self, state: State) -> Mapping[str, Live]:
        """What is public now."""

    def locked(self, who: str, wait: float, say: Say) -> AbstractContextManager[Lock]:
        """Be the only publisher; wait at most so many seconds for another."""

    def stage(self, release: Release, work: Work, tick: Tick) -> None:
        """Bring what is missing of a release to a private place, and what the work would lose."""

    def keep(self, release: Release) -> None:
        """Remember a release for ever."""

    def release(self, release_id: str) -> Release | None:
        """A release that was kept."""

    def apply(self, release: Release, work: Work, lock: Lock, tick: Tick) -> None:
        """Make the changes, in order."""

    def finish(self, release: Release, plan: Plan, record: Record, state: State, lock: Lock) -> Record:
        """Look at everything public again, move the pointer, write the record; return it with the number it got."""

    def records(self) -> list[Record]:
        """All publications, oldest first."""

    def collect(self, lock: Lock) -> int:
        """Forget what no kept release needs; say how many files that were."""
