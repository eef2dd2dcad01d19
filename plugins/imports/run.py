"""The import: read forms, build and validate drafts, write them; every problem with its location."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.content.lookup import list_existing_entries, load_reference_data
from plugins.content.problems import ContentError
from plugins.imports.drafts.build import build_draft
from plugins.imports.drafts.draft import Draft, ImportContext, problem_at
from plugins.imports.drafts.validate import validate_drafts
from plugins.imports.forms.mapping import FieldMapping
from plugins.imports.forms.submission import LocatedProblem, SourceLocation, Submission
from plugins.imports.forms.tables import read_table
from plugins.imports.write.manifest import load_manifest, save_manifest
from plugins.imports.write.writer import WriteResult, assign_slugs, write_draft
from plugins.system.file_names import list_tree

TABLE_SUFFIXES = {".xlsx", ".csv"}
# formats that units send by mistake; other files in their folder are ignored
UNSUPPORTED_SUFFIXES = {".doc", ".wps", ".rtf", ".pdf", ".docm", ".et", ".xls"}


@dataclass
class ImportResult:
    """The result of an import. ``file_problems`` belong to whole files and headers; each draft has its own."""

    folder: Path
    drafts: list[Draft] = field(default_factory=list)
    file_problems: list[LocatedProblem] = field(default_factory=list)
    writes: WriteResult = field(default_factory=WriteResult)

    @property
    def problems(self) -> list[LocatedProblem]:
        return [*self.file_problems, *(located for draft in self.drafts for located in draft.submission.problems)]


def import_forms(content: Path, source: Path, mapping: FieldMapping) -> ImportResult:
    """Import a table, a Word form or a folder of Word forms. Raises ``ContentError`` if the content is invalid."""
    folder = source if source.is_dir() else source.parent
    with TemporaryDirectory() as temp_dir:
        context = ImportContext(
            mapping=mapping, reference=load_reference_data(content), folder=folder, temp_dir=Path(temp_dir)
        )
        digests = load_manifest(content)
        result = ImportResult(folder)
        _build_drafts(context, source, result)
        _report_shared_numbers(result.drafts)
        drafts = assign_slugs(list_existing_entries(content), result.drafts)
        validate_drafts(content, context, drafts)
        try:
            for slug, draft in drafts.items():
                write_draft(content, slug, draft, context.reference.languages, digests, result.writes)
        finally:
            # also if interrupted, so that the next import recognizes what was written
            if result.writes.written:
                save_manifest(content, digests)
    return result


def _build_drafts(context: ImportContext, source: Path, result: ImportResult) -> None:
    for submission in _submissions(context, source, result.file_problems):
        draft = build_draft(context, submission)
        if draft.text("number") or draft.text("title"):
            result.drafts.append(draft)
        else:
            nameless = problem_at(submission.location, "intake_nameless")
            result.file_problems.append(LocatedProblem(submission.location, nameless))
    if not (result.drafts or result.file_problems):
        location = SourceLocation(source.name, 1)
        nothing = problem_at(location, "intake_nothing_there", name=source.name)
        result.file_problems.append(LocatedProblem(location, nothing))


def _submissions(context: ImportContext, source: Path, problems: list[LocatedProblem]) -> Iterator[Submission]:
    """Iterate over the submissions, so that only one Word file is in memory; add problems of whole files."""
    languages = context.reference.languages
    for file in _list_forms(source, problems):
        is_table = Path(file).suffix.lower() in TABLE_SUFFIXES
        try:
            if is_table:
                submissions, header_problems = read_table(context.folder / file, context.mapping, languages)
                problems += header_problems
                yield from submissions
            else:
                # python-docx takes a quarter of a second to import
                from plugins.imports.forms.docx_forms import read_docx_form

                yield read_docx_form(context.folder, file, context.mapping, languages)
        except ContentError as error:
            column = 1 if is_table else None
            problems += [
                LocatedProblem(SourceLocation(file, problem.line, column), problem) for problem in error.problems
            ]


def _list_forms(source: Path, problems: list[LocatedProblem]) -> Sequence[str]:
    """Return the forms relative to the folder: one table or form, or all Word forms of a folder."""
    if source.is_dir():
        paths = list_tree(source)
        forms = [path.relative_to(source).as_posix() for path in paths if path.suffix.lower() == ".docx"]
        unsupported = [
            path.relative_to(source).as_posix() for path in paths if path.suffix.lower() in UNSUPPORTED_SUFFIXES
        ]
    else:
        is_form = source.is_file() and source.suffix.lower() in {*TABLE_SUFFIXES, ".docx"}
        forms = [source.name] if is_form else []
        unsupported = [source.name] if source.is_file() and not is_form else []
    for name in unsupported:
        location = SourceLocation(name, 1)
        problems.append(LocatedProblem(location, problem_at(location, "intake_wrong_kind", name=name)))
    return forms


def _report_shared_numbers(drafts: Sequence[Draft]) -> None:
    first_locations: dict[str, SourceLocation] = {}
    for draft in drafts:
        number, location = draft.text("number"), draft.locate(("number",))
        if first := first_locations.get(number):
            other = f"{first.file} {first.label('zh-Hans')}"
            draft.add_problems(location, problem_at(location, "duplicate_number", number=number, other=other))
        elif number:
            first_locations[number] = location
