"""What a target remembers between publications: what is public since when, what was left unfinished, who did what."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby

from plugins.publishing.plan import Change, Plan, Reason
from plugins.publishing.release import File, Release, is_archived


@dataclass(frozen=True)
class RemoteFileState:
    """A public file as it was seen when it was right: what it was made from, how the store listed it, in which
    publication it was needed last, and from which place in the order of stages it may be public."""

    blob: str
    etag: str
    modified: str
    last: int
    stage_index: int


@dataclass(frozen=True)
class State:
    """The pointer to the current release. ``unfinished`` are the paths that an unfinished publication may have
    written, with the place of the stage from which each may be public."""

    release: str = ""
    stage: str = ""
    stage_index: int = -1
    sequence: int = 0
    remote_files: Mapping[str, RemoteFileState] = field(default_factory=dict)
    unfinished: Mapping[str, int] = field(default_factory=dict)
    current: Release | None = field(default=None, compare=False)

    def with_unfinished(self, release: Release, changes: Plan) -> State:
        """The state to write down before the first public write."""
        touched = {change.path: self.stage_index_of(change.path, release) for change in changes}
        return replace(self, unfinished={**self.unfinished, **touched})

    def stage_index_of(self, path: str, release: Release) -> int:
        """The place in the order of stages from which a path may be public."""
        known = self.remote_files[path].stage_index if path in self.remote_files else self.unfinished.get(path, 0)
        return release.stage_indexes.get(path, 0) if path in release.files else known

    def embargoed_paths(self, release: Release) -> frozenset[str]:
        """The paths of a release that nobody may have seen before its stage is public. Where nothing was public
        yet, the stage itself is what is new, not all that came before it."""
        before = self.stage_index if self.release else max(0, release.stage_index - 1)
        return frozenset(path for path, stage_index in release.stage_indexes.items() if stage_index > before)

    def retained_paths(self, release: Release, live: Iterable[str], grace: int) -> set[str]:
        """What stays: archives for ever, and old assets for those who still look at a page of the last ``grace``
        publications."""
        return {path for path in live if release.is_lasting(path) and self._is_kept(path, release, grace)}

    def _is_kept(self, path: str, release: Release, grace: int) -> bool:
        if self.stage_index_of(path, release) > release.stage_index:
            return False
        last = (
            self.remote_files[path].last
            if path in self.remote_files
            else max(1, self.sequence) * (path in self.unfinished)
        )
        return is_archived(path) or (last > 0 and self.sequence - last < grace)


@dataclass(frozen=True)
class AuditRecord:
    """One publication for the audit: who made which release public instead of which, when, and what that changed."""

    sequence: int
    action: str
    release: str
    former: str
    stage: str
    who: str
    when: str
    commit: str
    clearance: str
    changes: tuple[tuple[str, str], ...]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def gone(self) -> int:
        return sum(1 for _, reason in self.changes if reason == Reason.GONE)


def deserialize_record(data: bytes) -> AuditRecord:
    """A record that was written."""
    stored = json.loads(data)
    return AuditRecord(**{**stored, "changes": tuple((path, reason) for path, reason in stored["changes"])})


def summarize_changes(plan: Iterable[Change]) -> tuple[tuple[str, str], ...]:
    """The changes as a record keeps them."""
    return tuple((change.path, change.reason.value) for change in plan)


def serialize_state(state: State) -> bytes:
    """The state as it is stored: compressed, the same bytes for the same state. What follows from the current release
    is left out; so a way back, which changes little, sends little."""
    files = state.current.files if state.current else {}
    told = {path: seen for path, seen in state.remote_files.items() if path in files and seen.blob == files[path].blob}
    marks = [_mark(files[path], told.get(path)) for path in sorted(files)]
    others = {path: seen for path, seen in state.remote_files.items() if path not in told}
    record = {
        "format": 1,
        "release": state.release,
        "stage": state.stage,
        "place": state.stage_index,
        "sequence": state.sequence,
        "marks": [[*mark, len(list(run))] for mark, run in groupby(marks)],
        "others": {path: [s.blob, s.etag, s.modified, s.last, s.stage_index] for path, s in sorted(others.items())},
        "unfinished": dict(sorted(state.unfinished.items())),
    }
    return gzip.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def _mark(file: File, seen: RemoteFileState | None) -> tuple[str, str]:
    return ("?", "") if seen is None else ("" if seen.etag == file.md5 else seen.etag, seen.modified)


def deserialize_state(data: bytes | None, load_release: Callable[[str], Release | None]) -> State:
    """The state that was stored; an empty one where nothing was. ``release_of`` finds the release that it names."""
    if data is None:
        return State()
    record = json.loads(gzip.decompress(data))
    current = load_release(record["release"]) if record["release"] else None
    seen = {path: RemoteFileState(*values) for path, values in record["others"].items()}
    state = State(record["release"], record["stage"], record["place"], record["sequence"], seen, record["unfinished"])
    return (
        replace(state, current=current, remote_files={**seen, **_expand_marks(current, record["marks"], state)})
        if current
        else state
    )


def _expand_marks(release: Release, runs: list[tuple[str, str, int]], state: State) -> dict[str, RemoteFileState]:
    marks = [(etag, modified) for etag, modified, count in runs for _ in range(count)]
    paired = zip(sorted(release.files), marks, strict=True)
    return {
        path: RemoteFileState(file.blob, etag or file.md5, modified, state.sequence, release.stage_indexes.get(path, 0))
        for path, (etag, modified) in paired
        if etag != "?" and (file := release.files[path])
    }
