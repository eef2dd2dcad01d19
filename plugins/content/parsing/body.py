"""A Markdown body as it was rendered: safe HTML, in which links and pictures stay open for the page to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME

PLACEHOLDERS = re.compile(
    rf'<a href="{PLACEHOLDER_SCHEME}:(\d+)"[^>]*>(.*?)</a>|<img src="{PLACEHOLDER_SCHEME}:(\d+)">', re.S
)

# the prefix keeps an editor's heading from taking an id that the page itself uses
HEADING_ID = "#s-"


@dataclass(frozen=True)
class Link:
    """A link inside the content: a path as the editor wrote it, relative to the file (or an address not allowed)."""

    target: str


@dataclass(frozen=True)
class Figure:
    """A picture inside a body: the file beside it, and its words."""

    file: str
    alt: str
    title: str
    is_block: bool


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Body:
    """A rendered body. ``html`` is safe; its open places are numbered and filled by ``filled``.

    ``headings`` are those of the first two ranks, for the page's list of contents; ``addresses`` all that it links to
    outside the content, fragments of its own included; ``text`` the words alone, on one line, of which so many are Han
    characters and so many words in letters.
    """

    html: str
    open: tuple[Link | Figure, ...]
    headings: tuple[Heading, ...]
    addresses: tuple[str, ...]
    ids: frozenset[str]
    text: str
    han: int
    words: int

    def filled(self, link: Callable[[Link], str | None], figure: Callable[[Figure], str]) -> str:
        """The HTML for one page. A link whose target is not on the site becomes its mere words."""

        def fill(found: re.Match[str]) -> str:
            number, words, picture = found.groups()
            place = self.open[int(number or picture)]
            if isinstance(place, Figure):
                return figure(place)
            inner, address = PLACEHOLDERS.sub(fill, words), link(place)
            return f'<a href="{address}">{inner}</a>' if address else inner

        return PLACEHOLDERS.sub(fill, self.html) if self.open else self.html

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(place for place in self.open if isinstance(place, Figure))

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(place for place in self.open if isinstance(place, Link))
