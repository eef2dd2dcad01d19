"""What the catalogue searches: for each entry one text in which any substring is found, pinyin and initials too."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache, partial

from plugins.competition.model import Entry
from plugins.exhibition.edition import Edition
from plugins.exhibition.outputs import Output, fingerprint, written
from plugins.kept.cores import by_all_cores
from plugins.kept.files import kept, key

# how far around a second reading a search may reach
NEIGHBOURS = 3
# so many names are worth loading the dictionaries of pinyin once a processor, and not into this process's own memory
MANY = 3000
# part of the key: a change of what is searched must not meet an old index
VERSION = "2"
SOURCE = "search index"


def folded(text: str) -> str:
    """The text as searches compare it: one width, one case, no spaces; the browser folds a question the same way."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def indexes(edition: Edition) -> tuple[Output, Output]:
    """Two indexes of one language by the entries' slugs: what entries are called, and, loaded after it, their bodies.

    Bodies weigh about twice what names do in the shipped content, and most questions are for names. Their index has one
    address for ever, or the catalogue would change with every body.
    """
    names = {entry.slug: _names(edition, entry) for entry in edition.show.tour}
    others = {entry.slug: _others(edition, entry) for entry in edition.show.tour}
    kept_name = key("search", VERSION, json.dumps([names, others]))
    data = kept(edition.media.cache, kept_name, lambda: _indexed(names, others))
    lang = edition.lang.lower()
    named = written(f"data/search-{lang}.{fingerprint(data)}.json", SOURCE, data)
    texts = {entry.slug: entry.body(edition.lang).text for entry in edition.show.tour}
    name = key("bodies", VERSION, *texts, *texts.values())
    return named, Output(f"data/search-bodies-{lang}.json", SOURCE, name, lambda: _bodies(texts))


def _names(edition: Edition, entry: Entry) -> list[str]:
    return [edition.plain(entry.title), *(edition.plain(unit.name) for unit in entry.units)]


def _others(edition: Edition, entry: Entry) -> list[str]:
    return [entry.number, edition.plain(entry.summary)]


def _bodies(texts: dict[str, str]) -> bytes:
    return _written({slug: folded(text) for slug, text in texts.items()})


def _indexed(names: dict[str, list[str]], others: dict[str, list[str]]) -> bytes:
    slugs, of_one = list(names), partial(_searched, names, others)
    texts = by_all_cores(of_one, slugs) if len(slugs) >= MANY else map(of_one, slugs)
    return _written(dict(zip(slugs, texts, strict=True)))


def _searched(names: dict[str, list[str]], others: dict[str, list[str]], slug: str) -> str:
    return searched(names[slug], others[slug])


def _written(texts: dict[str, str]) -> bytes:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def searched(names: list[str], others: list[str]) -> str:
    """All that an entry is found by; parts are divided by a bar, so that no find reaches across two of them."""
    sounds = [sound for name in names for sound in sounds_of(name)]
    return "|".join(folded(part) for part in (*names, *others, *sounds))


# units are in many entries
@lru_cache(1000)
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
