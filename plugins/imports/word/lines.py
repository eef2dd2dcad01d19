"""The pieces of a Word paragraph as plain text, and as lines of Markdown that show what Word shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from plugins.imports.drafts.markdown_escape import clean_text, escape_inline, escape_line_start, normalize_line_ends
from plugins.imports.forms.mapping import COLON
from plugins.imports.word.inline import Piece
from plugins.imports.word.symbols import to_position

WORD = re.compile(r"\w")


def plain_text(pieces: Iterable[Piece]) -> str:
    """Return what is not struck through, in Unicode alone, with the lines that breaks make."""
    return clean_text("".join(_in_position(piece) for piece in pieces if not piece.is_struck))


def struck_text(pieces: Iterable[Piece]) -> str:
    """Return what is struck through."""
    return clean_text("".join(piece.text for piece in pieces if piece.is_struck))


def drop_label(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces without everything up to the first colon."""
    for index, piece in enumerate(pieces):
        if not piece.is_struck and (match := COLON.search(piece.text)):
            rest = replace(piece, text=piece.text[match.end() :])
            return (rest, *pieces[index + 1 :])
    return tuple(pieces)


def cut_pieces(pieces: Sequence[Piece], start: int, stop: int) -> tuple[Piece, ...]:
    """Return the pieces between two places in their joined text; a note belongs to the text before it."""
    cut, place = [], 0
    for piece in pieces:
        text = piece.text[max(start - place, 0) : max(stop - place, 0)]
        if text or (not piece.text and start <= place <= stop):
            cut.append(replace(piece, text=text))
        place += len(piece.text)
    return tuple(cut)


def markdown_lines(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Return one text of Markdown for each line of the paragraph that is not empty."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = normalize_line_ends(piece.text).split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in others]
    return tuple(filter(None, map(_line, lines)))


def _line(pieces: list[Piece]) -> str:
    pieces = _trim([replace(piece, text=piece.text.replace("\t", " ")) for piece in pieces])
    text = "".join(_emphasize(is_bold, list(group)) for is_bold, group in groupby(pieces, key=_shows_bold))
    is_plain = bool(pieces) and not (_shows_bold(pieces[0]) or pieces[0].is_struck or pieces[0].url or pieces[0].note)
    return escape_line_start(text) if is_plain else text


def _trim(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without white space at both ends of the line."""
    while pieces and not (pieces[0].text.strip() or pieces[0].note):
        pieces = pieces[1:]
    while pieces and not (pieces[-1].text.strip() or pieces[-1].note):
        pieces = pieces[:-1]
    if pieces:
        pieces = [replace(pieces[0], text=pieces[0].text.lstrip()), *pieces[1:]]
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return pieces


def _shows_bold(piece: Piece) -> bool:
    return piece.is_bold and not piece.note


def _emphasize(is_bold: bool, pieces: list[Piece]) -> str:
    groups = groupby(pieces, key=lambda piece: (piece.is_struck, piece.url, piece.note))
    text = "".join(_mark_up(list(group)) for _, group in groups)
    return _wrap(text, "**", "**") if is_bold and WORD.search(text) else text


def _mark_up(pieces: list[Piece]) -> str:
    first = pieces[0]
    if first.note:
        return f"[^{first.note}]"
    text = "".join(escape_inline(_in_position(piece)) for piece in pieces)
    if first.is_struck:
        text = _wrap(text, "~~", "~~")
    return _wrap(text, "[", f"](<{first.url}>)") if first.url else text


def _wrap(text: str, before: str, after: str) -> str:
    """Put marks around a text; white space at its ends stays outside, and a text of white space has no marks."""
    inner = text.strip()
    if not inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}{before}{inner}{after}{text[start + len(inner) :]}"


def _in_position(piece: Piece) -> str:
    """Return a raised or lowered text in Unicode, or the text itself if that has no such characters."""
    return to_position(piece.text, piece.position) or piece.text
