"""Renders Markdown to a ``Body`` and sanitizes it.

Apart from ``body.py``, because its libraries take longer to import than an unchanged site takes to build.
"""

from __future__ import annotations

import re
from itertools import pairwise

from plugins.content.dialect.html import to_html
from plugins.content.dialect.lines import HAN
from plugins.content.parsing.body import Body
from plugins.content.parsing.outline import read_outline
from plugins.content.parsing.sanitise import sanitize_html

HAN_AHEAD = re.compile(rf"(?:<[^/>][^>]*>)*{HAN}")
BREAK, END_TAG = re.compile("\n"), re.compile(r"</\w+>")
PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.S)
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z]+)*")


def render(markdown: str) -> Body:
    """Render and sanitize a body. Raw HTML is shown as text. Raises ``RecursionError`` if nested too deeply."""
    html, placeholders = to_html(markdown)
    html = join_han_lines(sanitize_html(html)).strip()
    headings, ids, addresses, text = read_outline(html)
    han, words = sum(map(len, HAN_RUN.findall(text))), len(WORD.findall(text))
    return Body(html, placeholders, headings, addresses, ids, text, han, words)


def join_han_lines(html: str) -> str:
    """The HTML without the line breaks between blocks of Han characters."""
    parts = PREFORMATTED.split(html) if "<pre>" in html else [html]
    return "".join(part if index % 2 else _join_lines(part) for index, part in enumerate(parts))


def _join_lines(html: str) -> str:
    # looking only at the breaks takes a third of the time of a pattern that tries every Han character
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
