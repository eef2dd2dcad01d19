"""Rendered Markdown: safe, Chinese lines joined, headings levelled, with placeholders that a page resolves."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from plugins.content.parsing.body import Body, Figure, Heading, Link
from plugins.content.parsing.markdown import render


def _substitute(body: Body) -> str:
    """The HTML of a page on which only the target ``known`` exists."""
    return body.substitute(
        lambda link: "/known/" if link.target == "known" else None,
        lambda figure: f"[{figure.file}|{figure.alt}|{figure.title}|{figure.is_block}]",
    )


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<b>粗</b>", "<p>&lt;b&gt;粗&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('<img src=x onerror="a">', '<p>&lt;img src=x onerror="a"&gt;</p>'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("[TOC]", "<p>[TOC]</p>"),
        ("a&#7;b&#x1b;", "<p>a\ufffdb\ufffd</p>"),
    ],
)
def test_raw_html_is_shown_as_text(markdown: str, html: str) -> None:
    assert render(markdown).html == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("地址：白云区\n时间：周三", "<p>地址：白云区<br>\n时间：周三</p>"),
        ("**雨水**\n花园", "<p><strong>雨水</strong><br>\n花园</p>"),
        ("电话：020-1\nQQ：1", "<p>电话：020-1<br>\nQQ：1</p>"),
        ("rain\ngarden", "<p>rain\ngarden</p>"),
        ("rain  \ngarden\\\nreeds", "<p>rain<br>\ngarden<br>\nreeds</p>"),
        ("```\n雨水\n花园\n```", "<pre><code>雨水\n花园\n</code></pre>"),
        ("- 先问，\n请居民讲\n- 再做", "<ul>\n<li>先问，<br>\n请居民讲</li><li>再做</li>\n</ul>"),
    ],
)
def test_a_line_of_a_chinese_paragraph_is_a_line_on_the_page(markdown: str, html: str) -> None:
    assert render(markdown).html == html


@pytest.mark.parametrize(
    ("markdown", "levels"),
    [
        ("# a", [2]),
        ("### a", [2]),
        ("# a\n\n## b\n\n# c", [2, 3, 2]),
        ("# a\n\n### b\n\n## c", [2, 3, 3]),
        ("### a\n\n# b\n\n###### c", [2, 2, 3]),
        ("\n\n".join(f"{'#' * rank} a" for rank in range(1, 7)), [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_begin_at_two_and_skip_no_rank(markdown: str, levels: list[int]) -> None:
    assert [
        int(tag.name[1])
        for tag in BeautifulSoup(render(markdown).html, "html.parser").find_all(["h2", "h3", "h4", "h5", "h6"])
    ] == levels


def test_headings_have_ids_of_their_own_which_links_reach() -> None:
    body = render("# 背景\n\n## 背景\n\n# Main\n\n[上](#背景) [main](#main) [x](#none)")
    assert body.headings == (Heading(2, "s-背景", "背景"), Heading(3, "s-背景_1", "背景"), Heading(2, "s-main", "Main"))
    assert body.ids == {"s-背景", "s-背景_1", "s-main"}
    assert body.addresses == ("#s-背景", "#s-main", "#s-none")
    assert body.links == ()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[q](xunzhan:0)", "<p>q</p>"),
        ("[q](xunzhan:1) [a](known)", '<p>q <a href="/known/">a</a></p>'),
        ("[q][r] [a](known)\n\n[r]: xunzhan:0", '<p>q <a href="/known/">a</a></p>'),
        ("[q](xunzhan&#58;1) [a](known)", '<p>q <a href="/known/">a</a></p>'),
        ("![q](xunzhan:1) [a](known)", '<p>[xunzhan:1|q||False] <a href="/known/">a</a></p>'),
        ('<img src="xunzhan:0"> [a](known)', '<p>&lt;img src="xunzhan:0"&gt; <a href="/known/">a</a></p>'),
        (
            '`<a href="xunzhan:0">b</a>` [a](known)',
            '<p><code>&lt;a href="xunzhan:0"&gt;b&lt;/a&gt;</code> <a href="/known/">a</a></p>',
        ),
    ],
)
def test_placeholders_cannot_be_forged(markdown: str, html: str) -> None:
    assert _substitute(render(markdown)) == html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&#10;script:alert(1)",
        "data:text/html,x",
    ],
)
def test_script_links_are_unlinked(address: str) -> None:
    assert _substitute(render(f"[q]({address})")) == "<p>q</p>"


@pytest.mark.parametrize("address", ["java\tscript:alert(1)", "java\nscript:alert(1)", "java script:alert(1)"])
def test_a_target_with_a_blank_is_no_link(address: str) -> None:
    assert "<a" not in render(f"[q]({address})").html


def test_links_to_documents_are_resolved_or_unlinked() -> None:
    body = render("[a](known) [**b**](gone)")
    assert body.links == (Link("known"), Link("gone"))
    assert _substitute(body) == '<p><a href="/known/">a</a> <strong>b</strong></p>'


def test_external_links_are_unchanged() -> None:
    body = render("[a](https://example.com/?b=1&c=2) <d@example.com> [e](tel:+8620) [f](HTTP://example.com)")
    assert body.addresses == ("https://example.com/?b=1&c=2", "mailto:d@example.com", "tel:+8620", "HTTP://example.com")
    assert (body.links, body.html.count('rel="noopener noreferrer"')) == ((), 4)


def test_pictures_are_blocks_or_inline() -> None:
    body = render('![远景](a.png "从楼上看")\n\n见![图](b.png)。\n\n[![门](c.png)](known)')
    assert body.figures == (
        Figure("a.png", "远景", "从楼上看", is_block=True),
        Figure("b.png", "图", "", is_block=False),
        Figure("c.png", "门", "", is_block=False),
    )
    assert _substitute(body) == (
        "<div>[a.png|远景|从楼上看|True]</div>\n<p>见[b.png|图||False]。</p>\n"
        '<p><a href="/known/">[c.png|门||False]</a></p>'
    )


def test_picture_in_an_unlinked_link_stays() -> None:
    assert _substitute(render("[![门](c.png)](gone)")) == "<p>[c.png|门||False]</p>"


def test_text_has_no_footnote_marks() -> None:
    body = render("# 背景\n\n雨水[^1]花园\n\n- 一\n- 二\n\n[^1]: 注释\n\n|a|b|\n|-|-|\n|c|d|")
    assert body.text == "背景 雨水花园 一 二 a b c d 注释"


def test_footnotes_link_both_ways() -> None:
    body = render("雨[^1]\n\n[^1]: 水")
    assert body.addresses == ("#fn:1", "#fnref:1")
    assert body.ids == {"fn:1", "fnref:1"}


@pytest.mark.parametrize(
    ("markdown", "ids"),
    [
        ("# 背景\n\n# 背景\n\n# 背景", ["s-背景", "s-背景_1", "s-背景_2"]),
        ("# a_9\n\n# a_9\n\n# A  - ９!", ["s-a_9", "s-a_10", "s-a-9"]),
        ("# \n\n# !", ["s-", "s-_1"]),
    ],
)
def test_ids_of_headings_are_counted_on(markdown: str, ids: list[str]) -> None:
    assert [heading.id for heading in render(markdown).headings] == ids


def test_each_mark_of_a_footnote_is_linked_with_it() -> None:
    soup = BeautifulSoup(render("雨[^a&b]、水[^a&b]、[^2]\n\n[^a&b]: 注\n\n[^2]: 二").html, "html.parser")
    marks = [(mark["id"], mark.a["href"], mark.text) for mark in soup.find_all("sup") if mark.a]
    notes = [(note["id"], note.text.strip(), [link["href"] for link in note("a")]) for note in soup("li")]
    assert marks == [("fnref:a&b", "#fn:a&b", "1"), ("fnref2:a&b", "#fn:a&b", "1"), ("fnref:2", "#fn:2", "2")]
    assert notes == [
        ("fn:a&b", "注\xa0↩↩", ["#fnref:a&b", "#fnref2:a&b"]),
        ("fn:2", "二\xa0↩", ["#fnref:2"]),
    ]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("- ![甲](a.png)", "<ul>\n<li>[a.png|甲||False]</li>\n</ul>"),
        ("![甲](a.png) ![乙](b.png)", "<p>[a.png|甲||False] [b.png|乙||False]</p>"),
        ("![甲](a.png)\n字", "<p>[a.png|甲||False]<br>\n字</p>"),
        ("字\n![甲](a.png)", "<p>字<br>\n[a.png|甲||False]</p>"),
        (
            "[x](known)\n\n![甲](a.png)\n![乙](b.png)\n![丙](c.png)",
            '<p><a href="/known/">x</a></p>\n<div>[a.png|甲||True]</div>\n<div>[b.png|乙||True]</div>\n'
            "<div>[c.png|丙||True]</div>",
        ),
    ],
)
def test_only_pictures_in_lines_of_a_paragraph_of_their_own_are_blocks(markdown: str, html: str) -> None:
    assert _substitute(render(markdown)) == html


def test_cells_are_aligned_as_the_head_says() -> None:
    soup = BeautifulSoup(render("|a|b|c|d|\n|:-:|-|:-|-:|\n|1|2|3|4|").html, "html.parser")
    assert [cell.get("class") for cell in soup(["th", "td"])] == [["center"], None, ["left"], ["right"]] * 2


def test_tables_are_in_a_scrollable_frame() -> None:
    assert render("前\n\n|a|\n|-|\n|b|\n\n后").html == (
        '<p>前</p>\n<div class="table" tabindex="0"><table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n'
        "<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table></div>\n<p>后</p>"
    )


def test_renderer_does_not_leak_placeholders_between_bodies() -> None:
    first = render("[a](known)")
    assert render("![b](b.png)").placeholders == (Figure("b.png", "b", "", is_block=True),)
    assert first.placeholders == (Link("known"),)


def test_renderer_works_after_a_body_nested_too_deeply() -> None:
    was = render("![b](b.png)\n\n# c")
    with pytest.raises(RecursionError):
        render("- " * 3_000 + "a")
    assert render("![b](b.png)\n\n# c") == was


def test_pictures_below_each_other_are_blocks() -> None:
    body = render("![甲](a.png)\n![乙](b.png)")
    assert [figure.is_block for figure in body.figures] == [True, True]
    assert _substitute(body) == "<div>[a.png|甲||True]</div>\n<div>[b.png|乙||True]</div>"
