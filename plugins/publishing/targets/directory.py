"""A folder that a web server shows as a target: a tree per release, and a link ``current`` that is switched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePosixPath

from plugins.publishing.files import File
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import PublicFiles
from plugins.publishing.release import Release, serialize_release
from plugins.publishing.target_state import AuditRecord, State, serialize_state
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
from plugins.publishing.targets.target import STATE, Job, Lock, ProgressCallback, StoredKind, Target

# the current tree, and the one before it, from which responses may still be sent
MAX_TREES = 2


@dataclass(frozen=True)
class Directory(Target):
    """A target on a machine. ``keep_releases`` is the number of releases that can be rolled back to."""

    host: Host
    keep_releases: int

    def read(self, name: str) -> bytes | None:
        return self.host.read_file(f"private/{name}")

    def list_stored(self, kind: StoredKind) -> list[str]:
        # the lock is one of the operating system
        return [] if kind is StoredKind.LOCK else self.host.list_names(f"private/{kind}")

    def set_aside(self, name: str) -> None:
        self.host.set_aside(f"private/{name}")

    def replace_state(self, state: State, lock: Lock) -> None:  # noqa: ARG002 - a lock of the operating system stays
        if self.read(STATE) is not None:
            self.set_aside(STATE)
        self._write(STATE, serialize_state(state))

    def save_release(self, release: Release) -> None:
        self._write(f"{StoredKind.RELEASE}/{release.id}", serialize_release(release))

    def _write(self, name: str, data: bytes) -> None:
        self.host.write_file(f"private/{name}", data)

    def list_public(self, state: State) -> PublicFiles:
        files = self._list_current(state.remote_files)
        return {path: state.known_blob(path, str(file.size), file.modified) for path, file in files.items()}

    def _list_current(self, known: Mapping[str, object]) -> Mapping[str, StoredFile]:
        """The files of the current tree without compressed variants, unless they are ``known`` as files."""
        tree = self.host.list_tree(CURRENT)
        return {path: file for path, file in tree.items() if path in known or _variant_of(path) not in tree}

    def lock(self, who: str, wait: float, notify: Notify) -> AbstractContextManager[Lock]:
        return self.host.lock(lock_owner(who), wait, notify)

    def upload_missing(self, job: Job, on_progress: ProgressCallback) -> None:
        blobs, release = self.host.list_tree(BLOBS), job.release
        missing = {file.blob: file for file in release.files.values() if not _has_size_of(blobs.get(file.blob), file)}
        if missing and job.folder is None:
            raise publish_error("blobs_collected", release=release.id, count=len(missing))
        if job.folder:
            # a cut line may have brought a file without its variants
            incomplete = (change.file for change in job.plan if change.file and _lacks_variant(change.file, blobs))
            missing |= {file.blob: file for file in incomplete}
            self.host.upload(missing.values(), job.folder, on_progress)

    def apply(self, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:
        release, plan, state = job.release, job.plan, job.state
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
        stuck = [path for path in others if path in folders or "\n" in path or _folders_of(path) & {*paths}]
        if stuck:
            raise publish_error("foreign_in_the_way", path=stuck[0])
        return {path: f"{CURRENT}/{path}" for path in sorted(others)}

    def finish(self, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:  # noqa: ARG002 - see replace_state
        tree, files = self._list_current(job.release.files), job.release.files.values()
        wrong = [file.path for file in files if not _has_size_of(tree.get(file.path), file)]
        if wrong:
            raise publish_error("wrong_after", count=len(wrong), first=wrong[:5])
        record = self._with_free_number(record)
        self._write(f"{StoredKind.RECORD}/{record.file_name}", record.to_json())
        listing = {path: (str(file.size), file.modified) for path, file in tree.items()}
        self._write(STATE, serialize_state(job.state_after(record.sequence, listing)))
        return record

    def garbage_collect(self, lock: Lock) -> None:  # noqa: ARG002 - see replace_state
        trees, needed = self.host.list_names(TREES), self._needed_blobs(self.keep_releases)
        old = [name for name in self.host.list_names(BLOBS) if name.partition(".")[0] not in needed]
        self.host.remove(BLOBS, old)
        self.host.remove(TREES, trees[:-MAX_TREES])

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        tree, blobs = self.host.list_tree(CURRENT), self.host.list_tree(BLOBS)
        # a file and its blob are the same one, so they have the same time
        return {
            path: (str(tree[path].size), tree[path].modified)
            for path, file in release.files.items()
            if path in tree and tree[path] == blobs.get(file.blob) and _has_size_of(tree[path], file)
        }


def _variant_of(path: str) -> str:
    """The file of which this one is a compressed variant by its name; empty for other names."""
    stem, dot, suffix = path.rpartition(".")
    return stem if dot + suffix in COMPRESSED_SUFFIXES else ""


def _folders_of(path: str) -> set[str]:
    return {str(folder) for folder in PurePosixPath(path).parents}


def _lacks_variant(file: File, blobs: Mapping[str, StoredFile]) -> bool:
    return has_variants(file) and any(f"{file.blob}{suffix}" not in blobs for suffix in COMPRESSED_SUFFIXES)


def _has_size_of(stored: StoredFile | None, file: File) -> bool:
    return stored is not None and stored.size == file.size
