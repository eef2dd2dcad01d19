"""A page's name: the hash of all that it is made from. What has the name of a page made before is not made again."""

from __future__ import annotations

import hashlib
import io
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from plugins.cache.files import key
from plugins.cache.fingerprints import code_digest
from plugins.content.model import Document, Entry
from plugins.content.stage_view import Exhibition
from plugins.site.language_site import Page
from plugins.site.render.engine import template_names
from plugins.site.render.renderer import Renderer
from plugins.site.views.components import Card
from plugins.system import textfile

Names = Mapping[int, str]
"""Names of things by their identity."""
# no template reads a body: what a page shows of one stands in its view
NOT_SHOWN = {"bodies", "media", "digest"}
# what a template names others in; read without parsing them, which would take longer than all else here
USES = re.compile(r"{%[-+]?\s*(?:extends|from|import|include)\s+(.+?)\s*[-+]?%}")
NAMED = re.compile(r"""["']([^"']+)["'](?:\s+(?:import|as)\s.*)?""")


def digest(thing: Any, names: Names) -> str:
    """The hash of a thing, in which what has a name stands with that alone."""
    written = io.BytesIO()
    _Writer(written, names).dump(thing)
    return hashlib.sha256(written.getbuffer()).hexdigest()


class _Writer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, names: Names) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.name_of = names.get

    def reducer_override(self, thing: Any) -> Any:
        name = self.name_of(id(thing))
        return (str, (name,)) if name else NotImplemented


def names_of(show: Exhibition) -> dict[int, str]:
    """A name for each thing that many pages show, by its identity: so that a page's own need not spell them out."""
    names: dict[int, str] = {}
    documents: tuple[Document, ...] = (*show.articles, *show.pages)
    # in this order each is made of things that have a name by then
    _name(names, _shared(show))
    for entry in show.tour:
        names[id(entry)] = _entry_name(entry, names)
    _name(names, (*documents, *show.halls, *show.awards, *show.special))
    return names


def _name(names: dict[int, str], things: Iterable[Any]) -> None:
    for thing in things:
        shown = [getattr(thing, field.name) for field in fields(thing) if field.name not in NOT_SHOWN]
        names[id(thing)] = digest(shown, names)


def _entry_name(entry: Entry, names: Names) -> str:
    """What its folder says, and what the things that it refers to say: to spell all of it out takes much longer."""
    referred = (entry.track, entry.units, entry.recommending_unit, entry.ballots, entry.count)
    return key(entry.slug, entry.digest, digest(referred, names))


def _shared(show: Exhibition) -> Iterator[Any]:
    """The small things that every entry's view holds."""
    yield from (*show.units, *show.contest.tracks, show.stage, show.contest)
    rule = show.contest.vote_rule
    yield from (rule,) if rule else ()
    ballots = {
        id(part): part for entry in show.tour for each in entry.ballots for part in (each.channel, each.provider)
    }
    yield from ballots.values()


class PageNames:
    """The names of all pages of a site; nothing is named before it is asked for."""

    def __init__(self, show: Exhibition, renderers: Mapping[str, Renderer], *of_site: str) -> None:
        self.show = show
        self.renderers = renderers
        self.of_site = of_site
        self._known: dict[int, str] = {}

    @cached_property
    def things(self) -> Names:
        """The names of the things that many pages show."""
        names = names_of(self.show)
        for renderer in self.renderers.values():
            names |= {id(card): _card_name(card, names) for card in renderer.edition.cards}
        return names

    def name(self, page: Page) -> str:
        """The name of one page."""
        known = self._known.get(id(page))
        if known is None:
            outline = self._of_entry(page) if isinstance(page.view, Card) else digest(page, self.things)
            of_all, template = self._of_all[page.lang], self._templates[page.template]
            known = self._known[id(page)] = key(of_all, template, page.path, outline)
        return known

    @cached_property
    def _of_all(self) -> dict[str, str]:
        """What every page of a language is made from, besides its own."""
        return {
            lang: key(code_digest(), *self.of_site, digest(renderer.made_from(), self.things))
            for lang, renderer in self.renderers.items()
        }

    @cached_property
    def _templates(self) -> dict[str, str]:
        folder = next(iter(self.renderers.values())).house.theme / "templates"
        return template_digests({name: textfile.read_text(folder / name) for name in template_names(folder)})

    def _of_entry(self, page: Page) -> str:
        """All that the view of an entry is made from: the names of its parts, so that none need be made to tell."""
        card, walk, names = page.view, self.show.tour, self.things
        around = [names[id(walk[at])] for at in (card.place - 2, card.place) if 0 <= at < len(walk)]
        entry, body = card.entry, card.entry.body_ref(page.lang).key
        of_folder = f"{entry.digest} {body} {entry.is_translated(page.lang)}"
        return "\0".join((names[id(card)], of_folder, str(len(walk)), *around, self._public))

    @cached_property
    def _public(self) -> str:
        """What a link in a body can lead to."""
        documents = (*self.show.tour, *self.show.articles, *self.show.pages)
        return key(*(f"{type(document).__name__}/{document.slug}" for document in documents))


def _card_name(card: Card, names: Names) -> str:
    of = [card.entry, card.hall, *([card.award] if card.award else []), *card.special]
    return key(f"{card.place} {card.place_in_hall} {bool(card.award)}", *(names[id(thing)] for thing in of))


def template_digests(sources: Mapping[str, str]) -> dict[str, str]:
    """The hash of each template together with all that it extends, imports or includes."""
    uses = {}
    for name, source in sources.items():
        named = [NAMED.fullmatch(found) for found in USES.findall(source)]
        # one that is named only when the page is made can be any
        uses[name] = {found[1] for found in named if found} if all(named) else set(sources)
    return {name: key(*(f"{each}\0{sources[each]}" for each in sorted(_reached(name, uses)))) for name in sources}


def _reached(name: str, uses: Mapping[str, set[str]]) -> set[str]:
    reached, ahead = {name}, [name]
    while ahead:
        new = uses[ahead.pop()] - reached
        reached |= new
        ahead += new
    return reached
