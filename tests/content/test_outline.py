"""The fast scan of bodies and the parser agree on all bodies of the repository and on random ones."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from plugins.content.parsing.body import Body, Heading
from plugins.content.parsing.markdown import render
from plugins.content.parsing.outline import Outline, parse_outline, read_outline
from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME
from plugins.paths import ROOT
from tests.content.strategies import MARKDOWN

PIECES = [
    *MARKDOWN,
    *[
        "雨水花园",
        "，\n",
        "。\n\n",
        "rain garden",
        "co-op's",
        " ",
        "  \n",
        "\n\n## 标题\n\n",
        "\n\n### *标* 题[^1]\n\n",
    ],
    *[
        "\n# ",
        "**重点**",
        "*轻*",
        "`x`",
        "[链接](https://example.cn/?a=1&b=2)",
        "[b](../b/index.md)",
        "[c](#标题)",
        "> ",
    ],
    *["\n* 点\n", "\n1. 一\n2. 二\n", "\n词\n:   释义\n", "\n|表|头|\n|-|-|\n|甲|*乙*|\n\n", "\n\n    code\n\n"],
    *[
        "\n```\na < b\n\n  c\n```\n",
        "\n\n[^1]: 注\n\n",
        "~~删~~H~2~O10^4^",
        "![图](view.png)",
        "&nbsp;",
        "&amp;lt;",
    ],
    *["\\*", "<b>", "\u3000", "＜", "“", "——"],
]


def _files() -> list[Path]:
    return [path for folder in ("content", "docs", "tests") for path in sorted((ROOT / folder).rglob("*.md"))]


def _random_markdown(count: int) -> list[str]:
    dice = random.Random(15)
    return ["".join(dice.choices(PIECES, k=dice.randrange(1, 16))) for _ in range(count)]


@pytest.fixture(scope="module", params=[1000, pytest.param(10_000, marks=pytest.mark.exhaustive)])
def bodies(request: pytest.FixtureRequest) -> list[Body]:
    """All bodies of the repository, and so many random ones."""
    sources = [*(path.read_text(encoding="utf-8") for path in _files()), *_random_markdown(request.param)]
    return [render(source) for source in sources]


def test_scan_and_parser_agree(bodies: list[Body]) -> None:
    assert [body.html for body in bodies if read_outline(body.html) != parse_outline(body.html)] == []


def test_most_bodies_are_scanned_and_some_are_parsed(bodies: list[Body], monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr("plugins.content.parsing.outline.parse_outline", parsed.append)
    for body in bodies:
        read_outline(body.html)
    assert len(bodies) / 20 < len(parsed) < len(bodies) / 2
    assert all("<pre>" in html or "footnote" in html for html in parsed)


@pytest.mark.parametrize(
    ("html", "headings"),
    [
        ('<h2 id="a">一 <em>二</em> \n <em>三</em></h2>', (Heading(2, "a", "一 二\n三"),)),
        ('<h3 id="a&amp;b">a&amp;lt; &lt;b&gt;</h3><h4 id="c">c</h4>', (Heading(3, "a&b", "a&lt; <b>"),)),
        ('<p title="a<b"><h2 id="x">y</h2>', (Heading(2, "x", "y"),)),
    ],
)
def test_headings_are_read_from_any_form(html: str, headings: tuple[Heading, ...]) -> None:
    assert read_outline(html).headings == parse_outline(html).headings == headings


def test_outline_is_the_headings_the_ids_the_links_out_of_the_content_and_the_text() -> None:
    html = (
        '<h2 id="a">一&amp;</h2>\n<p id="p">二<a href="https://example.org/?a&amp;b">三</a>\n四</p><ul><li>五</li>'
        f'<li>六</li></ul><p><a href="#a">七</a><a href="{PLACEHOLDER_SCHEME}:entries/x">八</a></p>'
        '<h4 id="c">九</h4><h3 id="d">十</h3>'
    )
    outline = Outline(
        (Heading(2, "a", "一&"), Heading(3, "d", "十")),
        frozenset("apcd"),
        ("https://example.org/?a&b", "#a"),
        "一& 二三 四 五 六 七八 九 十",
    )
    assert read_outline(html) == parse_outline(html) == outline
