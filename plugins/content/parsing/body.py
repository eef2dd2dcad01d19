"""A rendered Markdown body: safe HTML with placeholders for links and pictures, which each page resolves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME

PLACEHOLDERS = re.compile(
    rf'<a href="{PLACEHOLDER_SCHEME}:(\d+)"[^>]*>(.*?)</a>|<img src="{PLACEHOLDER_SCHEME}:(\d+)">', re.S
)
# with nothing but text in it, of which each part is harmless
PLAIN_HEADING = re.compile(r'(<(h[23]) id="[^"]*">)([^<&]+)(</\2>)')

# the prefix keeps an editor's heading from taking an id that the page itself uses
HEADING_ID = "#s-"


@dataclass(frozen=True)
class Link:
    """A link within the content: a path relative to the file, as the editor wrote it, or a URL that is not allowed."""

    target: str


@dataclass(frozen=True)
class Figure:
    """A picture in a body: the name of the file beside it, and its texts."""

    file: str
    alt: str
    title: str
    is_block: bool


@dataclass(frozen=True)
class Heading:
    """A heading of a body; ``level`` is 2 or more."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Body:
    """A rendered body. ``html`` is safe; its placeholders are numbered and resolved by ``substitute``.

    ``headings`` are those of the first two levels, for the table of contents; ``addresses`` are all links out of the
    content, including fragments of the body itself; ``text`` is the plain text on one line, with the numbers of its
    Han characters and of its words in other scripts.
    """

    html: str
    placeholders: tuple[Link | Figure, ...]
    headings: tuple[Heading, ...]
    addresses: tuple[str, ...]
    ids: frozenset[str]
    text: str
    han: int
    words: int

    def substitute(
        self,
        link: Callable[[Link], str | None],
        figure: Callable[[Figure], str],
        divide: Callable[[str], list[str]] = lambda text: [text],
    ) -> str:
        """The HTML for one page. ``link`` returns a URL, or None for a link of which only the text is shown.

        ``divide`` returns the parts of a heading between which a line may end.
        """

        def replace(match: re.Match[str]) -> str:
            number, text, picture_number = match.groups()
            placeholder = self.placeholders[int(number or picture_number)]
            if isinstance(placeholder, Figure):
                return figure(placeholder)
            inner, url = PLACEHOLDERS.sub(replace, text), link(placeholder)
            return f'<a href="{url}">{inner}</a>' if url else inner

        html = PLAIN_HEADING.sub(lambda match: match[1] + "<wbr>".join(divide(match[3])) + match[4], self.html)
        return PLACEHOLDERS.sub(replace, html) if self.placeholders else html

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The pictures, in order."""
        return tuple(item for item in self.placeholders if isinstance(item, Figure))

    @property
    def links(self) -> tuple[Link, ...]:
        """The links within the content, in order."""
        return tuple(item for item in self.placeholders if isinstance(item, Link))
