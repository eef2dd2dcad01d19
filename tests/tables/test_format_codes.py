"""Format codes are split into sections and tokens as the standard says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plugins.tables.format_codes import BUILTIN, parse_format


def _tokens(code: str) -> list[list[tuple[str, str]]]:
    return [[(token.kind, token.text) for token in section.tokens] for section in parse_format(code)]


@pytest.mark.parametrize(
    ("code", "tokens"),
    [
        ("", []),
        ("General", [("general", "General")]),
        ("G/通用格式", [("general", "G/通用格式")]),
        ("0#?", [("digit", "0"), ("digit", "#"), ("digit", "?")]),
        ("0.0%", [("digit", "0"), ("point", "."), ("digit", "0"), ("percent", "%")]),
        ('"第"0', [("text", "第"), ("digit", "0")]),
        ('"第', [("text", "第")]),
        (r"\0!.!0", [("text", "0"), ("text", "."), ("text", "!"), ("digit", "0")]),
        ("_(0* ", [("digit", "0")]),
        ("[$¥-804]0", [("text", "¥"), ("digit", "0")]),
        ("[$-804]0", [("text", ""), ("digit", "0")]),
        ("[Red]0", [("digit", "0")]),
        ("[DBNum1][>=1.5]@", [("han", "1"), ("condition", ">=1.5"), ("cell", "@")]),
        ("[hh]:m", [("elapsed", "hh"), ("text", ":"), ("date", "m")]),
        ("0E+00", [("digit", "0"), ("exponent", "+00")]),
        ("# ?/?", [("digit", "#"), ("text", " "), ("digit", "?"), ("slash", "/"), ("digit", "?")]),
        ("#,##0", [("digit", "#"), ("comma", ","), ("digit", "#"), ("digit", "#"), ("digit", "0")]),
        ("H:AM/PM", [("date", "H"), ("text", ":"), ("date", "AM/PM")]),
    ],
)
def test_code_is_split_into_tokens(code: str, tokens: list[tuple[str, str]]) -> None:
    assert _tokens(code) == [tokens]


def test_code_has_at_most_four_sections() -> None:
    assert _tokens("0;#;?;@;0") == [[("digit", "0")], [("digit", "#")], [("digit", "?")], [("cell", "@")]]


def test_code_is_read_up_to_the_length_that_a_spreadsheet_program_takes() -> None:
    assert len(parse_format("0" * 300)[0].tokens) == 255


@pytest.mark.parametrize(
    ("code", "value", "is_accepted"),
    [
        ("[>=5]0", "5", True),
        ("[>=5]0", "4.9", False),
        ("[>5]0", "5", False),
        ("[>5]0", "5.1", True),
        ("[<5]0", "5", False),
        ("[<5]0", "4", True),
        ("[<=5]0", "5", True),
        ("[<=5]0", "6", False),
        ("[<>5]0", "5", False),
        ("[<>5]0", "6", True),
        ("[<>5]0", "4", True),
        ("[=5]0", "5", True),
        ("[=-5.0]0", "-5", True),
        ("[=5]0", "4", False),
        ("0", "5", None),
        ("[>1.2.3]0", "5", None),
    ],
)
def test_condition_accepts_numbers(code: str, value: str, is_accepted: bool | None) -> None:
    assert parse_format(code)[0].accepts(Decimal(value)) is is_accepted


@pytest.mark.parametrize(
    ("code", "is_date", "han"),
    [("0", False, ""), ("d", True, ""), ("[m]", True, ""), ("[DBNum1]0", False, "1"), ("[DBNum2]d", True, "2")],
)
def test_section_says_whether_it_shows_a_date_and_in_which_digits(code: str, is_date: bool, han: str) -> None:
    section = parse_format(code)[0]
    assert (section.is_date, section.han_digits) == (is_date, han)


def test_arabic_digits_of_full_width_are_shown_as_usual_ones() -> None:
    assert [parse_format(code)[0].han_digits for code in ("[DBNum3]0", "[DBNum3][DBNum1]0")] == ["", "1"]


def test_formats_that_a_workbook_uses_by_number_are_those_of_the_standard() -> None:
    # ECMA-376 part 1, 18.8.30: up to 49, and from 27 those of Chinese systems
    assert sorted(BUILTIN) == [*range(23), *range(27, 59)]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1, "0"),
        (9, "0%"),
        (14, "yyyy/m/d"),
        (22, "yyyy/m/d h:mm"),
        (31, 'yyyy"年"m"月"d"日"'),
        (46, "[h]:mm:ss"),
        (49, "@"),
    ],
)
def test_number_of_a_format_is_that_of_the_standard(number: int, code: str) -> None:
    assert BUILTIN[number] == code
