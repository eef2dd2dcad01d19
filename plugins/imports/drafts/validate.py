"""Validation of drafts by the content loader before they are written, with problems located in the form."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.content.checks.bodies import render_body
from plugins.content.load import load
from plugins.content.lookup import ENTRIES
from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.content.problems import Problem
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.draft import Draft, ImportContext
from plugins.imports.drafts.entry_files import Files, read_text, write_folder
from plugins.imports.forms.mapping import BODY, KeyPath, parse_key
from plugins.imports.forms.submission import SourceLocation
from plugins.scaffold.front_matter import to_document
from plugins.system.file_names import list_folder

REFERENCE_FILES = ("competition.yaml", "units.yaml", "wording.yaml", "privacy.yaml", "providers.yaml")
# problems of the entry that only follow from one already reported at the same location of the form
CONSEQUENTIAL = {"missing_key", "missing_alt", "list_empty", "default_language_missing"}
# problems that the import reports itself
REPORTED_ELSEWHERE = {"empty_body", "duplicate_number"}
# advice on Markdown, which nobody types in a Word form: what looks like a mark there is text, and is shown as text
MARKDOWN_ADVICE = {"warn_full_width", "warn_link_as_text", "warn_list_as_text", "warn_stars", "warn_unknown_mark"}
MARKDOWN_ADVICE |= {"warn_blank_in_link", "warn_heading_empty"}


def draft_files(draft: Draft, lang: str) -> Files:
    """Return the files of the entry's folder."""
    texts = {"index.md": to_document(draft.front_matter(lang), draft.bodies.get(lang, ""))}
    texts |= {f"index.{other}.md": to_document({}, body) for other, body in draft.bodies.items() if other != lang}
    return {**{name: text.encode() for name, text in texts.items()}, **draft.files}


def validate_drafts(content: Path, context: ImportContext, drafts: Mapping[str, Draft]) -> None:
    """Add to the drafts, which are by slug, the problems that ``check`` would report."""
    lang = context.reference.languages[0]
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        _copy_reference_files(content, scratch, drafts)
        for slug, draft in drafts.items():
            write_folder(scratch / ENTRIES / slug, draft_files(draft, lang), allow_links=True)
        for problem in load(scratch).problems:
            kind, _, rest = problem.file.partition("/")
            slug, _, name = rest.partition("/")
            if kind == ENTRIES and slug in drafts and not _is_needless(drafts[slug], problem):
                _add_problem(context, drafts[slug], problem, name)
    for draft in drafts.values():
        _add_body_problems(context, draft)


def _is_needless(draft: Draft, problem: Problem) -> bool:
    """Return whether a problem is not for the unit: reported already, or advice on Markdown for a Word form."""
    is_word_form = draft.submission.location.column is None
    return problem.code in REPORTED_ELSEWHERE or (is_word_form and problem.code in MARKDOWN_ADVICE)


def _copy_reference_files(content: Path, scratch: Path, drafts: Mapping[str, Draft]) -> None:
    """Copy what drafts may refer to; of other documents an empty folder is enough."""
    for name in REFERENCE_FILES:
        if (content / name).is_file():
            shutil.copyfile(content / name, scratch / name)
    for kind in (ENTRIES, "articles", "pages"):
        for folder in list_folder(content / kind):
            if not (kind == ENTRIES and folder.name in drafts):
                (scratch / kind / folder.name).mkdir(parents=True)


def _add_problem(context: ImportContext, draft: Draft, problem: Problem, name: str) -> None:
    """Add a problem that the loader found in the draft's file of this name."""
    lang = context.reference.languages[0]
    document, _, body_line = read_front_matter("index.md", read_text(draft_files(draft, lang)["index.md"]))
    if name != "index.md":
        location, path = draft.locate((BODY, name.removeprefix("index.").removesuffix(".md"))), None
    elif problem.line >= body_line:
        # what is wrong with the whole body is at its first line, which is empty
        location, path = _locate_in_body(draft, max(problem.line - body_line - 1, 0)), None
    else:
        path = _key_path(problem, document.lines)
        location = draft.locate(path)
    locations_with_errors = {
        located.location for located in draft.submission.problems if not located.problem.is_warning
    }
    exact_location = draft.current_locations().get(path) if path else location
    if problem.code in CONSEQUENTIAL and exact_location in locations_with_errors:
        return
    values = tuple(
        (key, context.mapping.label_for(path) if key == "key" and path else value) for key, value in problem.values
    )
    draft.add_problems(location, replace(problem, file=location.file, line=location.line, values=values))


def _key_path(problem: Problem, lines: Mapping[KeyPath, int]) -> KeyPath:
    """Return the key path that a problem names, or the innermost one on its line."""
    name = dict(problem.values).get("key")
    if name and (path := parse_key(name)):
        return path
    return max((path for path, line in lines.items() if line == problem.line), key=len, default=())


def _locate_in_body(draft: Draft, line: int) -> SourceLocation:
    before = [location for first, location in draft.body_locations if first <= line]
    return before[-1] if before else draft.locate((BODY,))


def _add_body_problems(context: ImportContext, draft: Draft) -> None:
    """Check the body also if the front matter is invalid, which stops the loader: the unit needs all problems."""
    body = draft.bodies.get(context.reference.languages[0], "")
    reported = {(located.location, located.problem.code) for located in draft.submission.problems}
    for problem in render_body(MarkdownSource("index.md", 1, body))[1]:
        location = _locate_in_body(draft, problem.line - 1)
        if not _is_needless(draft, problem) and (location, problem.code) not in reported:
            draft.add_problems(location, replace(problem, file=location.file, line=location.line))
