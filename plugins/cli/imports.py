"""The commands ``import`` and ``export`` as a person at a terminal meets them."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from plugins.cli.console import confirm, report, report_errors, spinner, text
from plugins.content.lookup import DRAFTS, load_reference_data
from plugins.content.problems import ContentError
from plugins.content.report import display_path
from plugins.imports.export import TABLE, export_entries
from plugins.imports.forms.mapping import DEFAULT_MAPPING, FieldMapping, load_mapping
from plugins.imports.forms.submission import LocatedProblem, reading_order
from plugins.imports.problem_sheet import write_problems
from plugins.imports.proposals import Proposals, write_units
from plugins.imports.run import ImportResult, import_forms
from plugins.scaffold.units import FILE as UNITS_FILE
from plugins.system.disk import retry_in_use
from plugins.system.messages import COMMON


@report_errors
def import_command(content: Path, source: str, mapping: str | None, yes: bool, lang: str) -> int:
    """Import forms, print the problems and write a sheet of them beside the forms; 1 where there are errors.

    Units and numbers that do not exist yet are proposed; ``yes`` adds them without a question.
    """
    path = Path(mapping) if mapping else DEFAULT_MAPPING
    try:
        field_mapping = load_mapping(path)
    except ContentError as error:
        report(error.problems, path.parent, lang)
        return 1
    with spinner("import_importing", lang):
        result = import_forms(content, Path(source), field_mapping)
    if not result.proposals.is_empty and _confirm(content, result.proposals, yes, lang):
        write_units(content, result.proposals.units, load_reference_data(content).languages)
        with spinner("import_importing", lang):
            result = import_forms(content, Path(source), field_mapping, result.proposals.numbers)
    return _print_result(content, Path(source), field_mapping, result, lang)


def _confirm(content: Path, proposals: Proposals, yes: bool, lang: str) -> bool:
    """Print what would be added, and return whether to add it: the answer at a terminal, elsewhere ``yes``."""
    if proposals.units:
        path = display_path(content / UNITS_FILE)
        print(text("import_new_units", lang, count=len(proposals.units), path=path))
        for unit in proposals.units:
            print(f"  {unit.name}  {unit.id}  {unit.kind}  {unit.district}".rstrip())
    if proposals.numbers:
        numbers = COMMON.text("list_separator", lang).join(proposals.numbers.values())
        print(text("import_new_numbers", lang, numbers=numbers))
    if yes:
        print(text("import_adding", lang))
    return confirm(text("import_ask", lang), text("import_say_yes", lang), yes=yes)


def _print_result(content: Path, source: Path, mapping: FieldMapping, result: ImportResult, lang: str) -> int:
    problems = result.problems
    for located in result.file_problems:
        _print_problem(result, located, located.location.label(lang), lang)
    for draft in result.drafts:
        for located in sorted(draft.submission.problems, key=reading_order):
            _print_problem(result, located, draft.submission.describe_location(located.location, mapping, lang), lang)
    _print_counts(content, result, lang)
    errors = sum(not located.problem.is_warning for located in problems)
    if not source.exists():
        # no sheet beside a file that does not exist
        return 1
    sheet = source.with_name(f"{source.stem}-problems.xlsx")
    # the sheet of an earlier import would send units after problems that are fixed
    retry_in_use(partial(sheet.unlink, missing_ok=True))
    if problems:
        write_problems(sheet, mapping, result.file_problems, result.drafts, lang)
        print(text("import_found", lang, errors=errors, warnings=len(problems) - errors, path=display_path(sheet)))
    return 1 if errors else 0


def _print_counts(content: Path, result: ImportResult, lang: str) -> None:
    report(result.writes.notes, content, lang)
    drafts = [path for path in result.writes.written if path.startswith(DRAFTS)]
    print(text("import_entries", lang, count=len(result.writes.written) - len(drafts)))
    if drafts:
        print(text("import_drafts", lang, count=len(drafts), folder=display_path(content / DRAFTS)))
    if covers := sum(bool(draft.chosen_cover) for draft in result.drafts):
        print(text("import_covers", lang, count=covers))
    if result.writes.unchanged:
        print(text("import_unchanged", lang, count=len(result.writes.unchanged)))


def _print_problem(result: ImportResult, located: LocatedProblem, location: str, lang: str) -> None:
    mark = text("import_warning", lang) if located.problem.is_warning else ""
    file = display_path(result.folder / located.location.file)
    print(f"{file}:{location}: {mark}{located.problem.message(lang)}", file=sys.stderr)


@report_errors
def export_command(content: Path, output: Path, lang: str) -> int:
    """Export all entries into a new folder, and print what did not fit; 1 where anything was left out."""
    with spinner("import_exporting", lang):
        count, problems = export_entries(content, output, load_mapping())
    report(problems, content, lang)
    print(text("import_exported", lang, count=count, path=display_path(output / TABLE)))
    return 1 if problems else 0
