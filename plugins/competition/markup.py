"""From Markdown to a ``Body``: rendered once, sanitised once, read once.

Apart from ``body.py``, because its libraries take longer to load than a site in which nothing has changed.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension, TocTreeprocessor, slugify_unicode
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from plugins.competition.body import HEADING_ID, Body, Figure, Heading, Link
from plugins.competition.sanitise import OWN_SCHEME, sanitise
from plugins.competition.values import is_public_address

HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
HAN_BREAK = re.compile(rf"({HAN}(?:</\w+>|<sup [^\n]*?</sup>)*)\n(?=(?:<[^/>][^>]*>)*{HAN})")
PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.S)
HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z]+)*")
CONTENTS = {"h2", "h3"}
BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "pre"}
FOOTNOTE_MARK = frozenset({"footnote-ref", "footnote-backref"})
ELSEWHERE = re.compile(r"(?:mailto|tel):|#", re.I)


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
    return _read(sanitise(_without_breaks_between_han(html)), tuple(places.open))


def _read(html: str, places: tuple[Link | Figure, ...]) -> Body:
    soup = BeautifulSoup(html, "html.parser")
    # one walk for all that is asked: each search of the soup's own takes longer than the walk
    tags = [each for each in soup.descendants if isinstance(each, Tag)]
    named = [tag for tag in tags if "id" in tag.attrs]
    headings = tuple(Heading(int(tag.name[1]), str(tag["id"]), tag.get_text()) for tag in named if tag.name in CONTENTS)
    ids = frozenset(str(tag["id"]) for tag in named)
    addresses = (str(tag["href"]) for tag in tags if tag.name == "a" and "href" in tag.attrs)
    outside = tuple(address for address in addresses if not address.startswith(f"{OWN_SCHEME}:"))
    text = _text(soup, tags)
    return Body(
        html=html,
        open=places,
        headings=headings,
        addresses=outside,
        ids=ids,
        text=text,
        han=len(HAN_CHARACTER.findall(text)),
        words=len(WORD.findall(text)),
    )


def _text(soup: BeautifulSoup, tags: list[Tag]) -> str:
    """The words alone; takes from the soup what is none, and so comes last."""
    for mark in [tag for tag in tags if FOOTNOTE_MARK.intersection(tag.get_attribute_list("class"))]:
        mark.decompose()
    for block in tags:
        if block.name in BLOCKS and not block.decomposed:
            block.append("\n")
    return " ".join(soup.get_text().split())


def _without_breaks_between_han(html: str) -> str:
    parts = PREFORMATTED.split(html)
    return "".join(part if at % 2 else HAN_BREAK.sub(r"\1", part) for at, part in enumerate(parts))


@cache
def _renderer() -> Markdown:
    return Markdown(
        extensions=[
            "abbr",
            "def_list",
            "fenced_code",
            "footnotes",
            "tables",
            "sane_lists",
            _Ids(slugify=_heading_id, marker=""),
            _Own(),
        ],
        extension_configs={"footnotes": {"BACKLINK_TITLE": ""}},
        tab_length=2,
        output_format="html",
    )


def _heading_id(value: str, separator: str) -> str:
    return HEADING_ID[1:] + slugify_unicode(value, separator)


class _IdsOnly(TocTreeprocessor):
    def build_toc_div(self, toc_list: list[Any]) -> Element:  # noqa: ARG002 - the name is Python-Markdown's
        # a page makes its list of contents itself
        return Element("div")


class _Ids(TocExtension):
    TreeProcessorClass = _IdsOnly


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
