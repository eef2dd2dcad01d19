"""From Markdown to a ``Body``: rendered once, sanitised once, read once.

Apart from ``body.py``, because its libraries take longer to load than a site in which nothing has changed.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension, TocTreeprocessor, slugify_unicode, unique
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, STX, AtomicString

from plugins.content.parsing.body import HEADING_ID, Body, Figure, Link
from plugins.content.parsing.outline import outline
from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME, sanitise
from plugins.content.schema.fields import is_public_url

HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
HAN_AHEAD = re.compile(rf"(?:<[^/>][^>]*>)*{HAN}")
BREAK, END_TAG = re.compile("\n"), re.compile(r"</\w+>")
PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.S)
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z]+)*")
# each inline pattern of Markdown needs one of these
MARK = re.compile(r"[\\`*_\[!<&\x02\x03]|  \n")
RANKS = frozenset(f"h{rank}" for rank in range(1, 7))
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
    html = sanitise(join_han_lines(html))
    headings, ids, addresses, text = outline(html)
    han, words = sum(map(len, HAN_RUN.findall(text))), len(WORD.findall(text))
    return Body(html, tuple(places.open), headings, addresses, ids, text, han, words)


def join_han_lines(html: str) -> str:
    """The HTML without line breaks between Han characters, which a browser would show as blanks."""
    parts = PREFORMATTED.split(html) if "<pre>" in html else [html]
    return "".join(part if at % 2 else _joined(part) for at, part in enumerate(parts))


@cache
def han_break() -> re.Pattern[str]:
    """A line break between Han characters behind the first of them, whatever tags stand between."""
    return re.compile(rf"({HAN}(?:</\w+>|<sup [^\n]*?</sup>)*)\n(?=(?:<[^/>][^>]*>)*{HAN})")


def _joined(html: str) -> str:
    if "</sup>" in html:
        return han_break().sub(r"\1", html)
    # to look at the breaks alone takes a third of the time that the pattern takes to try every Han character
    breaks = (found.start() for found in BREAK.finditer(html))
    ends = [at for at in breaks if _ends_in_han(html, at) and HAN_AHEAD.match(html, at + 1)]
    return "".join(html[start + 1 : end] for start, end in pairwise([-1, *ends, len(html)]))


def _ends_in_han(html: str, end: int) -> bool:
    while end and html[end - 1] == ">":
        start = html.rfind("<", 0, end)
        if start < 0 or not END_TAG.fullmatch(html, start, end):
            return False
        end = start
    return bool(end and HAN_AHEAD.match(html, end - 1))


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


class _Inline(InlineProcessor):
    """Markdown's own, which applies each of its patterns to every text: what has no mark is shown it as finished."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        texts, tails = [], []
        for element in tree.iter():
            if _is_unmarked(element.text):
                element.text = AtomicString(element.text)
                texts.append(element)
            if _is_unmarked(element.tail):
                element.tail = AtomicString(element.tail)
                tails.append(element)
        super().run(tree, ancestors)
        for element in texts:
            element.text = str(element.text)
        for element in tails:
            element.tail = str(element.tail)
        return tree


def _is_unmarked(text: str | None) -> bool:
    return bool(text) and not isinstance(text, AtomicString) and not MARK.search(str(text))


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _IdsOnly(TocTreeprocessor):
    def run(self, doc: Element) -> None:
        headings = [element for element in doc.iter() if element.tag in RANKS]
        if any(len(each) or each.attrib or not _is_unmarked(each.text) for each in headings):
            super().run(doc)
            return
        used, counters = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}, dict[str, int]()
        for each in headings:
            each.attrib["id"] = unique(self.slugify(str(each.text).strip(), self.sep), used, counters)  # type: ignore[call-arg]

    def build_toc_div(self, toc_list: list[Any]) -> Element:  # noqa: ARG002 - the name is Python-Markdown's
        # a page makes its list of contents itself
        return Element("div")


class _Ids(TocExtension):
    TreeProcessorClass = _IdsOnly


class _Own(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        md.treeprocessors.register(_HeadingRanks(md), "heading_ranks", 15)
        md.treeprocessors.register(_OpenPlaces(md), "open_places", 0)


class _HeadingRanks(Treeprocessor):
    """Headings start at h2, under the page's own title, and skip no rank, whatever the editor began with."""

    def run(self, root: Element) -> None:
        above: list[str] = []
        for heading in [element for element in root.iter() if element.tag in RANKS]:
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
        if not ELSEWHERE.match(target) and not is_public_url(target):
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
        return f"{PLACEHOLDER_SCHEME}:{len(self.open) - 1}"


def _frame_tables(parent: Element) -> None:
    for at, child in enumerate(list(parent)):
        if child.tag == "table":
            frame = Element("div", {"class": "table", "tabindex": "0"})
            frame.tail, child.tail = child.tail, None
            parent[at] = frame
            frame.append(child)
