"""What the catalogue searches: for each entry one text in which any substring is found, pinyin and initials too."""

from __future__ import annotations

import json
import unicodedata

from plugins.competition.model import Entry
from plugins.exhibition.edition import Edition
from plugins.exhibition.outputs import Output, fingerprint
from plugins.media.cache import kept, key

# how far around a second reading a search may reach
NEIGHBOURS = 4
# part of the key: a change of what is searched must not meet an old index
VERSION = "1"


def folded(text: str) -> str:
    """The text as searches compare it: one width, one case, no spaces; the browser folds a question the same way."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def index(edition: Edition) -> Output:
    """The index of one language, by the entries' slugs."""
    written = {entry.slug: _words(edition, entry) for entry in edition.show.tour}
    name = key("search", VERSION, json.dumps(written))
    data = kept(edition.media.cache, name, lambda: _indexed(written))
    return Output(f"data/search-{edition.lang.lower()}.{fingerprint(data)}.json", "search index", data)


def _words(edition: Edition, entry: Entry) -> tuple[list[str], list[str]]:
    """What an entry is called, and what else it says."""
    names = [edition.plain(entry.title), *(edition.plain(unit.name) for unit in entry.units)]
    return names, [entry.number, edition.plain(entry.summary), entry.body(edition.lang).text]


def _indexed(written: dict[str, tuple[list[str], list[str]]]) -> bytes:
    texts = {slug: searched(names, others) for slug, (names, others) in written.items()}
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def searched(names: list[str], others: list[str]) -> str:
    """All that an entry is found by; parts are divided by a bar, so that no find reaches across two of them."""
    sounds = [sound for name in names for sound in sounds_of(name)]
    return "|".join(folded(part) for part in (*names, *others, *sounds))


def sounds_of(name: str) -> list[str]:
    """The pinyin of a name and its initials; around a character with a second reading, that reading too."""
    # its dictionaries take longer to load than a whole build that finds its index in the cache
    from pypinyin import Style, pinyin

    options = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    usual = [readings[0] for readings in options]
    ways = [usual]
    for at, readings in enumerate(options):
        before, after = usual[max(0, at - NEIGHBOURS) : at], usual[at + 1 : at + 1 + NEIGHBOURS]
        ways += [[*before, other, *after] for other in readings[1:]]
    spoken = ["".join(way) for way in ways] + ["".join(sound[0] for sound in way) for way in ways]
    return list(dict.fromkeys(spoken))
