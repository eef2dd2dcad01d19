"""A bare repository in the place of a forge, to which anybody here may push."""

from __future__ import annotations

import subprocess
from pathlib import Path

from plugins.publishing.targets.git_branch import GitBranch
from plugins.publishing.targets.pages import NO_JEKYLL, Pages

BRANCH = "gh-pages"


def git(repository: Path, *words: str) -> str:
    """What git says about the repository."""
    command = ["git", "-c", "core.quotePath=false", f"--git-dir={repository}", *words]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def new_forge(folder: Path) -> Path:
    """A new repository in this folder."""
    repository = folder / "forge.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(repository)], check=True)
    git(repository, "config", "uploadpack.allowFilter", "true")
    return repository


def open_pages(repository: Path) -> Pages:
    """The target as each command opens it."""
    return Pages(GitBranch(str(repository), BRANCH))


def public_files(repository: Path) -> dict[str, bytes]:
    """What the forge shows."""
    names = git(repository, "ls-tree", "-r", "-z", "--name-only", BRANCH).split("\0")[:-1]
    read = ["git", f"--git-dir={repository}", "cat-file", "blob"]
    return {
        name: subprocess.run([*read, f"{BRANCH}:{name}"], capture_output=True, check=True).stdout
        for name in names
        if name != NO_JEKYLL
    }


def commit_by_hand(repository: Path, path: str, data: bytes, branch: str = BRANCH) -> None:
    """Somebody else adds a file."""
    other = GitBranch(str(repository), BRANCH)
    heads = other.fetch()
    objects = other.list_tree(heads[branch]) | {path: other.write(data)}
    other.push({branch: other.commit(objects, heads[branch], "by hand", "2026-11-23T10:00:00+00:00")}, heads)
