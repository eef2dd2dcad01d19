"""A branch that a forge shows as a site: GitHub and Gitee Pages, Cloudflare Pages, and whatever else watches a branch.

A publication is one commit on that branch and one on the branch of the state, pushed together or not at all. Everything
on both is public where the repository is; the history keeps what was public once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from plugins.publishing import release as releases
from plugins.publishing import target_state
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import PublicFiles
from plugins.publishing.release import Release
from plugins.publishing.target_state import AuditRecord, State, parse_release, parse_state, parse_stored
from plugins.publishing.targets.git_branch import GitBranch
from plugins.publishing.targets.target import Job, Lock, ProgressCallback, StoredKind

STATE, DAMAGED = "state.json.gz", "damaged"
# without it GitHub leaves out names that begin with an underscore
NO_JEKYLL = ".nojekyll"
# nothing can be lost while nothing is public: the push is refused if somebody was faster
PUSH_S = 60


class PushLock:
    """In place of a lock: the push at the end is refused if somebody else has published in the meantime."""

    def remaining_seconds(self) -> int:
        """A constant, as nothing is held."""
        return PUSH_S


@dataclass
class Pages:
    """A target in a git repository."""

    git: GitBranch
    _heads: dict[str, str] | None = None
    _stored: dict[str, str] = field(default_factory=dict)
    _site: dict[str, str] = field(default_factory=dict)
    _objects: dict[str, str] = field(default_factory=dict)

    def load_state(self, known: Release | None = None) -> State:
        return parse_state(STATE, self._read(STATE), known, self.load_release)

    def list_public(self, state: State) -> PublicFiles:
        self._fetch_once()
        return {path: state.known_blob(path, name, "") for path, name in self._site.items() if path != NO_JEKYLL}

    @contextmanager
    def lock(self, who: str, wait: float, notify: Notify) -> Iterator[Lock]:  # noqa: ARG002 - nobody is waited for
        self._heads = None
        yield PushLock()

    def upload_missing(self, release: Release, job: Job, on_progress: ProgressCallback) -> None:
        wanted = [change.path for change in job.plan if change.file]
        if job.folder:
            self._objects = self.git.write_files(job.folder, wanted)
        else:
            former = self._objects_of(release)
            missing = [path for path in wanted if path not in former]
            if missing:
                raise publish_error("blobs_collected", release=release.id, count=len(missing))
            self._objects = {path: former[path] for path in wanted}
        on_progress(len(wanted), len(wanted))

    def _objects_of(self, release: Release) -> Mapping[str, str]:
        commit = (self._read(f"commits/{release.id}") or b"").decode("ascii", "replace")
        # what was purged from the history is no longer there
        return self.git.list_tree(commit) if commit in self.git.list_commits() else {}

    def save_release(self, release: Release) -> None:
        self._stored[f"{StoredKind.RELEASE}/{release.id}"] = self.git.write(releases.serialize_release(release))

    def load_release(self, release_id: str) -> Release | None:
        name = f"{StoredKind.RELEASE}/{release_id}"
        return parse_stored(name, self._read(name), lambda data: parse_release(data, release_id))

    def apply(self, release: Release, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:  # noqa: ARG002
        for change in job.plan:
            if change.file:
                self._site[change.path] = self._objects[change.path]
            else:
                self._site.pop(change.path, None)
        self._site[NO_JEKYLL] = self.git.write(b"")
        on_progress(len(job.plan), len(job.plan))

    def finish(self, release: Release, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:  # noqa: ARG002
        heads = self._fetch_once()
        numbers = [int(name.partition(".")[0]) for name in self.list_stored(StoredKind.RECORD)]
        record = replace(record, sequence=max([record.sequence, *(number + 1 for number in numbers)]))
        files = {
            path: job.state.verified_file(path, release, name, "", record.sequence)
            for path, name in self._site.items()
            if path in release.files or path in job.public
        }
        foreign = job.foreign - release.files.keys()
        state = State(release.id, release.stage, release.stage_index, record.sequence, files, {}, release, foreign)
        title = f"{record.action} {release.id}"
        site = self.git.commit(self._site, heads.get(self.git.branch, ""), title, record.when)
        self._stored |= {
            STATE: self.git.write(target_state.serialize_state(state)),
            f"{StoredKind.RECORD}/{record.sequence:06}.json": self.git.write(record.to_json()),
            f"commits/{release.id}": self.git.write(site.encode()),
        }
        self._push_state(title, record.when, {self.git.branch: site})
        return record

    def _push_state(self, title: str, when: str, site: Mapping[str, str]) -> None:
        heads = self._fetch_once()
        state = self.git.commit(self._stored, heads.get(self.git.state_branch, ""), title, when)
        self.git.push({**site, self.git.state_branch: state}, heads)
        self._heads = {**heads, **site, self.git.state_branch: state}

    def load_records(self) -> list[AuditRecord]:
        names = [f"{StoredKind.RECORD}/{name}" for name in self.list_stored(StoredKind.RECORD)]
        records = (parse_stored(name, self._read(name), target_state.deserialize_record) for name in names)
        return [record for record in records if record]

    def garbage_collect(self, lock: Lock) -> int:  # noqa: ARG002 - the history keeps everything
        return 0

    def list_stored(self, kind: StoredKind) -> list[str]:
        self._fetch_once()
        folder = f"{kind}/"
        return sorted(name.removeprefix(folder) for name in self._stored if name.startswith(folder))

    def read_stored(self, kind: StoredKind, name: str) -> bytes | None:
        return self._read(f"{kind}/{name}")

    def set_aside(self, kind: StoredKind, name: str) -> None:
        self._fetch_once()
        self._stored[f"{DAMAGED}/{kind}-{name}"] = self._stored.pop(f"{kind}/{name}")
        self._push_repair()

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        former = self._objects_of(release)
        public = ((path, name) for path, name in self._site.items() if path in release.files)
        return {path: (name, "") for path, name in public if former.get(path) == name}

    def replace_state(self, state: State, lock: Lock) -> None:  # noqa: ARG002 - see lock
        self._fetch_once()
        if STATE in self._stored:
            self._stored[f"{DAMAGED}/{STATE}"] = self._stored[STATE]
        self._stored[STATE] = self.git.write(target_state.serialize_state(state))
        self._push_repair()

    def _push_repair(self) -> None:
        self._push_state("repair", "1980-01-01T00:00:00+00:00", {})

    def _fetch_once(self) -> dict[str, str]:
        """The commits of both branches as they were fetched last; at first they are fetched."""
        if self._heads is None:
            self._heads = self.git.fetch()
            site, state = (self._heads.get(name) for name in (self.git.branch, self.git.state_branch))
            self._site = self.git.list_tree(site) if site else {}
            self._stored = self.git.list_tree(state) if state else {}
        return self._heads

    def _read(self, name: str) -> bytes | None:
        self._fetch_once()
        return self.git.read_object(self._stored[name]) if name in self._stored else None
