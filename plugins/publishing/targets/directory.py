"""A folder that a web server shows as a target: a tree for each release, and a link ``current`` flipped at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import stopped
from plugins.publishing.plan import Live, Plan
from plugins.publishing.release import File, Release
from plugins.publishing.target_state import Record, Seen, State
from plugins.publishing.targets.compression import SUFFIXES
from plugins.publishing.targets.lease import Say, holder
from plugins.publishing.targets.local_host import BLOBS, CURRENT, TREES, Host, Stored
from plugins.publishing.targets.target import Lock, Tick, Work

STATE, RECORDS, RELEASES = "private/state.json.gz", "private/records", "private/releases"
# the trees that stay: the current one, and the one that replies may still be sent from
TREES_KEPT = 2


@dataclass(frozen=True)
class Directory:
    """A target on a machine. ``keep_releases`` is the number of releases that can be rolled back to."""

    host: Host
    keep_releases: int
    _lasting: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def state(self, known: Release | None = None) -> State:
        data = self.host.read(STATE)
        return target_state.read(data, lambda named: known if known and known.id == named else self.release(named))

    def live(self, state: State) -> Mapping[str, Live]:
        return {path: Live(_known(state, path, each)) for path, each in self._public(state.seen).items()}

    def _public(self, known: Mapping[str, object]) -> Mapping[str, Stored]:
        tree = self.host.tree(CURRENT)
        return {path: each for path, each in tree.items() if path in known or not _is_sibling(path, tree)}

    def locked(self, who: str, wait: float, say: Say) -> AbstractContextManager[Lock]:
        return self.host.locked(holder(who), wait, say)

    def stage(self, release: Release, work: Work, tick: Tick) -> None:
        there = self.host.tree(BLOBS)
        missing = {file.blob: file for file in release.files.values() if not _is_whole(file, there)}
        if missing and work.folder is None:
            raise stopped("blobs_collected", release=release.id, count=len(missing))
        if work.folder:
            self.host.upload(missing.values(), work.folder, tick)

    def keep(self, release: Release) -> None:
        self.host.write(f"{RELEASES}/{release.id}", releases.written(release))

    def release(self, release_id: str) -> Release | None:
        data = self._read(f"{RELEASES}/{release_id}")
        return releases.read(data) if data else None

    def _read(self, name: str) -> bytes | None:
        # releases and records never change: another machine is asked for each only once
        if name not in self._lasting and (data := self.host.read(name)):
            self._lasting[name] = data
        return self._lasting.get(name)

    def apply(self, release: Release, work: Work, lock: Lock, tick: Tick) -> None:
        plan, state = work.plan, work.state
        going = {change.path for change in plan}
        blobs = {path: file.blob for path, file in release.files.items()}
        blobs |= {
            path: state.seen[path].blob
            for path in self._public(state.seen).keys() - release.files.keys() - going
            if path in state.seen
        }
        tree = f"{state.sequence + 1:06}-{release.id}"
        # a tree that is shown already must not be made again under the feet of its readers
        while tree in self.host.names(TREES):
            tree += "+"
        self.host.grow(tree, self._links(blobs))
        lock.left()
        self.host.flip(tree)
        tick(len(plan), len(plan))

    def _links(self, blobs: Mapping[str, str]) -> dict[str, str]:
        there = self.host.tree(BLOBS)
        links = {f"{path}{end}": f"{blob}{end}" for path, blob in blobs.items() for end in ("", *SUFFIXES)}
        return {path: blob for path, blob in sorted(links.items()) if blob in there}

    def finish(self, release: Release, plan: Plan, record: Record, state: State, lock: Lock) -> Record:  # noqa: ARG002
        tree = self._verified(release)
        taken = self.host.names(RECORDS)
        sequence = max([record.sequence, *(int(name.partition(".")[0]) + 1 for name in taken)])
        record = replace(record, sequence=sequence)
        self.host.write(f"{RECORDS}/{sequence:06}.json", record.written())
        seen = {path: _seen(release, state, path, each, sequence) for path, each in tree.items()}
        moved = State(release.id, release.stage, release.place, sequence, seen, {}, release)
        self.host.write(STATE, target_state.written(moved))
        return record

    def _verified(self, release: Release) -> Mapping[str, Stored]:
        tree = self._public(release.files)
        wrong = [file.path for file in release.files.values() if not _is_right(file, tree.get(file.path))]
        if wrong:
            raise stopped("wrong_after", count=len(wrong), first=wrong[:5])
        return tree

    def records(self) -> list[Record]:
        found = [self._read(f"{RECORDS}/{name}") for name in self.host.names(RECORDS)]
        return [target_state.read_record(data) for data in found if data]

    def collect(self, lock: Lock) -> int:  # noqa: ARG002 - nobody can take the system's lock away
        trees = self.host.names(TREES)
        recent = list(dict.fromkeys(record.release for record in reversed(self.records())))
        kept = [release for each in recent[: self.keep_releases] if (release := self.release(each))]
        needed = {file.blob for release in kept for file in release.files.values()}
        needed |= {seen.blob for seen in self.state().seen.values()}
        old = [name for name in self.host.names(BLOBS) if name.partition(".")[0] not in needed]
        self.host.remove([*(f"{BLOBS}/{name}" for name in old), *(f"{TREES}/{name}" for name in trees[:-TREES_KEPT])])
        return len(old)


def _known(state: State, path: str, stored: Stored) -> str:
    seen = state.seen.get(path)
    return seen.blob if seen and (seen.etag, seen.modified) == (str(stored.size), stored.modified) else ""


def _seen(release: Release, state: State, path: str, stored: Stored, sequence: int) -> Seen:
    file, former = release.files.get(path), state.seen.get(path)
    last = sequence if file else former.last if former else state.sequence
    blob = file.blob if file else former.blob if former else ""
    return Seen(blob, str(stored.size), stored.modified, max(1, last), state.place_of(path, release))


def _is_sibling(path: str, tree: Mapping[str, Stored]) -> bool:
    return any(path.endswith(suffix) and path.removesuffix(suffix) in tree for suffix in SUFFIXES)


def _is_whole(file: File, there: Mapping[str, Stored]) -> bool:
    return file.blob in there and there[file.blob].size == file.size


def _is_right(file: File, stored: Stored | None) -> bool:
    return stored is not None and stored.size == file.size
