"""Checks for files in the content that nothing reads, so that no entry is lost silently."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from plugins.content.brand.record import FILE as BRAND_FILE
from plugins.content.brand.record import FOLDER as BRAND_FOLDER
from plugins.content.kinds import KINDS
from plugins.content.languages.record import FOLDER as TRANSLATIONS
from plugins.content.parsing.archives import FOLDER as ARCHIVES
from plugins.content.parsing.files import list_folder_kinds
from plugins.content.problems import ROUNDS, Problem, problem
from plugins.content.reader import OPTIONAL_FILES, TALLIED_FILES
from plugins.content.sources import RawContent
from plugins.system.file_names import list_folder

_READ = [file for _, file in (OPTIONAL_FILES | TALLIED_FILES).values()]
KNOWN_FILES = {
    *KINDS,
    *(file.partition("/")[0] for file in _READ),
    ROUNDS,
    ARCHIVES,
    TRANSLATIONS,
    "competition.yaml",
    "units.yaml",
    "README.md",
}
# written by an import: forms with errors, and its record; and by the editing form: what was deleted
WRITTEN_FILES = {"drafts", "imported.yaml", "bin"}
KNOWN_RESULTS = {file.removeprefix("results/") for file in _READ if file.startswith("results/")}
# what the tally reads and writes, besides tables of any name
KNOWN_RESULTS |= {"votes.yaml", "scores.yaml", "decisions.yaml", "record.json", "judging.yaml"}
# the last round has the others in results/
KNOWN_ROUND_RESULTS = KNOWN_RESULTS - {"notice.yaml", "certificates.yaml", "citations.yaml"}
TABLE_SUFFIXES = {".csv", ".xlsx"}


def check_unexpected_files(raw: RawContent) -> Iterator[Problem]:
    """Files where folders belong, dangling links, pipes, and names that nothing reads."""
    content = raw.content
    yield from _check_document_folders(content)
    yield from _check_names(content, "", KNOWN_FILES | WRITTEN_FILES)
    documents = {download.file for download in raw.notice.record.documents} if raw.notice else set[str]()
    yield from _check_names(content, "results/", KNOWN_RESULTS | documents, TABLE_SUFFIXES)
    yield from _check_round_names(content, raw.earlier)
    if raw.languages:
        yield from _check_names(content, f"{TRANSLATIONS}/", {f"{lang}.yaml" for lang in raw.languages})
    if raw.brand:
        named = filter(None, (raw.brand.record.emblem, raw.brand.record.favicon))
        yield from _check_names(content, f"{BRAND_FOLDER}/", {Path(BRAND_FILE).name, *named})
    for path in list_folder(content / ARCHIVES):
        if path.suffix != ".zip":
            yield problem(f"{ARCHIVES}/{path.name}", 1, "warn_not_read", name=path.name, choices=["*.zip"])


def _check_document_folders(content: Path) -> Iterator[Problem]:
    for name in KINDS:
        folder = content / name
        if folder.is_dir():
            for inner, is_folder in list_folder_kinds(folder).items():
                if not is_folder:
                    yield problem(f"{name}/{inner}", 1, "not_a_folder", name=inner)
        elif folder.exists() or folder.is_symlink():
            yield problem(name, 1, "not_a_folder", name=name)


def _check_round_names(content: Path, rounds: Collection[str]) -> Iterator[Problem]:
    for path in list_folder(content / ROUNDS):
        if path.name not in rounds:
            file = f"{ROUNDS}/{path.name}"
            yield problem(file, 1, "warn_no_such_round", name=path.name, choices=list(rounds) or "—")
    for part in rounds:
        yield from _check_names(content, f"{ROUNDS}/{part}/", {"results"}, TABLE_SUFFIXES)
        yield from _check_names(content, f"{ROUNDS}/{part}/results/", KNOWN_ROUND_RESULTS, TABLE_SUFFIXES)


def _check_names(content: Path, folder: str, known: set[str], suffixes: Collection[str] = ()) -> Iterator[Problem]:
    """The files of a folder, whose path ends in a slash, that have neither one of these names nor suffixes."""
    for path in list_folder(content / folder):
        if path.name in known or path.suffix.lower() in suffixes:
            continue
        file = f"{folder}{path.name}"
        if name := next((name for name in known if name.lower() == path.name.lower()), None):
            yield problem(file, 1, "other_spelling", name=name, found=path.name)
        else:
            yield problem(file, 1, "warn_not_read", name=path.name, choices=sorted(known))
