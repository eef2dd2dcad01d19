"""What the catalogue searches: for each entry one text in which any substring is found, pinyin and initials too."""

from __future__ import annotations

import json
import unicodedata

from pypinyin import Style, pinyin

from plugins.competition.model import Entry
from plugins.exhibition.edition import Edition
from plugins.exhibition.outputs import Output, fingerprint

# how far around a second reading a search may reach
NEIGHBOURS = 4


def folded(text: str) -> str:
    """The text as searches compare it: one width, one case, no spaces; the browser folds a question the same way."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def searched(edition: Edition, entry: Entry) -> str:
    """All that an entry is found by; parts are divided by a bar, so that no find reaches across two of them."""
    names = [edition.plain(entry.title), *(edition.plain(unit.name) for unit in entry.units)]
    sounds = [sound for name in names for sound in sounds_of(name)]
    parts = [entry.number, *names, edition.plain(entry.summary), entry.body(edition.lang).text, *sounds]
    return "|".join(folded(part) for part in parts)


def sounds_of(name: str) -> list[str]:
    """The pinyin of a name and its initials; around a character with a second reading, that reading too."""
    options = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    usual = [readings[0] for readings in options]
    ways = [usual]
    for at, readings in enumerate(options):
        before, after = usual[max(0, at - NEIGHBOURS) : at], usual[at + 1 : at + 1 + NEIGHBOURS]
        ways += [[*before, other, *after] for other in readings[1:]]
    written = ["".join(way) for way in ways] + ["".join(sound[0] for sound in way) for way in ways]
    return list(dict.fromkeys(written))


def index(edition: Edition) -> Output:
    """The index of one language, by the entries' slugs."""
    texts = {entry.slug: searched(edition, entry) for entry in edition.show.tour}
    data = json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return Output(f"data/search-{edition.lang.lower()}.{fingerprint(data)}.json", "search index", data)
