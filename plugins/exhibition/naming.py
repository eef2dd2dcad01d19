"""A page's name: the hash of all that it is made from. What has the name of a page made before is not made again."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from jinja2 import Environment, meta

from plugins.competition.exhibition import Exhibition
from plugins.competition.model import Document
from plugins.kept.files import key
from plugins.kept.shelf import SHELF

Names = Mapping[int, str]
"""Names of things by their identity."""
# no template reads a body: what a page shows of one stands in its view
NOT_SHOWN = {"bodies", "media", "digest"}


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


def names_of(show: Exhibition) -> Names:
    """A name for each thing that many pages show, by its identity: so that a page's own need not spell them out."""
    names: dict[int, str] = {}
    documents: tuple[Document, ...] = (*show.tour, *show.articles, *show.pages)
    # in this order each is made of things that have a name by then
    for thing in (*_shared(show), *documents, *show.halls, *show.awards, *show.special):
        shown = [getattr(thing, field.name) for field in fields(thing) if field.name not in NOT_SHOWN]
        names[id(thing)] = digest(shown, names)
    return names


def _shared(show: Exhibition) -> Iterator[Any]:
    """The small things that every entry's view holds."""
    yield from (*show.units, *show.contest.tracks, show.stage, show.contest)
    rule = show.contest.vote_rule
    yield from (rule,) if rule else ()
    ballots = {
        id(part): part for entry in show.tour for each in entry.ballots for part in (each.channel, each.provider)
    }
    yield from ballots.values()


def template_digests(environment: Environment, folder: Path) -> dict[str, str]:
    """The hash of each template together with all that it extends, imports or includes."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".xml", ".txt"})
    sources = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return SHELF.recalled(key("templates", *sources, *sources.values()), lambda: _digests(environment, sources))


def _digests(environment: Environment, sources: Mapping[str, str]) -> dict[str, str]:
    uses = {}
    for name, source in sources.items():
        named = set(meta.find_referenced_templates(environment.parse(source)))
        # one that is named only when the page is made can be any
        uses[name] = set(sources) if None in named else {each for each in named if each}
    return {name: key(*(f"{each}\0{sources[each]}" for each in sorted(_reached(name, uses)))) for name in sources}


def _reached(name: str, uses: Mapping[str, set[str]]) -> set[str]:
    reached, ahead = {name}, [name]
    while ahead:
        new = uses[ahead.pop()] - reached
        reached |= new
        ahead += new
    return reached
