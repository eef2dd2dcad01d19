"""Searches every text of every file of a built site for the terms that its stage hides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from plugins.embargo.compare import list_files
from plugins.embargo.extract import extract_texts
from plugins.embargo.hidden_terms import HiddenTerm, normalize


@dataclass(frozen=True, order=True)
class Leak:
    """A hidden term in a file of the site. ``reading`` says how the text was extracted, ``source`` is the file of the
    content that the term belongs to."""

    path: str
    reading: str
    term: str
    source: str


class TermScanner:
    """Finds hidden terms in files; built once for many."""

    def __init__(self, terms: Sequence[HiddenTerm]) -> None:
        self.terms = terms
        self._automaton = AhoCorasick([term.text for term in terms]) if terms else None

    def find(self, path: str, data: bytes) -> Iterator[Leak]:
        """Yield every leak in a file, once or several times."""
        if self._automaton is None:
            return
        terms_by_words: dict[str, list[HiddenTerm]] = {}
        for reading, words in read_words(path, data):
            if words not in terms_by_words:
                matches = self._automaton.find_matches_as_indexes(words, overlapping=True)
                terms_by_words[words] = [self.terms[match[0]] for match in matches]
            for term in terms_by_words[words]:
                yield Leak(path, reading, term.text, term.source)


def read_words(path: str, data: bytes) -> Iterable[tuple[str, str]]:
    """Yield every text of a file, normalized, with a description of how it was extracted."""
    # readings without anything to undo are the same text
    words_by_text: dict[str, str] = {}
    for reading, text in extract_texts(path, data):
        if text not in words_by_text:
            words_by_text[text] = normalize(text)
        yield reading, words_by_text[text]


def scan(site: Path, terms: Sequence[HiddenTerm]) -> tuple[Leak, ...]:
    """Return every leak in a built site, sorted."""
    scanner = TermScanner(terms)
    paths = list_files(site) if terms else ()
    return tuple(sorted({leak for path in paths for leak in scanner.find(path, (site / path).read_bytes())}))
