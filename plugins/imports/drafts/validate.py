"""Drafts held against everything that ``check`` knows before they are written, each problem told at its cell."""

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
from plugins.imports.drafts.draft import Desk, Draft
from plugins.imports.forms.mapping import BODY, KeyPath, path_of
from plugins.imports.forms.submission import Place
from plugins.imports.write.entry_files import Files, text_of, write_folder
from plugins.scaffold.front_matter import as_paper
from plugins.system.file_names import list_folder

NEEDED = ("competition.yaml", "units.yaml", "wording.yaml", "providers.yaml")
# what a draft lacks because the form's own fault was told already, and what is looked for across the whole import
FOLLOWS = {"missing_key", "missing_alt", "list_empty", "default_language_missing"}
TOLD_ELSEWHERE = {"empty_body", "duplicate_number"}


def files_of(draft: Draft, lang: str) -> Files:
    """Everything in the entry's folder."""
    texts = {"index.md": as_paper(draft.data(lang), draft.bodies.get(lang, ""))}
    texts |= {f"index.{other}.md": as_paper({}, body) for other, body in draft.bodies.items() if other != lang}
    return {**{name: text.encode() for name, text in texts.items()}, **draft.files}


def try_out(content: Path, desk: Desk, drafts: Mapping[str, Draft]) -> None:
    """Add to the drafts' findings whatever ``check`` would say of them. ``drafts`` are by their slugs."""
    lang = desk.known.languages[0]
    with TemporaryDirectory() as folder:
        trial = Path(folder)
        _set_the_scene(content, trial, drafts)
        for slug, draft in drafts.items():
            write_folder(trial / ENTRIES / slug, files_of(draft, lang), linked=True)
        for problem in load(trial).problems:
            kind, _, rest = problem.file.partition("/")
            slug, _, name = rest.partition("/")
            if kind == ENTRIES and slug in drafts and problem.code not in TOLD_ELSEWHERE:
                _tell(desk, drafts[slug], problem, name)
    for draft in drafts.values():
        _tell_of_body(desk, draft)


def _set_the_scene(content: Path, trial: Path, drafts: Mapping[str, Draft]) -> None:
    """What drafts may refer to; of other papers it is enough that their folders are there."""
    for name in NEEDED:
        if (content / name).is_file():
            shutil.copyfile(content / name, trial / name)
    for kind in (ENTRIES, "articles", "pages"):
        for folder in list_folder(content / kind):
            if not (kind == ENTRIES and folder.name in drafts):
                (trial / kind / folder.name).mkdir(parents=True)


def _tell(desk: Desk, draft: Draft, problem: Problem, name: str) -> None:
    lang = desk.known.languages[0]
    text = text_of(files_of(draft, lang)["index.md"])
    document, _, body_line = read_front_matter("index.md", text)
    if name != "index.md":
        place, path = draft.place_of((BODY, name.removeprefix("index.").removesuffix(".md"))), None
    elif problem.line >= body_line:
        place, path = _place_in_body(draft, problem.line - body_line - 1), None
    else:
        path = _path_in(problem, document.lines)
        place = draft.place_of(path)
    faulty = {finding.place for finding in draft.submission.findings if not finding.problem.is_warning}
    if problem.code in FOLLOWS and (draft.places_now().get(path) if path else place) in faulty:
        return
    values = tuple((key, desk.form.label_of(path) if key == "key" and path else value) for key, value in problem.values)
    draft.wrong(place, replace(problem, file=place.file, line=place.line, values=values))


def _path_in(problem: Problem, lines: Mapping[KeyPath, int]) -> KeyPath:
    """The key that a problem is about: the one it names, or the innermost one on its line."""
    named = dict(problem.values).get("key")
    if named and (path := path_of(named)):
        return path
    return max((path for path, line in lines.items() if line == problem.line), key=len, default=())


def _place_in_body(draft: Draft, line: int) -> Place:
    before = [place for first, place in draft.body_places if first <= line]
    return before[-1] if before else draft.place_of((BODY,))


def _tell_of_body(desk: Desk, draft: Draft) -> None:
    """The loader reads no body under front matter that is wrong; an import tells everything at once."""
    lang = desk.known.languages[0]
    known = {(finding.place, finding.problem.code) for finding in draft.submission.findings}
    for problem in render_body(MarkdownSource("index.md", 1, draft.bodies.get(lang, "")))[1]:
        place = _place_in_body(draft, problem.line - 1)
        if problem.code not in TOLD_ELSEWHERE and (place, problem.code) not in known:
            draft.wrong(place, replace(problem, file=place.file, line=place.line))
