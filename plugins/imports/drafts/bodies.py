"""The Markdown body of a draft: from its sections with their headings, or from a field that is Markdown itself."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.checks.bodies import render_body
from plugins.content.problems import ContentError
from plugins.content.schema.fields import FILE_NAME
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.attachments import report_missing_alt, store_named_picture, store_picture
from plugins.imports.drafts.draft import Draft, ImportContext
from plugins.imports.drafts.markdown_escape import format_figure, to_paragraphs
from plugins.imports.forms.mapping import BODY, SECTIONS
from plugins.imports.forms.submission import EmbeddedImage, FieldValue, SourceLocation, problem_at


def build_bodies(context: ImportContext, draft: Draft) -> None:
    """Build the bodies by language: Markdown fields first, the sections after them in the default language."""
    default = context.reference.languages[0]
    for path, value in draft.submission.values.items():
        if path[0] == BODY and value.blocks:
            lang = str(path[1]) if len(path) > 1 else default
            for text, location in _blocks(context, draft, value):
                _append(draft, lang, text, location)
        elif path[0] == BODY and value.text:
            lang = str(path[1]) if len(path) > 1 else default
            draft.bodies[lang] = value.text + "\n"
            _store_figures(context, draft, value)
            draft.body_locations += [(0, value.location)] if lang == default else []
    for text, location in _sections(context, draft):
        _append(draft, default, text, location)
    if default not in draft.bodies:
        location = draft.locate((BODY,) if draft.locations.get((BODY,)) else (SECTIONS,))
        draft.submission.add_problem(location, "intake_no_body")


def _sections(context: ImportContext, draft: Draft) -> Iterator[tuple[str, SourceLocation]]:
    for section in context.mapping.sections:
        value = draft.submission.values.get((SECTIONS, section.heading))
        if value and not value.is_empty:
            yield f"## {section.heading}", value.location
            yield from _blocks(context, draft, value)


def _blocks(context: ImportContext, draft: Draft, value: FieldValue) -> Iterator[tuple[str, SourceLocation]]:
    for block in value.blocks or to_paragraphs(value.text):
        if isinstance(block, str):
            yield block, value.location
        elif figure := _figure(context, draft, block):
            yield figure, block.location


def _figure(context: ImportContext, draft: Draft, picture: EmbeddedImage) -> str | None:
    if not picture.alt:
        report_missing_alt(draft, picture)
    try:
        name = store_picture(context, draft, picture.data, "picture", picture.location, view=picture.view)
    except ContentError as error:
        draft.add_problems(picture.location, *error.problems)
        return None
    return format_figure(name, picture.alt, picture.caption)


def _append(draft: Draft, lang: str, block: str, location: SourceLocation) -> None:
    text = draft.bodies.get(lang, "")
    text += "\n" if text else ""
    draft.body_locations.append((text.count("\n"), location))
    draft.bodies[lang] = text + block + "\n"


def _store_figures(context: ImportContext, draft: Draft, value: FieldValue) -> None:
    """Store the pictures of a Markdown field under the names that it uses."""
    location = value.location
    body, _ = render_body(MarkdownSource(location.file, 1, value.text))
    for figure in body.figures if body else ():
        name = figure.file
        try:
            if not FILE_NAME.match(name):
                raise ContentError(problem_at(location, "unsafe_path", key=name[:60], given=name[:60]))
            if store_named_picture(context, draft, FieldValue(name, location), "picture") != name:
                raise ContentError(problem_at(location, "picture_mislabelled", name=name, found="?"))
        except ContentError as error:
            draft.add_problems(location, *error.problems)
