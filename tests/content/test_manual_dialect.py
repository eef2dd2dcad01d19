"""Every line of "What you may write" in the editors' manuals does what it says."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from plugins.content.checks.bodies import check_links, find_document_links, render_body
from plugins.content.sources import MarkdownSource
from plugins.paths import ROOT

ROW = re.compile(r"^\| (`+) ?(.*?) ?\1 \|", re.M)
TABLE = "div table thead tr th th tbody tr td td"
NOTE = "p sup a div hr ol li p a"
# the tags of each line that may be written, in the order of the manuals
TAGS = [
    *("h2", "p br", "p", "ul li li", "ul li li", "ol li li", "ul li ul li", "ul li li"),
    *("p strong", "p em", "p del", "p sup", "p sub", "blockquote p", "hr", TABLE, "dl dt dd", NOTE),
    *("div img", "div img", "p a", "p a", "p a", "p a", "p", "pre code", ""),
]
CODES = [
    *("warn_full_width", "warn_heading_blank", "warn_stars", "warn_list_as_text", "warn_full_width"),
    *("link_without_scheme", "caption_quotes", "warn_unknown_mark", "warn_raw_html"),
]


def _lines(lang: str) -> list[str]:
    text = (ROOT / "docs" / f"editors.{lang}.md").read_text(encoding="utf-8")
    section = re.split(r"^##+ (?:正文里能写什么|What you may write|两种语言|Two languages)$", text, flags=re.M)[1]
    return [match[2].replace("\\|", "|").replace("⏎", "\n") for match in ROW.finditer(section)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_may_be_written_is_shown_as_the_manual_says(lang: str) -> None:
    bodies = [render_body(MarkdownSource("a.md", 1, line)) for line in _lines(lang)[: len(TAGS)]]
    htmls = [body.html for body, _ in bodies if body]
    assert [" ".join(tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)) for html in htmls] == TAGS
    assert [item.code for _, problems in bodies for item in problems] == ["warn_comment"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_may_not_be_written_is_reported(lang: str) -> None:
    codes = []
    for line in _lines(lang)[len(TAGS) :]:
        source = MarkdownSource("a.md", 1, line)
        body, problems = render_body(source)
        if body:
            problems += [
                *check_links(source, body),
                *(item for _, item in find_document_links(source, body, "entries/a")),
            ]
        codes += [item.code for item in problems]
    assert codes == CODES
