"""The files that an import is given: which are forms, and what to do with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, Problem
from plugins.imports.drafts.draft import problem_at
from plugins.imports.forms.submission import LocatedProblem, SourceLocation
from plugins.imports.office import convert_to_docx, find_office
from plugins.system.file_names import list_tree

TABLES = {".xlsx", ".xlsm", ".xltx", ".csv", ".tsv"}
WORD_FILES = {".docx", ".docm", ".dotx", ".dotm"}
# what LibreOffice converts to Word files
CONVERTIBLE = {".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott", ".fodt"}
ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
FIXED_LAYOUTS = {".pdf", ".ofd", ".xps", ".ceb", ".caj"}
# what forms name
MEDIA = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".mp4", ".vtt"}
MEDIA |= {".mov", ".m4v", ".avi", ".wmv", ".webm", ".mp3", ".srt"}
PROBLEM_SHEET = "-problems.xlsx"


@dataclass
class FormSources:
    """The forms below ``folder``, by names relative to it; ``others`` are the files that are no forms.

    ``converted`` are the folders that hold the Word file made from a form under the form's name.
    """

    folder: Path
    forms: list[str]
    others: list[str] = field(default_factory=list)
    converted: dict[str, Path] = field(default_factory=dict)
    problems: list[LocatedProblem] = field(default_factory=list)

    def is_table(self, file: str) -> bool:
        """Return whether a form is a table of submissions."""
        return PurePath(file).suffix.lower() in TABLES

    def folder_of(self, file: str) -> Path:
        """Return the folder below which the form is read."""
        return self.converted.get(file, self.folder)

    def report_others(self, used: Iterable[Path]) -> Iterator[LocatedProblem]:
        """Iterate over a problem for each file that was neither read nor used by a form."""
        used_files = set(used)
        for name in self.others:
            if self.folder / name not in used_files:
                location = SourceLocation(name, 1)
                yield LocatedProblem(location, _problem_of(location))


def list_sources(source: Path, temp_dir: Path) -> FormSources:
    """List one table or form, or the Word forms of a folder; older Word files are converted into ``temp_dir``."""
    folder = source if source.is_dir() else source.parent
    paths = list_tree(source) if source.is_dir() else [source] if source.is_file() else []
    readable = WORD_FILES if source.is_dir() else WORD_FILES | TABLES
    sources = FormSources(folder, [])
    for path in (path for path in paths if not path.is_dir()):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in readable:
            sources.forms.append(name)
        elif path.suffix.lower() in CONVERTIBLE and (office := find_office()):
            _convert(office, name, sources, temp_dir / "converted")
        elif not source.is_dir() or not _is_expected(path):
            sources.others.append(name)
    return sources


def _is_expected(path: Path) -> bool:
    return path.suffix.lower() in MEDIA or path.name.endswith(PROBLEM_SHEET)


def _convert(office: str, name: str, sources: FormSources, target: Path) -> None:
    location = SourceLocation(name, 1)
    try:
        path = regular_file(sources.folder, name, name, 1)
    except ContentError as error:
        sources.problems += [LocatedProblem(location, problem) for problem in error.problems]
        return
    is_converted = convert_to_docx(office, path, target / name)
    code = "warn_intake_converted" if is_converted else "intake_conversion_failed"
    sources.problems.append(LocatedProblem(location, problem_at(location, code, name=name)))
    if is_converted:
        sources.forms.append(name)
        sources.converted[name] = target


def _problem_of(location: SourceLocation) -> Problem:
    suffix = PurePath(location.file).suffix.lower()
    code = "intake_wrong_kind"
    if suffix in ARCHIVES:
        code = "intake_archive"
    elif suffix in FIXED_LAYOUTS:
        code = "intake_fixed_layout"
    elif suffix in TABLES:
        code = "intake_table_in_folder"
    return problem_at(location, code, name=location.file)
