"""A branch that a forge shows as a site: GitHub and Gitee Pages, Cloudflare Pages, and whatever else watches a branch.

A publication is one commit on that branch and one on the branch of the state, pushed together or not at all. Everything
on both is public where the repository is; the history keeps what was public once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import PublicFiles
from plugins.publishing.release import Release, serialize_release
from plugins.publishing.target_state import AuditRecord, State, serialize_state
from plugins.publishing.targets.git_branch import GitBranch
from plugins.publishing.targets.target import STATE, Job, Lock, ProgressCallback, SteadyLock, StoredKind, Target

DAMAGED = "damaged"
# without it GitHub leaves out names that begin with an underscore
NO_JEKYLL = ".nojekyll"


@dataclass
class Pages(Target):
    """A target in a git repository."""

    git: GitBranch
    _heads: dict[str, str] | None = None
    _stored: dict[str, str] = field(default_factory=dict)
    _site: dict[str, str] = field(default_factory=dict)
    _objects: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        self._fetch_once()
        return self.git.read_object(self._stored[name]) if name in self._stored else None

    def list_stored(self, kind: StoredKind) -> list[str]:
        self._fetch_once()
        folder = f"{kind}/"
        return sorted(name.removeprefix(folder) for name in self._stored if name.startswith(folder))

    def set_aside(self, name: str) -> None:
        self._fetch_once()
        self._stored[f"{DAMAGED}/{name.replace('/', '-')}"] = self._stored.pop(name)
        self._push_repair()

    def replace_state(self, state: State, lock: Lock) -> None:  # noqa: ARG002 - see lock
        self._fetch_once()
        if STATE in self._stored:
            self._stored[f"{DAMAGED}/{STATE}"] = self._stored[STATE]
        self._stored[STATE] = self.git.write(serialize_state(state))
        self._push_repair()

    def _push_repair(self) -> None:
        self._push_state("repair", "1980-01-01T00:00:00+00:00", {})

    def save_release(self, release: Release) -> None:
        self._stored[f"{StoredKind.RELEASE}/{release.id}"] = self.git.write(serialize_release(release))

    def list_public(self, state: State) -> PublicFiles:
        self._fetch_once()
        return {path: state.known_blob(path, name, "") for path, name in self._site.items() if path != NO_JEKYLL}

    @contextmanager
    def lock(self, who: str, wait: float, notify: Notify) -> Iterator[Lock]:  # noqa: ARG002 - nobody is waited for
        # nobody is kept out: the push at the end is refused if somebody was faster
        self._heads = None
        yield SteadyLock()

    def upload_missing(self, job: Job, on_progress: ProgressCallback) -> None:
        wanted = [change.path for change in job.plan if change.file]
        if job.folder:
            self._objects = self.git.write_files(job.folder, wanted)
        else:
            former = self._objects_of(job.release)
            missing = [path for path in wanted if path not in former]
            if missing:
                raise publish_error("blobs_collected", release=job.release.id, count=len(missing))
            self._objects = {path: former[path] for path in wanted}
        on_progress(len(wanted), len(wanted))

    def _objects_of(self, release: Release) -> Mapping[str, str]:
        commit = (self.read(f"commits/{release.id}") or b"").decode("ascii", "replace")
        # what was purged from the history is no longer there
        return self.git.list_tree(commit) if commit in self.git.list_commits() else {}

    def apply(self, job: Job, lock: Lock, on_progress: ProgressCallback) -> None:  # noqa: ARG002 - see lock
        for change in job.plan:
            if change.file:
                self._site[change.path] = self._objects[change.path]
            else:
                self._site.pop(change.path, None)
        self._site[NO_JEKYLL] = self.git.write(b"")
        on_progress(len(job.plan), len(job.plan))

    def finish(self, job: Job, record: AuditRecord, lock: Lock) -> AuditRecord:  # noqa: ARG002 - see lock
        heads = self._fetch_once()
        record = self._with_free_number(record)
        state = job.state_after(record.sequence, {path: (name, "") for path, name in self._site.items()})
        title = f"{record.action} {job.release.id}"
        site = self.git.commit(self._site, heads.get(self.git.branch, ""), title, record.when)
        self._stored |= {
            STATE: self.git.write(serialize_state(state)),
            f"{StoredKind.RECORD}/{record.file_name}": self.git.write(record.to_json()),
            f"commits/{job.release.id}": self.git.write(site.encode()),
        }
        self._push_state(title, record.when, {self.git.branch: site})
        return record

    def _push_state(self, title: str, when: str, site: Mapping[str, str]) -> None:
        heads = self._fetch_once()
        state = self.git.commit(self._stored, heads.get(self.git.state_branch, ""), title, when)
        self.git.push({**site, self.git.state_branch: state}, heads)
        self._heads = {**heads, **site, self.git.state_branch: state}

    def garbage_collect(self, lock: Lock) -> None:
        """Nothing: the history keeps everything."""

    def match_public(self, release: Release) -> Mapping[str, tuple[str, str]]:
        former = self._objects_of(release)
        public = ((path, name) for path, name in self._site.items() if path in release.files)
        return {path: (name, "") for path, name in public if former.get(path) == name}

    def _fetch_once(self) -> dict[str, str]:
        """The commits of both branches as they were fetched last; at first they are fetched."""
        if self._heads is None:
            self._heads = self.git.fetch()
            site, state = (self._heads.get(name) for name in (self.git.branch, self.git.state_branch))
            self._site = self.git.list_tree(site) if site else {}
            self._stored = self.git.list_tree(state) if state else {}
        return self._heads
