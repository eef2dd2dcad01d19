"""Drafts onto their shelves: good ones into ``entries/``, faulty ones into ``drafts/``, nobody's work written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plugins.content.lookup import DRAFTS, ENTRIES, Shelf
from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import is_slug
from plugins.imports.drafts.draft import Desk, Draft
from plugins.imports.drafts.validate import files_of
from plugins.imports.forms.mapping import SLUG
from plugins.imports.write.compare import says_the_same
from plugins.imports.write.entry_files import Files, digest, files_in, write_folder
from plugins.scaffold.slugs import free, slug_of
from plugins.system.disk import remove_tree, retry_in_use


@dataclass
class Shelved:
    """What became of an import: slugs by where they went, and what the editor should know."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def name_drafts(shelf: Shelf, drafts: list[Draft]) -> dict[str, Draft]:
    """The drafts by their slugs: an entry with the same number keeps its folder, others get a new one."""
    named: dict[str, Draft] = {}
    for draft in drafts:
        there = [folder.partition("/")[2] for folder in shelf.folders_of(draft.said("number"), draft.said("title"))]
        slug = next((each for each in there if each not in named), None)
        named[slug or _new_slug(shelf, draft, named)] = draft
    return named


def _new_slug(shelf: Shelf, draft: Draft, named: Mapping[str, Draft]) -> str:
    wished, taken = draft.said(SLUG), shelf.slugs | named.keys()
    if is_slug(wished):
        return free(wished, taken)
    return slug_of(draft.said("title") or f"entry {draft.said('number')}", taken)


def shelve(content: Path, slug: str, draft: Draft, desk: Desk, ledger: dict[str, str], shelved: Shelved) -> None:
    """Write one draft, unless that would undo what an editor did; the ledger and the account are kept up."""
    files = files_of(draft, desk.known.languages[0])
    kind = DRAFTS if draft.is_faulty else ENTRIES
    there = next((each for each in (ENTRIES, DRAFTS) if (content / each / slug).is_dir()), None)
    known, new = ledger.get(slug), digest(files)
    found = files_in(content / there / slug) if there else {}
    code = _hindrance(there, kind, known, found)
    is_same = digest(found) == new or (digest(found) != known and says_the_same(found, files, desk.known.languages))
    if there == kind and is_same:
        shelved.unchanged.append(slug)
    elif code:
        shelved.notes.append(problem(f"{there or kind}/{slug}", 1, code, folder=f"{there or kind}/{slug}", name=slug))
    else:
        _replace(content, there, kind, slug, files)
        ledger[slug] = new
        shelved.written.append(f"{kind}/{slug}")


def _hindrance(there: str | None, kind: str, known: str | None, found: Files) -> str | None:
    """The code of the reason for which nothing may be written, if there is one."""
    code: str | None = None
    if there is None and known:
        code = "warn_intake_deleted"
    elif there and digest(found) != known:
        code = "warn_intake_left_alone"
    elif (there, kind) == (ENTRIES, DRAFTS):
        code = "warn_intake_better_stays"
    return code


def _replace(content: Path, there: str | None, kind: str, slug: str, files: Files) -> None:
    """Written beside and swapped, so that a half-written entry is never seen."""
    beside, former = content / kind / f".{slug}.new", content / kind / f".{slug}.old"
    for each in (beside, former):
        remove_tree(each)
    write_folder(beside, files)
    if there:
        retry_in_use(partial((content / there / slug).rename, former))
    retry_in_use(partial(beside.rename, content / kind / slug))
    remove_tree(former)
