"""The catalogue's search index: what each entry is found by, its names with their pinyin and initials, and its text."""

from __future__ import annotations

import json
import marshal
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
from plugins.site.files.search_folding import fold, variants_in
from plugins.site.language_site import LanguageSite

# how many characters around a second reading a search may include
NEIGHBOURS = 3
# with so many names, loading the pinyin dictionaries once per processor pays, and keeps them out of this process
MIN_PARALLEL_NAMES = 3000
# with more, the names of earlier contents are dropped
MAX_CACHED_NAMES = 200_000
SOURCE = "search index"
# the key of the variants of characters, beside the slugs of the entries
VARIANTS = ""


@dataclass(frozen=True)
class SearchIndexes:
    """The two indexes of one language, each by the entries' slugs: their names, and, loaded after it, their texts.

    Texts are about twice the size of names in the shipped content, and most searches are for names. Their index has a
    permanent path, or the catalogue would change with every text. ``readings`` are the titles as they are said, by
    slug, which lists of names are sorted by.
    """

    names: Output
    bodies: Output
    readings: Mapping[str, str]


@dataclass(frozen=True)
class SearchedNames:
    """What an entry is called: its ``title``, the names of its ``units``, and ``others`` that have no pinyin."""

    title: str
    units: tuple[str, ...]
    others: tuple[str, ...]


def search_indexes(site: LanguageSite) -> SearchIndexes:
    """The indexes of this language; that of the texts is computed only if it has to be written."""
    tour, lang = site.snapshot.tour, site.lang
    names = {entry.slug: entry_names(site, entry) for entry in tour}
    summaries = {entry.slug: site.text_of(entry.summary) for entry in tour}
    inputs = [[slug, of_entry.title, of_entry.units, of_entry.others] for slug, of_entry in names.items()]
    key = cache_key("search", code_digest(), json.dumps(inputs))
    data = get_or_create(site.media.cache, key, lambda: names_index(names, pinyin_by_name(names.values())))
    body_keys = {entry.slug: entry.body_ref(lang).key for entry in tour}
    bodies_key = cache_key("bodies", code_digest(), *body_keys, *body_keys.values(), *summaries.values())
    names_path, bodies_path = f"{DATA}search-{lang.lower()}", f"{DATA}search-bodies-{lang.lower()}"

    def make_bodies() -> bytes:
        return bodies_index(_texts(tour, summaries, lang))

    if site.archived:
        names_file = Output.from_bytes(f"{names_path}.js", SOURCE, _as_script("names", data))
        bodies_file = Output(
            f"{bodies_path}.js", SOURCE, f"script {bodies_key}", lambda: _as_script("bodies", make_bodies())
        )
    else:
        names_file = Output.from_bytes(f"{names_path}.{fingerprint(data)}.json", SOURCE, data)
        bodies_file = Output(f"{bodies_path}.json", SOURCE, bodies_key, make_bodies)
    return SearchIndexes(
        names=names_file,
        bodies=bodies_file,
        readings={slug: text.rpartition("\n")[2] for slug, text in json.loads(data).items() if slug != VARIANTS},
    )


def _as_script(name: str, index: bytes) -> bytes:
    """The index as a script: a page that was opened from a folder may load that, and nothing else."""
    return f"(window.searchIndexes = window.searchIndexes || {{}}).{name} = ".encode() + index + b"\n"


def entry_names(site: LanguageSite, entry: Entry, *others: str) -> SearchedNames:
    """The names of an entry in this language, and its number."""
    units = tuple(site.text_of(unit.name) for unit in entry.participants)
    return SearchedNames(site.text_of(entry.title), units, (entry.number, *others))


def _texts(tour: Iterable[Entry], summaries: Mapping[str, str], lang: str) -> dict[str, str]:
    """The summary and the body of each entry. Bodies that have not changed are not read again."""
    table = Table(cache_key("plain bodies", code_digest(), lang))
    cached, bodies, changed = table.load(), dict[str, str](), dict[str, tuple[str, bytes]]()
    for entry in tour:
        body, (key, data) = entry.body_ref(lang), cached.get(entry.slug, ("", b""))
        if key != body.key:
            data = body.load().text.encode()
            changed[entry.slug] = body.key, data
        bodies[entry.slug] = data.decode()
    table.store(changed, bodies)
    return {slug: f"{summaries[slug]}\n{body}" for slug, body in bodies.items()}


def bodies_index(texts: Mapping[str, str]) -> bytes:
    """The index of texts: as they are written, because a search shows the sentence that it found."""
    return _to_json({VARIANTS: variants_in(texts.values()), **texts})


def names_index(names: Mapping[str, SearchedNames], pinyin: Mapping[str, list[str]]) -> bytes:
    """The index of names: of each entry the title, the units, the number, and the title as it is said, in lines.

    Beside each name is how it sounds. The names are folded already.
    """
    lines = {slug: _lines(of_entry, pinyin) for slug, of_entry in names.items()}
    written = (name for item in names.values() for name in (item.title, *item.units, *item.others))
    return _to_json({VARIANTS: variants_in(written), **lines})


def _lines(names: SearchedNames, pinyin: Mapping[str, list[str]]) -> str:
    title, units = _with_sounds([names.title], pinyin), _with_sounds(names.units, pinyin)
    return "\n".join((title, units, "|".join(map(fold, names.others)), pinyin[names.title][0]))


def _with_sounds(names: Iterable[str], pinyin: Mapping[str, list[str]]) -> str:
    """A bar between the parts keeps a search from matching across two of them."""
    return "|".join(part for name in names for part in dict.fromkeys((fold(name), *pinyin[name])) if part)


def pinyin_by_name(entries: Iterable[SearchedNames]) -> dict[str, list[str]]:
    """The pinyin of each name. The dictionaries are not loaded if all names are cached."""
    names = {name for entry in entries for name in (entry.title, *entry.units)}
    row = cache_key("sounds", code_digest())
    data = CACHE.get_many([row]).get(row)
    cached: dict[str, list[str]] = marshal.loads(data) if data else {}
    if new := sorted(names - cached.keys()):
        if len(new) >= MIN_PARALLEL_NAMES:
            sounds = parallel_map(pinyin_variants, new)
        else:
            sounds = [pinyin_variants(name) for name in new]
        if len(cached) >= MAX_CACHED_NAMES:
            cached = {name: cached[name] for name in names & cached.keys()}
        cached |= dict(zip(new, sounds, strict=True))
        CACHE.set_many({row: marshal.dumps(cached)})
    return cached


def _to_json(texts: Mapping[str, str]) -> bytes:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def pinyin_variants(name: str) -> list[str]:
    """The name as it is said, its pinyin and its initials; around a character with a second reading, that one too.

    The first keeps what is not Chinese.
    """
    # imported late: its dictionaries take longer to load than a whole build that finds its index in the cache
    from pypinyin import Style, lazy_pinyin, pinyin

    options = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    usual = [readings[0] for readings in options]
    variants = [usual]
    for index, readings in enumerate(options):
        before, after = usual[max(0, index - NEIGHBOURS) : index], usual[index + 1 : index + 1 + NEIGHBOURS]
        variants += [[*before, reading, *after] for reading in readings[1:]]
    spoken = ["".join(variant) for variant in variants]
    initials = ["".join(syllable[0] for syllable in variant) for variant in variants]
    whole = fold("".join(lazy_pinyin(name)))
    return list(dict.fromkeys([whole, *spoken, *initials]))
