"""A folder that a web server shows as a target: a tree for each release, and a link ``current`` flipped at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import publish_error
from plugins.publishing.plan import Plan, RemoteFile
from plugins.publishing.release import File, Release
from plugins.publishing.target_state import AuditRecord, RemoteFileState, State
from plugins.publishing.targets.compression import SUFFIXES
from plugins.publishing.targets.lease import Notify, holder
from plugins.publishing.targets.local_host import BLOBS, CURRENT, TREES, Host, Stored
from plugins.publishing.targets.target import Job, Lock, ProgressCallback

STATE, RECORDS, RELEASES = "private/state.json.gz", "private/records", "private/releases"
# the trees that stay: the current one, and the one that replies may still be sent from
MAX_TREES = 2


@dataclass(frozen=True)
class Directory:
    """A target on a machine. ``keep_releases`` is the number of releases that can be rolled back to."""

    host: Host
    keep_releases: int
    _lasting: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def load_state(self, known: Release | None = None) -> State:
        data = self.host.read_file(STATE)
        return target_state.deserialize_state(
            data, lambda named: known if known and known.id == named else self.load_release(named)
        )

    def list_public(self, state: State) -> Mapping[str, RemoteFile]:
        return {path: RemoteFile(_known(state, path, each)) for path, each in self._public(state.remote_files).items()}

    def _public(self, known: Mapping[str, object]) -> Mapping[str, Stored]:
        tree = self.host.list_tree(CURRENT)
        return {path: each for path, each in tree.items() if path in known or not _is_sibling(path, tree)}

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        return self.host.lock(holder(who), wait, notify)

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        there = self.host.list_tree(BLOBS)
        missing = {file.blob: file for file in release.files.values() if not _is_whole(file, there)}
        if missing and job.folder is None:
            raise publish_error("blobs_collected", release=release.id, count=len(missing))
        if job.folder:
            self.host.upload(missing.values(), job.folder, on_progress)

    def save_release(self, release: Release) -> None:
        self.host.write_file(f"{RELEASES}/{release.id}", releases.serialize_release(release))

    def load_release(self, release_id: str) -> Release | None:
        data = self._read(f"{RELEASES}/{release_id}")
        return releases.deserialize_release(data) if data else None

    def _read(self, name: str) -> bytes | None:
        # releases and records never change: another machine is asked for each only once
        if name not in self._lasting and (data := self.host.read_file(name)):
            self._lasting[name] = data
        return self._lasting.get(name)

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        plan, state = job.plan, job.state
        going = {change.path for change in plan}
        blobs = {path: file.blob for path, file in release.files.items()}
        blobs |= {
            path: state.remote_files[path].blob
            for path in self._public(state.remote_files).keys() - release.files.keys() - going
            if path in state.remote_files
        }
        tree = f"{state.sequence + 1:06}-{release.id}"
        # a tree that is shown already must not be made again under the feet of its readers
        while tree in self.host.list_names(TREES):
            tree += "+"
        self.host.create_tree(tree, self._links(blobs))
        lock.remaining_seconds()
        self.host.activate(tree)
        on_progress(len(plan), len(plan))

    def _links(self, blobs: Mapping[str, str]) -> dict[str, str]:
        there = self.host.list_tree(BLOBS)
        links = {f"{path}{end}": f"{blob}{end}" for path, blob in blobs.items() for end in ("", *SUFFIXES)}
        return {path: blob for path, blob in sorted(links.items()) if blob in there}

    def finish(self, release: Release, plan: Plan, record: AuditRecord, state: State, lock: Lock) -> AuditRecord:  # noqa: ARG002
        tree = self._verify(release)
        taken = self.host.list_names(RECORDS)
        sequence = max([record.sequence, *(int(name.partition(".")[0]) + 1 for name in taken)])
        record = replace(record, sequence=sequence)
        self.host.write_file(f"{RECORDS}/{sequence:06}.json", record.to_json())
        seen = {path: _seen(release, state, path, each, sequence) for path, each in tree.items()}
        moved = State(release.id, release.stage, release.stage_index, sequence, seen, {}, release)
        self.host.write_file(STATE, target_state.serialize_state(moved))
        return record

    def _verify(self, release: Release) -> Mapping[str, Stored]:
        tree = self._public(release.files)
        wrong = [file.path for file in release.files.values() if not _is_right(file, tree.get(file.path))]
        if wrong:
            raise publish_error("wrong_after", count=len(wrong), first=wrong[:5])
        return tree

    def load_records(self) -> list[AuditRecord]:
        found = [self._read(f"{RECORDS}/{name}") for name in self.host.list_names(RECORDS)]
        return [target_state.deserialize_record(data) for data in found if data]

    def garbage_collect(self, lock: Lock) -> int:  # noqa: ARG002 - nobody can take the system's lock away
        trees = self.host.list_names(TREES)
        recent = list(dict.fromkeys(record.release for record in reversed(self.load_records())))
        kept = [release for each in recent[: self.keep_releases] if (release := self.load_release(each))]
        needed = {file.blob for release in kept for file in release.files.values()}
        needed |= {seen.blob for seen in self.load_state().remote_files.values()}
        old = [name for name in self.host.list_names(BLOBS) if name.partition(".")[0] not in needed]
        self.host.remove([*(f"{BLOBS}/{name}" for name in old), *(f"{TREES}/{name}" for name in trees[:-MAX_TREES])])
        return len(old)


def _known(state: State, path: str, stored: Stored) -> str:
    seen = state.remote_files.get(path)
    return seen.blob if seen and (seen.etag, seen.modified) == (str(stored.size), stored.modified) else ""


def _seen(release: Release, state: State, path: str, stored: Stored, sequence: int) -> RemoteFileState:
    file, former = release.files.get(path), state.remote_files.get(path)
    last = sequence if file else former.last if former else state.sequence
    blob = file.blob if file else former.blob if former else ""
    return RemoteFileState(blob, str(stored.size), stored.modified, max(1, last), state.stage_index_of(path, release))


def _is_sibling(path: str, tree: Mapping[str, Stored]) -> bool:
    return any(path.endswith(suffix) and path.removesuffix(suffix) in tree for suffix in SUFFIXES)


def _is_whole(file: File, there: Mapping[str, Stored]) -> bool:
    return file.blob in there and there[file.blob].size == file.size


def _is_right(file: File, stored: Stored | None) -> bool:
    return stored is not None and stored.size == file.size
