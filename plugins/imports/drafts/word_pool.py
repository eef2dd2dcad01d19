"""The words of entries, from which those of a form are taken one by one until it is clear what is missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from plugins.content.checks.bodies import render_body
from plugins.content.dialect.radicals import fold_radicals
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.draft import Draft
from plugins.imports.forms.mapping import BODY, SECTIONS, KeyPath

# white space, what separates a label from its value, lines to write on, codes of symbol fonts, invisible characters
INSIGNIFICANT = re.compile(r"[\s\x00-\x1f\x7f:_\ue000-\uf8ff\u00ad\u200b-\u200f\u2060\ufeff\u2010\u2011-]+")
# names of units, tracks and files became ids and other names
RESOLVED = {"track", "recommending_unit", "file", "poster", "captions"}
SHORTEST = 4
# what stands for words that were taken: no text has it, so that no text matches across
TAKEN, SEPARATOR = "\x00", "\x01"


def entry_words(draft: Draft) -> Iterator[str]:
    """Iterate over all texts of an entry, and what the import accounts for otherwise, each text once."""
    submission = draft.submission
    for path, value in submission.values.items():
        # such as a cell of several units, or a name that was not found
        if path[0] not in {SECTIONS, BODY} and path not in draft.values:
            yield value.text
    for path, text in draft.values.items():
        source = submission.values.get(path)
        if path[-1] != "alt" or source:
            yield source.text if source and path[-1] in RESOLVED else text
    for lang, markdown in draft.bodies.items():
        # a cell that is Markdown itself stays as it is
        cell = _markdown_cell(draft, lang)
        if cell and markdown.startswith(cell):
            yield cell
            markdown = markdown.removeprefix(cell)
        yield from _shown_texts(markdown)
    yield from submission.accounted


def _shown_texts(markdown: str) -> Iterator[str]:
    """Iterate over what a page shows of a body; of one with a mistake, over what it would show of each paragraph."""
    body, _ = render_body(MarkdownSource("index.md", 1, markdown))
    if body:
        yield body.text
        yield from (figure.title for figure in body.figures)
    elif "\n\n" in markdown:
        for paragraph in markdown.split("\n\n"):
            yield from _shown_texts(paragraph)
    else:
        yield markdown


def _markdown_cell(draft: Draft, lang: str) -> str:
    """Return the text of the cell of a table that is the body in a language, empty if there is none."""
    paths: tuple[KeyPath, ...] = ((BODY, lang), (BODY,))
    cells = (draft.submission.values[path] for path in paths if path in draft.submission.values)
    return next((value.text for value in cells if value.location.column), "")


def normalize(text: str) -> str:
    """Return a text without what an import may change: white space, colons, hyphens, forms of the same character."""
    return INSIGNIFICANT.sub("", unicodedata.normalize("NFKC", fold_radicals(text)))


class WordPool:
    """Words that may still account for those of a form."""

    def __init__(self, words: Iterable[str]) -> None:
        self._text = SEPARATOR.join(map(normalize, words))

    def take_all(self, texts: Sequence[tuple[int, str]], *, shortest: int = SHORTEST) -> list[tuple[int, str]]:
        """Take the texts that there are, the longest first, and return the others in their order.

        Those that are shorter than ``shortest`` are taken only where they stand alone: they occur in other texts.
        """
        missing = []
        for number, item in sorted(enumerate(texts), key=lambda numbered: -len(numbered[1][1])):
            text = normalize(item[1])
            if text and not (self._take_alone(text) if len(text) < shortest else self._take(text)):
                missing.append((number, item))
        return [item for _, item in sorted(missing)]

    def _take_alone(self, text: str) -> bool:
        match = re.search(f"(?<![^{TAKEN}{SEPARATOR}]){re.escape(text)}(?![^{TAKEN}{SEPARATOR}])", self._text)
        if match:
            self._text = self._text[: match.start()] + TAKEN + self._text[match.end() :]
        return match is not None

    def take_halves(self, text: str) -> bool:
        """Take two parts of a text, such as a number and what follows; return whether there were any."""
        for length in range(1, len(text)):
            if text[:length] not in self._text:
                return False
            if text[length:] in self._text:
                return self._take(text[length:]) and self._take(text[:length])
        return False

    def _take(self, text: str) -> bool:
        """Take one occurrence of a text; return whether there was one."""
        start = self._text.find(text)
        if start < 0:
            return False
        self._text = self._text[:start] + TAKEN + self._text[start + len(text) :]
        return True
