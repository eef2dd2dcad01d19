"""Escaped text renders to the same text, whatever characters it contains."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.content.checks.bodies import render_body
from plugins.content.parsing.body import Figure
from plugins.content.parsing.markdown import render
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.markdown_escape import clean_text, escape_line, format_figure, format_table, to_paragraphs

CHARACTERS = "\\`*_[]|&<>#+-=:~!(){}.1a广 \"'^$@/;"


@pytest.mark.parametrize(
    "line",
    [
        "# 不是标题",
        "· 不是列表",
        "●也不是",
        "－ 也不是",
        "[不是链接](www.example.com)",
        "- 不是列表",
        "1. 不是编号",
        "1) 也不是",
        "> 不是引用",
        ": 不是定义",
        "~~~",
        "---",
        "===",
        "*[甲]: 缩写",
        "[^1]: 脚注",
        "[甲]: https://example.com",
        "![图](x.png)",
        "<script>alert(1)</script>",
        "<https://example.com>",
        "&lt;不是标签&gt; &amp;",
        "a_b_c **粗** `码` | 竖",
        "________________________________________________________",
    ],
)
def test_special_lines_are_rendered_as_text(line: str) -> None:
    body = render("前文\n\n" + escape_line(line) + "\n\n后文")
    assert body.text == f"前文 {' '.join(line.split())} 后文"
    assert body.placeholders == ()


@given(st.text(st.sampled_from(CHARACTERS), max_size=40))
def test_any_line_is_rendered_unchanged(line: str) -> None:
    text = clean_text(line)
    assert render(escape_line(text)).text == " ".join(text.split())


@given(st.lists(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_table_cell_is_rendered_unchanged(cells: list[str]) -> None:
    row = [clean_text(cell) for cell in cells]
    body = render(format_table([["头"] * len(row), [escape_line(cell) for cell in row]]))
    assert body.text == " ".join(" ".join(["头"] * len(row) + row).split())


WORDS = st.text(st.sampled_from(CHARACTERS), max_size=20).map(lambda text: " ".join(text.split()))


@given(WORDS, WORDS)
@example("^1^ ~2~ ~~3~~", "^1^ ~2~ ~~3~~")
def test_texts_of_a_picture_are_rendered_unchanged(alt: str, caption: str) -> None:
    shown = caption.replace('"', "”").replace("'", "’")
    body = render(format_figure("picture-1.jpg", alt, caption))
    assert body.placeholders == (Figure("picture-1.jpg", alt, shown, True),)


def test_comment_in_the_texts_of_a_picture_is_shown() -> None:
    body = render(format_figure("picture-1.jpg", "<!--甲-->", "乙<!-- 丙 -->"))
    assert body.placeholders == (Figure("picture-1.jpg", "<!--甲-->", "乙<!-- 丙 -->", True),)


def test_escaped_text_passes_the_check_without_a_warning() -> None:
    text = "<b>粗</b>\n- 一\n[x](y)\n" + "_" * 80 + "\n" + "<" * 80
    assert render_body(MarkdownSource("index.md", 1, "\n\n".join(to_paragraphs(text))))[1] == []


def test_clean_text_removes_invisible_characters_and_normalizes_line_ends() -> None:
    assert clean_text("\u3000\u3000甲\x0b乙\x07\r\n丙\u2028丁 ") == "甲\n乙\n丙\n丁"
