"""The files that an import is given: which are forms, which LibreOffice converts to one, what to do with the others."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError
from plugins.imports.forms.submission import LocatedProblem, SourceLocation, locate_problem
from plugins.system import textfile
from plugins.system.file_names import list_tree

TABLES = {".xlsx", ".xlsm", ".xltx", ".csv", ".tsv"}
WORD_FILES = {".docx", ".docm", ".dotx", ".dotm"}
# what LibreOffice converts to Word files
CONVERTIBLE = {".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott", ".fodt"}
ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
FIXED_LAYOUTS = {".pdf", ".ofd", ".xps", ".ceb", ".caj"}
# what forms name
MEDIA = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".mp4", ".vtt"}
MEDIA |= {".jfif", ".mov", ".m4v", ".avi", ".wmv", ".webm", ".mp3", ".srt"}
PROBLEM_SHEET = "-problems.xlsx"
# where LibreOffice is installed without being on the path
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
NAMES = ("soffice", "libreoffice")
MAX_SECONDS = 180
# a profile that is thrown away: no macro runs, no link is followed, nothing is kept of the person's settings
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


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
                yield locate_problem(SourceLocation(name, 1), _code_of(name), name=name)


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
        elif path.suffix.lower() in CONVERTIBLE and (office := _find_office()):
            _convert(office, name, sources, temp_dir / "converted")
        elif not (source.is_dir() and (path.suffix.lower() in MEDIA or path.name.endswith(PROBLEM_SHEET))):
            sources.others.append(name)
    return sources


def _convert(office: str, name: str, sources: FormSources, target: Path) -> None:
    location = SourceLocation(name, 1)
    try:
        path = regular_file(sources.folder, name, name, 1)
    except ContentError as error:
        sources.problems += [LocatedProblem(location, problem) for problem in error.problems]
        return
    is_converted = _convert_to_docx(office, path, target / name)
    code = "warn_intake_converted" if is_converted else "intake_conversion_failed"
    sources.problems.append(locate_problem(location, code, name=name))
    if is_converted:
        sources.forms.append(name)
        sources.converted[name] = target


def _code_of(name: str) -> str:
    """Return the code of the message about a file that is no form."""
    suffix = PurePath(name).suffix.lower()
    if suffix in ARCHIVES:
        return "intake_archive"
    if suffix in FIXED_LAYOUTS:
        return "intake_fixed_layout"
    return "intake_table_in_folder" if suffix in TABLES else "intake_wrong_kind"


def _find_office() -> str | None:
    """Return the command of LibreOffice, or None if it is not installed."""
    commands = (shutil.which(name) for name in (*NAMES, *PLACES))
    return next((command for command in commands if command), None)


def _convert_to_docx(office: str, source: Path, target: Path) -> bool:
    """Convert a document to a Word file at ``target``; return whether that worked."""
    with TemporaryDirectory() as folder:
        profile, form = Path(folder) / "profile", Path(folder) / f"form{source.suffix.lower()}"
        (profile / "user").mkdir(parents=True)
        textfile.write_text(profile / "user" / "registrymodifications.xcu", PROFILE)
        shutil.copyfile(source, form)
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx", "--outdir", str(Path(folder) / "out"), str(form)]
        try:
            subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=MAX_SECONDS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder) / "out" / "form.docx", target)
        except (OSError, subprocess.SubprocessError):
            return False
    return True
