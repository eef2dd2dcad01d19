"""A body's HTML as a tree of plain data, without markup, for a Typst template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

BLOCKS = {"p", "hr", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "div"}
BLOCKS |= {f"h{level}" for level in range(2, 7)}
BLANKS = re.compile(r"[ \t\r\n]+")
# what the template does not break: a word, but only so many characters of a very long one
UNBREAKABLE = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{1,24}|\S")
ANCHORED = re.compile("h[2-6]|li")

Node = str | dict[str, Any]


def body_nodes(html: str, scope: str) -> list[Node]:
    """The nodes of a rendered body; ``scope`` keeps its anchors apart from those of other bodies."""
    soup = BeautifulSoup(html, "html.parser")
    anchors = {str(tag["id"]) for tag in soup.find_all(ANCHORED, id=True)}
    return _children(soup, _Scope(scope, anchors))


class _Scope(NamedTuple):
    """The prefix of a body's anchors, and those that it has."""

    name: str
    anchors: set[str]


def _children(parent: Tag, scope: _Scope) -> list[Node]:
    nodes: list[Node] = []
    for child in parent.children:
        if isinstance(child, Tag):
            nodes.extend(_tag(child, scope))
        elif isinstance(child, NavigableString) and (text := _text(child)):
            nodes.append(text)
    return nodes


def _text(string: NavigableString) -> str:
    """The text with each run of blanks as one, and none where a block begins or ends."""
    text = BLANKS.sub(" ", string)
    if _is_edge(string.previous_sibling, string.parent):
        text = text.lstrip(" ")
    return text.rstrip(" ") if _is_edge(string.next_sibling, string.parent) else text


def _is_edge(neighbour: object, parent: Tag | None) -> bool:
    if neighbour is None:
        return parent is None or parent.parent is None or parent.name in BLOCKS
    return isinstance(neighbour, Tag) and (neighbour.name in BLOCKS or neighbour.name == "br")


def _tag(tag: Tag, scope: _Scope) -> Iterator[Node]:
    classes = tag.get_attribute_list("class")
    if "footnote-backref" in classes:
        # the link from a footnote back to the text is of no use on paper
        return
    match tag.name:
        case "table":
            yield _table(tag, scope)
        case "a":
            yield from _link(tag, scope)
        case "pre":
            yield {"tag": "pre", "text": tag.get_text().rstrip("\n")}
        case "code":
            yield {"tag": "code", "text": tag.get_text()}
        case "img":
            alone, width = tag.parent is not None and tag.parent.name == "div", int(str(tag["width"]))
            node = {"tag": "img", "file": tag["src"], "alt": tag["alt"], "caption": tag.get("title", "")}
            yield {**node, "alone": alone, "width": width}
        case "div":
            notes = "footnote" in classes
            nodes = _children(tag, scope)
            yield from [{"tag": "notes", "children": nodes[1:]}] if notes else nodes
        case _:
            yield _element(tag, scope)


def _element(tag: Tag, scope: _Scope) -> Node:
    node: dict[str, Any] = {"tag": tag.name, "children": _children(tag, scope)}
    if ANCHORED.fullmatch(tag.name) and "id" in tag.attrs:
        node["id"] = f"{scope.name} {tag['id']}"
    if tag.name == "ol":
        node["start"] = int(str(tag.get("start", "1")))
    return node


def _link(tag: Tag, scope: _Scope) -> Iterator[Node]:
    children, target = _children(tag, scope), str(tag.get("href", ""))
    if not target.startswith("#"):
        yield {"tag": "a", "href": target, "children": children}
    elif target[1:] in scope.anchors:
        yield {"tag": "a", "to": f"{scope.name} {target[1:]}", "children": children}
    else:
        yield from children


def _table(table: Tag, scope: _Scope) -> Node:
    """A table by rows, with ``runs``, the widest word of each column, and ``words``, the text of its first cell."""
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    width = max(len(row) for row in rows)
    columns = [[row[index].get_text() for row in rows if index < len(row)] for index in range(width)]
    runs = [
        max((run for cell in column for run in UNBREAKABLE.findall(cell)), key=len, default="") for column in columns
    ]
    cells = [[_children(cell, scope) for cell in row] + [[]] * (width - len(row)) for row in rows]
    words = next(cell.get_text() for cell in rows[0] if cell.get_text())
    return {"tag": "table", "head": cells[0], "rows": cells[1:], "runs": runs, "words": words}
