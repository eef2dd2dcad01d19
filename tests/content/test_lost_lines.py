"""What the lines around a line make of it: its number, its place in a table, its link."""

from __future__ import annotations

import pytest

from plugins.content.checks.bodies import render_body
from plugins.content.dialect.lost_lines import find_renumbered
from plugins.content.sources import MarkdownSource

ROWS = "| 年 | 数 |\n|---|---|\n| 1 | 2 |"


def _problems(markdown: str) -> list[tuple[int, str]]:
    return [(item.line, item.code) for item in render_body(MarkdownSource("index.md", 1, markdown))[1]]


@pytest.mark.parametrize(
    ("markdown", "numbers"),
    [
        ("1. 甲\n3. 丙\n4. 丁", [(1, 2)]),
        ("10. 甲\n9. 乙", [(1, 11)]),
        ("1. 甲\n\n3. 丙", [(2, 2)]),
        ("1. 甲\n   - 子\n\n   续\n3. 丙", [(4, 2)]),
        ("1. 甲\n   1. 子\n   3. 孙\n2. 乙\n   1. 子", [(2, 2)]),
        ("1. 甲\n4) 乙\n6) 丙", [(2, 5)]),
        ("1. 甲\n\t1. 子\n    3. 孙", [(2, 2)]),
        ("1. 甲\n2. 乙", []),
        ("1. 甲\n1. 乙\n1. 丙", []),
        ("0. 甲\n1. 乙", []),
        # other lists: behind a paragraph, a heading, a sign of another kind
        ("1. 甲\n\n段。\n\n3. 丙", []),
        ("1. 甲\n## 题\n3. 丙", []),
        ("1. 甲\n- 乙\n3. 丙", []),
        ("2023.5 米\n3. 丙", []),
    ],
)
def test_item_with_another_number_than_it_shows_is_found_once(markdown: str, numbers: list[tuple[int, int]]) -> None:
    assert list(find_renumbered(markdown.split("\n"))) == numbers


@pytest.mark.parametrize(
    ("markdown", "problems"),
    [
        ("1. 甲\n3. 丙", [(2, "warn_list_renumbered")]),
        ("```\n1. 甲\n3. 丙\n```", []),
        (f"{ROWS}\n以上。", [(4, "warn_table_swallows")]),
        (f"{ROWS}\n以上。\n又。", [(4, "warn_table_swallows")]),
        (f"{ROWS}\n\n以上。", []),
        (f"{ROWS}\n- 以上。", []),
        (f"{ROWS}\n## 以上", []),
        (f"{ROWS}\n3 | 4", []),
        (f"{ROWS}\n\n| 3 | 4 |", [(5, "warn_row_apart")]),
        (f"{ROWS}\n\n\n| 3 | 4 |\n\n乙", [(6, "warn_row_apart")]),
        (f"{ROWS}\n\n乙\n\n| 3 | 4 |", []),
        (f"{ROWS}\n\n{ROWS}", []),
        (f"{ROWS}\n\n| 3 | 4 |\n| 5 | 6 |", [(5, "warn_table_as_text")]),
        ("甲\n以上。", []),
        ("年\t数\n2021\t30\n2022\t3\n\n年\t数\n2021\t30", [(1, "warn_tabs_as_text"), (5, "warn_tabs_as_text")]),
        ("年\t数\n2021\t30\t1", []),
        ("\t年\n\t数", []),
        ("![院]\n(a.png)", [(1, "warn_link_as_text")]),
        ("见[公告]\n(https://a.example/)", [(1, "warn_link_as_text")]),
        ("见[公告]\n(下同)", []),
        ("[公告][2]", [(1, "warn_link_as_text")]),
        ("[公告][Note]\n\n[note]: https://a.example/", []),
        ("[1][2]，[甲][乙]，数组a[i][2]", []),
        ("[公告]()", [(1, "link_empty")]),
        ("[](https://a.example/)", [(1, "link_empty")]),
        ("\\[公告]()", []),
        ("甲[^1]\n\n[^1]: 乙\n\n[^1]: 丙", [(5, "footnote_twice")]),
        ("甲^[注]", [(1, "warn_unknown_mark")]),
        ("长3*宽4*高5", [(1, "warn_stars_hidden")]),
        ("3*4*5*6", [(1, "warn_stars_hidden")]),
        ("3\\*4\\*5，3 * 4 * 5，**3**4，*3*", []),
        ("１．甲\n２．乙", [(1, "warn_full_width")]),
    ],
)
def test_line_that_shows_something_else_is_reported(markdown: str, problems: list[tuple[int, str]]) -> None:
    assert _problems(markdown) == problems


@pytest.mark.parametrize(
    ("markdown", "values"),
    [
        ("1. 甲\n3. 丙", {"text": "3. 丙", "number": "2"}),
        (f"{ROWS}\n以上。", {"text": "以上。"}),
        ("年\t数\n2021\t30", {"text": "年\t数"}),
        ("见[公告]\n(https://a.example/)", {"text": "[公告]"}),
        ("见[公告][2]", {"text": "[公告][2]"}),
        ("甲[^1]\n\n[^1]: 乙\n\n[^1]: 丙", {"label": "1", "former": "3"}),
        ("3*4*5", {"text": "3*4*5", "correct": "3×4×5"}),
        ("１．甲", {"text": "１．甲", "correct": "1. 甲"}),
    ],
)
def test_message_quotes_the_words_and_what_to_type(markdown: str, values: dict[str, str]) -> None:
    (item,) = render_body(MarkdownSource("index.md", 1, markdown))[1]
    assert dict(item.values) == values
