"""Numbers in Han digits, with the zeros that are said between them."""

from __future__ import annotations

import pytest

from plugins.tables.han_numbers import to_han


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "〇"),
        ("7", "七"),
        ("10", "一十"),
        ("12", "一十二"),
        ("100", "一百"),
        ("101", "一百〇一"),
        ("110", "一百一十"),
        ("1001", "一千〇一"),
        ("1010", "一千〇一十"),
        ("1234", "一千二百三十四"),
        ("10000", "一万"),
        ("10001", "一万〇一"),
        ("10010", "一万〇一十"),
        ("11000", "一万一千"),
        ("100000", "一十万"),
        ("1000001", "一百万〇一"),
        ("20300000", "二千〇三十万"),
        ("100000001", "一亿〇一"),
        ("100010000", "一亿〇一万"),
        ("1000000000000", "一万亿"),
        ("1234567890123456", "一千二百三十四万亿五千六百七十八亿九千〇一十二万三千四百五十六"),
        ("12345678901234567", "一二三四五六七八九〇一二三四五六七"),
        ("-20", "-二十"),
        ("3.05", "三.〇五"),
        ("0007", "七"),
        ("1,234", "一,二三四"),
        ("第3名", "第三名"),
        ("", ""),
    ],
)
def test_number_is_read_aloud(number: str, shown: str) -> None:
    assert to_han(number, "1") == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1023456789", "壹拾亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖"), ("0", "零"), ("100200", "壹拾万零贰佰")],
)
def test_amount_of_money_has_digits_that_cannot_be_changed(number: str, shown: str) -> None:
    assert to_han(number, "2") == shown


@pytest.mark.parametrize(("number", "shown"), [("2022", "二〇二二"), ("-10", "-一〇"), ("0.5", "〇.五")])
def test_number_without_units_is_shown_digit_by_digit(number: str, shown: str) -> None:
    assert to_han(number, "1", with_units=False) == shown
