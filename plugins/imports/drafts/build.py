"""Conversion of a submission to a draft: names resolved to ids, files stored, a cover chosen where there is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from plugins.content.checks.bodies import render_body
from plugins.content.lookup import ReferenceData
from plugins.content.problems import unknown
from plugins.content.schema.fields import is_slug
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.attachments import (
    FILE_CHECKS,
    PICTURE_ROLES,
    add_file,
    add_gallery,
    add_picture,
    report_unplaced_pictures,
)
from plugins.imports.drafts.bodies import build_bodies
from plugins.imports.drafts.draft import Draft, ImportContext
from plugins.imports.drafts.markdown_escape import join_lines
from plugins.imports.drafts.ticked import find_ticked
from plugins.imports.drafts.unit_names import bare_name, split_units
from plugins.imports.forms.mapping import BODY, SECTIONS, SLUG, TEXT_KEYS, KeyPath
from plugins.imports.forms.submission import FieldValue, Submission, quote

# a line break in these fields is only one of the form's layout
ONE_LINE = {"number", "title"}
# a prompt of the form that was left there, and texts that are somewhere else or nowhere
PROMPT = re.compile(r"[（(【\[]\s*(?:请|限|不超过|字数|此处|简要)[^（）()【】\[\]]{0,60}[)）】\]]")
NO_TEXT = re.compile(
    r"[（(]?(?:(?:详|请|具体)?参?见\s*(?:附件|附表|附页|附后|后附|另页|后页)[^。，；]{0,12}"
    r"|(?:另附|附后|后附)(?:材料|文件?|页)?|略|待(?:补充?|填写?|定))[)）]?[。.]?"
)
COVER_FILE, COVER_ALT = ("cover", "file"), ("cover", "alt")


def build_draft(context: ImportContext, submission: Submission) -> Draft:
    """Convert a submission to a draft entry. Problems are added to the submission."""
    draft = Draft(submission, locations={path: value.location for path, value in submission.values.items()})
    for path, value in submission.values.items():
        if not value.is_empty:
            _add_field(context, draft, path, value)
        if path[0] in TEXT_KEYS:
            _check_prompts(submission, value)
    build_bodies(context, draft)
    _choose_cover(draft, context.reference.languages[0])
    # drop the pictures, which are stored now: those of a whole folder may not fit into memory
    submission.values = {path: replace(value, blocks=()) for path, value in submission.values.items()}
    return draft


def _check_prompts(submission: Submission, value: FieldValue) -> None:
    """Report a text that is none, and prompts of the form among the lines of one."""
    lines = [line.strip() for line in value.text.split("\n") if line.strip()]
    prompts = [line for line in lines if PROMPT.fullmatch(line)]
    if lines and (lines == prompts or NO_TEXT.fullmatch(value.text.strip())):
        submission.add_problem(value.location, "intake_no_text", text=quote(value.text))
    elif prompts:
        submission.add_problem(value.location, "warn_intake_prompt", text=quote("；".join(prompts)))


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
            _add_reference(reference, draft, ("units", index), FieldValue(name, value.location))
    elif path in {("recommending_unit",), ("track",)}:
        _add_reference(reference, draft, path, value)
    elif path == (SLUG,) and not is_slug(value.text):
        key = context.mapping.label_for(path)
        draft.submission.add_problem(value.location, "not_slug", key=key, given=value.text[:60])
    else:
        text = unicodedata.normalize("NFKC", value.text) if path == ("number",) else value.text
        draft.values[path] = join_lines(text.split("\n")) if path[0] in ONE_LINE else text


def _add_reference(reference: ReferenceData, draft: Draft, path: KeyPath, value: FieldValue) -> None:
    """Add the id of a track or unit, or report that none has this name."""
    location, name = value.location, value.text
    draft.locations[path] = location
    if path == ("track",):
        if (ticked := find_ticked(name)) is not None and not reference.find_track(name):
            if len(ticked) != 1:
                draft.submission.add_problem(location, "intake_tick_one", given=quote(name), count=len(ticked))
                return
            (name,) = ticked
        id_, kind, choices = reference.find_track(name), "track", reference.track_names
    else:
        name = bare_name(reference, name)
        id_, kind, choices = reference.find_unit(name), "unit_name", reference.unit_names
    if id_:
        draft.values[path] = id_
    else:
        draft.add_problems(location, unknown(location.file, location.line, kind, name, choices))


def _choose_cover(draft: Draft, lang: str) -> None:
    """Make a picture that the entry shows anyway its cover, unless the form has a cover.

    A picture without an alternative text in the default language ``lang`` is not taken: its lack is reported already.
    """
    cover = draft.submission.values.get(COVER_FILE)
    if COVER_FILE in draft.values or (cover and not cover.is_empty):
        return
    if texts := _first_in_gallery(draft) or _first_in_body(draft, lang) or _poster(draft):
        draft.values |= texts
        draft.chosen_cover = texts[COVER_FILE]


def _first_in_gallery(draft: Draft) -> dict[KeyPath, str]:
    """Return the cover from the first picture of the gallery, with its alternative texts in all languages."""
    numbers = sorted(int(path[1]) for path in draft.values if path[::2] == ("gallery", "file"))
    if not numbers or not draft.values.get(("gallery", numbers[0], "alt")):
        return {}
    item: KeyPath = ("gallery", numbers[0])
    alts = {(*COVER_ALT, *path[3:]): text for path, text in draft.values.items() if path[:3] == (*item, "alt")}
    return {COVER_FILE: draft.values[(*item, "file")], **alts}


def _first_in_body(draft: Draft, lang: str) -> dict[KeyPath, str]:
    body, _ = render_body(MarkdownSource("index.md", 1, draft.bodies.get(lang, "")))
    figures = [figure for figure in (body.figures if body else ()) if figure.alt and figure.file in draft.files]
    return {COVER_FILE: figures[0].file, COVER_ALT: figures[0].alt} if figures else {}


def _poster(draft: Draft) -> dict[KeyPath, str]:
    """Return the cover from the poster of the film; the film's title says what it shows."""
    poster, title = draft.values.get(("video", "poster")), draft.values.get(("video", "title"))
    return {COVER_FILE: poster, COVER_ALT: title} if poster and title else {}
