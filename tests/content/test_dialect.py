"""Markdown as editors of Chinese texts write it: what it becomes, and what messages advise instead."""

from __future__ import annotations

import pytest

from plugins.content.checks.bodies import render_body
from plugins.content.checks.text import check_confusable_characters
from plugins.content.dialect.radicals import FOLDED, fold_radicals
from plugins.content.parsing.markdown import render
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.sources import MarkdownSource


def _html(markdown: str) -> str:
    """The HTML without the line breaks between tags."""
    return render(markdown).html.replace("\n", "")


def _problems(markdown: str) -> list[tuple[int, str, str]]:
    """The line, the code and what to type for each problem of a body that begins on line 1."""
    problems = render_body(MarkdownSource("a.md", 1, markdown))[1]
    return [(item.line, item.code, dict(item.values).get("correct", "")) for item in problems]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("  甲。\n\n    乙。\n\n\t丙。\n\n\u3000\u3000丁。", "<p>甲。</p><p>乙。</p><p>丙。</p><p>丁。</p>"),
        ("甲\n\u3000\n乙", "<p>甲</p><p>乙</p>"),
        ("- 甲\n  - 乙\n    - 丙", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li></ul>"),
        ("- 甲\n   - 乙\n      - 丙", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li></ul>"),
        ("- 甲\n    - 乙\n        - 丙", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li></ul>"),
        ("- 甲\n\t- 乙\n\t\t- 丙", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li></ul>"),
        ("1. 甲\n  - 乙\n10. 丙", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>"),
        ("1. 甲\n\n    段\n\n2. 乙", "<ol><li><p>甲</p><p>段</p></li><li><p>乙</p></li></ol>"),
        ("- - 甲\n  - 乙", "<ul><li><ul><li>甲</li><li>乙</li></ul></li></ul>"),
        ("甲：\n- 乙\n- 丙", "<p>甲：</p><ul><li>乙</li><li>丙</li></ul>"),
        ("1) 甲\n2) 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("· 甲\n•乙\n● 丙", "<ul><li>甲</li><li>乙</li><li>丙</li></ul>"),
        ("－ 甲\n-乙\n– 丙", "<ul><li>甲</li><li>乙</li><li>丙</li></ul>"),
        ("-5℃\n\n-编者按-\n\n——甲", "<p>-5℃</p><p>-编者按-</p><p>——甲</p>"),
        ("\\·甲\n\\-乙", "<p>·甲<br>-乙</p>"),
        ("- [ ] 甲\n- [x] 乙", "<ul><li>☐ 甲</li><li>☑ 乙</li></ul>"),
        ("- [] 甲\n- [x]乙\n- [√] 丙", "<ul><li>☐ 甲</li><li>☑ 乙</li><li>☑ 丙</li></ul>"),
        ("- [x](https://a.cn/)", '<ul><li><a href="https://a.cn/" rel="noopener noreferrer">x</a></li></ul>'),
        ("➢ 甲\n‐ 乙\n*丙\n+丁", "<ul><li>甲</li><li>乙</li><li>丙</li><li>丁</li></ul>"),
        ("*甲*乙\n\n+甲+乙", "<p><em>甲</em>乙</p><p>+甲+乙</p>"),
        # the usual indentation of a paragraph ends a list, a level of blanks does not
        ("- 甲\n\n\u3000\u3000乙", "<ul><li>甲</li></ul><p>乙</p>"),
        ("- 甲\n\u3000- 乙", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        # blanks of other kinds behind a sign
        ("##\u3000甲\n\n-\u00a0乙\n1.\u3000丙", '<h2 id="s-甲">甲</h2><ul><li>乙</li></ul><ol><li>丙</li></ol>'),
        ("> 甲：\n> - 乙", "<blockquote><p>甲：</p><ul><li>乙</li></ul></blockquote>"),
        ("- 甲\n\n  ```js{1,3}\n  a\n    b\n  ```", "<ul><li><p>甲</p><pre><code>a  b</code></pre></li></ul>"),
    ],
)
def test_paragraphs_and_lists(markdown: str, html: str) -> None:
    assert _html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("#平安# 话题\n\n#1 楼", "<p>#平安# 话题</p><p>#1 楼</p>"),
        ("甲\n---\n乙", "<p>甲</p><hr><p>乙</p>"),
        ('\\~ \\$ \\" \\* \\#', '<p>~ $ " * #</p>'),
        (
            "**“红棉”**是**重点：**后，**50%**以上",
            "<p><strong>“红棉”</strong>是<strong>重点：</strong>后，<strong>50%</strong>以上</p>",
        ),
        ("2 * 3 * 4，甲* 乙*，丙 *丁 *", "<p>2 * 3 * 4，甲* 乙*，丙 *丁 *</p>"),
        ("a_b_c _a_b", "<p>a_b_c _a_b</p>"),
        ('的**"红"**了*轻*的', '<p>的<strong>"红"</strong>了<em>轻</em>的</p>'),
        ('a*"b"*c', '<p>a*"b"*c</p>'),
        ('a *"b"*c', '<p>a *"b"*c</p>'),
        ('a*"b"* c', '<p>a*"b"* c</p>'),
        ('"_a_"b (_c_) *d*e 甲_乙_', '<p>"<em>a</em>"b (<em>c</em>) <em>d</em>e 甲_乙_</p>'),
        ("x^2^", "<p>x<sup>2</sup></p>"),
        ("H~2~`O` \\H~2~", "<p>H<sub>2</sub><code>O</code> \\H<sub>2</sub></p>"),
        ("~~删~~ H~2~O 10^4^ 3~5~7 ^_^", "<p><del>删</del> H<sub>2</sub>O 10<sup>4</sup> 3~5~7 ^_^</p>"),
        ("[注]: 据统计", "<p>[注]: 据统计</p>"),
        ("⻓期⻛雨⼈⺠", "<p>长期风雨人民</p>"),
        ("甲<!-- 内\n部 -->乙\n\n<!-- 内\n\n部 -->\n丙", "<p>甲乙</p><p>丙</p>"),
        ("甲\n<!-- 内 -->\n乙", "<p>甲</p><p>乙</p>"),
        ("<!-- 内 --> 甲\n- 乙<!-- 部 -->", "<p>甲</p><ul><li>乙</li></ul>"),
        ("甲\n\n<!-- 内\n部 -->", "<p>甲</p>"),
        ("甲\n\n<!-- 乙\n\n丙", "<p>甲</p><p>&lt;!-- 乙</p><p>丙</p>"),
        ("甲^[注]乙", "<p>甲^[注]乙</p>"),
        (
            "[甲][a]\n\n[a]:\nhttps://example.com/",
            '<p><a href="https://example.com/" rel="noopener noreferrer">甲</a></p>',
        ),
        (
            "`<!-- 甲 -->`\n\n```\n<!-- 乙 -->\n· 丙\n```",
            "<p><code>&lt;!-- 甲 --&gt;</code></p><pre><code>&lt;!-- 乙 --&gt;· 丙</code></pre>",
        ),
    ],
)
def test_marks_within_text(markdown: str, html: str) -> None:
    assert _html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "address", "text"),
    [
        ("见https://example.com/a_b_c。", "https://example.com/a_b_c", "见https://example.com/a_b_c。"),
        ("（http://example.com/?a=1&b=2）", "http://example.com/?a=1&b=2", "（http://example.com/?a=1&b=2）"),
        ("www.example.com, 甲", "http://www.example.com", "www.example.com, 甲"),
        ("https://example.com/路", "https://example.com/", "https://example.com/路"),
    ],
)
def test_bare_addresses_are_links_up_to_chinese_text(markdown: str, address: str, text: str) -> None:
    body = render(markdown)
    assert (body.addresses, body.text) == ((address,), text)


def test_addresses_in_code_and_links_are_not_linked_again() -> None:
    assert _html("`https://example.com`") == "<p><code>https://example.com</code></p>"
    assert render("[见 www.example.com](https://example.com)").addresses == ("https://example.com",)


@pytest.mark.parametrize(
    "table",
    [
        "前\n| 年份 | 件数 |\n| :-- | --: |\n| 2021 | 30 |",
        f"| 年份 | 件数 |\n| :{'-' * 60} | {'-' * 60}: |\n| 2021{' ' * 60} | 30{' ' * 60} |",
    ],
)
def test_tables_need_no_empty_line_and_keep_their_alignment(table: str) -> None:
    assert _html(table).removeprefix("<p>前</p>") == (
        '<div class="table" tabindex="0"><table><thead><tr><th class="left">年份</th><th class="right">件数</th></tr>'
        '</thead><tbody><tr><td class="left">2021</td><td class="right">30</td></tr></tbody></table></div>'
    )
    assert _problems(table) == []


@pytest.mark.parametrize(
    ("markdown", "problems"),
    [
        ("＃＃ 背景", [(1, "warn_full_width", "## 背景")]),
        ("见[公告]（https://a.cn/）", [(1, "warn_full_width", "[公告](https://a.cn/)")]),
        ("【名单】(https://a.cn/)", [(1, "warn_full_width", "[名单](https://a.cn/)")]),
        ("＊＊重点＊＊", [(1, "warn_full_width", "**重点**")]),
        ("｜年｜件｜\n｜--｜--｜", [(1, "warn_full_width", "|年|件|")]),
        ("甲[^1]\n\n[^1]：乙", [(3, "warn_full_width", "[^1]: 乙")]),
        ("甲[^1]\n\n[^1]：乙：丙", [(3, "warn_full_width", "[^1]: 乙：丙")]),
        (
            "～～甲～～［乙］（https://a.cn/）～～丙～～",
            [
                (1, "warn_full_width", "~~甲~~"),
                (1, "warn_full_width", "[乙](https://a.cn/)"),
                (1, "warn_full_width", "~~丙~~"),
            ],
        ),
        ("##背景", [(1, "warn_heading_blank", "## 背景")]),
        ("#背景", [(1, "warn_heading_blank", "# 背景")]),
        ("#平安# 话题\n\n#1 楼的居民", []),
        ("正文<!-- 内部\n\n部 -->", [(1, "warn_comment", "")]),
        ("<!-- 内部", [(1, "comment_open", "")]),
        ("（1）甲；\n（2）乙。", [(1, "warn_list_as_text", "1. 甲；")]),
        ("甲[^1]", [(1, "warn_footnote_missing", "")]),
        ("|甲|乙|\n|丙|丁|", [(1, "warn_table_as_text", "")]),
        ("|甲|乙\n|-|-|\n|丙|丁|", []),
        ("|甲|乙\\||\n|-|-|\n|丙|丁\\|", []),
        ("一。\n\n** 重点 **", [(3, "warn_stars", "")]),
        ("[甲](乙 丙.md)", [(1, "warn_link_as_text", "")]),
        (
            "－－－\n\n～～甲～～\n\n１. 乙\n２. 丙",
            [
                (1, "warn_full_width", "---"),
                (3, "warn_full_width", "~~甲~~"),
                (5, "warn_full_width", "1. 乙"),
            ],
        ),
        (
            "［甲］（https://a.cn/）和【乙】(https://b.cn/)和**丙＊＊",
            [
                (1, "warn_full_width", "[甲](https://a.cn/)"),
                (1, "warn_full_width", "[乙](https://b.cn/)"),
                (1, "warn_full_width", "**丙**"),
            ],
        ),
        ("[甲](https：／／a.cn/)", [(1, "warn_full_width", "[甲](https://a.cn/)")]),
        (
            "![甲] (a.jpg)\n\n[乙] (https://a.cn/)",
            [
                (1, "warn_blank_in_link", "![甲](a.jpg)"),
                (3, "warn_blank_in_link", "[乙](https://a.cn/)"),
            ],
        ),
        ("！［甲］（a.jpg）", [(1, "picture_full_width", "![甲](a.jpg)")]),
        ("太好了！[甲](https://a.cn/)", []),
        ("![甲](a。b.png)", []),
        ("[甲](https://a。cn/)", [(1, "warn_full_width", "[甲](https://a.cn/)")]),
        ("[甲](www。a。cn/)", [(1, "warn_full_width", "[甲](www.a.cn/)")]),
        (
            "![甲](a.jpg 「乙」)\n\n![甲](a.jpg，乙)",
            [
                (1, "caption_quotes", '![甲](a.jpg "乙")'),
                (3, "caption_quotes", '![甲](a.jpg "乙")'),
            ],
        ),
        ("(https://a.cn/)[甲]", [(1, "warn_link_as_text", "")]),
        ("[甲]( https://a.cn/)", []),
        (
            "（1）甲\n\n（2）乙\n\n丙\n\n（1）丁",
            [
                (1, "warn_list_as_text", "1. 甲"),
                (7, "warn_list_as_text", "1. 丁"),
            ],
        ),
        ("<!— 内部 —>\n\n＜!-- 内部 --＞\n\n%% 内部 %%", [(line, "comment_misspelt", "") for line in (1, 3, 5)]),
        ("[//]: # (内部)\n\n[comment]: <> (内部)", [(1, "warn_comment", ""), (3, "warn_comment", "")]),
        ("甲\n\n[乙]: https://a.cn/", [(3, "warn_reference_unused", "")]),
        ("[甲][乙]\n\n[乙]: https://a.cn/", []),
        ("甲\n\n#\n\n##", [(3, "warn_heading_empty", ""), (5, "warn_heading_empty", "")]),
        ("甲\n\n```\n乙\n\n丙", [(3, "warn_fence_open", "")]),
        (
            "1.甲\n2.乙\n\n①丙\n②丁\n\n★ 戊\n★ 己\n\na）庚\nb）辛",
            [
                (1, "warn_list_as_text", "1. 甲"),
                (4, "warn_list_as_text", "1. 丙"),
                (7, "warn_list_as_text", "- 戊"),
                (10, "warn_list_as_text", "1. 庚"),
            ],
        ),
        ("1、甲\n\n乙\n\n2、丙", []),
        ("1、甲\n乙\n2、丙", []),
        ("|甲|乙|\n|丙|丁|\n\n|戊|\n\n|--|\n\n|己|", [(1, "warn_table_as_text", ""), (4, "warn_table_as_text", "")]),
        ("[甲](乙 丙.md)\n\n[丁](戊 己.md)", [(1, "warn_link_as_text", ""), (3, "warn_link_as_text", "")]),
        (
            "> [!NOTE]\n> 甲\n\n$a^2$ {{ 乙 }} ++丙++",
            [(1, "warn_unknown_mark", ""), *[(4, "warn_unknown_mark", "")] * 3],
        ),
        ("[[甲]]\n\n::: tip\n\n[TOC]\n\n甲{.red}", [(line, "warn_unknown_mark", "") for line in (1, 3, 5, 7)]),
        ("`＃ [[x]]` 和 `**`\n\n```\n＃ 甲\n[[x]]\n<!--\n```", []),
    ],
)
def test_what_would_be_text_is_reported_with_what_to_type(markdown: str, problems: list[tuple[int, str, str]]) -> None:
    assert _problems(markdown) == problems


def test_link_without_scheme_is_named_by_its_target() -> None:
    problems = render_body(MarkdownSource("a.md", 1, "[甲](www.example.com)"))[1]
    assert [(item.code, item.values) for item in problems] == [
        ("link_without_scheme", (("target", "www.example.com"),))
    ]


def test_radicals_are_reported_with_the_right_characters() -> None:
    problems = list(check_confusable_characters("a.md", "---\ntitle: ⻓⻛\n---\n\n⻔前三包，⻔后。\n"))
    assert [(item.line, dict(item.values)) for item in problems] == [
        (2, {"signs": "⻓⻛", "correct": "长风"}),
        (5, {"signs": "⻔", "correct": "门"}),
    ]


def test_radicals_are_folded_to_single_characters() -> None:
    assert {len(text) for text in FOLDED.values()} == {1}
    # from CJK RADICAL REPEAT to KANGXI RADICAL FLUTE
    assert (min(FOLDED), max(FOLDED)) == (0x2E81, 0x2FD5)
    assert fold_radicals("\u2e81\u2ef3\u2f00\u2fd5") == "厂龟一龠"
    assert fold_radicals("⻓⻛⻔⼈") == "长风门人"


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        (">-\n  每到暴雨，\n  院子里 a\n  b 积水。", "每到暴雨，院子里 a b 积水。"),
        ("每到\n  暴雨 积水", "每到暴雨 积水"),
        ('"每到\n  暴雨"', "每到暴雨"),
        ("|-\n  每到\n  暴雨", "每到\n暴雨"),
        ("rain\n  garden", "rain garden"),
        ("⻓期  # 注", "长期"),
        ("雨#1", "雨#1"),
    ],
)
def test_folded_texts_in_yaml_join_han_without_a_blank(yaml: str, value: str) -> None:
    assert read_yaml("a.yaml", f"title: {yaml}\n").data == {"title": value}
