"""What a target remembers between publications: public files, an unfinished publication, and records for the audit."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Literal

from pydantic import TypeAdapter

from plugins.publishing.files import File
from plugins.publishing.plan import Plan
from plugins.publishing.release import Release, decompress, is_archived

# the mark of a file that is not as the current release has it
NO_MARK = ("?", "")


@dataclass(frozen=True, slots=True)
class RemoteFileState:
    """A public file when it was last verified.

    ``etag`` and ``modified`` are as the target listed it, ``last`` is the last publication that needed it, and
    ``stage_index`` the index of the stage from which it may be public. ``blob`` is empty if unknown.
    """

    blob: str
    etag: str
    modified: str
    last: int
    stage_index: int


@dataclass(frozen=True)
class State:
    """The current release of a target and its public files; all empty before the first publication.

    ``sequence`` is the number of the last publication. ``unfinished`` are the paths that an unfinished publication may
    have written, with the index of the stage from which each may be public. ``foreign`` are paths that no release has
    put there, as far as they were known then.
    """

    release: str = ""
    stage: str = ""
    stage_index: int = -1
    sequence: int = 0
    remote_files: Mapping[str, RemoteFileState] = field(default_factory=dict)
    unfinished: Mapping[str, int] = field(default_factory=dict)
    current: Release | None = field(default=None, compare=False)
    foreign: frozenset[str] = frozenset()

    def with_unfinished(self, release: Release, plan: Plan) -> State:
        """The state to be stored before the first public write of a plan."""
        paths = {change.path: self.stage_index_of(change.path, release) for change in plan}
        return replace(self, unfinished={**self.unfinished, **paths})

    def stage_index_of(self, path: str, release: Release) -> int:
        """The index of the stage from which a path may be public."""
        if path in release.files:
            return release.stage_indexes.get(path, 0)
        if path in self.remote_files:
            return self.remote_files[path].stage_index
        return self.unfinished.get(path, 0)

    @property
    def editions(self) -> Mapping[str, tuple[str, int]]:
        """The editions of a series that are public, each with its stage and that stage's index."""
        return self.current.editions if self.current else {}

    def public_stage(self, release: Release) -> tuple[str, int]:
        """The stage that is public, and its index: of a series, that of the edition which is published; -1 if none."""
        if release.edition:
            return self.editions.get(release.edition, ("", -1))
        return self.stage, self.stage_index

    def embargoed_paths(self, release: Release) -> frozenset[str]:
        """The paths of a release that nobody may have seen before its stage is public.

        In a first publication those are what the stage itself adds, not all that came before it.
        """
        public_index = self.public_stage(release)[1] if self.release else -1
        public_index = public_index if public_index >= 0 else max(0, release.stage_index - 1)
        return frozenset(path for path, index in release.stage_indexes.items() if index > public_index)

    def retained_paths(self, release: Release, public: Iterable[str], grace: int) -> set[str]:
        """The public paths that stay without being in the release: all of other editions, archives permanently, and
        old assets for visitors with a page of the last ``grace`` publications."""
        if self.current and not release.is_same_contest(self.current):
            # nothing of another contest stays
            return set()
        lasting = (path for path in public if release.is_lasting(path))
        retained = {path for path in lasting if self._is_retained(path, release, grace)}
        return retained | {path for path in public if release.is_of_other_edition(path)}

    def _is_retained(self, path: str, release: Release, grace: int) -> bool:
        if self.stage_index_of(path, release) > release.stage_index:
            return False
        if is_archived(path):
            return True
        if path in self.remote_files:
            return self.sequence - self.remote_files[path].last < grace
        return path in self.unfinished

    def known_blob(self, path: str, etag: str, modified: str) -> str | None:
        """The blob of a public file that is listed like this; ``None`` if anything has written it since."""
        file = self.remote_files.get(path)
        if file is None or path in self.unfinished or (file.etag, file.modified) != (etag, modified):
            return None
        return file.blob or None

    def verified_file(self, path: str, release: Release, etag: str, modified: str, sequence: int) -> RemoteFileState:
        """The state of a public file that was listed like this after publication ``sequence`` of the release."""
        file, previous = release.files.get(path), self.remote_files.get(path)
        if file:
            blob, last = file.blob, sequence
        elif previous:
            blob, last = previous.blob, previous.last
        else:
            blob, last = "", self.sequence
        return RemoteFileState(blob, etag, modified, max(1, last), self.stage_index_of(path, release))


@dataclass(frozen=True, kw_only=True)
class AuditRecord:
    """One publication for the audit: who replaced which release (``former``) by which, when, and what that changed.

    ``when`` is an ISO 8601 time, ``clearance`` the hash of the proof, ``changes`` are paths with reasons.
    """

    sequence: int
    action: str
    release: str
    former: str
    stage: str
    who: str
    when: str
    commit: str = ""
    clearance: str = ""
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.sequence:06}.json"

    def to_json(self) -> bytes:
        """The record as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


_RECORDS = TypeAdapter(AuditRecord)


def deserialize_record(data: bytes) -> AuditRecord:
    """A stored record. Raises ``ValueError`` for other bytes."""
    return _RECORDS.validate_json(data)


def serialize_state(state: State) -> bytes:
    """The state as it is stored: compressed JSON, the same bytes for the same state.

    Files that are as the current release has them are stored as runs of marks, in the order of their paths: a state is
    written twice per publication, and its listing is mostly hashes that do not compress (docs/decisions/023).
    """
    files = state.current.files if state.current else {}
    current = {
        path: file for path, file in state.remote_files.items() if path in files and file.blob == files[path].blob
    }
    marks = [_mark(files[path], current.get(path)) for path in sorted(files)]
    others = sorted((path, file) for path, file in state.remote_files.items() if path not in current)
    record = {
        "format": 1,
        "release": state.release,
        "stage": state.stage,
        "place": state.stage_index,
        "sequence": state.sequence,
        "marks": [[*mark, len(list(run))] for mark, run in groupby(marks)],
        "others": {path: [file.blob, file.etag, file.modified, file.last, file.stage_index] for path, file in others},
        "unfinished": dict(sorted(state.unfinished.items())),
        **({"foreign": sorted(filter(is_storable, state.foreign))} if state.foreign else {}),
    }
    return gzip.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def is_storable(path: str) -> bool:
    """Whether a name is text: one of another tool may be in an encoding that is not UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _mark(file: File, remote: RemoteFileState | None) -> tuple[str, str]:
    if remote is None:
        return NO_MARK
    return "" if remote.etag == file.md5 else remote.etag, remote.modified


@dataclass(frozen=True)
class _StoredState:
    """The JSON of a state; see ``serialize_state``."""

    format: Literal[1]
    release: str
    stage: str
    place: int
    sequence: int
    marks: list[tuple[str, str, int]]
    others: dict[str, tuple[str, str, str, int, int]]
    unfinished: dict[str, int]
    foreign: frozenset[str] = frozenset()


_STATES = TypeAdapter(_StoredState)


def deserialize_state(data: bytes, load_release: Callable[[str], Release | None]) -> State:
    """A stored state. ``load_release`` loads the release that it names.

    Raises ``ValueError`` for other bytes, or if that release is missing.
    """
    stored = _STATES.validate_json(decompress(data))
    files = {path: RemoteFileState(*values) for path, values in stored.others.items()}
    current = load_release(stored.release) if stored.release else None
    if current:
        files |= _expand_marks(current, stored.marks, stored.sequence)
    elif stored.release:
        raise ValueError(stored.release)
    settings = (stored.release, stored.stage, stored.place, stored.sequence)
    return State(*settings, files, stored.unfinished, current, stored.foreign)


def _expand_marks(release: Release, runs: list[tuple[str, str, int]], sequence: int) -> dict[str, RemoteFileState]:
    marks = [(etag, modified) for etag, modified, count in runs for _ in range(count)]
    files = (release.files[path] for path in sorted(release.files))
    return {
        file.path: RemoteFileState(
            file.blob, etag or file.md5, modified, sequence, release.stage_indexes.get(file.path, 0)
        )
        for file, (etag, modified) in zip(files, marks, strict=True)
        if (etag, modified) != NO_MARK
    }
