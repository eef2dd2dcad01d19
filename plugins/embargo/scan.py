"""Searches every text of every file of a built site for the terms that its stage hides."""

from __future__ import annotations

from collections.abc import Sequence
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


def scan(site: Path, terms: Sequence[HiddenTerm]) -> tuple[Leak, ...]:
    """Return every leak in a built site, sorted."""
    if not terms:
        return ()
    automaton = AhoCorasick([term.text for term in terms])
    leaks = set()
    for path in list_files(site):
        for reading, text in extract_texts(path, (site / path).read_bytes()):
            for match in automaton.find_matches_as_indexes(normalize(text), overlapping=True):
                term = terms[match[0]]
                leaks.add(Leak(path, reading, term.text, term.source))
    return tuple(sorted(leaks))
