"""The cover of an entry whose form has none: its first picture, or else the poster of its film."""

from __future__ import annotations

from plugins.content.checks.bodies import render_body
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.draft import Draft
from plugins.imports.forms.mapping import KeyPath

COVER_FILE, COVER_ALT = ("cover", "file"), ("cover", "alt")


def choose_cover(draft: Draft, lang: str) -> None:
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
