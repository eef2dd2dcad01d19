"""Markdown bodies: rendered once, sanitised once, read once; links and pictures stay open for the page to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from plugins.competition.sanitise import OWN_SCHEME, sanitise
from plugins.competition.values import is_public_address

HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
HAN_BREAK = re.compile(rf"({HAN}(?:</\w+>|<sup [^\n]*?</sup>)*)\n(?=(?:<[^/>][^>]*>)*{HAN})")
PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.S)
OPEN_PLACES = re.compile(rf'<a href="{OWN_SCHEME}:(\d+)"[^>]*>(.*?)</a>|<img src="{OWN_SCHEME}:(\d+)">', re.S)
BLOCK_END = re.compile(r"</(?:p|h[2-6]|li|t[dh]|d[td]|pre)>")
ELSEWHERE = re.compile(r"(?:mailto|tel):|#", re.I)

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
    stands_alone: bool


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Body:
    """A rendered body. ``html`` is safe; its open places are numbered and filled by ``filled``."""

    html: str
    open: tuple[Link | Figure, ...]

    def filled(self, link: Callable[[Link], str | None], figure: Callable[[Figure], str]) -> str:
        """The HTML for one page. A link whose target is not on the site becomes its mere words."""

        def fill(found: re.Match[str]) -> str:
            number, words, picture = found.groups()
            place = self.open[int(number or picture)]
            if isinstance(place, Figure):
                return figure(place)
            inner, address = OPEN_PLACES.sub(fill, words), link(place)
            return f'<a href="{address}">{inner}</a>' if address else inner

        return OPEN_PLACES.sub(fill, self.html)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(place for place in self.open if isinstance(place, Figure))

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(place for place in self.open if isinstance(place, Link))

    @cached_property
    def _soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the first two ranks, for the page's list of contents."""
        found = self._soup.find_all(["h2", "h3"], id=True)
        return tuple(Heading(int(tag.name[1]), str(tag["id"]), tag.get_text()) for tag in found)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Every address outside the content that the body links to, fragments of its own included."""
        found = (str(tag["href"]) for tag in self._soup.find_all("a", href=True))
        return tuple(address for address in found if not address.startswith(f"{OWN_SCHEME}:"))

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(str(tag["id"]) for tag in self._soup.find_all(id=True))

    @cached_property
    def text(self) -> str:
        """The words alone, on one line: for search, reading time and summaries."""
        soup = BeautifulSoup(BLOCK_END.sub(r"\g<0>\n", self.html), "html.parser")
        for mark in soup.select(".footnote-ref, .footnote-backref"):
            mark.decompose()
        return " ".join(soup.get_text().split())


def render(markdown: str) -> Body:
    """Render and sanitise a body. Raw HTML in it is shown as the text it is. ``RecursionError`` if nested too deep."""
    renderer = _renderer()
    renderer.reset()
    places = renderer.treeprocessors["open_places"]
    assert isinstance(places, _OpenPlaces)
    places.open = []
    try:
        html = renderer.convert(markdown)
    except RecursionError:
        # it still believes to be inside a list, and would leave out parts of every later body
        _renderer.cache_clear()
        raise
    return Body(sanitise(_without_breaks_between_han(html)), tuple(places.open))


def _without_breaks_between_han(html: str) -> str:
    parts = PREFORMATTED.split(html)
    return "".join(part if at % 2 else HAN_BREAK.sub(r"\1", part) for at, part in enumerate(parts))


@cache
def _renderer() -> Markdown:
    return Markdown(
        extensions=["abbr", "def_list", "fenced_code", "footnotes", "tables", "sane_lists", "toc", _Own()],
        extension_configs={
            "toc": {"slugify": _heading_id, "marker": ""},
            "footnotes": {"BACKLINK_TITLE": ""},
        },
        tab_length=2,
        output_format="html",
    )


def _heading_id(value: str, separator: str) -> str:
    return HEADING_ID[1:] + slugify_unicode(value, separator)


class _Own(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_HeadingRanks(md), "heading_ranks", 15)
        md.treeprocessors.register(_OpenPlaces(md), "open_places", 0)


class _HeadingRanks(Treeprocessor):
    """Headings start at h2, under the page's own title, and skip no rank, whatever the editor began with."""

    def run(self, root: Element) -> None:
        above: list[str] = []
        for heading in [element for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]:
            above = [*(tag for tag in above if tag < heading.tag), heading.tag]
            heading.tag = f"h{min(len(above) + 1, 6)}"


class _OpenPlaces(Treeprocessor):
    """Numbers the links and pictures that only a page can resolve, and gives wide tables a frame to scroll in."""

    open: list[Link | Figure]

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            _frame_tables(element)
            if element.tag == "a":
                self._link(element)
            for child in element:
                if child.tag == "img":
                    self._figure(child, element)

    def _link(self, element: Element) -> None:
        # Python-Markdown writes the addresses of its own mail links as entities
        target = unescape(element.get("href", "").replace(AMP_SUBSTITUTE, "&"))
        if not ELSEWHERE.match(target) and not is_public_address(target):
            element.attrib = {"href": self._number(Link(target))}
        elif target.startswith("#") and not element.get("class"):
            element.attrib = {"href": HEADING_ID + target[1:]}

    def _figure(self, element: Element, parent: Element) -> None:
        alone = parent.tag == "p" and len(parent) == 1 and not (parent.text or element.tail or "").strip()
        figure = Figure(element.get("src", ""), element.get("alt", ""), element.get("title", ""), alone)
        element.attrib = {"src": self._number(figure)}
        if alone:
            parent.tag = "div"

    def _number(self, place: Link | Figure) -> str:
        self.open.append(place)
        return f"{OWN_SCHEME}:{len(self.open) - 1}"


def _frame_tables(parent: Element) -> None:
    for at, child in enumerate(list(parent)):
        if child.tag == "table":
            frame = Element("div", {"class": "table", "tabindex": "0"})
            frame.tail, child.tail = child.tail, None
            parent[at] = frame
            frame.append(child)
