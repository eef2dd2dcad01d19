"""Writing of drafts: valid ones into ``entries/``, others into ``drafts/``, without overwriting an editor's changes.

The manifest holds digests of imported folders, by which a later import recognizes what an editor changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plugins.content.lookup import DRAFTS, ENTRIES, ExistingEntries
from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import Slug, StrictRecord, is_slug
from plugins.content.schema.validate import validate
from plugins.imports.drafts.draft import Draft
from plugins.imports.drafts.entry_files import Files, folder_digest, is_same_entry, list_files, write_folder
from plugins.imports.drafts.validate import draft_files
from plugins.imports.forms.mapping import SLUG
from plugins.scaffold.front_matter import to_yaml
from plugins.scaffold.slugs import make_unique, suggest_slug
from plugins.system import textfile
from plugins.system.disk import remove_tree, retry_in_use

MANIFEST = "imported.yaml"
MANIFEST_HEADER = "# 由 import 写：每个导入的项目当时是什么样。用来认出编辑改过的项目，不覆盖它们。\n"


@dataclass(frozen=True)
class ImportManifest(StrictRecord):
    """``content/imported.yaml``: the digest of each folder that an import wrote, by slug."""

    imported: Mapping[Slug, str] = field(default_factory=dict)


@dataclass
class WriteResult:
    """The result of an import: ``written`` are folders below the content, ``unchanged`` slugs."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def assign_slugs(existing: ExistingEntries, drafts: list[Draft]) -> dict[str, Draft]:
    """Return the drafts by slug: an entry of the same number keeps its folder, others get a new one."""
    by_slug: dict[str, Draft] = {}
    for draft in drafts:
        folders = existing.find_folders(draft.text("number"), draft.text("title"))
        slugs = [folder.partition("/")[2] for folder in folders]
        slug = next((slug for slug in slugs if slug not in by_slug), None)
        by_slug[slug or _new_slug(existing, draft, by_slug)] = draft
    return by_slug


def _new_slug(existing: ExistingEntries, draft: Draft, by_slug: Mapping[str, Draft]) -> str:
    requested, taken = draft.text(SLUG), existing.slugs | by_slug.keys()
    if is_slug(requested):
        return make_unique(requested, taken)
    return suggest_slug(draft.text("title") or f"entry {draft.text('number')}", taken)


def write_draft(
    content: Path, slug: str, draft: Draft, languages: Sequence[str], digests: dict[str, str], result: WriteResult
) -> None:
    """Write one draft unless that would undo an editor's change; update ``digests`` by slug and ``result``."""
    files = draft_files(draft, languages[0])
    kind = DRAFTS if draft.has_errors else ENTRIES
    existing_kind = next((folder for folder in (ENTRIES, DRAFTS) if (content / folder / slug).is_dir()), None)
    existing = list_files(content / existing_kind / slug) if existing_kind else {}
    digest, existing_digest, imported_digest = folder_digest(files), folder_digest(existing), digests.get(slug)
    is_edited = existing_digest != imported_digest
    is_same = existing_digest == digest or (is_edited and is_same_entry(existing, files, languages))
    if existing_kind == kind and is_same:
        result.unchanged.append(slug)
        return
    code: str | None = None
    if existing_kind is None and imported_digest:
        code = "warn_intake_deleted"
    elif existing_kind and is_edited:
        code = "warn_intake_left_alone"
    elif (existing_kind, kind) == (ENTRIES, DRAFTS):
        code = "warn_intake_better_stays"
    if code:
        folder = f"{existing_kind or kind}/{slug}"
        result.notes.append(problem(folder, 1, code, folder=folder, name=slug))
        return
    _swap_in(content / kind / slug, content / existing_kind / slug if existing_kind else None, files)
    digests[slug] = digest
    result.written.append(f"{kind}/{slug}")


def _swap_in(target: Path, existing: Path | None, files: Files) -> None:
    """Write beside the target and rename, so that a partly written entry is never visible."""
    staging, previous = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    # an interrupted import may have left them
    for folder in (staging, previous):
        remove_tree(folder)
    write_folder(staging, files)
    if existing:
        retry_in_use(partial(existing.rename, previous))
    retry_in_use(partial(staging.rename, target))
    remove_tree(previous)


def load_manifest(content: Path) -> dict[str, str]:
    """Return the digests by slug. Raises ``ContentError`` if the file is invalid."""
    if not exists_or_dangling(content, MANIFEST):
        return {}
    return dict(validate(ImportManifest, read_yaml(MANIFEST, read_text(content, MANIFEST)), ()).imported)


def save_manifest(content: Path, digests: Mapping[str, str]) -> None:
    """Write the digests by slug."""
    data = {"imported": dict(sorted(digests.items()))}
    textfile.write_text(content / MANIFEST, MANIFEST_HEADER + to_yaml(data))
