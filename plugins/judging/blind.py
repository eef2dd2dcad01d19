"""Blind review: the words that identify who made an entry, withheld from texts and searched for in the kit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pypinyin import lazy_pinyin

from plugins.embargo.hidden_terms import HASH_LENGTH, HiddenTerm, is_long_enough, normalize
from plugins.judging.panel_file import JUDGING_FILE, Panel


@dataclass(frozen=True)
class WordMask:
    """Withholds words: each is replaced wherever it stands, also with blanks between its characters."""

    words: tuple[str, ...] = ()
    replacement: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # the longest first: a name may begin with another
        words = sorted(self.words, key=lambda word: (-len(word), word))
        return re.compile("|".join(r"\s*".join(map(re.escape, "".join(word.split()))) for word in words), re.I)

    def apply(self, text: str) -> str:
        """Return the text without the words."""
        return self._pattern.sub(lambda _: self.replacement, text) if self.words else text


def identifying_words(panel: Panel) -> tuple[str, ...]:
    """Return the names of the units of all entries, in every language, and the words that ``judging.yaml`` hides."""
    units = [unit for entry in panel.entries for unit in entry.named_units]
    words = [*panel.file.hidden, *(name for unit in units for name in unit.name.by_language.values())]
    return tuple(sorted({word.strip() for word in words} - {""}))


def find_identifying_terms(panel: Panel) -> list[HiddenTerm]:
    """Return what must not occur in a blind packet: names, also in pinyin, ids, folders, names and hashes of files.

    What the contest itself says, such as the names of its tracks, cannot be withheld and is not searched for.
    """
    config = panel.competition.config
    texts = [config.name, config.short_name, *(track.name for track in config.tracks)]
    texts += [item for criterion in config.criteria for item in (criterion.name, criterion.description) if item]
    public = "\n".join(normalize(text) for item in texts for text in item.by_language.values())
    terms: dict[str, str] = {}
    for source, word in _identifying_pieces(panel):
        term = normalize(word)
        if is_long_enough(term) and term not in public:
            terms.setdefault(term, source)
            if not word.isascii():
                terms.setdefault("".join(lazy_pinyin(term)), source)
    return [HiddenTerm(term, source) for term, source in sorted(terms.items())]


def _identifying_pieces(panel: Panel) -> Iterator[tuple[str, str]]:
    yield from ((JUDGING_FILE, word) for word in panel.file.hidden)
    for entry in panel.entries:
        for unit in entry.named_units:
            yield from (("units.yaml", name) for name in (*unit.name.by_language.values(), unit.id))
        digests = [file.digest[:HASH_LENGTH] for file in entry.media.values()]
        yield from ((f"entries/{entry.slug}", piece) for piece in (entry.slug, *entry.media, *digests))
