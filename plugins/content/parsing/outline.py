"""Extracts the headings, ids, links and text of a rendered body.

The sanitizer writes every tag in one form, so that one scan reads most bodies, in a tenth of the time of a parser.
BeautifulSoup reads the others: with footnotes, whose marks are not part of the text, or with preformatted text, in
which white space counts. A test compares both results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from plugins.content.parsing.body import Heading
from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
BLANK = " \t\n\f\r"
HEADING = re.compile(r'<(h[23]) id="([^"]*)">(.*?)</\1>', re.S)
CONTENTS = {"h2", "h3"}
BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "pre"}
FOOTNOTE_MARK = frozenset({"footnote-ref", "footnote-backref"})
NEEDS_PARSER = ("<pre>", 'class="footnote')


class Outline(NamedTuple):
    """``addresses`` are all links out of the content, fragments included; ``text`` is the plain text on one line."""

    headings: tuple[Heading, ...]
    ids: frozenset[str]
    addresses: tuple[str, ...]
    text: str


def read_outline(html: str) -> Outline:
    """The outline of a body as written by the sanitizer."""
    parts = TAG.split(html)
    is_plain = html.count("<") == len(parts) // 4 and not any(marker in html for marker in NEEDS_PARSER)
    return _scan(html, parts) if is_plain else parse_outline(html)


def _scan(html: str, parts: list[str]) -> Outline:
    """``parts`` is a text, then for each tag its slash, name, attributes and the text after it."""
    slashes, names, attributes, texts = (parts[start::4] for start in range(1, 5))
    words = [parts[0]]
    for slash, name, text in zip(slashes, names, texts, strict=True):
        words += ("\n", text) if slash and name in BLOCKS else (text,)
    tags = [(name, dict(ATTRIBUTE.findall(text))) for name, text in zip(names, attributes, strict=True) if text]
    ids = frozenset(unescape(values["id"]) for _, values in tags if "id" in values)
    addresses = [unescape(values["href"]) for name, values in tags if name == "a" and "href" in values]
    headings = (Heading(int(tag[1]), unescape(id_), _heading_text(inner)) for tag, id_, inner in HEADING.findall(html))
    return Outline(tuple(headings), ids, _outside(addresses), _one_line(unescape("".join(words))))


def _heading_text(inner: str) -> str:
    # like a parser, reduce white space between two tags to one character
    texts = (
        text if text.strip(BLANK) else ("\n" if "\n" in text else text[:1] and " ") for text in TAG.split(inner)[::4]
    )
    return unescape("".join(texts))


def parse_outline(html: str) -> Outline:
    """The outline of any HTML."""
    from bs4 import BeautifulSoup, Tag

    soup = BeautifulSoup(html, "html.parser")
    # one walk over all tags: each of the soup's own searches takes longer
    tags = [node for node in soup.descendants if isinstance(node, Tag)]
    named = [tag for tag in tags if "id" in tag.attrs]
    headings = tuple(Heading(int(tag.name[1]), str(tag["id"]), tag.get_text()) for tag in named if tag.name in CONTENTS)
    addresses = [str(tag["href"]) for tag in tags if tag.name == "a" and "href" in tag.attrs]
    # the text comes last, because footnote marks are removed from the soup
    for mark in [tag for tag in tags if FOOTNOTE_MARK.intersection(tag.get_attribute_list("class"))]:
        mark.decompose()
    for block in tags:
        if block.name in BLOCKS and not block.decomposed:
            block.append("\n")
    ids = frozenset(str(tag["id"]) for tag in named)
    return Outline(headings, ids, _outside(addresses), _one_line(soup.get_text()))


def _outside(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(address for address in addresses if not address.startswith(f"{PLACEHOLDER_SCHEME}:"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
