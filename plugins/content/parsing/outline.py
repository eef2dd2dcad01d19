"""What a rendered body says: its headings, ids, links and words.

The sanitiser writes every tag in one form, so one scan reads most bodies in a tenth of a parser's time. BeautifulSoup
reads the rest: bodies with footnotes, whose marks are no words of the text, with preformatted text, in which blanks
count, and with anything that is not in that form. A test holds the two readings equal.
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
    """``addresses`` are all outside the content, fragments included; ``text`` is the words alone, on one line."""

    headings: tuple[Heading, ...]
    ids: frozenset[str]
    addresses: tuple[str, ...]
    text: str


def outline(html: str) -> Outline:
    """Read a body as the sanitiser wrote it."""
    parts = TAG.split(html)
    is_plain = html.count("<") == len(parts) // 4 and not any(each in html for each in NEEDS_PARSER)
    return _scan(html, parts) if is_plain else parse_outline(html)


def _scan(html: str, parts: list[str]) -> Outline:
    """Read a body divided at its tags: a text, then for each tag its slash, name, attributes, and the text behind."""
    slashes, names, attributes, texts = (parts[at::4] for at in range(1, 5))
    words = [parts[0]]
    for slash, name, text in zip(slashes, names, texts, strict=True):
        words += ("\n", text) if slash and name in BLOCKS else (text,)
    given = [(name, dict(ATTRIBUTE.findall(each))) for name, each in zip(names, attributes, strict=True) if each]
    ids = frozenset(unescape(each["id"]) for _, each in given if "id" in each)
    addresses = [unescape(each["href"]) for name, each in given if name == "a" and "href" in each]
    headings = (Heading(int(tag[1]), unescape(each), _words(inner)) for tag, each, inner in HEADING.findall(html))
    return Outline(tuple(headings), ids, _outside(addresses), _one_line(unescape("".join(words))))


def _words(inner: str) -> str:
    # as parsers have it, blanks between two tags are one
    texts = (
        text if text.strip(BLANK) else ("\n" if "\n" in text else text[:1] and " ") for text in TAG.split(inner)[::4]
    )
    return unescape("".join(texts))


def parse_outline(html: str) -> Outline:
    """The same, of any HTML."""
    from bs4 import BeautifulSoup, Tag

    soup = BeautifulSoup(html, "html.parser")
    # one walk for all that is asked: each search of the soup's own takes longer than the walk
    tags = [each for each in soup.descendants if isinstance(each, Tag)]
    named = [tag for tag in tags if "id" in tag.attrs]
    headings = tuple(Heading(int(tag.name[1]), str(tag["id"]), tag.get_text()) for tag in named if tag.name in CONTENTS)
    addresses = [str(tag["href"]) for tag in tags if tag.name == "a" and "href" in tag.attrs]
    # the words come last: what is none of them is taken out of the soup
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
