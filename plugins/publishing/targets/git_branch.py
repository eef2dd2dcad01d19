"""A git repository at a forge, as far as publishing needs it: two branches that move together, or not at all."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from plugins.publishing.messages import publish_error

# the name of the branch that has records and releases, after that of the site
STATE_SUFFIX = "-state"
# commits name no person and no machine: the branch is public
IDENTITY = "xunzhan"
FILE_MODE = "100644"
# how git says that somebody else has moved a branch in the meantime; a forge also rejects what its rules forbid
MOVED = ("[rejected]", "cannot lock ref", "failed to update ref", "incorrect old value", "reference already exists")


@dataclass
class GitBranch:
    """The branch of a repository that a forge shows as a site, and beside it the branch of its state."""

    repository: str
    branch: str
    _folder: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)

    @property
    def state_branch(self) -> str:
        return f"{self.branch}{STATE_SUFFIX}"

    @cached_property
    def _git(self) -> Path:
        """The folder of a copy without a work tree. Contents of files come only when they are asked for."""
        self._folder = tempfile.TemporaryDirectory(prefix="xunzhan-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        self._run("init", "--quiet", "--bare", str(folder), folder=folder)
        self._run("remote", "add", "forge", self.repository, folder=folder)
        self._run("config", "remote.forge.promisor", "true", folder=folder)
        self._run("config", "remote.forge.partialclonefilter", "blob:none", folder=folder)
        return folder

    def fetch(self) -> dict[str, str]:
        """The commits of both branches, as far as they exist, with their histories."""
        lines = self._run("ls-remote", "--heads", "forge", self.branch, self.state_branch).decode().splitlines()
        heads = {name.removeprefix("refs/heads/"): commit for commit, name in (line.split("\t") for line in lines)}
        heads = {name: commit for name, commit in heads.items() if name in {self.branch, self.state_branch}}
        if heads:
            specifications = [f"+refs/heads/{name}:refs/heads/{name}" for name in heads]
            self._run("fetch", "--quiet", "--filter=blob:none", "forge", *specifications)
        return heads

    def list_commits(self) -> set[str]:
        """All commits in the histories of both branches."""
        return set(self._run("rev-list", "--branches").decode().split())

    def list_tree(self, commit: str) -> dict[str, str]:
        """The object of each file of a commit, by path."""
        return {path: name for path, (_, name) in self._entries(commit).items()}

    def _entries(self, commit: str) -> dict[str, tuple[str, str]]:
        """Mode and object of each file of a commit, by path; names of others may be in any encoding."""
        rows = self._run("ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape").split("\0")[:-1]
        parts = ((details.split(" "), path) for details, _, path in (row.partition("\t") for row in rows))
        return {path: (mode, name) for (mode, _, name), path in parts}

    def read_object(self, name: str) -> bytes:
        """The contents of an object."""
        return self._run("cat-file", "blob", name)

    def write(self, data: bytes) -> str:
        """Store contents; return their object."""
        return self._run("hash-object", "-w", "--stdin", data=data).decode().strip()

    def write_files(self, folder: Path, paths: Iterable[str]) -> dict[str, str]:
        """Store the contents of files; return their objects by path."""
        listed = list(paths)
        names = "".join(f"{(folder / path).absolute()}\n" for path in listed)
        objects = self._run("hash-object", "-w", "--stdin-paths", "--no-filters", data=names.encode()).decode().split()
        return dict(zip(listed, objects, strict=True))

    def commit(self, objects: Mapping[str, str], parent: str, title: str, when: str) -> str:
        """A commit with exactly these files, after ``parent`` if there is one; it is not public yet."""
        former = self._entries(parent) if parent else {}
        # links and programs of others stay what they are
        modes = {(path, name): mode for path, (mode, name) in former.items()}
        rows = (f"{modes.get(item, FILE_MODE)} {item[1]}\t{item[0]}\0" for item in sorted(objects.items()))
        lines = "".join(rows).encode("utf-8", "surrogateescape")
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("update-index", "-z", "--index-info", data=lines, environment=index)
            tree = self._run("write-tree", "--missing-ok", environment=index).decode().strip()
        identity = {"NAME": IDENTITY, "EMAIL": f"{IDENTITY}@localhost", "DATE": when}
        variables = {f"GIT_{role}_{part}": identity[part] for role in ("AUTHOR", "COMMITTER") for part in identity}
        command = ["commit-tree", tree, *(("-p", parent) if parent else ()), "-m", title]
        return self._run(*command, environment=variables).decode().strip()

    def push(self, commits: Mapping[str, str], former: Mapping[str, str]) -> None:
        """Move the branches to these commits together. Raises ``PublishError`` if one was moved since the fetch."""
        leases = [f"--force-with-lease=refs/heads/{name}:{former.get(name, '')}" for name in commits]
        moves = [f"{commit}:refs/heads/{name}" for name, commit in commits.items()]
        self._run("push", "--quiet", "--atomic", *leases, "forge", *moves)

    def check_push(self) -> None:
        """Raise ``PublishError`` unless this computer may push; nothing is changed in the repository."""
        nothing = self.commit({}, "", "check", "1980-01-01T00:00:00+00:00")
        self._run("push", "--quiet", "--dry-run", "--force", "forge", f"{nothing}:refs/heads/{self.state_branch}")

    def _run(
        self,
        *words: str,
        data: bytes = b"",
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> bytes:
        settings = ("-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false", "-c", "gc.auto=0")
        command = ["git", *settings, f"--git-dir={folder or self._git}", *words]
        variables = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(environment or {})}
        process = subprocess.run(command, input=data, capture_output=True, check=False, env=variables)
        if process.returncode == 0:
            return process.stdout
        lines = process.stderr.decode("utf-8", "replace").strip().splitlines() or [str(process.returncode)]
        why = next((line.strip() for line in lines if "rejected]" in line), lines[-1])
        if words[0] == "push" and any(word in line for word in MOVED for line in lines):
            raise publish_error("branch_moved", branch=self.branch, why=why)
        raise publish_error("git_failed", repository=self.repository, why=why)
