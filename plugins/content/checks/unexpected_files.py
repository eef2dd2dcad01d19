"""Checks for files in the content that nothing reads, so that no entry is lost silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.content.kinds import KINDS
from plugins.content.parsing.files import list_folder_kinds
from plugins.content.problems import ROUNDS, Problem, problem
from plugins.system.file_names import list_folder

KNOWN_FILES = {
    *KINDS,
    "results",
    ROUNDS,
    "archives",
    "brand",
    "translations",
    "competition.yaml",
    "units.yaml",
    "wording.yaml",
    "privacy.yaml",
    "providers.yaml",
    "README.md",
}
# written by an import: forms with errors, and its record; and by the editing form: what was deleted
WRITTEN_FILES = {"drafts", "imported.yaml", "bin"}
KNOWN_RESULTS = {
    f"{name}.yaml"
    for name in ("shortlist", "statuses", "awards", "notice", "certificates", "citations", "counts", "published")
}
# what the tally reads and writes, besides tables of any name
KNOWN_RESULTS |= {"votes.yaml", "scores.yaml", "decisions.yaml", "record.json", "judging.yaml"}
# the last round has the others in results/
KNOWN_ROUND_RESULTS = KNOWN_RESULTS - {"notice.yaml", "certificates.yaml", "citations.yaml"}
TABLE_SUFFIXES = {".csv", ".xlsx"}


def check_unexpected_files(content: Path, rounds: Sequence[str], documents: Sequence[str]) -> Iterator[Problem]:
    """Files where folders belong, dangling links, pipes, and names that nothing reads; ``rounds`` have results."""
    for name in KINDS:
        folder = content / name
        if folder.is_dir():
            for inner, is_folder in list_folder_kinds(folder).items():
                if not is_folder:
                    yield problem(f"{name}/{inner}", 1, "not_a_folder", name=inner)
        elif folder.exists() or folder.is_symlink():
            yield problem(name, 1, "not_a_folder", name=name)
    yield from _check_names(content, "", KNOWN_FILES | WRITTEN_FILES)
    yield from _check_archive_names(content)
    yield from _check_names(content / "results", "results/", KNOWN_RESULTS | set(documents))
    yield from _check_round_names(content, rounds)


def _check_round_names(content: Path, rounds: Sequence[str]) -> Iterator[Problem]:
    for path in list_folder(content / ROUNDS):
        if path.name not in rounds:
            file = f"{ROUNDS}/{path.name}"
            yield problem(file, 1, "warn_no_such_round", name=path.name, choices=list(rounds) or "—")
    for part in rounds:
        folder = f"{ROUNDS}/{part}"
        yield from _check_names(content / folder, f"{folder}/", {"results"})
        yield from _check_names(content / folder / "results", f"{folder}/results/", KNOWN_ROUND_RESULTS)


def _check_archive_names(content: Path) -> Iterator[Problem]:
    for path in list_folder(content / "archives"):
        if path.suffix != ".zip":
            yield problem(f"archives/{path.name}", 1, "warn_not_read", name=path.name, choices=["*.zip"])


def _check_names(folder: Path, prefix: str, known: set[str]) -> Iterator[Problem]:
    for path in list_folder(folder):
        if path.name in known or (prefix and path.suffix.lower() in TABLE_SUFFIXES):
            continue
        file = f"{prefix}{path.name}"
        if name := next((name for name in known if name.lower() == path.name.lower()), None):
            yield problem(file, 1, "other_spelling", name=name, found=path.name)
        else:
            yield problem(file, 1, "warn_not_read", name=path.name, choices=sorted(known))
