"""Whatever Markdown is written, it renders to nothing but allowed tags, attributes and addresses."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from hypothesis import given

from plugins.content.checks.bodies import render_body
from plugins.content.parsing.body import Body, Figure, Link
from plugins.content.parsing.sanitise import ATTRIBUTES, CLASSES, TAGS
from plugins.content.schema.localized import CONTROL
from plugins.content.sources import MarkdownSource
from tests.content.strategies import LONG, MARKDOWN, mixed


@LONG
@given(markdown=mixed(MARKDOWN))
def test_any_body_renders_to_allowed_tags_alone(markdown: str) -> None:
    body, problems = render_body(MarkdownSource("a.md", 7, markdown))
    assert (body is None) == any(not each.is_warning for each in problems)
    if body:
        _assert_is_safe(body)


def _assert_is_safe(body: Body) -> None:
    assert not CONTROL.search(body.html)
    for tag in BeautifulSoup(body.html, "html.parser").find_all(True):
        assert tag.name in TAGS
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, set()) | {"class", "rel", "title"}
        assert set(tag.get_attribute_list("class")) - {None, ""} <= CLASSES.get(tag.name, set())
        _assert_leads_somewhere_safe(tag, body)
    substitute = body.substitute(lambda _: None, lambda _: "")
    assert [tag for tag in BeautifulSoup(filled, "html.parser").find_all(["a", "img"]) if _is_open(tag)] == []


def _is_open(tag: Tag) -> bool:
    return str(tag.get("href", tag.get("src", ""))).startswith("xunzhan:")


def _assert_leads_somewhere_safe(tag: Tag, body: Body) -> None:
    address = str(tag.get("href", tag.get("src", "#")))
    if place := re.fullmatch(r"xunzhan:(\d+)", address):
        assert isinstance(body.open[int(place.group(1))], Link if tag.name == "a" else Figure)
    else:
        assert re.match(r"(?i)https?:|mailto:|tel:|#", address)
