"""Cache keys: a hash of every input of a page. A page whose key is unchanged is not rendered again."""

from __future__ import annotations

import hashlib
import io
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest
from plugins.content.model import Entry
from plugins.content.stage_view import StageSnapshot
from plugins.site.pages.entries import EntryOutline
from plugins.site.pages.page import Page
from plugins.site.render.engine import template_names
from plugins.site.render.renderer import Renderer
from plugins.site.views.components import Card
from plugins.system import textfile

ObjectDigests = Mapping[int, str]
"""The hash of an object's contents by the object's id."""
# no template reads them: a view has its body rendered, and files are named by their contents
EXCLUDED_FIELDS = {"bodies", "media", "digest"}
# the templates that a template uses; found without parsing, which would take longer than all else here
USED_TEMPLATE = re.compile(r"{%[-+]?\s*(?:extends|from|import|include)\s+(.+?)\s*[-+]?%}")
LITERAL_NAME = re.compile(r"""["']([^"']+)["'](?:\s+(?:import|as)\s.*)?""")


def digest(value: Any, digests: ObjectDigests) -> str:
    """The hash of a value. Objects in it whose digest is known are represented by that."""
    stream = io.BytesIO()
    _DigestPickler(stream, digests).dump(value)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


class _DigestPickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, digests: ObjectDigests) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self.digest_of = digests.get

    def reducer_override(self, value: Any) -> Any:
        known = self.digest_of(id(value))
        return (str, (known,)) if known else NotImplemented


def object_digests(snapshot: StageSnapshot) -> dict[int, str]:
    """A digest of each object that many pages show, so that the key of a page need not repeat its contents."""
    digests: dict[int, str] = {}
    documents = [document for document in snapshot.documents if not isinstance(document, Entry)]
    # in this order, each consists of objects whose digests are known
    _add(digests, _shared_objects(snapshot))
    for entry in snapshot.entries:
        digests[id(entry)] = _entry_digest(entry, digests)
    _add(digests, (*documents, *snapshot.halls, *snapshot.awards, *snapshot.special))
    return digests


def _add(digests: dict[int, str], objects: Iterable[Any]) -> None:
    for item in objects:
        parts = [getattr(item, field.name) for field in fields(item) if field.name not in EXCLUDED_FIELDS]
        digests[id(item)] = digest(parts, digests)


def _entry_digest(entry: Entry, digests: ObjectDigests) -> str:
    """A hash of an entry's folder and of the objects that it refers to; hashing all fields takes much longer."""
    references = (entry.track, entry.units, entry.partners, entry.recommending_unit, entry.ballots, entry.count)
    return cache_key(entry.slug, entry.digest, digest(references, digests))


def _shared_objects(snapshot: StageSnapshot) -> Iterator[Any]:
    """The small objects in the views of all entries."""
    yield from (*snapshot.units, *snapshot.config.tracks, snapshot.stage, snapshot.config)
    if snapshot.config.vote_rule:
        yield snapshot.config.vote_rule
    parts = {
        id(part): part
        for entry in snapshot.tour
        for ballot in entry.ballots
        for part in (ballot.channel, ballot.provider)
    }
    yield from parts.values()


class PageKeys:
    """The keys of all pages of a site, each computed on demand. ``site_inputs`` are inputs of every page."""

    def __init__(self, snapshot: StageSnapshot, renderers: Mapping[str, Renderer], *site_inputs: str) -> None:
        self.snapshot = snapshot
        self.renderers = renderers
        self.site_inputs = site_inputs
        self._keys: dict[int, str] = {}

    @cached_property
    def digests(self) -> ObjectDigests:
        """The digests of the objects that many pages show."""
        digests = object_digests(self.snapshot)
        for renderer in self.renderers.values():
            digests |= {id(card): _card_digest(card, digests) for card in renderer.site.cards}
        return digests

    def key(self, page: Page) -> str:
        """The key of one page."""
        key = self._keys.get(id(page))
        if key is None:
            card = page.view.card if isinstance(page.view, EntryOutline) else None
            inputs = self._entry_inputs(card, page.lang) if card else digest(page, self.digests)
            key = cache_key(self._language_keys[page.lang], self._template_keys[page.template], page.path, inputs)
            self._keys[id(page)] = key
        return key

    @cached_property
    def _language_keys(self) -> dict[str, str]:
        """A hash of the inputs that all pages of a language share, by language."""
        return {
            lang: cache_key(code_digest(), *self.site_inputs, digest(renderer.cache_inputs(), self.digests))
            for lang, renderer in self.renderers.items()
        }

    @cached_property
    def _template_keys(self) -> dict[str, str]:
        folder = next(iter(self.renderers.values())).context.assets.theme / "templates"
        return template_digests({name: textfile.read_text(folder / name) for name in template_names(folder)})

    def _entry_inputs(self, card: Card, lang: str) -> str:
        """All inputs of an entry's page, by the digests of its parts, so that its view need not be made."""
        tour, digests, entry, site = self.snapshot.tour, self.digests, card.entry, self.renderers[lang].site
        neighbours = [
            digests[id(tour[index])] for index in (card.position - 2, card.position) if 0 <= index < len(tour)
        ]
        # of these whole cards are shown, with their awards and halls
        neighbours += [digests[id(other)] for other in site.cards_of(site.related.of(entry))]
        folder = f"{entry.digest} {entry.body_ref(lang).key} {entry.is_translated(lang)}"
        return "\0".join((digests[id(card)], folder, str(len(tour)), *neighbours, self._link_targets))

    @cached_property
    def _link_targets(self) -> str:
        """A hash of what the links of a body can lead to."""
        return cache_key(*(f"{type(document).__name__}/{document.slug}" for document in self.snapshot.documents))


def _card_digest(card: Card, digests: ObjectDigests) -> str:
    parts = [card.entry, card.hall, *([card.award] if card.award else []), *card.special]
    positions = f"{card.position} {card.position_in_hall} {bool(card.award)}"
    return cache_key(positions, *(digests[id(part)] for part in parts))


def template_digests(sources: Mapping[str, str]) -> dict[str, str]:
    """A hash of each template together with all templates that it extends, imports or includes."""
    used = {}
    for name, source in sources.items():
        matches = [LITERAL_NAME.fullmatch(expression) for expression in USED_TEMPLATE.findall(source)]
        # a name that is computed when the page is rendered can be any template's
        used[name] = {match[1] for match in matches if match} if all(matches) else set(sources)
    return {
        name: cache_key(*(f"{other}\0{sources[other]}" for other in sorted(_reachable(name, used)))) for name in sources
    }


def _reachable(name: str, used: Mapping[str, set[str]]) -> set[str]:
    reachable, pending = {name}, [name]
    while pending:
        new = used[pending.pop()] - reachable
        reachable |= new
        pending += new
    return reachable
