"""The search: every reading of every file of a built site, for every term that its stage hides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from plugins.embargo.compare import files
from plugins.embargo.extract import extract_texts
from plugins.embargo.hidden_terms import HiddenTerms
from plugins.embargo.normalize import normalize


@dataclass(frozen=True, order=True)
class Leak:
    """A hidden term in a file of the site: where, how it was read, the term, and the file it should have stayed in."""

    path: str
    reading: str
    term: str
    source: str


def scan(site: Path, secrets: HiddenTerms) -> tuple[Leak, ...]:
    """Every leak in a built site, sorted."""
    if not secrets.terms:
        return ()
    automaton = AhoCorasick([secret.term for secret in secrets.terms])
    leaks = set()
    for name in files(site):
        for reading, text in extract_texts(name, (site / name).read_bytes()):
            for found in set(automaton.find_matches_as_indexes(normalize(text), overlapping=True)):
                secret = secrets.terms[found[0]]
                leaks.add(Leak(name, reading, secret.term, secret.source))
    return tuple(sorted(leaks))
