"""A folder that a web server shows as a target: a tree per release, and a link ``current`` that is switched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import PublicFiles
from plugins.publishing.release import File, Release
from plugins.publishing.target_state import AuditRecord, State, parse_release, parse_state, parse_stored
from plugins.publishing.targets.host import (
    BLOBS,
    COMPRESSED_SUFFIXES,
    CURRENT,
    TREES,
    Host,
    StoredFile,
    has_variants,
)
from plugins.publishing.targets.lease import lock_owner
from plugins.publishing.targets.target import Job, Lock, ProgressCallback, StoredKind

STATE, RECORDS, RELEASES = "private/state.json.gz", "private/records", "private/releases"
# the current tree, and the one before it, from which responses may still be sent
MAX_TREES = 2


@dataclass(frozen=True)
class Directory:
    """A target on a machine. ``keep_releases`` is the number of releases that can be rolled back to."""

    host: Host
    keep_releases: int
    # releases and records never change, so each is read from another machine only once
    _constant_files: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def load_state(self, known: Release | None = None) -> State:
        return parse_state(STATE, self.host.read_file(STATE), known, self.load_release)

    def list_public(self, state: State) -> PublicFiles:
        files = self._list_current(state.remote_files)
        return {path: state.known_blob(path, str(file.size), file.modified) for path, file in files.items()}

    def _list_current(self, known: Mapping[str, object]) -> Mapping[str, StoredFile]:
        """The files of the current tree without compressed variants, unless they are ``known`` as files."""
        tree = self.host.list_tree(CURRENT)
        return {path: file for path, file in tree.items() if path in known or not _is_variant(path, tree)}

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        return self.host.lock(lock_owner(who), wait, notify)

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        blobs = self.host.list_tree(BLOBS)
        missing = {file.blob: file for file in release.files.values() if not _has_size_of(blobs.get(file.blob), file)}
        if missing and job.folder is None:
            raise publish_error("blobs_collected", release=release.id, count=len(missing))
        if job.folder:
            # a cut line may have brought a file without its variants
            incomplete = (change.file for change in job.plan if change.file and _lacks_variant(change.file, blobs))
            missing |= {file.blob: file for file in incomplete}
            self.host.upload(missing.values(), job.folder, on_progress)

    def save_release(self, release: Release) -> None:
        self.host.write_file(f"{RELEASES}/{release.id}", releases.serialize_release(release))

    def load_release(self, release_id: str) -> Release | None:
        name = f"{RELEASES}/{release_id}"
        return parse_stored(name, self._read_constant(name), lambda data: parse_release(data, release_id))

    def _read_constant(self, name: str) -> bytes | None:
        if name not in self._constant_files and (data := self.host.read_file(name)):
            self._constant_files[name] = data
        return self._constant_files.get(name)

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        plan, state = job.plan, job.state
        retained = job.public.keys() - {change.path for change in plan} - release.files.keys()
        blobs = {path: state.remote_files[path].blob for path in retained if path in state.remote_files}
        blobs |= {path: file.blob for path, file in release.files.items()}
        others = job.foreign | {path for path in retained if not blobs.get(path)}
        tree = f"{state.sequence + 1:06}-{release.id}"
        # a tree that may be public already must not change
        while tree in self.host.list_names(TREES):
            tree += "+"
        self.host.create_tree(tree, self._links(blobs) | self._foreign_links(others, release.files))
        lock.remaining_seconds()
        self.host.activate(tree)
        on_progress(len(plan), len(plan))

    def _links(self, blobs: Mapping[str, str]) -> dict[str, str]:
        """The paths of a tree with the names of their blobs, compressed variants included."""
        stored = self.host.list_tree(BLOBS)
        suffixes = ("", *COMPRESSED_SUFFIXES)
        links = {f"{path}{suffix}": f"{blob}{suffix}" for path, blob in blobs.items() for suffix in suffixes}
        return {path: f"{BLOBS}/{blob}" for path, blob in sorted(links.items()) if blob in stored}

    def _foreign_links(self, foreign: frozenset[str], paths: Iterable[str]) -> dict[str, str]:
        """The files of others in the current tree, to be linked into the next one, compressed variants included."""
        if not foreign:
            return {}
        others = [path for path in self.host.list_tree(CURRENT) if path in foreign or _variant_of(path) in foreign]
        folders = {folder for path in paths for folder in _folders_of(path)}
        stuck = [path for path in others if path in folders or "\n" in path or {*_folders_of(path)} & {*paths}]
        if stuck:
            raise publish_error("foreign_in_the_way", path=stuck[0])
        return {path: f"{CURRENT}/{path}" for path in sorted(others)}

    def finish(self, release: Release, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:  # noqa: ARG002
        tree = self._verify(release)
        sequences = [int(name.partition(".")[0]) for name in self.host.list_names(RECORDS)]
        sequence = max([record.sequence, *(number + 1 for number in sequences)])
        record = replace(record, sequence=sequence)
        self.host.write_file(f"{RECORDS}/{sequence:06}.json", record.to_json())
        files = {
            path: job.state.verified_file(path, release, str(file.size), file.modified, sequence)
            for path, file in tree.items()
            if path in release.files or path in job.public
        }
        foreign = job.foreign - release.files.keys()
        state = State(release.id, release.stage, release.stage_index, sequence, files, {}, release, foreign)
        self.host.write_file(STATE, target_state.serialize_state(state))
        return record

    def _verify(self, release: Release) -> Mapping[str, StoredFile]:
        tree = self._list_current(release.files)
        wrong = [file.path for file in release.files.values() if not _has_size_of(tree.get(file.path), file)]
        if wrong:
            raise publish_error("wrong_after", count=len(wrong), first=wrong[:5])
        return tree

    def load_records(self) -> list[AuditRecord]:
        names = [f"{RECORDS}/{name}" for name in self.host.list_names(RECORDS)]
        records = (parse_stored(name, self._read_constant(name), target_state.deserialize_record) for name in names)
        return [record for record in records if record]

    def garbage_collect(self, lock: Lock) -> int:  # noqa: ARG002 - a lock of the operating system is never lost
        trees = self.host.list_names(TREES)
        recent = list(dict.fromkeys(record.release for record in reversed(self.load_records())))
        retained = [self.load_release(release_id) for release_id in recent[: self.keep_releases]]
        needed = {file.blob for release in retained if release for file in release.files.values()}
        needed |= {file.blob for file in self.load_state().remote_files.values()}
        old = [name for name in self.host.list_names(BLOBS) if name.partition(".")[0] not in needed]
        self.host.remove(BLOBS, old)
        self.host.remove(TREES, trees[:-MAX_TREES])
        return len(old)

    def list_stored(self, kind: StoredKind) -> list[str]:
        # the lock is one of the operating system
        return [] if kind is StoredKind.LOCK else self.host.list_names(f"private/{kind}")

    def read_stored(self, kind: StoredKind, name: str) -> bytes | None:
        return self.host.read_file(f"private/{kind}/{name}")

    def set_aside(self, kind: StoredKind, name: str) -> None:
        self.host.set_aside(f"private/{kind}/{name}")

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        tree, blobs = self.host.list_tree(CURRENT), self.host.list_tree(BLOBS)
        # a file and its blob are the same one, so they have the same time
        return {
            path: (str(tree[path].size), tree[path].modified)
            for path, file in release.files.items()
            if path in tree and tree[path] == blobs.get(file.blob) and _has_size_of(tree[path], file)
        }

    def replace_state(self, state: State, lock: Lock) -> None:  # noqa: ARG002 - see garbage_collect
        if self.host.read_file(STATE) is not None:
            self.host.set_aside(STATE)
        self.host.write_file(STATE, target_state.serialize_state(state))


def _is_variant(path: str, tree: Mapping[str, StoredFile]) -> bool:
    return _variant_of(path) in tree


def _variant_of(path: str) -> str:
    """The file of which this one is a compressed variant by its name; empty for other names."""
    stem, dot, suffix = path.rpartition(".")
    return stem if dot + suffix in COMPRESSED_SUFFIXES else ""


def _folders_of(path: str) -> Iterator[str]:
    """All folders in which a path is, from the root's."""
    parts = path.split("/")[:-1]
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _lacks_variant(file: File, blobs: Mapping[str, StoredFile]) -> bool:
    return has_variants(file) and any(f"{file.blob}{suffix}" not in blobs for suffix in COMPRESSED_SUFFIXES)


def _has_size_of(stored: StoredFile | None, file: File) -> bool:
    return stored is not None and stored.size == file.size
