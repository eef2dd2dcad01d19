"""The body of an entry from a form: its sections under their headings, or the whole of it as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.checks.bodies import render_body
from plugins.content.problems import ContentError
from plugins.content.schema.fields import FILE_NAME
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.attachments import keep, keep_named
from plugins.imports.drafts.draft import Desk, Draft, at
from plugins.imports.drafts.markdown_escape import figure, paragraphs
from plugins.imports.forms.mapping import BODY, SECTIONS
from plugins.imports.forms.submission import Embedded, Place, Said


def take_bodies(desk: Desk, draft: Draft) -> None:
    """Write the bodies: Markdown as it is, sections after it."""
    default = desk.known.languages[0]
    for path, said in draft.submission.said.items():
        if path[0] == BODY and said.text:
            lang = str(path[1]) if len(path) > 1 else default
            draft.bodies[lang] = said.text + "\n"
            _take_figures(desk, draft, said)
            draft.body_places += [(0, said.place)] if lang == default else []
    for text, place in _sections(desk, draft):
        _append(draft, default, text, place)
    if default not in draft.bodies:
        place = draft.place_of((SECTIONS,)) if not draft.places.get((BODY,)) else draft.place_of((BODY,))
        draft.wrong(place, at(place, "intake_no_body"))


def _sections(desk: Desk, draft: Draft) -> Iterator[tuple[str, Place]]:
    for each in desk.form.sections:
        said = draft.submission.said.get((SECTIONS, each.heading))
        if said and (said.text or said.blocks):
            yield f"## {each.heading}", said.place
            yield from _blocks(desk, draft, said)


def _blocks(desk: Desk, draft: Draft, said: Said) -> Iterator[tuple[str, Place]]:
    for block in said.blocks or paragraphs(said.text):
        if isinstance(block, Embedded):
            yield from ((text, block.place) for text in _figure(desk, draft, block))
        else:
            yield block, said.place


def _figure(desk: Desk, draft: Draft, picture: Embedded) -> list[str]:
    if not picture.alt:
        draft.wrong(picture.place, at(picture.place, "intake_alt_missing"))
    try:
        return [figure(keep(desk, draft, picture.data, "picture", picture.place), picture.alt, picture.caption)]
    except ContentError as refused:
        draft.wrong(picture.place, *refused.problems)
        return []


def _append(draft: Draft, lang: str, block: str, place: Place) -> None:
    text = draft.bodies.get(lang, "")
    text += "\n" if text else ""
    draft.body_places.append((text.count("\n"), place))
    draft.bodies[lang] = text + block + "\n"


def _take_figures(desk: Desk, draft: Draft, said: Said) -> None:
    """The pictures that Markdown shows come along, under the names that it knows them by."""
    body, _ = render_body(MarkdownSource(said.place.file, 1, said.text))
    for each in body.figures if body else ():
        try:
            if not FILE_NAME.match(each.file):
                raise ContentError(at(said.place, "unsafe_path", key=each.file[:60], given=each.file[:60]))
            if keep_named(desk, draft, Said(each.file, said.place), "picture") != each.file:
                raise ContentError(at(said.place, "picture_mislabelled", name=each.file, found="?"))
        except ContentError as refused:
            draft.wrong(said.place, *refused.problems)
