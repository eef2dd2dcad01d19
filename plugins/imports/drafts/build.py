"""From a submission to a draft: names looked up, files taken along; what is not known is left out and told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from plugins.content.problems import unknown
from plugins.content.schema.fields import is_slug
from plugins.imports.drafts.attachments import DOCUMENTS, PICTURES, lose, take_document, take_gallery, take_picture
from plugins.imports.drafts.bodies import take_bodies
from plugins.imports.drafts.draft import Desk, Draft, at
from plugins.imports.forms.mapping import BODY, SECTIONS, SLUG, KeyPath
from plugins.imports.forms.submission import Said, Submission

BETWEEN_UNITS = re.compile(r"[、，,；;\n]+")


def draft_of(desk: Desk, submission: Submission) -> Draft:
    """What a submission says, as an entry would have it. What is wrong goes to the submission's findings."""
    draft = Draft(submission, places={path: said.place for path, said in submission.said.items()})
    for path, said in submission.said.items():
        if said.text or said.blocks:
            _take(desk, draft, path, said)
    take_bodies(desk, draft)
    # the pictures are in the workshop now; a folder of forms would not fit into memory
    submission.said = {path: replace(said, blocks=()) for path, said in submission.said.items()}
    return draft


def _take(desk: Desk, draft: Draft, path: KeyPath, said: Said) -> None:
    kind = (str(path[0]), str(path[-1]))
    if path[0] in {BODY, SECTIONS}:
        return
    if path == ("gallery",):
        take_gallery(desk, draft, said)
    elif kind in PICTURES:
        take_picture(desk, draft, path, said)
    elif kind in DOCUMENTS:
        take_document(desk, draft, path, said)
    else:
        _take_words(desk, draft, path, said)
        lose(draft, said.pictures)


def _take_words(desk: Desk, draft: Draft, path: KeyPath, said: Said) -> None:
    known = desk.known
    if path == ("units",):
        for number, name in enumerate(_split(desk, said.text)):
            _look_up(draft, ("units", number), Said(name, said.place), known.unit(name), "unit_name", known.unit_names)
    elif path == ("recommending_unit",):
        _look_up(draft, path, said, known.unit(said.text), "unit_name", known.unit_names)
    elif path == ("track",):
        _look_up(draft, path, said, known.track(said.text), "track", known.track_names)
    elif path == (SLUG,) and not is_slug(said.text):
        draft.wrong(said.place, at(said.place, "not_slug", key=desk.form.label_of(path), given=said.text[:60]))
    else:
        draft.values[path] = unicodedata.normalize("NFKC", said.text) if path == ("number",) else said.text


def _split(desk: Desk, text: str) -> list[str]:
    """The units of a cell. A name that is known may hold a comma itself."""
    lines = [line.strip() for line in text.split("\n")]
    return [
        name.strip()
        for line in lines
        for name in ([line] if desk.known.unit(line) else BETWEEN_UNITS.split(line))
        if name.strip()
    ]


def _look_up(draft: Draft, path: KeyPath, said: Said, found: str | None, what: str, choices: Sequence[str]) -> None:
    draft.places[path] = said.place
    if found:
        draft.values[path] = found
    else:
        draft.wrong(said.place, unknown(said.place.file, said.place.line, what, said.text, choices))
