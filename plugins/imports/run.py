"""The import: read forms, build and validate drafts, write them; every problem with its location."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.content.lookup import ExistingEntries, list_existing_entries, load_reference_data
from plugins.content.problems import ContentError
from plugins.imports.drafts.build import build_draft
from plugins.imports.drafts.conservation import check_table, check_word_form
from plugins.imports.drafts.draft import Draft, ImportContext
from plugins.imports.drafts.validate import validate_drafts
from plugins.imports.forms.docx_forms import read_docx_form
from plugins.imports.forms.mapping import FieldMapping
from plugins.imports.forms.submission import LocatedProblem, Losses, SourceLocation, Submission, locate_problem, quote
from plugins.imports.forms.tables import read_table
from plugins.imports.proposals import Proposals, propose
from plugins.imports.sources import FormSources, list_sources
from plugins.imports.writer import WriteResult, assign_slugs, load_manifest, save_manifest, write_draft


@dataclass
class ImportResult:
    """The result of an import. ``file_problems`` belong to whole files and headers; each draft has its own."""

    folder: Path
    drafts: list[Draft] = field(default_factory=list)
    file_problems: list[LocatedProblem] = field(default_factory=list)
    writes: WriteResult = field(default_factory=WriteResult)
    proposals: Proposals = field(default_factory=Proposals)

    @property
    def problems(self) -> list[LocatedProblem]:
        return [*self.file_problems, *(located for draft in self.drafts for located in draft.submission.problems)]


def import_forms(
    content: Path, source: Path, mapping: FieldMapping, numbers: Mapping[SourceLocation, str] | None = None
) -> ImportResult:
    """Import a table, a Word form or a folder of Word forms. Raises ``ContentError`` if the content is invalid.

    ``numbers`` are those of entries without one, by the location of their submission.
    """
    folder = source if source.is_dir() else source.parent
    with TemporaryDirectory() as temp_dir:
        context = ImportContext(
            mapping=mapping, reference=load_reference_data(content), folder=folder, temp_dir=Path(temp_dir)
        )
        digests = load_manifest(content)
        result = ImportResult(folder)
        sources = list_sources(source, context.temp_dir)
        result.file_problems += sources.problems
        _build_drafts(context, sources, result)
        used = (path for draft in result.drafts for path in draft.files.values())
        result.file_problems += sources.report_others(used)
        _report_nothing(source, result)
        existing = list_existing_entries(content)
        _add_numbers(existing, result.drafts, numbers or {})
        result.proposals = propose(context.reference, existing, result.drafts)
        _report_shared_numbers(result.drafts)
        drafts = assign_slugs(existing, result.drafts)
        validate_drafts(content, context, drafts)
        try:
            for slug, draft in drafts.items():
                write_draft(content, slug, draft, context.reference.languages, digests, result.writes)
        finally:
            # also if interrupted, so that the next import recognizes what was written
            if result.writes.written:
                save_manifest(content, digests)
    return result


def _build_drafts(context: ImportContext, sources: FormSources, result: ImportResult) -> None:
    """Build the drafts form by form, so that only one Word file is in memory."""
    for file in sources.forms:
        losses = Losses()
        drafts = _read_form(context, sources, file, losses)
        result.file_problems += losses.problems
        for draft in drafts:
            if draft.text("number") or draft.text("title"):
                result.drafts.append(draft)
            else:
                words = "；".join(value.text for value in draft.submission.values.values() if value.text)
                nameless = locate_problem(draft.submission.location, "intake_nameless", text=quote(words))
                result.file_problems += [nameless, *draft.submission.problems]


def _read_form(context: ImportContext, sources: FormSources, file: str, losses: Losses) -> list[Draft]:
    """Return the drafts of one form; add what belongs to none of them to ``losses``."""
    folder, mapping, languages = sources.folder_of(file), context.mapping, context.reference.languages
    is_table = sources.is_table(file)
    drafts: list[Draft] = []
    try:
        submissions: Iterable[Submission] = (
            read_table(folder / file, mapping, languages, losses)
            if is_table
            else read_docx_form(folder, file, mapping, languages)
        )
        # those before a damaged part of a table stay
        drafts.extend(build_draft(context, submission) for submission in submissions)
        if is_table:
            check_table(folder / file, drafts, losses)
        else:
            check_word_form(folder / file, drafts)
    except ContentError as error:
        column = 1 if is_table else None
        losses.problems += [
            LocatedProblem(SourceLocation(file, problem.line, column), problem) for problem in error.problems
        ]
    return drafts


def _report_nothing(source: Path, result: ImportResult) -> None:
    if not result.drafts and all(located.problem.is_warning for located in result.file_problems):
        nothing = locate_problem(SourceLocation(source.name, 1), "intake_nothing_there", name=source.name)
        result.file_problems.append(nothing)


def _add_numbers(existing: ExistingEntries, drafts: Sequence[Draft], numbers: Mapping[SourceLocation, str]) -> None:
    """Number the drafts without a number: as the entry of the same title, from an earlier import, or as given."""
    for draft in drafts:
        number = existing.find_number(draft.text("title")) or numbers.get(draft.submission.location)
        if number and not draft.submission.text("number"):
            draft.values["number",] = number


def _report_shared_numbers(drafts: Sequence[Draft]) -> None:
    first_locations: dict[str, SourceLocation] = {}
    for draft in drafts:
        number, location = draft.text("number"), draft.locate(("number",))
        if first := first_locations.get(number):
            other = f"{first.file} {first.label('zh-Hans')}"
            draft.submission.add_problem(location, "duplicate_number", number=number, other=other)
        elif number:
            first_locations[number] = location
