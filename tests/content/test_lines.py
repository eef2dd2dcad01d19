"""Lines of a body: which are code, and which signs, blanks and characters are those of CommonMark."""

from __future__ import annotations

import pytest

from plugins.content.dialect.lines import find_open_fence, iter_lines, normalize_lines


@pytest.mark.parametrize(
    ("text", "code", "opened"),
    [
        ("甲\n乙", [], None),
        ("甲\n```\n乙\n```\n丙", [1, 2, 3], None),
        ("```\n甲", [0, 1], 0),
        ("甲\n\n~~~ js\n乙", [2, 3], 2),
        ("```\n甲\n~~~\n乙\n```", [0, 1, 2, 3, 4], None),
        ("````\n```\n````\n甲", [0, 1, 2], None),
        ("```\n````\n甲", [0, 1], None),
        ("```\n``` x\n甲", [0, 1, 2], 0),
        ("```\n甲\n```\n```\n乙", [0, 1, 2, 3, 4], 3),
        ("``` a`b\n甲", [], None),
        ("~~~ a`b\n甲", [0, 1], 0),
        ("> - 1. ```\n甲", [0, 1], 0),
        ("甲 ```\n乙", [], None),
        ("``\n甲", [], None),
        ("```\n甲\n```", [0, 1, 2], None),
    ],
)
def test_lines_between_fences_are_code(text: str, code: list[int], opened: int | None) -> None:
    lines = list(iter_lines(text))
    assert [line for line, _ in lines] == text.split("\n")
    assert [index for index, (_, is_code) in enumerate(lines) if is_code] == code
    assert find_open_fence(text) == opened


@pytest.mark.parametrize(
    ("line", "normalized"),
    [
        ("· 甲", "- 甲"),
        ("•甲", "- 甲"),
        ("・・甲", "・・甲"),
        ("－ 甲", "- 甲"),
        ("－甲", "－甲"),
        ("-甲", "- 甲"),
        ("-甲-", "-甲-"),
        ("-——甲", "-——甲"),
        ("-5℃", "-5℃"),
        ("*甲", "- 甲"),
        ("*甲*乙", "*甲*乙"),
        ("+甲", "- 甲"),
        ("+甲+", "+甲+"),
        ("> 1. ·甲", "> 1. - 甲"),
        ("\\·甲", "·甲"),
        ("> \\－ 甲", "> － 甲"),
        ("- [ ] 甲", "- ☐ 甲"),
        ("- [x]甲", "- ☑ 甲"),
        ("1. [√] 甲", "1. ☑ 甲"),
        ("·[] 甲", "- ☐ 甲"),
        ("- [x](y)", "- [x](y)"),
        ("- [x]: y", "- [x]: y"),
        ("- [y] 甲", "- [y] 甲"),
        ("\u3000\u3000甲", "甲"),
        (" \u3000- 甲", "   - 甲"),
        ("\u3000·甲", "  - 甲"),
        ("\u3000", ""),
        ("##\u3000甲", "## 甲"),
        ("#######\u3000甲", "#######\u3000甲"),
        ("1.\u00a0甲", "1. 甲"),
        (">\u2003甲", "> 甲"),
        ("甲\u3000乙", "甲\u3000乙"),
        ("⻓期", "长期"),
        ("甲", "甲"),
    ],
)
def test_line_is_written_as_commonmark_reads_it(line: str, normalized: str) -> None:
    assert normalize_lines(line) == normalized
    # code stays, but for characters that no font of letters has
    code = f"```\n{line}\n```\n{line}"
    assert normalize_lines(code) == f"```\n{line.replace('⻓', '长')}\n```\n{normalized}"
