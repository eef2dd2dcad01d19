"""What a cell shows for a number, by its format."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plugins.tables.format_codes import BUILTIN
from plugins.tables.number_formats import exact_number, format_number

SHOWN = [
    ("7", "000", "007"),
    ("0.985", "0.0%", "98.5%"),
    ("0.95", "0%", "95%"),
    ("12345678.9", "#,##0.00", "12,345,678.90"),
    ("1234.5", "¥#,##0.00", "¥1,234.50"),
    ("1200", '#,##0"票"', "1,200票"),
    ("5", '"第"0"名"', "第5名"),
    ("20221231", "0000-00-00", "2022-12-31"),
    ("1234567", '0.00,,"百万"', "1.23百万"),
    ("98.6", "0", "99"),
    ("1.005", "0.00", "1.01"),
    ("1.2", "0.0##", "1.2"),
    ("0.30000000000000004", "General", "0.3"),
    ("123456.789123", "General", "123456.7891"),
    ("0.0000001", "General", "0.0000001"),
    ("123456789012345", "General", "123456789012345"),
    ("1234", "0.00E+00", "1.23E+03"),
    ("9.999", "0.0E+0", "1.0E+1"),
    ("12.5", "# ??/??", "12 1/2"),
    ("-3", "0;(0)", "(3)"),
    ("-1234.5", r"#,##0.0_);[Red]\(#,##0.0\)", "(1,234.5)"),
    ("0", '0;-0;"无"', "无"),
    ("5", ";;;", ""),
    ("5", '[>=5]"高";"低"', "高"),
    ("4", '[>=5]"高";"低"', "低"),
    ("10203", "[DBNum2][$-804]General", "壹万零贰佰零叁"),
    ("100000000", "[DBNum1]General", "一亿"),
    ("20", "[DBNum1]General", "二十"),
    ("0.5", "#.##", ".5"),
    ("0", "#", ""),
    ("1234567", "#,##0,", "1,235"),
    ("12345", "00-000", "12-345"),
    ("1234567890", '0,,"百万"', "1235百万"),
    ("0.00012", "0.0E+00", "1.2E-04"),
    ("-0.75", "# ?/?", "-3/4"),
    ("5", '[<3]"小"0;[<10]"中"0;"大"0', "中5"),
]
DATES = [
    ("45356", "m-d", "3-5"),
    ("44823", 'yyyy"年"m"月"d"日"', "2022年9月19日"),
    ("44823", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二二年九月十九日"),
    ("45356.5", "yyyy/m/d h:mm", "2024/3/5 12:00"),
    ("45356", "aaaa", "星期二"),
    ("45356", "d-mmm-yy", "5-Mar-24"),
    ("0.05555555555555555", "h:mm:ss", "1:20:00"),
    ("0.5", '上午/下午h"时"mm"分"', "下午12时00分"),
    ("0.25", "h:mm AM/PM", "6:00 AM"),
    ("45356", "mmmm d, yyyy", "March 5, 2024"),
    ("45356", "mmmmm dddd", "M Tuesday"),
    ("45356", "mm/dd/yy", "03/05/24"),
    ("45356", "ddd aaa", "Tue 二"),
    ("0.5", "mm:ss.", "00:00."),
    ("0.0000116", "s.000", "1.002"),
    ("45356.00009", "[s]", "3918758408"),
    ("1.5", "[mm]:ss", "2160:00"),
    ("1.5", "[h]:mm", "36:00"),
    ("0.0625", "mm:ss", "30:00"),
    ("44823.5000001", "hh:mm:ss.00", "12:00:00.01"),
    # the day after a 29 February 1900 that spreadsheet programs count
    ("61", "yyyy/m/d", "1900/3/1"),
    ("59", "yyyy/m/d", "1900/2/28"),
    ("-1", "yyyy/m/d", "-1"),
    ("9999999", "yyyy/m/d", "9999999"),
]


@pytest.mark.parametrize(("value", "code", "shown"), [*SHOWN, *DATES])
def test_number_is_shown_as_its_format_says(value: str, code: str, shown: str) -> None:
    assert format_number(Decimal(value), code) == shown


def test_formats_that_a_workbook_uses_by_number_are_those_of_the_standard() -> None:
    # ECMA-376 part 1, 18.8.30: up to 49, and from 27 those of Chinese systems
    assert sorted(BUILTIN) == [*range(23), *range(27, 59)]


def test_days_are_counted_from_1904_in_workbooks_of_the_macintosh() -> None:
    assert format_number(Decimal(43361), "yyyy/m/d", counts_from_1904=True) == "2022/9/19"
    assert format_number(Decimal(2958465), "yyyy/m/d", counts_from_1904=True) == "2958465"


@pytest.mark.parametrize(
    ("value", "exact"),
    [("0.1", "0.1"), ("87.30000000000001", "87.3"), ("1E+20", "100000000000000000000"), ("0", "0"), ("-2.50", "-2.5")],
)
def test_number_is_exact_to_15_digits(value: str, exact: str) -> None:
    assert exact_number(Decimal(value)) == exact


def test_numbers_of_any_size_and_format_are_shown() -> None:
    assert format_number(Decimal("1.5E+300"), "#,##0.00").startswith("1,500,000")
    assert format_number(Decimal("1.5E-300"), "0." + "0" * 40) == "0." + "0" * 30
