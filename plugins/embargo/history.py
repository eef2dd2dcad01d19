"""Searches the git history of a content for what a stage hides: whoever may read the repository may read all of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.embargo.scan import TermScanner

COMMIT_MARK = "commit "
# the code of the message for objects that are missing or damaged: what cannot be searched has not passed
UNREADABLE = "embargo_history_unreadable"
# larger files are no content
MAX_BLOB_BYTES = 50_000_000


class HistoryError(Exception):
    """The history cannot be read; ``code`` is that of the message that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, order=True)
class PastLeak:
    """A file of a commit that has hidden terms: ``terms`` is their number, ``term`` and ``source`` are the first."""

    path: str
    commit: str
    terms: int
    term: str
    source: str


@dataclass(frozen=True)
class HistoryReport:
    """The result of a search: how much was searched, and what it has of the stage's hidden part."""

    stage: str
    commits: int
    files: int
    terms: int
    leaks: tuple[PastLeak, ...]


def search_history(content: Path, stage: str | None) -> HistoryReport:
    """Search every file of every commit, on all branches and tags, of the repository that has this content.

    ``stage`` is the stage whose hidden part must not be there; ``None`` is the current one. Raises ``HistoryError`` if
    there is no repository, or only a part of its history, or one that is damaged.
    """
    raw = read_raw_stage(content, stage)
    scanner = TermScanner(find_hidden_terms(raw).terms)
    if _git(content, "embargo_no_history", "rev-parse", "--is-shallow-repository").strip() != "false":
        raise HistoryError("embargo_history_shallow")
    commits, blobs = _list_blobs(content)
    leaks = []
    for blob, data in _read_blobs(content, list(blobs)):
        path, commit = blobs[blob]
        matches = sorted({(leak.term, leak.source) for leak in scanner.find(path, data)})
        if matches:
            leaks.append(PastLeak(path, commit, len(matches), *matches[0]))
    return HistoryReport(raw.stage_id, commits, len(blobs), len(scanner.terms), tuple(sorted(leaks)))


def _list_blobs(content: Path) -> tuple[int, dict[str, tuple[str, str]]]:
    """The number of commits, and where each contents were first: a path and a commit, by the name of the object."""
    options = ("--all", "--reverse", "--raw", "--no-abbrev", "--no-renames", "--root", "-m", "-z")
    tokens = iter(_git(content, UNREADABLE, "log", *options, f"--format={COMMIT_MARK}%H").split("\0"))
    commits, commit = set[str](), ""
    blobs: dict[str, tuple[str, str]] = {}
    for token in tokens:
        line = token.lstrip("\n")
        if line.startswith(COMMIT_MARK):
            commit = line.removeprefix(COMMIT_MARK)
            commits.add(commit)
        elif line.startswith(":"):
            path = next(tokens)
            _, mode, _, blob, _ = line.split(" ")
            # a file or a link that is there after the commit
            if mode.startswith(("100", "120")):
                blobs.setdefault(blob, (path, commit))
    return len(commits), blobs


def _read_blobs(content: Path, blobs: list[str]) -> Iterator[tuple[str, bytes]]:
    command = ["git", "-C", str(content), "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for blob in blobs:
            try:
                process.stdin.write(f"{blob}\n".encode())
                process.stdin.flush()
            except BrokenPipeError:
                raise HistoryError(UNREADABLE) from None
            data = _read_answer(process.stdout)
            if len(data) <= MAX_BLOB_BYTES:
                yield blob, data
        process.stdin.close()


def _read_answer(stream: IO[bytes]) -> bytes:
    words = stream.readline().decode().split()
    # a missing object has two words, and git ends at a damaged one
    data = stream.read(int(words[2]) + 1) if len(words) == 3 else b""
    if len(words) != 3 or len(data) != int(words[2]) + 1:
        raise HistoryError(UNREADABLE)
    return data[:-1]


def _git(content: Path, failure: str, *words: str) -> str:
    try:
        process = subprocess.run(["git", "-C", str(content), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise HistoryError("embargo_no_git") from None
    if process.returncode:
        raise HistoryError(failure)
    return process.stdout.decode("utf-8", "surrogateescape")
