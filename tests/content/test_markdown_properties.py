"""Any Markdown renders to allowed tags, attributes and URLs only."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from hypothesis import given

from plugins.content.checks.bodies import render_body
from plugins.content.parsing.body import Body, Figure, Link
from plugins.content.parsing.sanitise import ATTRIBUTES, CLASSES, TAGS
from plugins.content.schema.localized import CONTROL
from plugins.content.sources import MarkdownSource
from tests.content.strategies import LONG, MARKDOWN, mixed_text


@LONG
@given(markdown=mixed_text(MARKDOWN))
def test_any_body_renders_to_allowed_tags_only(markdown: str) -> None:
    body, problems = render_body(MarkdownSource("a.md", 7, markdown))
    assert (body is None) == any(not problem.is_warning for problem in problems)
    if body:
        _assert_is_safe(body)


def _assert_is_safe(body: Body) -> None:
    assert not CONTROL.search(body.html)
    for tag in BeautifulSoup(body.html, "html.parser").find_all(True):
        assert tag.name in TAGS
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, set()) | {"class", "rel", "title"}
        assert set(tag.get_attribute_list("class")) - {None, ""} <= CLASSES.get(tag.name, set())
        _assert_url_is_safe(tag, body)
    html = body.substitute(lambda _: None, lambda _: "")
    assert [tag for tag in BeautifulSoup(html, "html.parser").find_all(["a", "img"]) if _is_placeholder(tag)] == []


def _is_placeholder(tag: Tag) -> bool:
    return str(tag.get("href", tag.get("src", ""))).startswith("xunzhan:")


def _assert_url_is_safe(tag: Tag, body: Body) -> None:
    address = str(tag.get("href", tag.get("src", "#")))
    if match := re.fullmatch(r"xunzhan:(\d+)", address):
        assert isinstance(body.placeholders[int(match.group(1))], Link if tag.name == "a" else Figure)
    else:
        assert re.match(r"(?i)https?:|mailto:|tel:|#", address)
