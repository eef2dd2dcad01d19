"""The catalogue's search index: for each entry one text in which any substring is found, pinyin and initials too."""

from __future__ import annotations

import json
import marshal
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.cache.files import cache_key, get_or_create
from plugins.cache.fingerprints import code_digest
from plugins.cache.parallel import parallel_map
from plugins.cache.sqlite import CACHE
from plugins.cache.table import Table
from plugins.content.model import Entry
from plugins.content.url_scheme import DATA
from plugins.site.files.outputs import Output, fingerprint
from plugins.site.language_site import LanguageSite

# how many characters around a second reading a search may include
NEIGHBOURS = 3
# with so many names, loading the pinyin dictionaries once per processor pays, and keeps them out of this process
MIN_PARALLEL_NAMES = 3000
# with more, the names of earlier contents are dropped
MAX_CACHED_NAMES = 200_000
# part of the key: raise it when what is searched changes
VERSION = "2"
SOURCE = "search index"


@dataclass(frozen=True)
class SearchIndexes:
    """The two indexes of one language, each by the entries' slugs: their names, and, loaded after it, their bodies.

    Bodies are about twice the size of names in the shipped content, and most searches are for names. Their index has a
    permanent path, or the catalogue would change with every body.
    """

    names: Output
    bodies: Output


def normalize_for_search(text: str) -> str:
    """The text as searches compare it: one width, one case, no spaces. The browser does the same to a query."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def search_indexes(site: LanguageSite) -> SearchIndexes:
    """The indexes of this language; that of the bodies is computed only if it has to be written."""
    tour, lang = site.snapshot.tour, site.lang
    names = {entry.slug: _names(site, entry) for entry in tour}
    others = {entry.slug: [entry.number, site.text_of(entry.summary)] for entry in tour}
    key = cache_key("search", VERSION, json.dumps([names, others]))
    data = get_or_create(site.media.cache, key, lambda: _name_index(names, others))
    names_path = f"{DATA}search-{lang.lower()}.{fingerprint(data)}.json"
    body_keys = {entry.slug: entry.body_ref(lang).key for entry in tour}
    bodies_key = cache_key("bodies", VERSION, *body_keys, *body_keys.values())
    bodies_path = f"{DATA}search-bodies-{lang.lower()}.json"
    return SearchIndexes(
        names=Output.from_bytes(names_path, SOURCE, data),
        bodies=Output(bodies_path, SOURCE, bodies_key, lambda: _body_index(tour, lang)),
    )


def _names(site: LanguageSite, entry: Entry) -> list[str]:
    return [site.text_of(entry.title), *(site.text_of(unit.name) for unit in entry.participants)]


def _body_index(tour: Iterable[Entry], lang: str) -> bytes:
    """The index of the bodies. Bodies that have not changed are not normalised again."""
    table = Table(cache_key("folded bodies", code_digest(), lang))
    cached, texts, changed = table.load(), dict[str, str](), dict[str, tuple[str, bytes]]()
    for entry in tour:
        body, (key, data) = entry.body_ref(lang), cached.get(entry.slug, ("", b""))
        if key != body.key:
            data = normalize_for_search(body.load().text).encode()
            changed[entry.slug] = body.key, data
        texts[entry.slug] = data.decode()
    table.store(changed, texts)
    return _to_json(texts)


def _name_index(names: Mapping[str, list[str]], others: Mapping[str, list[str]]) -> bytes:
    pinyin = _pinyin_by_name({name for of_entry in names.values() for name in of_entry})
    return _to_json({slug: search_text(names[slug], others[slug], pinyin) for slug in names})


def _pinyin_by_name(names: set[str]) -> dict[str, list[str]]:
    """The pinyin of each name. The dictionaries are not loaded if all names are cached."""
    row = cache_key("sounds", code_digest())
    data = CACHE.get_many([row]).get(row)
    cached: dict[str, list[str]] = marshal.loads(data) if data else {}
    if new := sorted(names - cached.keys()):
        if len(new) >= MIN_PARALLEL_NAMES:
            variants = parallel_map(pinyin_variants, new)
        else:
            variants = [pinyin_variants(name) for name in new]
        cached = (cached if len(cached) < MAX_CACHED_NAMES else {}) | dict(zip(new, variants, strict=True))
        CACHE.set_many({row: marshal.dumps(cached)})
    return cached


def _to_json(texts: Mapping[str, str]) -> bytes:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def search_text(names: list[str], others: list[str], pinyin: Mapping[str, list[str]]) -> str:
    """All that an entry is found by. A bar between the parts keeps a search from matching across two of them."""
    spoken = [variant for name in names for variant in pinyin[name]]
    return normalize_for_search("|".join((*names, *others, *spoken)))


def pinyin_variants(name: str) -> list[str]:
    """The pinyin of a name and its initials; around a character with a second reading, that reading too."""
    # imported late: its dictionaries take longer to load than a whole build that finds its index in the cache
    from pypinyin import Style, pinyin

    options = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    usual = [readings[0] for readings in options]
    variants = [usual]
    for index, readings in enumerate(options):
        before, after = usual[max(0, index - NEIGHBOURS) : index], usual[index + 1 : index + 1 + NEIGHBOURS]
        variants += [[*before, reading, *after] for reading in readings[1:]]
    spoken = ["".join(variant) for variant in variants]
    initials = ["".join(syllable[0] for syllable in variant) for variant in variants]
    return list(dict.fromkeys(spoken + initials))
