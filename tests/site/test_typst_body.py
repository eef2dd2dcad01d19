"""A body as plain data for print: every tag that a body may have, and no word lost."""

from __future__ import annotations

import pytest

from plugins.site.printing.typst_body import Node, body_nodes


def _p(*children: Node) -> Node:
    return {"tag": "p", "children": list(children)}


CASES: dict[str, tuple[str, list[Node]]] = {
    "blanks between blocks are none": ("<p>一</p>\n<p>二\n三</p>\n", [_p("一"), _p("二 三")]),
    "blanks between words stay": ("<p>a <em>b</em> c</p>", [_p("a ", {"tag": "em", "children": ["b"]}, " c")]),
    "markup of another kind is words": ("<p>#x *y* $z$ &lt;b&gt;</p>", [_p("#x *y* $z$ <b>")]),
    "code keeps its blanks": ("<pre><code>a\n  b\n</code></pre>", [{"tag": "pre", "text": "a\n  b"}]),
    "a list": (
        '<ol start="3">\n<li>甲</li>\n</ol>',
        [{"tag": "ol", "start": 3, "children": [{"tag": "li", "children": ["甲"]}]}],
    ),
    "a link within the body": (
        '<h2 id="s-a">甲</h2><p><a href="#s-a">乙</a></p>',
        [
            {"tag": "h2", "id": "slug s-a", "children": ["甲"]},
            _p({"tag": "a", "to": "slug s-a", "children": ["乙"]}),
        ],
    ),
    "a link to no place is its words": ('<p><a href="#s-a">乙</a></p>', [_p("乙")]),
    "a link outside": (
        '<p><a href="https://x.example/">乙</a></p>',
        [_p({"tag": "a", "href": "https://x.example/", "children": ["乙"]})],
    ),
    "notes": (
        '<div class="footnote">\n<hr>\n<ol>\n<li id="fn:1">'
        '<p>注 <a class="footnote-backref" href="#r">↩</a></p></li>\n</ol></div>',
        [
            {
                "tag": "notes",
                "children": [
                    {
                        "tag": "ol",
                        "start": 1,
                        "children": [{"tag": "li", "id": "slug fn:1", "children": [_p("注 ")]}],
                    }
                ],
            }
        ],
    ),
    "a table": (
        '<div class="table"><table><thead><tr><th>栏</th><th>value</th></tr></thead>'
        "<tbody><tr><td>一</td></tr></tbody></table></div>",
        [
            {
                "tag": "table",
                "head": [["栏"], ["value"]],
                "rows": [[["一"], []]],
                "runs": ["栏", "value"],
                "words": "栏",
            }
        ],
    ),
    "a picture": (
        '<div><img src="a.jpg" alt="画" title="题" width="720"></div>',
        [{"tag": "img", "file": "a.jpg", "alt": "画", "caption": "题", "alone": True, "width": 720}],
    ),
    "a line's end": ("<p>一<br>\n二</p>", [_p("一", {"tag": "br", "children": []}, "二")]),
}


@pytest.mark.parametrize("case", CASES)
def test_html_becomes_nodes(case: str) -> None:
    html, nodes = CASES[case]
    assert body_nodes(html, "slug") == nodes
