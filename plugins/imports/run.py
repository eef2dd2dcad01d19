"""The import as a whole: forms read, drafts made and tried out, then shelved; every finding with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.content.lookup import known, shelf
from plugins.content.problems import ContentError, problem
from plugins.imports.drafts.build import draft_of
from plugins.imports.drafts.draft import Desk, Draft, at
from plugins.imports.drafts.validate import try_out
from plugins.imports.forms.mapping import Form
from plugins.imports.forms.submission import Finding, Place, Submission
from plugins.imports.forms.tables import read_table
from plugins.imports.write.manifest import read_ledger, write_ledger
from plugins.imports.write.writer import Shelved, name_drafts, shelve
from plugins.system.file_names import list_tree

TABLES = {".xlsx", ".csv"}
# what units send by mistake; whatever else lies in their folder is left alone
MISTAKEN = {".doc", ".wps", ".rtf", ".pdf", ".docm", ".et", ".xls"}


@dataclass
class Imported:
    """An import that was done. ``others`` are findings of whole files and headers; each draft has its own."""

    folder: Path
    drafts: list[Draft] = field(default_factory=list)
    others: list[Finding] = field(default_factory=list)
    shelved: Shelved = field(default_factory=Shelved)

    @property
    def findings(self) -> list[Finding]:
        return [*self.others, *(each for draft in self.drafts for each in draft.submission.findings)]


def import_forms(content: Path, source: Path, form: Form) -> Imported:
    """Import a table, a Word form or a folder of them. Raises ``Refused`` where the content itself is broken."""
    with TemporaryDirectory() as workshop:
        desk = Desk(form, known(content), source if source.is_dir() else source.parent, Path(workshop))
        return _imported(content, desk, source)


def _imported(content: Path, desk: Desk, source: Path) -> Imported:
    ledger = read_ledger(content)
    imported = Imported(desk.folder)
    for submission in _submissions(desk, source, imported.others):
        draft = draft_of(desk, submission)
        if draft.said("number") or draft.said("title"):
            imported.drafts.append(draft)
        else:
            imported.others += [Finding(submission.place, at(submission.place, "intake_nameless"))]
    if not (imported.drafts or imported.others):
        nothing = problem(source.name, 1, "intake_nothing_there", name=source.name)
        imported.others.append(Finding(Place(source.name, 1), nothing))
    _tell_shared_numbers(imported.drafts)
    named = name_drafts(shelf(content), imported.drafts)
    try_out(content, desk, named)
    try:
        for slug, draft in named.items():
            shelve(content, slug, draft, desk, ledger, imported.shelved)
    finally:
        # an import that was cut short knows its own work
        if imported.shelved.written:
            write_ledger(content, ledger)
    return imported


def _submissions(desk: Desk, source: Path, others: list[Finding]) -> Iterator[Submission]:
    """One after the other, so that no two Word files are in memory at once."""
    languages = desk.known.languages
    for file in _files(source, others):
        try:
            if Path(file).suffix.lower() in TABLES:
                submissions, at_header = read_table(desk.folder / file, desk.form, languages)
                others += at_header
                yield from submissions
            else:
                # it takes a quarter of a second to import, and tables do without
                from plugins.imports.forms.docx_forms import read_word_form

                yield read_word_form(desk.folder, file, desk.form, languages)
        except ContentError as refused:
            column = 1 if Path(file).suffix.lower() in TABLES else None
            others += [Finding(Place(file, each.line, column), each) for each in refused.problems]


def _files(source: Path, others: list[Finding]) -> Sequence[str]:
    """The forms by their paths below the folder: one table or form, or all Word forms of a folder."""
    if source.is_dir():
        every = list_tree(source)
        forms = [path.relative_to(source).as_posix() for path in every if path.suffix.lower() == ".docx"]
        wrong = [path.relative_to(source).as_posix() for path in every if path.suffix.lower() in MISTAKEN]
    else:
        is_form = source.is_file() and source.suffix.lower() in {*TABLES, ".docx"}
        forms = [source.name] if is_form else []
        wrong = [source.name] if source.is_file() and not is_form else []
    others += [Finding(Place(each, 1), problem(each, 1, "intake_wrong_kind", name=each)) for each in wrong]
    return forms


def _tell_shared_numbers(drafts: Sequence[Draft]) -> None:
    first: dict[str, Place] = {}
    for draft in drafts:
        number, place = draft.said("number"), draft.place_of(("number",))
        if number in first:
            other = f"{first[number].file} {first[number].written('zh-Hans')}"
            draft.wrong(place, at(place, "duplicate_number", number=number, other=other))
        if number:
            first.setdefault(number, place)
