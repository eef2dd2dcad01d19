"""The pages of one language: made now, or recalled where they were made before of the very same."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from plugins.exhibition.addresses import file_of
from plugins.exhibition.edition import Page
from plugins.exhibition.naming import Names, digest, template_digests
from plugins.exhibition.outputs import Output
from plugins.exhibition.rendering import Renderer
from plugins.kept.cores import WORTH_IT, by_all_cores
from plugins.kept.files import key
from plugins.kept.shelf import SHELF
from plugins.kept.signatures import code_digest

# a page's bytes are kept apart from what it asks for, under its name with this
BYTES = "/bytes"
AT_ONCE = 2000
# what a page without files asks for
NOTHING = b"-"


@dataclass(frozen=True)
class NamedPage:
    """A page and its name."""

    name: str
    page: Page


def pages_made(renderer: Renderer, pages: Sequence[Page], names: Names) -> list[Output]:
    """The pages in their order, rendered where they were not before."""
    templates = template_digests(renderer.environment, renderer.house.theme / "templates")
    named = _named(renderer, pages, names, templates)
    asked = SHELF.found(each.name for each in named)
    unmade, data = [each for each in named if each.name not in asked], dict[str, bytes]()
    if len(unmade) >= WORTH_IT:
        _compile(renderer, templates)
    for start in range(0, len(unmade), AT_ONCE):
        part = unmade[start : start + AT_ONCE]
        made = dict(zip((each.name for each in part), by_all_cores(partial(_made, renderer), part), strict=True))
        asked |= {name: files for name, (files, _) in made.items()}
        # all pages of a very large site are not held in memory, where they can be had from the shelf
        if not _is_kept(made) or len(unmade) <= AT_ONCE:
            data |= {name: written for name, (_, written) in made.items()}
    # what a page asked for is asked each time, its bytes only where they have to be written
    for each in named:
        if asked[each.name] != NOTHING:
            renderer.ask_for(pickle.loads(asked[each.name]))
    return [_placed(renderer, each, data.get(each.name)) for each in named]


def _compile(renderer: Renderer, templates: Iterable[str]) -> None:
    """What each process that makes pages would begin with, done once before they part."""
    for name in templates:
        renderer.environment.get_template(name)


def _named(renderer: Renderer, pages: Sequence[Page], names: Names, templates: Mapping[str, str]) -> list[NamedPage]:
    of_all = key(code_digest(), digest(renderer.made_from(), names))
    return [NamedPage(key(of_all, templates[page.template], digest(page, names)), page) for page in pages]


def _made(renderer: Renderer, named: NamedPage) -> tuple[bytes, bytes]:
    """The files that a page asks for, as they are kept, and its bytes."""
    made, asked = renderer.page(named.page)
    return pickle.dumps(asked, pickle.HIGHEST_PROTOCOL) if asked else NOTHING, made.data


def _is_kept(made: Mapping[str, tuple[bytes, bytes]]) -> bool:
    # a page whose files are known counts as kept, so its bytes come first
    return SHELF.put({name + BYTES: data for name, (_, data) in made.items()}) and SHELF.put(
        {name: asked for name, (asked, _) in made.items()}
    )


def _placed(renderer: Renderer, named: NamedPage, data: bytes | None) -> Output:
    path = file_of(renderer.house.addresses.in_language(named.page.path, renderer.lang))
    return Output(path, named.page.template, named.name, data or partial(_recalled, renderer, named))


def _recalled(renderer: Renderer, named: NamedPage) -> bytes:
    return SHELF.found([named.name + BYTES]).get(named.name + BYTES) or _made(renderer, named)[1]
