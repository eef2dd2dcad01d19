"""A target whose stored state cannot be read: what is damaged, and a new state from releases and the listing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import filterfalse

from plugins.publishing.messages import Message, Notify, PublishError, message
from plugins.publishing.publish import is_adopted
from plugins.publishing.release import Release, deserialize_release
from plugins.publishing.target_state import RemoteFileState, State, deserialize_record
from plugins.publishing.targets.lease import NUMBER, UNKNOWN, parse_lock_owner
from plugins.publishing.targets.target import Stored, StoredKind, Target


@dataclass(frozen=True)
class RepairPlan:
    """What a repair does: ``damaged`` is set aside, ``state`` is stored unless it is ``None``."""

    damaged: tuple[str, ...] = ()
    state: State | None = None

    @property
    def is_empty(self) -> bool:
        return not self.damaged and self.state is None

    def messages(self) -> Iterator[Message]:
        """The plan in sentences."""
        for name in self.damaged:
            yield message("repair_aside", name=f"private/{name}")
        if any(map(_is_lock, self.damaged)):
            yield message("repair_lock")
        if state := self.state:
            files = len(state.remote_files)
            yield message("repair_state", release=state.release or "—", number=state.sequence, count=files)
            if state.unfinished:
                yield message("repair_rewrite", count=len(state.unfinished), first=sorted(state.unfinished)[:3])
            if state.foreign:
                yield message("repair_foreign", count=len(state.foreign), first=sorted(state.foreign)[:3])


@dataclass(frozen=True)
class ReadableParts:
    """What can still be read of a target.

    ``releases`` are by id, the last one first; ``last_needed`` has the last publication of each. ``sequence`` is the
    number of the last publication of all.
    """

    releases: Mapping[str, Release]
    last_needed: Mapping[str, int]
    sequence: int
    damaged: tuple[str, ...]


def plan_repair(target: Target, adopted: Collection[str]) -> RepairPlan:
    """What has to be done at a target so that it can be published to again; nothing is changed."""
    parts = read_parts(target)
    try:
        target.load_state()
    except PublishError as error:
        if error.messages[0].code != "damaged":
            raise
    else:
        return RepairPlan(parts.damaged)
    return RepairPlan(parts.damaged, make_state(target, parts, adopted))


def carry_out(target: Target, plan: RepairPlan, who: str, wait: float, notify: Notify) -> None:
    """Carry out the plan of a repair. Raises ``PublishError``."""
    # otherwise nobody can take the lock
    for name in filter(_is_lock, plan.damaged):
        target.set_aside(name)
    with target.lock(who, wait, notify) as lock:
        for name in filterfalse(_is_lock, plan.damaged):
            target.set_aside(name)
        if plan.state:
            target.replace_state(plan.state, lock)


def _is_lock(name: str) -> bool:
    return name.startswith(f"{StoredKind.LOCK}/")


def read_parts(target: Target) -> ReadableParts:
    """Read everything that is stored, damaged or not."""
    damaged: list[str] = []
    releases = _read_all(target, StoredKind.RELEASE, deserialize_release, damaged)
    records = _read_all(target, StoredKind.RECORD, lambda data, _: deserialize_record(data), damaged)
    _read_all(target, StoredKind.LOCK, lambda data, _: _check_owner(data), damaged)
    last_needed = {record.release: record.sequence for record in records.values()}
    # the name of a damaged record still says its number
    names = target.list_stored(StoredKind.RECORD)
    numbers = [int(number) for name in names if (number := name.partition(".")[0]).isdecimal()]
    order = sorted(releases, key=lambda release_id: (-last_needed.get(release_id, 0), release_id))
    latest_first = {release_id: releases[release_id] for release_id in order}
    return ReadableParts(latest_first, last_needed, max(numbers, default=0), tuple(damaged))


def _read_all(
    target: Target,
    kind: StoredKind,
    parse: Callable[[bytes, str], Stored],
    damaged: list[str],
) -> dict[str, Stored]:
    readable: dict[str, Stored] = {}
    for name in target.list_stored(kind):
        if kind is StoredKind.LOCK and not NUMBER.fullmatch(name):
            continue
        try:
            readable[name] = parse(target.read(f"{kind}/{name}") or b"", name)
        except ValueError:
            damaged.append(f"{kind}/{name}")
    return readable


def _check_owner(data: bytes) -> None:
    """Raise ``ValueError`` for a lock that names nobody."""
    if parse_lock_owner(data) == UNKNOWN:
        raise ValueError


def make_state(target: Target, parts: ReadableParts, adopted: Collection[str]) -> State:
    """The state of the release that is public, as far as the listing shows it.

    Public files that a release has, but with other contents, are left to the next publication to write or remove.
    """
    public = target.list_public(State())
    matches = {release_id: target.match_public(release) for release_id, release in parts.releases.items()}
    if not matches:
        return State(sequence=parts.sequence, foreign=frozenset(public))
    # the last one that is public as a whole, else the one of which most is
    current = max(parts.releases.values(), key=lambda release: len(matches[release.id]) / max(1, len(release.files)))
    files = _match_files(current, parts, matches)
    indexes = _stage_indexes(current, parts)
    known = {path for path in public if path in indexes or is_adopted(path, adopted)}
    unfinished = {path: indexes.get(path, 0) for path in sorted(known - files.keys())}
    foreign = frozenset(public.keys() - known)
    return State(current.id, current.stage, current.stage_index, parts.sequence, files, unfinished, current, foreign)


def _match_files(
    current: Release, parts: ReadableParts, matches: Mapping[str, Mapping[str, tuple[str, str]]]
) -> dict[str, RemoteFileState]:
    """The public files whose blob is certain: those of the current release, and older ones that it does not have."""
    files: dict[str, RemoteFileState] = {}
    for release in (current, *parts.releases.values()):
        last = parts.sequence if release is current else parts.last_needed.get(release.id, 1)
        for path, (etag, modified) in matches[release.id].items():
            if path not in files and (release is current or path not in current.files):
                index = release.stage_indexes.get(path, 0)
                files[path] = RemoteFileState(release.files[path].blob, etag, modified, max(1, last), index)
    return files


def _stage_indexes(current: Release, parts: ReadableParts) -> dict[str, int]:
    """The index of the stage from which each path of any release may be public."""
    releases = (current, *parts.releases.values())
    return {path: release.stage_indexes.get(path, 0) for release in reversed(releases) for path in release.files}
