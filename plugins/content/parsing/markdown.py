"""Renders Markdown to a ``Body`` and sanitizes it.

Apart from ``body.py``, because its libraries take longer to import than an unchanged site takes to build.
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
from plugins.content.parsing.outline import read_outline
from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME, sanitize_html
from plugins.content.schema.web_urls import is_public_url

HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014]"
HAN_AHEAD = re.compile(rf"(?:<[^/>][^>]*>)*{HAN}")
BREAK, END_TAG = re.compile("\n"), re.compile(r"</\w+>")
PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.S)
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z]+)*")
# every inline pattern of Markdown needs one of these
INLINE_MARK = re.compile(r"[\\`*_\[!<&\x02\x03]|  \n")
HEADINGS = frozenset(f"h{rank}" for rank in range(1, 7))
NON_WEB_TARGET = re.compile(r"(?:mailto|tel):|#", re.I)


def render(markdown: str) -> Body:
    """Render and sanitize a body. Raw HTML is shown as text. Raises ``RecursionError`` if nested too deeply."""
    renderer = _renderer()
    renderer.reset()
    processor = renderer.treeprocessors["placeholders"]
    assert isinstance(processor, _Placeholders)
    processor.placeholders = []
    try:
        html = renderer.convert(markdown)
    except RecursionError:
        # its state is still that of a nested list: it would drop parts of every later body
        _renderer.cache_clear()
        raise
    html = sanitize_html(join_han_lines(html))
    headings, ids, addresses, text = read_outline(html)
    han, words = sum(map(len, HAN_RUN.findall(text))), len(WORD.findall(text))
    return Body(html, tuple(processor.placeholders), headings, addresses, ids, text, han, words)


def join_han_lines(html: str) -> str:
    """The HTML without line breaks between Han characters, which browsers show as spaces."""
    parts = PREFORMATTED.split(html) if "<pre>" in html else [html]
    return "".join(part if index % 2 else _join_lines(part) for index, part in enumerate(parts))


@cache
def han_break() -> re.Pattern[str]:
    """A pattern for a line break between Han characters, with or without tags between them."""
    return re.compile(rf"({HAN}(?:</\w+>|<sup [^\n]*?</sup>)*)\n(?=(?:<[^/>][^>]*>)*{HAN})")


def _join_lines(html: str) -> str:
    if "</sup>" in html:
        return han_break().sub(r"\1", html)
    # looking only at the breaks takes a third of the time of the pattern, which tries every Han character
    breaks = (match.start() for match in BREAK.finditer(html))
    ends = [end for end in breaks if _ends_in_han(html, end) and HAN_AHEAD.match(html, end + 1)]
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
            _HeadingIds(slugify=_heading_id, marker=""),
            _SiteExtension(),
        ],
        extension_configs={"footnotes": {"BACKLINK_TITLE": ""}},
        tab_length=2,
        output_format="html",
    )


def _heading_id(value: str, separator: str) -> str:
    return HEADING_ID[1:] + slugify_unicode(value, separator)


class _Inline(InlineProcessor):
    """Markdown's own, made faster: it tries every pattern on every text, so texts without a mark are hidden from it."""

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
    return bool(text) and not isinstance(text, AtomicString) and not INLINE_MARK.search(str(text))


class _Unescape(UnescapeTreeprocessor):
    """Markdown's own, skipping texts without an escape."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _IdProcessor(TocTreeprocessor):
    """Gives headings their ids, without the table of contents, which a page builds itself."""

    def run(self, doc: Element) -> None:
        headings = [element for element in doc.iter() if element.tag in HEADINGS]
        if any(len(heading) or heading.attrib or not _is_unmarked(heading.text) for heading in headings):
            super().run(doc)
            return
        used, counters = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}, dict[str, int]()
        for heading in headings:
            heading.attrib["id"] = unique(self.slugify(str(heading.text).strip(), self.sep), used, counters)  # type: ignore[call-arg]

    def build_toc_div(self, toc_list: list[Any]) -> Element:  # noqa: ARG002 - the name is Python-Markdown's
        return Element("div")


class _HeadingIds(TocExtension):
    TreeProcessorClass = _IdProcessor


class _SiteExtension(Extension):
    """Markdown without raw HTML, with the processors of this module."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        md.treeprocessors.register(_HeadingLevels(md), "heading_levels", 15)
        md.treeprocessors.register(_Placeholders(md), "placeholders", 0)


class _HeadingLevels(Treeprocessor):
    """Headings start at h2, below the page's title, and skip no level, whichever the editor used."""

    def run(self, root: Element) -> None:
        above: list[str] = []
        for heading in [element for element in root.iter() if element.tag in HEADINGS]:
            above = [*(tag for tag in above if tag < heading.tag), heading.tag]
            heading.tag = f"h{min(len(above) + 1, 6)}"


class _Placeholders(Treeprocessor):
    """Numbers the links and pictures that only a page can resolve, and wraps tables in a scrollable frame."""

    placeholders: list[Link | Figure]

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            _wrap_tables(element)
            if element.tag == "a":
                self._link(element)
            for child in element:
                if child.tag == "img":
                    self._figure(child, element)

    def _link(self, element: Element) -> None:
        # Python-Markdown writes mail links with entities
        target = unescape(element.get("href", "").replace(AMP_SUBSTITUTE, "&"))
        if not NON_WEB_TARGET.match(target) and not is_public_url(target):
            element.attrib = {"href": self._number(Link(target))}
        elif target.startswith("#") and not element.get("class"):
            element.attrib = {"href": HEADING_ID + target[1:]}

    def _figure(self, element: Element, parent: Element) -> None:
        is_block = parent.tag == "p" and len(parent) == 1 and not (parent.text or element.tail or "").strip()
        figure = Figure(element.get("src", ""), element.get("alt", ""), element.get("title", ""), is_block)
        element.attrib = {"src": self._number(figure)}
        if is_block:
            parent.tag = "div"

    def _number(self, item: Link | Figure) -> str:
        self.placeholders.append(item)
        return f"{PLACEHOLDER_SCHEME}:{len(self.placeholders) - 1}"


def _wrap_tables(parent: Element) -> None:
    for index, child in enumerate(list(parent)):
        if child.tag == "table":
            frame = Element("div", {"class": "table", "tabindex": "0"})
            frame.tail, child.tail = child.tail, None
            parent[index] = frame
            frame.append(child)
