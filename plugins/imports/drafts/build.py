"""Conversion of a submission to a draft: names resolved to ids, files stored; unknown names are reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from plugins.content.lookup import ReferenceData
from plugins.content.problems import unknown
from plugins.content.schema.fields import is_slug
from plugins.imports.drafts.attachments import (
    FILE_CHECKS,
    PICTURE_ROLES,
    add_file,
    add_gallery,
    add_picture,
    report_unplaced_pictures,
)
from plugins.imports.drafts.bodies import build_bodies
from plugins.imports.drafts.cover import choose_cover
from plugins.imports.drafts.draft import Draft, ImportContext, problem_at
from plugins.imports.drafts.markdown_escape import join_lines
from plugins.imports.forms.mapping import BODY, SECTIONS, SLUG, KeyPath
from plugins.imports.forms.submission import FieldValue, Submission

# a line break in these fields is only one of the form's layout
ONE_LINE = {"number", "title"}
UNIT_SEPARATORS = re.compile(r"[、，,；;\n]+")


def build_draft(context: ImportContext, submission: Submission) -> Draft:
    """Convert a submission to a draft entry. Problems are added to the submission."""
    draft = Draft(submission, locations={path: value.location for path, value in submission.values.items()})
    for path, value in submission.values.items():
        if not value.is_empty:
            _add_field(context, draft, path, value)
    build_bodies(context, draft)
    choose_cover(draft, context.reference.languages[0])
    # drop the pictures, which are stored now: those of a whole folder may not fit into memory
    submission.values = {path: replace(value, blocks=()) for path, value in submission.values.items()}
    return draft


def _add_field(context: ImportContext, draft: Draft, path: KeyPath, value: FieldValue) -> None:
    kind = (str(path[0]), str(path[-1]))
    if path[0] in {BODY, SECTIONS}:
        return
    if path == ("gallery",):
        add_gallery(context, draft, value)
    elif kind in PICTURE_ROLES:
        add_picture(context, draft, path, value)
    elif kind in FILE_CHECKS:
        add_file(context, draft, path, value)
    else:
        _add_text(context, draft, path, value)
        report_unplaced_pictures(draft, value.pictures)


def _add_text(context: ImportContext, draft: Draft, path: KeyPath, value: FieldValue) -> None:
    reference = context.reference
    if path == ("units",):
        for index, name in enumerate(split_units(reference, value.text)):
            _add_unit(reference, draft, ("units", index), FieldValue(name, value.location))
    elif path == ("recommending_unit",):
        _add_unit(reference, draft, path, value)
    elif path == ("track",):
        _add_reference(draft, path, value, reference.find_track(value.text), "track", reference.track_names)
    elif path == (SLUG,) and not is_slug(value.text):
        key = context.mapping.label_for(path)
        draft.add_problems(value.location, problem_at(value.location, "not_slug", key=key, given=value.text[:60]))
    else:
        text = unicodedata.normalize("NFKC", value.text) if path == ("number",) else value.text
        draft.values[path] = join_lines(text.split("\n")) if path[0] in ONE_LINE else text


def split_units(reference: ReferenceData, text: str) -> list[str]:
    """Split a cell into names of units; a known name may itself contain a comma."""
    return [
        name.strip()
        for line in map(str.strip, text.split("\n"))
        for name in ([line] if reference.find_unit(line) else UNIT_SEPARATORS.split(line))
        if name.strip()
    ]


def _add_unit(reference: ReferenceData, draft: Draft, path: KeyPath, value: FieldValue) -> None:
    _add_reference(draft, path, value, reference.find_unit(value.text), "unit_name", reference.unit_names)


def _add_reference(
    draft: Draft, path: KeyPath, value: FieldValue, id_: str | None, kind: str, choices: Sequence[str]
) -> None:
    location = value.location
    draft.locations[path] = location
    if id_:
        draft.values[path] = id_
    else:
        draft.add_problems(location, unknown(location.file, location.line, kind, value.text, choices))
