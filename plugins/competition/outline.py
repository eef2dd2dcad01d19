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

from plugins.competition.body import Heading
from plugins.competition.sanitise import OWN_SCHEME

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
BLANK = " \t\n\f\r"
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
    return _scan(parts) if is_plain else parse_outline(html)


def _scan(parts: list[str]) -> Outline:
    """Read what lies between tags and in them: a text, then for each tag its slash, name, attributes, and a text."""
    headings: list[Heading] = []
    ids, addresses, words = [], [], [parts[0]]
    # the heading that is open: its tag, its id and its words
    tag, heading_id, heading = "", "", list[str]()
    for slash, name, attributes, text in zip(*(parts[at::4] for at in range(1, 5)), strict=True):
        if slash:
            if name == tag:
                headings.append(Heading(int(tag[1]), heading_id, unescape("".join(heading))))
                tag = ""
            if name in BLOCKS:
                words.append("\n")
        elif attributes:
            given = dict(ATTRIBUTE.findall(attributes))
            if "id" in given:
                ids.append(unescape(given["id"]))
                if name in CONTENTS:
                    tag, heading_id, heading = name, ids[-1], []
            if name == "a" and "href" in given:
                addresses.append(unescape(given["href"]))
        if tag:
            heading.append(_heading_text(text))
        words.append(text)
    return Outline(tuple(headings), frozenset(ids), _outside(addresses), _one_line(unescape("".join(words))))


def _heading_text(text: str) -> str:
    # as parsers have it, blanks between two tags are one
    return text if text.strip(BLANK) else ("\n" if "\n" in text else " "[: len(text)])


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
    return tuple(address for address in addresses if not address.startswith(f"{OWN_SCHEME}:"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
