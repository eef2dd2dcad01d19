"""What the catalogue searches: for each entry one text in which any substring is found, pinyin and initials too."""

from __future__ import annotations

import json
import marshal
import unicodedata
from collections.abc import Iterable, Mapping

from plugins.cache.files import kept, key
from plugins.cache.fingerprints import code_digest
from plugins.cache.parallel import by_all_cores
from plugins.cache.sqlite import SHELF
from plugins.cache.table import Table
from plugins.content.model import Entry
from plugins.site.files.outputs import Output, fingerprint, written
from plugins.site.language_site import Edition

# how far around a second reading a search may reach
NEIGHBOURS = 3
# so many names are worth loading the dictionaries of pinyin once a processor, and not into this process's own memory
MANY = 3000
# beyond these, names of former contents are forgotten
MAX_KEPT_NAMES = 200_000
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
    tour = edition.show.tour
    names = {entry.slug: _names(edition, entry) for entry in tour}
    others = {entry.slug: _others(edition, entry) for entry in tour}
    kept_name = key("search", VERSION, json.dumps([names, others]))
    data = kept(edition.media.cache, kept_name, lambda: _indexed(names, others))
    lang = edition.lang.lower()
    named = written(f"data/search-{lang}.{fingerprint(data)}.json", SOURCE, data)
    keys = {entry.slug: entry.body_ref(edition.lang).key for entry in tour}
    name = key("bodies", VERSION, *keys, *keys.values())
    return named, Output(f"data/search-bodies-{lang}.json", SOURCE, name, lambda: _bodies(tour, edition.lang))


def _names(edition: Edition, entry: Entry) -> list[str]:
    return [edition.plain(entry.title), *(edition.plain(unit.name) for unit in entry.units)]


def _others(edition: Edition, entry: Entry) -> list[str]:
    return [entry.number, edition.plain(entry.summary)]


def _bodies(tour: Iterable[Entry], lang: str) -> bytes:
    """The index of the bodies; what was folded before is not folded again."""
    table = Table(key("folded bodies", code_digest(), lang))
    known, texts, new = table.load(), dict[str, str](), dict[str, tuple[str, bytes]]()
    for entry in tour:
        body, (kept_key, data) = entry.body_ref(lang), known.get(entry.slug, ("", b""))
        if kept_key != body.key:
            data = folded(body.load().text).encode()
            new[entry.slug] = body.key, data
        texts[entry.slug] = data.decode()
    table.store(new, texts)
    return _written(texts)


def _indexed(names: Mapping[str, list[str]], others: Mapping[str, list[str]]) -> bytes:
    sounds = _sounds({name for each in names.values() for name in each})
    return _written({slug: searched(names[slug], others[slug], sounds) for slug in names})


def _sounds(names: set[str]) -> dict[str, list[str]]:
    """What each name sounds like; the dictionaries are not loaded for names that were heard before."""
    row = key("sounds", code_digest())
    data = SHELF.found([row]).get(row)
    known: dict[str, list[str]] = marshal.loads(data) if data else {}
    if new := sorted(names - known.keys()):
        heard = by_all_cores(sounds_of, new) if len(new) >= MANY else map(sounds_of, new)
        known = (known if len(known) < MAX_KEPT_NAMES else {}) | dict(zip(new, heard, strict=True))
        SHELF.put({row: marshal.dumps(known)})
    return known


def _written(texts: Mapping[str, str]) -> bytes:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def searched(names: list[str], others: list[str], sounds: Mapping[str, list[str]]) -> str:
    """All that an entry is found by; parts are divided by a bar, so that no find reaches across two of them."""
    spoken = [sound for name in names for sound in sounds[name]]
    return folded("|".join((*names, *others, *spoken)))


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
